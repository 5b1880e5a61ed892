import { describe, expect, it } from '@jest/globals';
import { publishComment, type CommentsApi, type PullRequestComment } from '../../src/github/comments.js';

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

const opened = (api: CommentsApi) => (): Promise<CommentsApi> => Promise.resolve(api);

const comment = (id: number, body: string, authorIsMe?: boolean): PullRequestComment => ({
  id,
  body,
  authorIsMe,
});

describe('publishComment', () => {
  it('creates the comment where there is none', async () => {
    const { api, done } = pullRequest(comment(1, 'hello'), comment(2, `quoted: ${MARKER}`));
    await expect(
      publishComment(opened(api), MARKER, `${MARKER} new`, 'update or create'),
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
      await publishComment(opened(api), MARKER, 'new', 'update or create');
      expect(done).toEqual(['update 2 new']);
      expect(read()).toBe(2);
    },
  );

  it('creates none where one is only to be updated', async () => {
    const { api, done } = pullRequest(comment(1, 'hello'));
    await publishComment(opened(api), MARKER, 'new', 'update only');
    expect(done).toEqual([]);
  });

  it("never touches somebody else's", async () => {
    const { api, done } = pullRequest(comment(2, `${MARKER}\nforged`, false));
    await publishComment(opened(api), MARKER, 'new', 'update or create');
    expect(done).toEqual(['create new']);
  });

  it('comes back with one sentence and the missing permission when GitHub refuses', async () => {
    const { api } = pullRequest();
    const refusal = new Error('Resource not accessible by integration');
    const problem = await publishComment(
      opened({ ...api, create: () => Promise.reject(refusal) }),
      MARKER,
      'new',
      'update or create',
    );
    expect(problem).toContain('could not be written: Resource not accessible by integration.');
    expect(problem).toContain('pull-requests: write');
  });
});
