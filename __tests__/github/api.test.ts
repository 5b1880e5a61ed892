import { afterEach, describe, expect, it } from '@jest/globals';
import { gitHubOf, openGitHub, type GitHubApi } from '../../src/github/api.js';
import type { ConnectParts } from '../../src/github/connect.js';
import { GitHubFailure } from '../../src/github/failure.js';
import { startGitHub, type GitHubOptions, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import { recordingLog } from './memory.js';

let github: SimulatedGitHub;
const debug: string[] = [];

async function open(options: GitHubOptions = {}, parts: Partial<ConnectParts> = {}): Promise<GitHubApi> {
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

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`f${String(index).padStart(4, '0')}`, `${index}`]),
  );
}

describe('compare', () => {
  it('gives the files, with the old name of a renamed one', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, { 'old.csv': 'rows', 'gone.csv': 'x' });
    const head = github.repository.commit(base, {
      'old.csv': undefined,
      'new.csv': 'rows',
      'gone.csv': undefined,
    });
    await expect(all(api.compare(base.sha, head.sha))).resolves.toEqual([
      {
        isStraight: true,
        files: [
          { name: 'gone.csv', previousName: undefined },
          { name: 'new.csv', previousName: 'old.csv' },
        ],
      },
    ]);
  });

  it('shows whether the base has commits of its own', async () => {
    const api = await open();
    const root = github.repository.commit(undefined, { a: '1' });
    const left = github.repository.commit(root, { a: '2' });
    const right = github.repository.commit(root, { b: '1' });
    const straight = async (base: string, head: string): Promise<boolean | undefined> =>
      (await all(api.compare(base, head)))[0]?.isStraight;
    await expect(straight(left.sha, right.sha)).resolves.toBe(false);
    await expect(straight(left.sha, root.sha)).resolves.toBe(false);
    await expect(straight(root.sha, left.sha)).resolves.toBe(true);
    await expect(straight(root.sha, root.sha)).resolves.toBe(true);
  });

  it('asks no further than the page on which GitHub shows the files', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    let head = base;
    for (let n = 0; n < 350; n += 1) head = github.repository.commit(head, { log: String(n) });
    await all(api.compare(base.sha, head.sha));
    expect(github.requests).toHaveLength(2);
  });
});

describe('gitHubOf', () => {
  it('connects to the GitHub that the runner names, and writes to the debug log', async () => {
    github = await startGitHub();
    const { log, lines } = recordingLog();
    const base = github.repository.commit(undefined, { a: '1' });
    const openAs = gitHubOf({ GITHUB_API_URL: `${github.url}/`, GITHUB_REPOSITORY: github.name }, log);
    const api = await openAs(github.token, new AbortController().signal);
    await all(api.compare(base.sha, base.sha));
    expect(lines).toEqual([
      `debug: GitHub: GET /repos/{owner}/{repo}/compare/${base.sha}...${base.sha} → 200`,
    ]);
  });
});

describe('pullRequestFiles', () => {
  it('reads every page', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    const pull = github.repository.open(base, github.repository.commit(base, numbered(250)));
    const pages = await all(api.pullRequestFiles(pull.number));
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(github.requests).toEqual(
      [1, 2, 3].map((page) => `GET /repos/acme/identity/pulls/1/files?per_page=100&page=${page}`),
    );
  });
});

describe('comments', () => {
  it('are listed, created and updated', async () => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    const pull = github.repository.open(base, base);
    github.repository.comment(pull, 'of a person', { login: 'ada', type: 'User' });
    const comments = api.comments(pull.number);
    await comments.create('of the job');
    await expect(all(comments.list())).resolves.toEqual([
      { id: 1, body: 'of a person', authorIsMe: false, author: 'ada', nodeId: 'IC_1' },
      { id: 2, body: 'of the job', authorIsMe: undefined, author: 'github-actions[bot]', nodeId: 'IC_2' },
    ]);
    await comments.update(2, 'newer');
    expect(pull.comments[1]?.body).toBe('newer');
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
    await expect(all(api.pullRequestsOf(merge.sha))).resolves.toEqual([
      [{ number: pull.number, isMerged: true, mergeCommit: merge.sha, head: head.sha, into: 'main' }],
    ]);
    const [both] = await all(api.pullRequestsOf(head.sha));
    expect(both?.map(({ number, isMerged }) => [number, isMerged])).toEqual([
      [pull.number, true],
      [other.number, false],
    ]);
  });
});

