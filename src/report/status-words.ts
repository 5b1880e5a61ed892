/** Statuses in plain words. */
import type { RunContext } from '../github/run-context.js';
import { nameOf, type Outcome } from '../model/outcome.js';
import { completionStatusOf, type Status } from '../model/status.js';
import type { TaskFate } from '../model/task-fate.js';
import { count, duration } from '../runtime/wording.js';

/** How reports show a status. */
interface Shown {
  readonly mark: string;
  /** A few words for a heading. */
  readonly verdict: string;
  /** One sentence about what happened on the server; absent where that depends on what became of the task. */
  readonly sentence?: string;
  /** What to do after it, if it is not a failure. */
  readonly next?: string;
}

const SHOWN: Readonly<Record<Status, Shown>> = {
  SUCCESS: {
    mark: '✅',
    verdict: 'aggregated',
    sentence: 'ISC has finished the aggregation and reports success.',
  },
  WARNING: {
    mark: '⚠️',
    verdict: 'aggregated with warnings',
    sentence: 'ISC has finished the aggregation and reports warnings.',
    next: "Read ISC's messages: some accounts may differ from the file.",
  },
  STARTED: {
    mark: '▶️',
    verdict: 'aggregation accepted',
    sentence: 'ISC has accepted the aggregation. This step did not wait for it to finish (`wait: false`).',
    next: 'Check the task in ISC to see how the aggregation ends.',
  },
  PLANNED: { mark: '📋', verdict: 'dry run', sentence: 'Dry run: nothing was uploaded to ISC.' },
  SKIPPED: {
    mark: '⏭️',
    verdict: 'skipped',
    sentence: 'Nothing was uploaded to ISC: the commits of this event do not touch the file.',
  },
  REJECTED: {
    mark: '⛔',
    verdict: 'rejected before the upload',
    sentence: 'Nothing was uploaded to ISC.',
  },
  TIMED_OUT: { mark: '⌛', verdict: 'timed out' },
  CANCELLED: { mark: '🚫', verdict: 'cancelled' },
  ERROR: {
    mark: '❌',
    verdict: 'aggregation ended with an error',
    sentence: 'ISC has ended the aggregation with an error.',
  },
  TERMINATED: {
    mark: '❌',
    verdict: 'aggregation terminated',
    sentence: 'The aggregation was terminated in ISC.',
  },
  TEMPERROR: {
    mark: '❌',
    verdict: 'aggregation ended with a temporary error',
    sentence: 'ISC has ended the aggregation with a temporary error.',
  },
  FAILED: { mark: '❌', verdict: 'failed' },
};

/**
 * The mark before a verdict. `overLimit`: a plan that `max-deletions` would stop. A status that usually passes but
 * fails this step (`fail-on-warning`) is marked as failed.
 */
export function markOf(status: Status, failed: boolean, overLimit = false): string {
  if (status === 'PLANNED' && overLimit) return SHOWN.WARNING.mark;
  return SHOWN[status === 'WARNING' && failed ? 'FAILED' : status].mark;
}

/** A few words for a heading. */
export function verdictOf(status: Status): string {
  return SHOWN[status].verdict;
}

/** One sentence about what happened on the server, and no more than is known. */
export function sentenceOf({
  fate,
  newerCommit,
  status,
  target,
}: Pick<Outcome, 'status' | 'fate' | 'target' | 'newerCommit'>): string {
  if (status === 'PLANNED' && target.csv === undefined) return NOTHING_TO_PLAN;
  if (status === 'SKIPPED' && newerCommit !== undefined) {
    return `Nothing was uploaded to ISC: this run repeats an old push, and commit \`${newerCommit.slice(0, 7)}\` has another content of the file.`;
  }
  return SHOWN[status].sentence ?? sentenceAbout(fate);
}

const NOTHING_TO_PLAN =
  'Dry run: no aggregation was started. This source takes no file, so there was nothing to check or compare.';

/** What became of the task of a step that does not end with ISC's own verdict. */
function sentenceAbout(fate: TaskFate): string {
  if (fate.kind !== 'ended') return ABOUT_TASK[fate.kind];
  const status = completionStatusOf(fate.task.completionStatus ?? '');
  return (status && SHOWN[status].sentence) ?? 'ISC has ended the aggregation.';
}

const ABOUT_TASK: Readonly<Record<Exclude<TaskFate['kind'], 'ended'>, string>> = {
  none: 'As far as this step knows, ISC has not accepted an aggregation.',
  perhaps: 'This step does not know whether ISC has started the aggregation.',
  running: 'ISC had accepted the aggregation and continues with it. This step does not know how it ends.',
  refused: 'ISC has refused the aggregation: nothing has been started.',
  'not-ours': 'ISC named a task that is not this aggregation. What became of the upload is not known.',
  unseen: 'ISC had accepted the aggregation, but does not show its task. How it ended is not known.',
};

/** What to do after a status that is not a failure; `undefined` if there is nothing to do. */
export function nextAfter(
  { status, target }: Pick<Outcome, 'status' | 'target'>,
  { isPullRequest }: Pick<RunContext, 'isPullRequest'>,
): string | undefined {
  return status === 'PLANNED' ? nextAfterPlan(isPullRequest, target.csv !== undefined) : SHOWN[status].next;
}

/** What carries out a plan: on a pull request, merging it, if the workflow also runs this step on push. */
function nextAfterPlan(isPullRequest: boolean, hasFile: boolean): string {
  const does = hasFile ? 'upload the file' : 'start the aggregation';
  return isPullRequest
    ? `Review the plan and merge: the run on the push, without \`dry-run\`, will ${does}.`
    : `To ${does}, run the step without \`dry-run\`.`;
}

/** How a source ended, in one line for the end of the log: its status, ISC's counts if available, and the time. */
export function verdictLine(outcome: Outcome): string {
  const { counts, durationMs, status } = outcome;
  const known = (['created', 'updated', 'deleted', 'unchanged'] as const).filter(
    (name) => counts[name] !== undefined,
  );
  const done = known.map((name) => `${count(counts[name])} ${name}`).join(', ');
  return `${nameOf(outcome)}: ${status} after ${duration(durationMs)}${done === '' ? '' : `: ${done}`}.`;
}
