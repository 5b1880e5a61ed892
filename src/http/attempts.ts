/** Retries of a read as long as they make sense before the deadline, and what the log says about pauses. */
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import { failureFor, StepFailure } from '../model/failure.js';
import { FAILURES } from '../model/failures/table.js';
import type { Pace } from '../runtime/pace.js';
import { Refusal } from './failure.js';
import { isRateLimit, nextAttemptIn, type Patience } from './retry.js';
import { duration } from '../model/words.js';

/** What retrying needs. */
export interface AttemptParts {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly pace: Pace;
  readonly random: () => number;
  readonly events: { readonly onRetry: (message: string) => void };
}

/** With less than this left, in milliseconds, another attempt makes no sense. */
const SHORTEST_LAST_WAIT_MS = 1_000;

/** Retries a read by the policy in retry.ts, within the deadline of the step. */
export class Attempts {
  readonly #parts: AttemptParts;
  /** Failures that have already been retried: the read that needs a token must not retry the token's failure again. */
  readonly #exhausted = new WeakSet();
  readonly #rateLimit: RateLimitWords;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
    this.#rateLimit = new RateLimitWords(parts.clock);
  }

  /**
   * The result of the first attempt that does not throw. The message of a failure says how often it was tried.
   *
   * @throws the last failure; a StepFailure TIMED_OUT if the next attempt would come after the deadline; the deadline's
   * reason.
   */
  async run<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
    const { clock, deadline, events, pace, random } = this.#parts;
    const since = clock.now();
    for (let failures = 1; ; failures += 1) {
      try {
        const value = await attempt();
        this.#rateLimit.over();
        return value;
      } catch (failure) {
        deadline.signal.throwIfAborted();
        const wait = this.#withinTheEnd(
          nextAttemptIn(failure, failures, patience, pace, random()),
          failure,
          patience,
        );
        if (wait === undefined || this.#isOver(failure, patience)) {
          if (failure instanceof StepFailure && failures > 1 && !this.#exhausted.has(failure)) {
            failure.message = `${failure.message} ${timesAsked(failures, clock.now() - since)}`;
          }
          this.#exhausted.add(failure as Error);
          throw failure;
        }
        if (this.isBeyondTheEnd(wait)) throw waitTooLong(failure as Error, wait, deadline.at - clock.now());
        const message = isRateLimit(failure)
          ? this.#rateLimit.messageFor(failure as Error, wait)
          : `${(failure as Error).message} Trying again in ${seconds(wait)}.`;
        if (message !== undefined) events.onRetry(message);
        await clock.sleep(wait, deadline.signal);
      }
    }
  }

  /** True if a wait of `ms` milliseconds from now would reach the deadline. */
  isBeyondTheEnd(ms: number): boolean {
    return this.#parts.clock.now() + ms >= this.#parts.deadline.at;
  }

  /** When following a task, one more poll before the deadline is made, unless ISC has asked for a longer pause. */
  #withinTheEnd(wait: number | undefined, failure: unknown, patience: Patience): number | undefined {
    const left = this.#parts.deadline.at - this.#parts.clock.now();
    const isAsked = failure instanceof Refusal && failure.retryAfterMs !== undefined;
    if (wait === undefined || patience !== 'until-the-end' || isAsked || wait < left) return wait;
    return left > SHORTEST_LAST_WAIT_MS ? left / 2 : wait;
  }

  #isOver(failure: unknown, patience: Patience): boolean {
    return patience !== 'until-the-end' && this.#exhausted.has(failure as Error);
  }
}

/**
 * The failure of a step that would have to wait `wait` milliseconds with only `left` until its deadline. Waiting would
 * not help, so it ends now, with the reason of the last attempt.
 */
export function waitTooLong(failure: Error, wait: number, left: number): StepFailure {
  const values = { failure: failure.message, wait: seconds(wait), left: seconds(Math.max(0, left)) };
  return failureFor('deadline-before-next', { ...values, advice: adviceFor(failure) }, failure);
}

/** How often a request was sent in vain, in `ms` milliseconds, as a sentence. */
export function timesAsked(times: number, ms: number): string {
  return `Asked ${times} times in ${seconds(ms)}.`;
}

/** More time is not the cure for a limit that others use up. */
function adviceFor(failure: Error): string {
  return failure instanceof Refusal && isRateLimit(failure) ? failure.next : FAILURES.deadline.next;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

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
  messageFor(failure: Error, ms: number): string | undefined {
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
