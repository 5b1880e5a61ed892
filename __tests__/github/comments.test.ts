import { describe, expect, it } from '@jest/globals';
import {
  COMMENT_MS,
  type CommentMarker,
  type CommentParts,
  type CommentsApi,
  commentsHolding,
  markerLine,
  type PullRequestComment,
  writeComment,
} from '../../src/github/comments.js';

const MARKER: CommentMarker = { place: 'p1', entries: 'e1' };
const LINE = markerLine(MARKER);

/** GitHub's comments of one pull request, in memory. */
function pullRequest(...comments: PullRequestComment[]): {
  api: CommentsApi;
  done: string[];
  read: () => number;
} {
  const done: string[] = [];
  let read = 0;
  const api: CommentsApi = {
    async *list() {
      for (const comment of comments) {
        read += 1;
        yield await Promise.resolve(comment);
      }
    },
    create: (body) => {
      done.push(`create ${body}`);
      return Promise.resolve();
    },
    update: (id, body) => {
      done.push(`update ${id} ${body}`);
      return Promise.resolve();
    },
  };
  return { api, done, read: () => read };
}

/** What is needed to write, on a clock that never ends a wait. */
function parts(api: CommentsApi, changes: Partial<CommentParts> = {}): CommentParts {
  return {
    open: () => Promise.resolve(api),
    clock: { sleep: () => new Promise(() => undefined) },
    cancelling: new AbortController().signal,
    ...changes,
  };
}

const comment = (id: string, body: string, otherAuthor?: string): PullRequestComment => ({
  ...{ id, body, otherAuthor, otherEditor: undefined },
});

describe('writeComment', () => {
  it('creates the comment where there is none', async () => {
    const { api, done } = pullRequest(comment('1', 'hello'), comment('2', `quoted: ${LINE}`));
    await expect(
      writeComment(parts(api), { marker: MARKER, body: `${LINE} new`, mode: 'update or create' }),
    ).resolves.toBeUndefined();
    expect(done).toEqual([`create ${LINE} new`]);
  });

  it('updates the one that is there, and reads no further', async () => {
    const { api, done, read } = pullRequest(
      ...[comment('1', 'hello'), comment('2', `${LINE}\nold`), comment('3', 'x')],
    );
    await writeComment(parts(api), { marker: MARKER, body: 'new', mode: 'update or create' });
    expect(done).toEqual(['update 2 new']);
    expect(read()).toBe(2);
  });

  it('creates none if an existing one is only to be updated', async () => {
    const { api, done } = pullRequest(comment('1', 'hello'));
    await writeComment(parts(api), { marker: MARKER, body: 'new', mode: 'update only' });
    expect(done).toEqual([]);
  });

  it.each(['mallory', 'other-app'])("never touches somebody else's: %s", async (author) => {
    const { api, done } = pullRequest(comment('2', `${LINE}\nforged`, author));
    await writeComment(parts(api), { marker: MARKER, body: 'new', mode: 'update or create' });
    expect(done).toEqual(['create new']);
  });

  const line = (place: string, entries?: string): string => markerLine({ place, entries });
  it.each<[string, CommentMarker, readonly string[], string]>([
    [
      'an unknown list takes over the only one',
      { place: 'p1', entries: undefined },
      [line('p1', 'e1')],
      'update 1',
    ],
    [
      'an unknown list takes over none of two',
      { place: 'p1', entries: undefined },
      [line('p1', 'e1'), line('p1', 'e2')],
      'create',
    ],
    [
      'an unknown list takes over none of another place',
      { place: 'p1', entries: undefined },
      [line('p2', 'e1')],
      'create',
    ],
    ['a known list takes over that of an unknown one', MARKER, [line('p1')], 'update 1'],
    ['a known list leaves another one alone', MARKER, [line('p1', 'e2')], 'create'],
    ['its own comes before an unknown one', MARKER, [line('p1'), line('p1', 'e1')], 'update 2'],
  ])('%s', async (_, marker, lines, expected) => {
    const { api, done } = pullRequest(...lines.map((one, at) => comment(String(at + 1), `${one}\nold`)));
    await writeComment(parts(api), { marker, body: 'new', mode: 'update or create' });
    expect(done).toEqual([`${expected} new`]);
  });

  it('returns one sentence with the missing permission when GitHub refuses', async () => {
    const { api } = pullRequest();
    const refusal = new Error('Resource not accessible by integration');
    const problem = await writeComment(parts({ ...api, create: () => Promise.reject(refusal) }), {
      marker: MARKER,
      body: 'new',
      mode: 'update or create',
    });
    expect(problem).toContain('could not be written: Resource not accessible by integration.');
    expect(problem).toContain('pull-requests: write');
  });

  it('writes nothing more once the workflow is cancelled, before or meanwhile', async () => {
    const cancelling = new AbortController();
    const { api, done } = pullRequest();
    const comment = { marker: MARKER, body: 'new', mode: 'update or create' } as const;
    const open = (): Promise<CommentsApi> => {
      cancelling.abort(new Error('The workflow was cancelled.'));
      return Promise.reject(new Error('The workflow was cancelled.'));
    };
    const meanwhile = parts(api, { open, cancelling: cancelling.signal });
    await expect(writeComment(meanwhile, comment)).resolves.toBeUndefined();
    const before = parts(api, { cancelling: cancelling.signal });
    await expect(writeComment(before, comment)).resolves.toBeUndefined();
    expect(done).toEqual([]);
  });

  it('gives up after a minute, however many requests GitHub has answered by then', async () => {
    const slept: number[] = [];
    const clock = { sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    const open = (signal: AbortSignal): Promise<CommentsApi> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const comment = { marker: MARKER, body: 'new', mode: 'update or create' } as const;
    const problem = await writeComment(parts(pullRequest().api, { clock, open }), comment);
    expect(problem).toMatch(/GitHub did not answer all requests within 60 s/);
    expect(slept).toEqual([COMMENT_MS]);
  });
});

const MARK = '<!-- mark';

const marked = (id: string, changes: Partial<PullRequestComment> = {}): PullRequestComment => ({
  ...{ id, body: `Text.\n${MARK} ${id} -->`, otherAuthor: undefined, otherEditor: undefined },
  ...changes,
});

it('comments with a mark come with their author and last editor, oldest first', async () => {
  const comments = [
    marked('1', { body: 'hello' }),
    marked('2', { otherAuthor: 'mallory' }),
    marked('3'),
    marked('4', { otherEditor: 'mallory' }),
  ];
  const api = {
    comments: () => ({
      async *list() {
        for (const one of comments) yield await Promise.resolve(one);
      },
      create: () => Promise.reject(new Error('Not to be written.')),
      update: () => Promise.reject(new Error('Not to be written.')),
    }),
  };
  const found = await commentsHolding(api, 12, MARK);
  expect(found.map(({ otherAuthor, otherEditor }) => [otherAuthor, otherEditor])).toEqual([
    ['mallory', undefined],
    [undefined, undefined],
    [undefined, 'mallory'],
  ]);
});
