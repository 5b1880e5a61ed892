import { describe, expect, it } from '@jest/globals';
import type { Authorship } from '../../src/github/authorship.js';
import type { PullRequestComment } from '../../src/github/comments.js';
import { commentsHolding } from '../../src/github/comments-holding.js';

const MARK = '<!-- mark';

function pullRequest(comments: readonly PullRequestComment[], authors: Record<string, Authorship>) {
  const asked: string[] = [];
  const api = {
    comments: () => ({
      async *list() {
        for (const comment of comments) yield await Promise.resolve(comment);
      },
      create: () => Promise.reject(new Error('Not to be written.')),
      update: () => Promise.reject(new Error('Not to be written.')),
    }),
    authorship: (id: string) => {
      asked.push(id);
      const found = authors[id];
      return found === undefined ? Promise.reject(new Error('unknown')) : Promise.resolve(found);
    },
  };
  return { api, asked };
}

const comment = (id: number, changes: Partial<PullRequestComment> = {}): PullRequestComment => ({
  id,
  body: `Text.\n${MARK} ${id} -->`,
  authorIsMe: undefined,
  nodeId: `IC_${id}`,
  ...changes,
});
const MINE: Authorship = { authorIsMe: true, author: 'github-actions', otherEditor: undefined };

describe('comments with a mark', () => {
  it('come with their author and last editor; nothing is requested about the others', async () => {
    const { api, asked } = pullRequest(
      [
        comment(1, { body: 'hello' }),
        comment(2, { authorIsMe: false, author: 'mallory' }),
        comment(3, { authorIsMe: false }),
        comment(4),
        comment(5),
        comment(6),
      ],
      {
        IC_4: MINE,
        IC_5: { ...MINE, otherEditor: 'mallory' },
        IC_6: { authorIsMe: false, author: 'other', otherEditor: undefined },
      },
    );
    const found = await commentsHolding(api, 12, MARK);
    expect(found.map(({ otherAuthor, otherEditor }) => [otherAuthor, otherEditor])).toEqual([
      ['mallory', undefined],
      ['somebody else', undefined],
      [undefined, undefined],
      [undefined, 'mallory'],
      ['other', undefined],
    ]);
    expect(asked).toEqual(['IC_4', 'IC_5', 'IC_6']);
  });

  it('cost at most 20 requests, for the newest comments', async () => {
    const all = Array.from({ length: 30 }, (_, index) => comment(index));
    const { api, asked } = pullRequest(all, Object.fromEntries(all.map(({ nodeId = '' }) => [nodeId, MINE])));
    await commentsHolding(api, 12, MARK);
    expect(asked).toHaveLength(20);
    expect(asked.at(-1)).toBe('IC_29');
  });
});
