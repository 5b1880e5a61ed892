/** The end of the step, by time or by cancellation. */
import { failureFor, StepFailure } from '../model/failure.js';
import type { Clock } from './clock.js';

/** The end of the step, by time or by cancellation: every request and every wait uses its signal. */
export class Deadline {
  readonly #controller = new AbortController();
  #at = Infinity;

  /** Fires once, at the end; its reason is a StepFailure (TIMED_OUT or CANCELLED). */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds since the epoch; Infinity until `limit` has been called. */
  get at(): number {
    return this.#at;
  }

  /** Sets the end `ms` milliseconds after `start`, which is in milliseconds since the epoch by `clock`. */
  limit(clock: Clock, start: number, ms: number): void {
    this.#at = start + ms;
    clock.sleep(Math.max(0, this.#at - clock.now()), this.signal).then(
      () => {
        this.end(timedOut(ms));
      },
      () => undefined, // The step ended before.
    );
  }

  /** Ends the step now. Only the first reason counts. */
  end(reason: StepFailure): void {
    this.#controller.abort(reason);
  }

  /**
   * The step has ended: stops whatever is still in progress, and the wait for the deadline, which would keep the
   * process alive.
   */
  clear(): void {
    this.end(new StepFailure('The step is over.', { next: '' }));
  }
}

/** The failure of a step that reached its deadline after `ms` milliseconds. */
function timedOut(ms: number): StepFailure {
  return failureFor('deadline', { minutes: String(ms / 60_000) });
}

/**
 * The failure of a step that the runner ended; `signal` as the operating system names it. The runner sends the same
 * SIGINT for all of the reasons in the message (seen with runner 2.336.0), so nobody can tell which one it was.
 */
export function cancelled(signal: string): StepFailure {
  return failureFor('cancelled', { signal });
}
