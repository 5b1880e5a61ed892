/** The only maker of an `Outcome`: from what was prepared, what became of the task, and how the work ended. */
import type { Failure, Stop } from '../model/failure.js';
import { type Findings, NO_FINDINGS } from '../model/finding.js';
import type { CsvFacts, DeletionReview, Outcome, Plan } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Status } from '../model/status.js';
import { NO_COUNTS } from '../model/task.js';
import { NO_TASK, ownTaskOf, type TaskFate } from '../model/task-fate.js';

/** What is known about the file and its plan. */
export interface Facts {
  /** `undefined` if the file was not read to its end. */
  readonly csv: CsvFacts | undefined;
  readonly findings: Findings;
  /** `undefined` unless the file was compared account by account. */
  readonly plan: Plan | undefined;
  /** For a plan over `max-deletions` that a review has decided about. */
  readonly review: DeletionReview | undefined;
}

export const NO_FACTS: Facts = { csv: undefined, findings: NO_FINDINGS, plan: undefined, review: undefined };

/** How the work on a source ended by itself, such as by the end of its task. */
export interface End {
  readonly kind: 'end';
  readonly status: Status;
  /** `undefined` exactly if the status does not fail the step. */
  readonly failure: Failure | undefined;
}

/** All that the work on a source has come to, whether it ended or was stopped. */
export interface Story {
  readonly facts: Facts;
  readonly fate: TaskFate;
  readonly end: End | Stop;
}

/** The story of a source that cannot be worked on. */
export function stoppedAtOnce(end: Stop): Story {
  return { facts: NO_FACTS, fate: NO_TASK, end };
}

/** Which source it was about. */
export interface About {
  readonly target: Target;
  /** `undefined` if it was not found. */
  readonly source: Source | undefined;
  readonly durationMs: number;
}

/** The outcome of one source. What it says about the task follows from the task's fate alone. */
export function outcomeOf(about: About, { end, facts, fate }: Story): Outcome {
  const task = ownTaskOf(fate);
  const { status, failure } = end.kind === 'end' ? end : { ...end.failure, failure: stopped(end, fate) };
  return {
    ...about,
    ...facts,
    ...{ status, failure, fate },
    counts: task?.counts ?? NO_COUNTS,
    messages: task?.messages ?? [],
  };
}

/** The failure of work that was stopped, with what goes on in ISC. */
function stopped({ failure }: Stop, fate: TaskFate): Failure {
  const { cause, message, next, status } = failure;
  const goesOn = fate.kind === 'running' ? ` ISC continues with task ${fate.task.id}.` : '';
  const endedEarly = status === 'TIMED_OUT' || status === 'CANCELLED';
  return {
    message: message + goesOn,
    next: endedEarly ? adviceAfter(status, fate) : next,
    cause,
  };
}

/** What to do after a step that ended early, by its deadline or by cancellation of the workflow. */
export function adviceAfter(status: 'TIMED_OUT' | 'CANCELLED', { kind }: Pick<TaskFate, 'kind'>): string {
  const longer = status === 'TIMED_OUT' ? ' Raise timeout-minutes if the source needs longer.' : '';
  return ADVICE[kind] + longer;
}

const ADVICE: Readonly<Record<TaskFate['kind'], string>> = {
  none: 'Nothing has been sent, so no aggregation was started.',
  perhaps:
    'The upload was under way, so ISC may have started an aggregation. Check the source in ISC before you run the step again.',
  running: 'The step does not stop the aggregation in ISC. Check how it ends before you run the step again.',
  ended: 'ISC has ended the aggregation. Check the source in ISC before you run the step again.',
  refused:
    'ISC has refused the aggregation, because another one was running. Nothing has been started. Run the step again when that one has finished.',
  'not-ours': 'Check the aggregations of the source in ISC before you run the step again.',
  unseen: 'Check the aggregations of the source in ISC before you run the step again.',
};
