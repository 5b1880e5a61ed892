import { describe, expect, it } from '@jest/globals';
import { ConnectionFailure, HttpRefusal } from '../../src/isc/failures.js';
import type { ConnectionFault } from '../../src/http/failure.js';
import { isPassing, isRateLimit, nextAttemptIn } from '../../src/http/retry.js';
import { PACE } from '../../src/runtime/pace.js';

function refusal(status: number, retryAfterMs?: number): HttpRefusal {
  return new HttpRefusal('task', { status, headers: {}, text: '' }, retryAfterMs);
}

function fault(kind: ConnectionFault): ConnectionFailure {
  return new ConnectionFailure('task', kind, 'it broke');
}

describe('what may be another attempt away', () => {
  it.each([429, 500, 502, 503, 504])('HTTP %i passes', (status) => {
    expect(isPassing(refusal(status))).toBe(true);
  });

  it.each([400, 401, 403, 404, 409, 410, 413, 501])('HTTP %i stays', (status) => {
    expect(isPassing(refusal(status))).toBe(false);
  });

  it.each(['refused', 'lost', 'timeout', 'proxy', 'unreadable'] as const)('%s passes', (kind) => {
    expect(isPassing(fault(kind))).toBe(true);
  });

  it.each(['certificate', 'proxy-refusal', 'redirect', 'shape'] as const)('%s stays', (kind) => {
    expect(isPassing(fault(kind))).toBe(false);
  });

  it('a defect of ours stays', () => {
    expect(isPassing(new TypeError('x is undefined'))).toBe(false);
  });

  it('only a 429 is the rate limit', () => {
    expect([isRateLimit(refusal(429)), isRateLimit(refusal(503)), isRateLimit(fault('lost'))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the wait before the next attempt', () => {
  it.each([
    ['the first retry, at most', fault('lost'), 1, 'brief', 1, 500],
    ['the first retry, at least', fault('lost'), 1, 'brief', 0, 250],
    ['the second retry', fault('lost'), 2, 'brief', 1, 1_000],
    ['the last retry', fault('lost'), 5, 'brief', 1, 8_000],
    ['no sixth retry', fault('lost'), 6, 'brief', 1, undefined],
    ['a sixth one while following', fault('lost'), 6, 'until-the-end', 1, 30_000],
    ['two retries of a 500', refusal(500), 2, 'brief', 1, 1_000],
    ['no third one', refusal(500), 3, 'brief', 1, undefined],
    ['nor while following: it will not pass in an hour', refusal(500), 3, 'until-the-end', 1, undefined],
    ['a 503 with Retry-After', refusal(503, 12_000), 1, 'brief', 0.5, 12_000],
    ['a 503 with Retry-After, too often', refusal(503, 12_000), 6, 'brief', 0.5, undefined],
    ['the rate limit, as long as it takes', refusal(429), 100, 'brief', 1, 30_000],
    ['the rate limit with Retry-After', refusal(429, 0), 100, 'brief', 1, 0],
    ['what stays', refusal(403), 1, 'until-the-end', 1, undefined],
    ['what the step can do without', refusal(503), 1, 'never', 1, undefined],
  ] as const)('%s', (_name, failure, failures, patience, random, expected) => {
    expect(nextAttemptIn(failure, failures, patience, PACE, random)).toBe(expected);
  });
});
