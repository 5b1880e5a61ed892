/** The end of the step, by time or by cancellation. */
import { StepFailure } from '../model/failure.js';
import type { Clock } from './clock.js';

/** Whether an aggregation had been started when the step ended early, as far as is known. */
export type Started = 'no' | 'unknown' | 'yes';

/** What to do after a step that ended early, by its deadline or by cancellation of the workflow. */
export function adviceAtEnd(status: 'TIMED_OUT' | 'CANCELLED', started: Started): string {
  const longer = status === 'TIMED_OUT' ? ' Raise timeout-minutes if the source needs longer.' : '';
  return STATE_AT_END[started] + longer;
}

const STATE_AT_END = {
  no: 'Nothing has been sent, so no aggregation was started.',
  unknown:
    'The upload was under way, so ISC may have started an aggregation. Check the source in ISC before you run the step again.',
  yes: 'The step does not stop the aggregation in ISC. Check how it ends before you run the step again.',
} as const;

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
  return new StepFailure(`The deadline of this step has passed (timeout-minutes: ${ms / 60_000}).`, {
    status: 'TIMED_OUT',
    next: adviceAtEnd('TIMED_OUT', 'unknown'),
  });
}

/** The failure of a step whose workflow was cancelled; `signal` as the operating system names it. */
export function cancelled(signal: string): StepFailure {
  return new StepFailure(`The workflow was cancelled (${signal}).`, {
    status: 'CANCELLED',
    next: adviceAtEnd('CANCELLED', 'unknown'),
  });
}
