import { afterEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { gitHubOf, openGitHub, type GitHubApi } from '../../src/github/api.js';
import { type GitHubParts, GitHubFailure } from '../../src/github/connect.js';
import { startGitHub, type GitHubOptions, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import { recordingLog } from './memory.js';

let github: SimulatedGitHub;
const debug: string[] = [];

async function open(options: GitHubOptions = {}, parts: Partial<GitHubParts> = {}): Promise<GitHubApi> {
  github = await startGitHub(options);
  debug.length = 0;
  return openGitHub({
    env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: github.name },
    token: github.token,
    signal: new AbortController().signal,
    requestMs: 5_000,
    onDebug: (message) => void debug.push(message),
    ...parts,
  });
}

afterEach(() => github.close());

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

describe('objects', () => {
  it('are those of the commits, with the files of a folder; in one request', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, { 'data/hr.csv': 'rows', 'data/old/a.csv': 'x' });
    github.repository.branches.set('main', base);
    const at = (path: string): string => `${base.sha}:${path}`;
    const asked = [base.sha, 'refs/heads/main', at('data/hr.csv'), at('data'), at('none'), 'f'.repeat(40)];
    const found = await api.objects(asked);
    expect(asked.map((one) => found.get(one))).toEqual([
      { oid: base.sha, files: [] },
      { oid: base.sha, files: [] },
      // git hash-object
      { oid: createHash('sha1').update('blob 4\0rows').digest('hex'), files: [] },
      { oid: expect.any(String), files: ['hr.csv'] },
      undefined,
      undefined,
    ]);
    expect(github.requests).toEqual(['POST /graphql']);
  });
});

describe('gitHubOf', () => {
  it('connects to the GitHub that the runner names, and writes to the debug log', async () => {
    github = await startGitHub();
    const { log, lines } = recordingLog();
    const base = github.repository.commit(undefined, { a: '1' });
    const openAs = gitHubOf({ GITHUB_API_URL: `${github.url}/`, GITHUB_REPOSITORY: github.name }, log);
    const api = await openAs(github.token, new AbortController().signal);
    await api.objects([base.sha]);
    expect(lines).toEqual(['debug: GitHub: POST /graphql → 200']);
  });
});

describe('comments', () => {
  const ADA = { login: 'ada', type: 'User' } as const;
  const BOT = { login: 'github-actions[bot]', type: 'Bot' } as const;
  const PERSON = { login: 'github-actions', type: 'User' } as const;

  it('are listed, created and updated', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    const pull = github.repository.open(base, base);
    github.repository.comment(pull, 'of a person', ADA);
    const comments = api.comments(pull.number);
    await comments.create('of the job');
    await expect(all(comments.list())).resolves.toEqual([
      { id: 'IC_1', body: 'of a person', otherAuthor: 'ada', otherEditor: undefined },
      { id: 'IC_2', body: 'of the job', otherAuthor: undefined, otherEditor: undefined },
    ]);
    await comments.update('IC_2', 'newer');
    expect(pull.comments[1]?.body).toBe('newer');
    expect(github.versions).toEqual(['2022-11-28']);
    expect(github.requests).toEqual([
      'POST /repos/acme/identity/issues/1/comments',
      'POST /graphql',
      'POST /graphql',
    ]);
  });

  it('are listed page by page', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    const pull = github.repository.open(base, base);
    for (let n = 0; n < 201; n += 1) github.repository.comment(pull, String(n), ADA);
    const bodies = (await all(api.comments(1).list())).map(({ body }) => body);
    expect(bodies).toEqual(Array.from({ length: 201 }, (_, n) => String(n)));
    expect(github.requests).toHaveLength(3);
  });

  it.each([
    ['ours', BOT, [], {}],
    ['ours, brought up to date', BOT, [BOT], {}],
    ['ours, edited by a person', BOT, [ADA], { otherEditor: 'ada' }],
    ['ours, and written anew since', BOT, [ADA, BOT], {}],
    ["a person's", ADA, [], { otherAuthor: 'ada' }],
    ['of another app', { login: 'other[bot]', type: 'Bot' }, [], { otherAuthor: 'other' }],
    ['of a person with the name of the app', PERSON, [], { otherAuthor: 'github-actions' }],
    ['ours, edited by a person with the name of the app', BOT, [PERSON], { otherEditor: 'github-actions' }],
  ] as const)('are told apart: %s', async (_, author, editors, expected) => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    const comment = github.repository.comment(github.repository.open(base, base), 'x', author);
    for (const editor of editors) github.repository.edit(comment, 'y', editor);
    const [found] = await all(api.comments(1).list());
    expect(found).toMatchObject({ otherAuthor: undefined, otherEditor: undefined, ...expected });
  });

  it('are asked for next to the REST API on an Enterprise Server', async () => {
    await open();
    const enterprise = await openGitHub({
      env: { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_REPOSITORY: github.name },
      token: github.token,
      signal: new AbortController().signal,
      requestMs: 5_000,
      onDebug: () => undefined,
    });
    await expect(all(enterprise.comments(1).list())).rejects.toThrow('404');
    expect(github.requests).toEqual(['POST /api/graphql']);
  });

  it("fail with GitHub's words if GitHub refuses", async () => {
    const api = await open({ permissions: { pullRequests: 'none' } });
    await expect(all(api.comments(1).list())).rejects.toThrow(
      'GitHub does not say what comments the pull request has: Resource not accessible by integration.',
    );
    await expect(api.comments(1).update('IC_1', 'x')).rejects.toThrow(
      'GitHub does not change the comment: Resource not accessible by integration.',
    );
  });

  it('fail if GitHub knows no such pull request', async () => {
    const api = await open();
    await expect(all(api.comments(9).list())).rejects.toThrow(
      'GitHub does not say what comments the pull request has.',
    );
  });
});

