import type { Status } from './status.js';

/** What a failure may be called in the outputs. ISC's own verdicts are not failures of ours. */
export type FailureStatus = Extract<Status, 'REJECTED' | 'TIMED_OUT' | 'CANCELLED' | 'FAILED'>;

/**
 * A failure that somebody has to act on: `message` says what happened and where, `next` what to do about
 * it. Everything else that is thrown is a defect of this action, and is reported as one.
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

/** The words of whatever was thrown; it need not be an Error of this realm. */
export function wordsOf(thrown: unknown): string {
  const { message } = (thrown ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(thrown);
}
