import { describe, expect, it } from '@jest/globals';
import { authorshipOf } from '../../src/github/authorship.js';

/** Asks a GitHub that answers with this comment. */
function authorship(comment: unknown): ReturnType<typeof authorshipOf> {
  return authorshipOf({ graphQl: () => Promise.resolve({ node: comment }) }, 'IC_1');
}

const BOT = { __typename: 'Bot', login: 'github-actions' };
const ADA = { __typename: 'User', login: 'ada' };

describe('who has written a comment', () => {
  it.each([
    ['its author alone', { viewerDidAuthor: true, author: BOT }, undefined],
    ['its author, who has edited it', { viewerDidAuthor: true, author: BOT, editor: BOT }, undefined],
    ['somebody else, who has edited it last', { viewerDidAuthor: true, author: BOT, editor: ADA }, 'ada'],
    [
      'a person of the same name, who has edited it last',
      { viewerDidAuthor: true, author: BOT, editor: { ...BOT, __typename: 'User' } },
      'github-actions',
    ],
    ['an editor of unknown type', { viewerDidAuthor: true, author: BOT, editor: { login: 'ada' } }, 'ada'],
    ['an editor, and an author who is gone', { viewerDidAuthor: true, editor: ADA }, 'ada'],
  ])('is %s', async (_name, comment, otherEditor) => {
    await expect(authorship(comment)).resolves.toMatchObject({
      authorIsMe: true,
      otherEditor,
    });
  });

  it('has a name even if the account is gone', async () => {
    await expect(authorship({ viewerDidAuthor: false })).resolves.toMatchObject({
      authorIsMe: false,
      author: 'a deleted account',
    });
  });

  it.each([
    ['no comment', null],
    ['a comment without its author', {}],
  ])('is not known from %s', async (_name, comment) => {
    await expect(authorship(comment)).rejects.toThrow('GitHub does not say who wrote a comment.');
  });
});