describe('authorship', () => {
  const ADA = { login: 'ada', type: 'User' } as const;
  const BOT = { login: 'github-actions[bot]', type: 'Bot' } as const;

  it.each([
    ['ours', BOT, [], { authorIsMe: true, author: 'github-actions', otherEditor: undefined }],
    ['ours, brought up to date', BOT, [BOT], { authorIsMe: true, otherEditor: undefined }],
    ['ours, edited by a person', BOT, [ADA], { authorIsMe: true, otherEditor: 'ada' }],
    ['ours, and written anew since', BOT, [ADA, BOT], { authorIsMe: true, otherEditor: undefined }],
    ["a person's", ADA, [], { authorIsMe: false, author: 'ada' }],
    ['of another app', { login: 'other[bot]', type: 'Bot' }, [], { authorIsMe: false, author: 'other' }],
    [
      'of a person with the name of the app',
      { login: 'github-actions', type: 'User' },
      [],
      { authorIsMe: false },
    ],
    [
      'ours, edited by a person with the name of the app',
      BOT,
      [{ login: 'github-actions', type: 'User' }],
      { otherEditor: 'github-actions' },
    ],
  ] as const)('of a comment that is %s', async (_, author, editors, expected) => {
    const api = await open();
    const base = github.repository.commit(undefined, {});
    const comment = github.repository.comment(github.repository.open(base, base), 'x', author);
    for (const editor of editors) github.repository.edit(comment, 'y', editor);
    await expect(api.authorship(comment.node_id)).resolves.toMatchObject(expected);
    expect(github.requests).toEqual(['POST /graphql']);
  });

  it('is requested next to the REST API on an Enterprise Server', async () => {
    const api = await open();
    const enterprise = await openGitHub({
      env: { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_REPOSITORY: github.name },
      token: github.token,
      signal: new AbortController().signal,
      requestMs: 5_000,
      onDebug: () => undefined,
    });
    await expect(enterprise.authorship('IC_1')).rejects.toThrow('404');
    await expect(api.authorship('IC_1')).rejects.toThrow(GitHubFailure);
    expect(github.requests).toEqual(['POST /api/graphql', 'POST /graphql']);
  });

  it("fails with GitHub's words if GitHub does not say", async () => {
    const api = await open({ permissions: { pullRequests: 'none' } });
    await expect(api.authorship('IC_1')).rejects.toThrow(
      "GitHub does not say who wrote a comment: Could not resolve to a node with the global id of 'IC_1'.",
    );
  });
});

describe('when GitHub gives no answer that helps', () => {
  const PAIR = ['a'.repeat(40), 'b'.repeat(40)] as const;
  const path = /compare/;

  it.each([
    ['403', { permissions: { contents: 'none' } }, /answered 403: Resource not accessible.*"contents: read"/],
    ['404', {}, /answered 404: Not Found.*"contents: read"/],
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
      '200 and no list',
      { fault: { path, fault: { kind: 'reply', status: 200, message: 'Hello' } } },
      /without a list of files/,
    ],
    ['a reset', { fault: { path, fault: { kind: 'reset' } } }, /cannot be reached: /],
    ['half an answer', { fault: { path, fault: { kind: 'half' } } }, /GitHub/],
  ] satisfies [string, GitHubOptions, RegExp][])(
    'fails with a sentence: %s',
    async (_, options, sentence) => {
      const api = await open(options);
      const failure = await all(api.compare(...PAIR)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(GitHubFailure);
      expect((failure as Error).message).toMatch(sentence);
      expect(github.requests).toHaveLength(1);
    },
  );

  it('says that the token is wrong', async () => {
    const api = await open({}, { token: 'ghs_wrong' });
    await expect(all(api.compare(...PAIR))).rejects.toThrow(
      /401: Bad credentials.*github-token: it is wrong/,
    );
  });

  it('gives up on silence', async () => {
    const api = await open({ fault: { path, fault: { kind: 'silence' } } }, { requestMs: 30 });
    await expect(all(api.compare(...PAIR))).rejects.toThrow('GitHub did not answer within 0.03 s.');
  });

  it('stops at once when the step ends, with the reason of the end', async () => {
    const end = new AbortController();
    const api = await open({ fault: { path, fault: { kind: 'silence' } } }, { signal: end.signal });
    const asked = all(api.compare(...PAIR));
    await Promise.all([
      expect(asked).rejects.toThrow('cancelled'),
      github.waitFor(1).then(() => {
        end.abort(new Error('cancelled'));
      }),
    ]);
    await expect(all(api.compare(...PAIR))).rejects.toThrow('cancelled');
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
    await all(api.compare(...PAIR)).catch(() => undefined);
    expect(debug.join('\n')).toMatch(
      /GET \/repos\/\{owner\}\/\{repo\}\/compare\/a+\.\.\.b+ → GitHub answered 404/,
    );
    expect(debug.join('\n')).not.toContain(github.token);
  });
});

describe('whose a comment can be', () => {
  it.each([
    ['ghs_app', 'Bot', undefined],
    ['ghs_app', 'User', false],
    ['ghp_person', 'User', undefined],
    ['github_pat_person', 'Bot', false],
    ['of-another-kind', 'User', undefined],
  ] as const)('with a token %s… one written as %s', async (token, type, authorIsMe) => {
    const api = await open({ token }, { token });
    const base = github.repository.commit(undefined, {});
    const pull = github.repository.open(base, base);
    github.repository.comment(pull, 'x', { login: 'somebody', type });
    await expect(all(api.comments(1).list())).resolves.toMatchObject([{ id: 1, body: 'x', authorIsMe }]);
  });
});
