/** Messages about pauses for the rate limit: how long and why, once, not again for every affected request. */
import type { Clock } from '../runtime/clock.js';
import { duration } from '../runtime/wording.js';

/** A continuing pause is mentioned at most this often, in milliseconds. */
const SAY_EVERY_MS = 10_000;

/** Consecutive pauses, from the first 429 to the first reply after the last one. */
interface Row {
  readonly since: number;
  saidAt: number;
  /** The end of the longest pause that was logged, or of any since. */
  until: number;
}

/** Messages for 429 replies; one object per connection, since all its requests share the limit. */
export class RateLimitWords {
  readonly #clock: Pick<Clock, 'now'>;
  #row: Row | undefined;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The message for a 429 after which a request waits `ms` milliseconds; `undefined` if enough was logged. */
  wordsFor(failure: Error, ms: number): string | undefined {
    const now = this.#clock.now();
    const row = this.#row;
    if (row === undefined) {
      this.#row = { since: now, saidAt: now, until: now + ms };
      return `${failure.message} All requests to the tenant pause for ${duration(ms)}: its limit is shared by all that use this credential.`;
    }
    const isCovered = now + ms <= row.until || now - row.saidAt < SAY_EVERY_MS;
    row.until = Math.max(row.until, now + ms);
    if (isCovered) return undefined;
    row.saidAt = now;
    return `Still over the rate limit after ${duration(now - row.since)}: another pause of ${duration(ms)}.`;
  }

  /** A request was answered. Requests that are still paused belong to the same row. */
  over(): void {
    if (this.#row !== undefined && this.#clock.now() >= this.#row.until) this.#row = undefined;
  }
}
