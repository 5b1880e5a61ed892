/** Collects what is known about one source, until its end. */
import { StepFailure } from '../model/failure.js';
import { type Findings, NO_FINDINGS } from '../model/finding.js';
import type { CsvFacts, DeletionReview, Failure, Outcome, Plan } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Status } from '../model/status.js';
import { adviceAtEnd } from '../runtime/deadline.js';
import { type Counts, NO_COUNTS, type TaskMessage } from '../model/task.js';

/** What a stage can add to what is known about a source. */
export interface Facts {
  readonly source?: Source;
  readonly taskId?: string;
  readonly counts?: Counts;
  readonly csv?: CsvFacts | undefined;
  readonly findings?: Findings;
  readonly plan?: Plan | undefined;
  readonly review?: DeletionReview | undefined;
  readonly messages?: readonly TaskMessage[];
}

/** Collects what is known about one source, so that all of it is reported even if the work breaks off. */
export class OutcomeBuilder {
  readonly #target: Target;
  readonly #since: number;
  readonly #now: () => number;
  #facts: Facts = {};

  /** `now` returns milliseconds since the epoch. */
  constructor(target: Target, now: () => number) {
    this.#target = target;
    this.#now = now;
    this.#since = now();
  }

  get facts(): Facts {
    return this.#facts;
  }

  /** Adds facts; later ones replace earlier ones of the same name. */
  learn(facts: Facts): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** The final outcome. */
  outcome(status: Status, failure?: Failure): Outcome {
    const { source, taskId, counts, csv, findings, plan, review, messages } = this.#facts;
    return {
      target: this.#target,
      status,
      source,
      taskId,
      counts: counts ?? NO_COUNTS,
      csv,
      findings: findings ?? NO_FINDINGS,
      plan,
      review,
      messages: messages ?? [],
      failure,
      durationMs: this.#now() - this.#since,
    };
  }

  /** The outcome of work that broke off with whatever was thrown; `mayHaveStarted`: an upload was in progress. */
  brokenOff(thrown: unknown, mayHaveStarted: boolean): Outcome {
    const failure = failureOf(thrown);
    const { status } = failure;
    const { taskId } = this.#facts;
    const goesOn = taskId === undefined ? '' : ` ISC continues with task ${taskId}.`;
    const started = taskId !== undefined ? 'yes' : mayHaveStarted ? 'unknown' : 'no';
    const endedEarly = status === 'TIMED_OUT' || status === 'CANCELLED';
    const next = endedEarly ? adviceAtEnd(status, started) : failure.next;
    return this.outcome(status, { ...failure, message: failure.message + goesOn, next });
  }
}

/** Turns anything thrown into a failure. Anything except a StepFailure is reported as a defect of this action. */
export function failureOf(thrown: unknown): Failure & { readonly status: StepFailure['status'] } {
  if (thrown instanceof StepFailure) {
    return {
      status: thrown.status,
      message: thrown.message,
      next: thrown.next,
      cause: thrown.cause ?? thrown,
    };
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    status: 'FAILED',
    message: `Something went wrong inside this action: ${text}`,
    next: 'Please report this bug with a debug log: re-run the job with debug logging enabled.',
    cause: thrown,
  };
}
