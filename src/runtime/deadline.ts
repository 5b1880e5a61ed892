/** The end of the step, by time or by cancelling. */
import { StepFailure } from '../model/failure.js';

const LOOK_FIRST =
  'Nothing is stopped on the server: an aggregation that has started goes on. Look at it in ISC before you start again.';

/** What to do after a step that ended by its deadline. */
export const DEADLINE_ADVICE = `${LOOK_FIRST} Raise timeout-minutes if the source needs longer.`;

/** The end of the step, by time or by cancelling: every request and every wait takes its signal along. */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #at = Infinity;

  /** Fires once, at the end; its reason is a StepFailure (TIMED_OUT or CANCELLED). */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds since the epoch; Infinity until `limit` has been called. */
  get at(): number {
    return this.#at;
  }

  /** Sets the end `ms` milliseconds after `start`; `start` and `now` in milliseconds since the epoch. */
  limit(start: number, now: number, ms: number): void {
    this.#at = start + ms;
    this.#timer = setTimeout(
      () => {
        this.end(timedOut(ms));
      },
      Math.max(0, this.#at - now),
    );
  }

  /** Ends the step now. Only the first reason counts. */
  end(reason: StepFailure): void {
    this.#controller.abort(reason);
  }

  /** The step is over: takes the timer away and ends whatever is still under way, which would keep the process alive. */
  clear(): void {
    clearTimeout(this.#timer);
    this.end(new StepFailure('The step is over.', { next: '' }));
  }
}

/** The failure of a step that reached its deadline after `ms` milliseconds. */
function timedOut(ms: number): StepFailure {
  return new StepFailure(`The deadline of this step has passed (timeout-minutes: ${ms / 60_000}).`, {
    status: 'TIMED_OUT',
    next: DEADLINE_ADVICE,
  });
}

/** The failure of a step whose workflow was cancelled; `signal` as the operating system names it. */
export function cancelled(signal: string): StepFailure {
  return new StepFailure(`The workflow was cancelled (${signal}).`, {
    status: 'CANCELLED',
    next: LOOK_FIRST,
  });
}
