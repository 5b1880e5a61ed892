import { describe, expect, it } from '@jest/globals';
import { associatedPullRequests } from '../../src/github/associated-pull-request.js';
import { authorshipOf } from '../../src/github/authorship.js';

/** Asks a GitHub that answers with this comment, or with these errors. */
async function authorship(
  comment: unknown,
  errors?: unknown,
  apiUrl?: string,
): ReturnType<typeof authorshipOf> {
  return authorshipOf(
    async () => Promise.resolve({ data: { data: { node: comment }, errors } } as never),
    'IC_1',
    apiUrl,
  );
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
    await expect(authorship(comment, undefined, 'https://github.example/api/v3')).resolves.toMatchObject({
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
    ['no comment', undefined, [{ message: 'Could not resolve to a node' }], 'Could not resolve to a node'],
    ['no comment and no reason', null, undefined, 'no reason given'],
    ['a comment without its author', {}, [{}], 'no reason given'],
  ])('is not known from %s', async (_name, comment, errors, says) => {
    await expect(authorship(comment, errors, '')).rejects.toThrow(says);
  });
});

describe('pull requests of a commit', () => {
  it('are those that have a number: what else is listed is left out', () => {
    const page = [
      null,
      { number: 'seven' },
      { number: 7, merged_at: '2026-01-01T00:00:00Z' },
      { number: 8, merged_at: null },
    ];
    expect(associatedPullRequests(page)).toMatchObject([
      { number: 7, isMerged: true },
      { number: 8, isMerged: false },
    ]);
    expect(associatedPullRequests({ message: 'Not Found' })).toEqual([]);
  });
});
