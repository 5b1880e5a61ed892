/** Failures that somebody must act on, thrown or as a value, and work that a signal ends with one. */
import { STATES, type FailureStatus } from './failures/row.js';
import { statusFor, wordsFor, type FailureKind, type ValuesOf } from './failures/table.js';

/** What happened, and what to do next. */
export interface Failure {
  readonly message: string;
  readonly next: string;
  /** The underlying defect, only for the debug log. */
  readonly cause: unknown;
}

/** Why the work cannot go on, with the status that the outputs then have. */
export interface Stop {
  readonly kind: 'stop';
  readonly failure: Failure & { readonly status: FailureStatus };
}

/** What a piece of work returned, or why it cannot go on. */
export type Attempted<T> = { readonly kind: 'done'; readonly value: T } | Stop;

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

/** The failure of a kind, to be thrown or returned: its words and its status are those of its row in the table. */
export function failureFor<Kind extends FailureKind>(
  kind: Kind,
  values: ValuesOf<Kind>,
  cause?: unknown,
): StepFailure {
  return new StepFailure(wordsFor(kind, values).message, {
    next: wordsFor(kind, values).next,
    status: statusFor(kind),
    cause,
  });
}

/** The result of `work`, or what it threw as a reason to stop. Never rejects. */
export async function attempt<T>(work: () => T | Promise<T>): Promise<Attempted<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (thrown) {
    return stop(thrown);
  }
}

/** Anything thrown as a reason to stop. Anything except a StepFailure is reported as a defect of this action. */
export function stop(thrown: unknown): Stop {
  if (thrown instanceof StepFailure) {
    const { message, next, status } = thrown;
    return { kind: 'stop', failure: { status, message, next, cause: thrown.cause ?? thrown } };
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    kind: 'stop',
    failure: {
      status: 'FAILED',
      ...wordsFor('defect', { error: text }),
      cause: thrown,
    },
  };
}

/** The failure of a step that has ended before the work on its sources: it says that nothing was sent. */
export function withNothingSent(failure: Stop['failure']): Stop['failure'] {
  const between = failure.message.includes('\n') ? '\n' : ' ';
  return { ...failure, message: `${failure.message}${between}${STATES['nothing-sent'].words}` };
}

/** The message of anything thrown; it need not be an Error of this realm. */
export function thrownMessage(thrown: unknown): string {
  const { message } = (thrown ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(thrown);
}

/**
 * The result of `work`, unless `signal` fires first: the work is then abandoned, whatever happens to it.
 *
 * @throws what `work` throws; the signal's reason.
 */
export async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Its failure must not count as unhandled once it is abandoned.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
