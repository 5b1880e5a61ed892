import type { Status } from './status.js';

/** The statuses that a failure of this action can have in the outputs. ISC's own verdicts are not among them. */
export type FailureStatus = Extract<Status, 'REJECTED' | 'TIMED_OUT' | 'CANCELLED' | 'FAILED'>;

/**
 * A failure that somebody must act on: `message` says what happened and where, `next` what to do about it. Anything
 * else that is thrown is a defect of this action, and is reported as one.
 */
export class StepFailure extends Error {
  readonly status: FailureStatus;
  readonly next: string;

  constructor(message: string, details: { next: string; status?: FailureStatus; cause?: unknown }) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'StepFailure';
    this.status = details.status ?? 'FAILED';
    this.next = details.next;
  }
}

/** The message of anything thrown; it need not be an Error of this realm. */
export function wordsOf(thrown: unknown): string {
  const { message } = (thrown ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(thrown);
}
