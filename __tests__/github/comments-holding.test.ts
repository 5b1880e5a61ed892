import { expect, it } from '@jest/globals';
import type { PullRequestComment } from '../../src/github/comments.js';
import { commentsHolding } from '../../src/github/comments-holding.js';

const MARK = '<!-- mark';

const comment = (id: string, changes: Partial<PullRequestComment> = {}): PullRequestComment => ({
  ...{ id, body: `Text.\n${MARK} ${id} -->`, otherAuthor: undefined, otherEditor: undefined },
  ...changes,
});

it('comments with a mark come with their author and last editor, oldest first', async () => {
  const comments = [
    comment('1', { body: 'hello' }),
    comment('2', { otherAuthor: 'mallory' }),
    comment('3'),
    comment('4', { otherEditor: 'mallory' }),
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
