import { StepFailure } from './failure.js';

/** The end of the step, by time or by cancelling: every request and every wait takes it along. */
export interface Deadline {
  /** Fires at `at` (TIMED_OUT) or when the workflow is cancelled (CANCELLED); its reason is a StepFailure. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Ends the step now, with this reason. Only the first reason counts. */
  readonly end: (reason: StepFailure) => void;
  /** Takes the timer away, so that it does not keep the process alive. */
  readonly clear: () => void;
}

/** Starts the deadline of the whole step: `ms` milliseconds after `now` (milliseconds since the epoch). */
export function startDeadline(now: number, ms: number): Deadline {
  const controller = new AbortController();
  const end = (reason: StepFailure): void => {
    controller.abort(reason);
  };
  const timer = setTimeout(() => {
    end(timedOut(ms));
  }, ms);
  return {
    signal: controller.signal,
    at: now + ms,
    end,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

/** The failure of a step that reached its deadline after `ms` milliseconds. */
export function timedOut(ms: number): StepFailure {
  return new StepFailure(`The deadline of this step has passed (timeout-minutes: ${ms / 60_000}).`, {
    status: 'TIMED_OUT',
    next: 'Nothing is stopped on the server. Look at the task in ISC before you start again; raise timeout-minutes if the source needs longer.',
  });
}

/** The failure of a step whose workflow was cancelled; `signal` as the operating system names it. */
export function cancelled(signal: string): StepFailure {
  return new StepFailure(`The workflow was cancelled (${signal}).`, {
    status: 'CANCELLED',
    next: 'Nothing is stopped on the server: an aggregation that has started goes on. Look at the task in ISC before you start again.',
  });
}
