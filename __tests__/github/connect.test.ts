import { describe, expect, it } from '@jest/globals';
import { failureOf } from '../../src/github/connect.js';

/** An error as Octokit throws it for an answer. */
function answered(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  said = 'said GitHub',
): Error {
  return Object.assign(new Error(said), { status, response: { headers } });
}

describe('failureOf', () => {
  it.each([
    [answered(500), 'contents: read', 'GitHub answered 500: said GitHub.'],
    [
      answered(403, { 'x-github-request-id': 'C0FE:1' }),
      'contents: read',
      'GitHub answered 403: said GitHub (request C0FE:1). Give the job the permission "contents: read".',
    ],
    [
      answered(403, {}, 'You have exceeded a secondary rate limit.'),
      'contents: read',
      'GitHub answered 403: You have exceeded a secondary rate limit. Run the job again later.',
    ],
    [answered(404), undefined, 'GitHub answered 404: said GitHub.'],
    [
      answered(401),
      undefined,
      'GitHub answered 401: said GitHub. Check github-token: it is wrong or no longer valid.',
    ],
    // Octokit gives a connection that was lost the status 500, but no response.
    [
      Object.assign(new Error('read ECONNRESET'), { status: 500 }),
      'contents: read',
      'GitHub cannot be reached: read ECONNRESET',
    ],
    ['a text', undefined, 'GitHub cannot be reached: a text'],
  ])('%# says it in a sentence', (error, permission, sentence) => {
    const failure = failureOf(error, permission);
    expect(failure.message).toBe(sentence);
    expect(failure.cause).toBe(error);
  });
});
