import { describe, expect, it } from '@jest/globals';
import { type PullRequestComment, decodeComment } from '../../src/github/comments.js';

/** A comment as GitHub answers it, with these fields. */
const read = (fields: object): readonly PullRequestComment[] => [
  ...decodeComment({ id: 'IC_1', body: 'x', ...fields }),
];

const BOT = { __typename: 'Bot', login: 'github-actions' };
const ADA = { __typename: 'User', login: 'ada' };

describe('who has written a comment', () => {
  it.each([
    ['we alone', { viewerDidAuthor: true, author: BOT }, undefined],
    ['we, who have edited it', { viewerDidAuthor: true, author: BOT, editor: BOT }, undefined],
    ['somebody else, who has edited ours last', { viewerDidAuthor: true, author: BOT, editor: ADA }, 'ada'],
    [
      'a person of our name, who has edited it last',
      { viewerDidAuthor: true, author: BOT, editor: { ...BOT, __typename: 'User' } },
      'github-actions',
    ],
    ['an editor of unknown type', { viewerDidAuthor: true, author: BOT, editor: { login: 'ada' } }, 'ada'],
    ['an editor, and an author who is gone', { viewerDidAuthor: true, editor: ADA }, 'ada'],
  ])('is %s', (_name, fields, otherEditor) => {
    expect(read(fields)).toEqual([{ id: 'IC_1', body: 'x', otherAuthor: undefined, otherEditor }]);
  });

  it('is somebody else, by name, even if the account is gone', () => {
    const [by, gone] = [{ author: ADA }, {}].map((more) => read({ viewerDidAuthor: false, ...more })[0]);
    expect([by?.otherAuthor, gone?.otherAuthor]).toEqual(['ada', 'a deleted account']);
  });

  it('must be said by GitHub', () => {
    expect(() => read({ author: BOT })).toThrow('GitHub does not say who wrote a comment.');
  });

  it.each([null, {}, { id: 'IC_1' }, { body: 'x' }])('does not matter of what is no comment: %j', (node) => {
    expect([...decodeComment(node)]).toEqual([]);
  });
});
