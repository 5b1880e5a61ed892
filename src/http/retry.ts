/** The retry policy: whether and when to try again. */
import type { Pace } from '../runtime/pace.js';
import { NoReply, Refusal } from './failure.js';

/**
 * How long to keep trying. `never` is for optional requests; `brief` gives up after a few attempts; `until-the-end` is
 * for following a task, which runs whether or not we can see it: the step's deadline is the limit.
 */
export type Patience = 'never' | 'brief' | 'until-the-end';

/**
 * The retry policy for reads (GET and the token), in one place; docs/reliability.md explains it. Returns the
 * milliseconds to wait before the next attempt, or `undefined` if another one makes no sense.
 *
 * @param failures number of failed attempts, the last one with `failure`.
 * @param random from 0 to 1: spreads the attempts of steps that failed together.
 */
export function nextAttemptIn(
  failure: unknown,
  failures: number,
  patience: Patience,
  pace: Pace,
  random: number,
): number | undefined {
  if (patience === 'never' || !isPassing(failure)) return undefined;
  const endless = patience === 'until-the-end' || isRateLimit(failure);
  // Even then, a defect of the server is retried only a few times: a runner must not wait an hour for a fix.
  const limit = isServerDefect(failure) ? pace.retriesAfter500 : endless ? Infinity : pace.retryMs.length;
  if (failures > limit) return undefined;
  if (failure instanceof Refusal && failure.retryAfterMs !== undefined) return failure.retryAfterMs;
  const base = pace.retryMs[failures - 1] ?? pace.longestRetryMs;
  // Between half and all of it: "equal jitter".
  return Math.min(pace.longestRetryMs, base * (0.5 + random / 2));
}

/** True for failures that another attempt may avoid. Other 4xx answers, redirects and certificates do not change. */
export function isPassing(failure: unknown): boolean {
  if (failure instanceof Refusal) return [429, 500, 502, 503, 504].includes(failure.httpStatus);
  if (!(failure instanceof NoReply)) return false;
  switch (failure.fault) {
    case 'refused':
    case 'lost':
    case 'timeout':
    case 'proxy':
    case 'unreadable':
      return true;
    case 'certificate':
    case 'proxy-refusal':
    case 'redirect':
    case 'too-large':
    case 'shape':
      return false;
  }
}

/** The rate limit: others may have used it up, and it certainly passes. */
export function isRateLimit(failure: unknown): boolean {
  return failure instanceof Refusal && failure.httpStatus === 429;
}

function isServerDefect(failure: unknown): boolean {
  return failure instanceof Refusal && failure.httpStatus === 500;
}

/**
 * Milliseconds that a `Retry-After` header asks to wait: in seconds or as an HTTP date
 * (docs/isc-api.md#who-may-do-what). `now` in milliseconds since the epoch. `undefined` if it is absent or invalid.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