describe('pullRequestsOf', () => {
  it.each(['merge', 'squash', 'rebase'] as const)('tells the merge (%s) and where it went', async (kind) => {
    const api = await open();
    const base = github.repository.commit(undefined, { a: '1' });
    const head = github.repository.commit(github.repository.commit(base, { b: '1' }), { b: '2' });
    const pull = github.repository.open(base, head);
    const other = github.repository.open(base, head, 'dev');
    const tip = github.repository.commit(base, { c: '1' });
    const merge = github.repository.merge(pull, kind, tip);
    expect(merge.tree).toEqual({ a: '1', b: '2', c: '1' });
    await expect(api.pullRequestsOf(merge.sha)).resolves.toEqual([
      { number: pull.number, isMerged: true, mergeCommit: merge.sha, head: head.sha, into: 'main' },
    ]);
    const both = await api.pullRequestsOf(head.sha);
    expect(both.map(({ number, isMerged }) => [number, isMerged])).toEqual([
      [pull.number, true],
      [other.number, false],
    ]);
  });
});

describe('when GitHub gives no answer that helps', () => {
  const COMMIT = 'a'.repeat(40);
  const path = /graphql/;

  it.each([
    [
      'a refusal',
      { permissions: { contents: 'none' } },
      /does not say which files the commits have: Resource not accessible.*"contents: read"/,
    ],
    [
      '404',
      { fault: { path, fault: { kind: 'reply', status: 404, message: 'Not Found' } } },
      /answered 404: Not Found.*"contents: read"/,
    ],
    [
      '429',
      { fault: { path, fault: { kind: 'reply', status: 429, message: 'API rate limit exceeded' } } },
      /429: API rate limit/,
    ],
    [
      '500',
      { fault: { path, fault: { kind: 'reply', status: 500, message: 'Oops' } } },
      /answered 500: Oops\.$/,
    ],
    ['503', { fault: { path, fault: { kind: 'reply', status: 503, message: '' } } }, /answered 503/],
    [
      '200 and no data',
      { fault: { path, fault: { kind: 'reply', status: 200, message: 'Hello' } } },
      /does not say which files the commits have: no reason given/,
    ],
    ['a reset', { fault: { path, fault: { kind: 'reset' } } }, /cannot be reached: /],
    ['half an answer', { fault: { path, fault: { kind: 'half' } } }, /GitHub/],
  ] satisfies [string, GitHubOptions, RegExp][])(
    'fails with a sentence: %s',
    async (_, options, sentence) => {
      const api = await open(options);
      const failure = await api.objects([COMMIT]).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(GitHubFailure);
      expect((failure as Error).message).toMatch(sentence);
      expect(github.requests).toHaveLength(1);
    },
  );

  it('says that the token is wrong', async () => {
    const api = await open({}, { token: 'ghs_wrong' });
    await expect(api.objects([COMMIT])).rejects.toThrow(/401: Bad credentials.*github-token: it is wrong/);
  });

  it('gives up on silence', async () => {
    const api = await open({ fault: { path, fault: { kind: 'silence' } } }, { requestMs: 30 });
    await expect(api.objects([COMMIT])).rejects.toThrow('GitHub did not answer within 0.03 s.');
  });

  it('stops at once when the step ends, with the reason of the end', async () => {
    const end = new AbortController();
    const api = await open({ fault: { path, fault: { kind: 'silence' } } }, { signal: end.signal });
    const asked = api.objects([COMMIT]);
    await Promise.all([
      expect(asked).rejects.toThrow('cancelled'),
      github.waitFor(1).then(() => {
        end.abort(new Error('cancelled'));
      }),
    ]);
    await expect(api.objects([COMMIT])).rejects.toThrow('cancelled');
    expect(github.requests).toHaveLength(1);
  });

  it.each([
    ['github-token is empty', { token: '' }, 'The input github-token is empty.'],
    ['the repository is not known', { env: {} }, 'The runner has not set GITHUB_REPOSITORY.'],
    ['the repository is no name', { env: { GITHUB_REPOSITORY: '../x/y' } }, 'GITHUB_REPOSITORY'],
  ])('asks nothing where %s', async (_, parts, sentence) => {
    await expect(open({}, parts)).rejects.toThrow(sentence);
    expect(github.requests).toEqual([]);
  });

  it('writes requests and replies to the debug log, without the token', async () => {
    const api = await open();
    await all(api.comments(7).list()).catch(() => undefined);
    await api
      .comments(7)
      .create('x')
      .catch(() => undefined);
    expect(debug.join('\n')).toMatch(/POST \/graphql → 200\n.*\/issues\/7\/comments → GitHub answered 404/);
    expect(debug.join('\n')).not.toContain(github.token);
  });
});
