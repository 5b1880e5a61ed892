import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../../src/isc/operations.js';
import { HttpRefusal } from '../../src/isc/failures.js';

const OPERATIONS: readonly Operation[] = [
  'token',
  'source',
  'source-by-name',
  'schema',
  'accounts',
  'load-accounts',
  'task',
  'tasks',
  'progress',
];

function refusal(operation: Operation, status: number, text = ''): HttpRefusal {
  const by = { host: 'acme.example', apiVersion: 'v1' } as const;
  return new HttpRefusal(operation, { status, headers: {}, text }, undefined, by);
}

describe('what happened', () => {
  it("holds the request, the status, the server's words and what the support asks for", () => {
    const text = JSON.stringify({
      detailCode: '403 Forbidden',
      trackingId: 'b21b1f7c',
      messages: [{ locale: 'en', text: 'The server understood the request but refuses to authorize it.' }],
    });
    const { message } = refusal('load-accounts', 403, text);
    expect(message).toBe(
      'ISC does not let this credential start the aggregation (403 Forbidden): The server understood the request but refuses to authorize it. [detailCode 403 Forbidden, trackingId b21b1f7c]',
    );
  });

  it.each([
    [502, '', 'ISC answered the request to show the task with 502 Bad Gateway: the reply says nothing more.'],
    [
      429,
      '{"message":"Rate limit exceeded"}',
      'ISC refused to show the task (429 Too Many Requests): Rate limit exceeded.',
    ],
    [
      599,
      'odd',
      'Something between this runner and ISC answered the request to show the task with 599: odd.',
    ],
    [
      502,
      '<h1>502 Bad Gateway</h1>',
      'Something between this runner and ISC answered the request to show the task with 502 Bad Gateway.',
    ],
  ])('of %i with the body %j', (status, text, message) => {
    expect(refusal('task', status, text).message).toBe(message);
  });

  it('is no verdict of ISC on a task', () => {
    expect(refusal('task', 404)).toMatchObject({ status: 'FAILED', httpStatus: 404, operation: 'task' });
  });
});

describe('what to do next', () => {
  it.each<[Operation, number, RegExp]>([
    ['token', 400, /`client-id` and `client-secret`/],
    ['token', 401, /`client-id` and `client-secret`/],
    ['token', 403, /`client-id` and `client-secret`/],
    ['token', 404, /`tenant` or `base-url`/],
    ['load-accounts', 400, /heading must contain exactly the attributes/],
    ['source', 400, /`source-id` or `source-name` and `api-version`/],
    ['source', 401, /revoked/],
    ['source', 403, /idn:sources:manage/],
    ['source-by-name', 403, /idn:sources:manage/],
    ['load-accounts', 403, /idn:sources:manage/],
    ['schema', 403, /idn:source-schema:read.*API clients cannot read schemas.*no longer manage/],
    ['accounts', 403, /^The plan is unknown\. Probably.*idn:accounts:read.*no longer manage this source/],
    ['task', 403, /idn:task-management:read.*wait: false/],
    ['tasks', 403, /idn:task-management:read/],
    ['progress', 403, /idn:task-management:read/],
    ['source', 404, /`source-id` .*acme\.example/],
    ['schema', 404, /source-id/],
    ['load-accounts', 404, /source-id/],
    ['task', 404, /may still be running on acme\.example/],
    ['source-by-name', 404, /`api-version` and the tenant: acme\.example/],
    ['accounts', 404, /`api-version` and the tenant: acme\.example/],
    ['tasks', 404, /`api-version` and the tenant: acme\.example/],
    ['progress', 404, /`api-version` and the tenant: acme\.example/],
    ['source', 410, /newer release of this action/],
    ['load-accounts', 413, /too large/],
    ['accounts', 429, /uses up.*100 requests in 10 s.*More time is not the cure/],
    ['task', 500, /problem is on the server/],
    ['load-accounts', 503, /problem is on the server/],
    ['source', 409, /ask SailPoint support/],
  ])('after %s got %i', (operation, status, advice) => {
    expect(refusal(operation, status).next).toMatch(advice);
  });

  it.each<[number, RegExp]>([
    [403, /not about the scopes.*let this runner reach the tenant/],
    [413, /raise its limit/],
    [429, /fewer steps at once/],
    [404, /API address of the tenant/],
    [503, /run the step again later/],
  ])('after %i from something that is not ISC', (status, advice) => {
    expect(refusal('load-accounts', status, '<h1>No</h1>').next).toMatch(advice);
    expect(refusal('load-accounts', status, '<h1>No</h1>').next).not.toMatch(/idn:/);
  });

  it('is another version, but for the one that has everything', () => {
    const reply = { status: 410, headers: {}, text: '' };
    const { next } = new HttpRefusal('source', reply, undefined, { apiVersion: 'beta' });
    expect(next).toContain('Set `api-version: v1`.');
  });

  it('asks for the trackingId where there is one', () => {
    expect(refusal('source', 500, '{"trackingId":"b21b1f7c"}').next).toContain('give the trackingId');
    expect(refusal('source', 500, '{}').next).not.toContain('trackingId');
  });

  it.each(OPERATIONS)('never lifts checks or limits for %s', (operation) => {
    for (const status of [401, 403, 404]) {
      expect(refusal(operation, status).next).not.toMatch(/csv-checks|max-(?:deletions|changes)|100%/);
    }
  });

  it.each(OPERATIONS)('is never empty for %s', (operation) => {
    for (const status of [204, 400, 401, 403, 404, 405, 410, 413, 422, 429, 500, 502, 503, 504]) {
      expect(refusal(operation, status).next).toMatch(/\.$/);
    }
  });
});
