import { describe, expect, it } from '@jest/globals';
import {
  COMMENT_MS,
  writeComment,
  type CommentParts,
  type CommentsApi,
  type PullRequestComment,
} from '../../src/github/comments.js';

const MARKER = '<!-- marker -->';

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

const comment = (id: number, body: string, authorIsMe?: boolean): PullRequestComment => ({
  id,
  body,
  authorIsMe,
});

describe('writeComment', () => {
  it('creates the comment where there is none', async () => {
    const { api, done } = pullRequest(comment(1, 'hello'), comment(2, `quoted: ${MARKER}`));
    await expect(
      writeComment(parts(api), { marker: MARKER, body: `${MARKER} new`, mode: 'update or create' }),
    ).resolves.toBeUndefined();
    expect(done).toEqual([`create ${MARKER} new`]);
  });

  it.each([true, undefined])(
    'updates the one that is there (ours: %s), and reads no further',
    async (mine) => {
      const { api, done, read } = pullRequest(
        comment(1, 'hello'),
        comment(2, `${MARKER}\nold`, mine),
        comment(3, 'x'),
      );
      await writeComment(parts(api), { marker: MARKER, body: 'new', mode: 'update or create' });
      expect(done).toEqual(['update 2 new']);
      expect(read()).toBe(2);
    },
  );

  it('creates none if an existing one is only to be updated', async () => {
    const { api, done } = pullRequest(comment(1, 'hello'));
    await writeComment(parts(api), { marker: MARKER, body: 'new', mode: 'update only' });
    expect(done).toEqual([]);
  });

  it("never touches somebody else's", async () => {
    const { api, done } = pullRequest(comment(2, `${MARKER}\nforged`, false));
    await writeComment(parts(api), { marker: MARKER, body: 'new', mode: 'update or create' });
    expect(done).toEqual(['create new']);
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
