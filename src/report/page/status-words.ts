/** Statuses in plain words. */
import type { RunContext } from '../../github/run-context.js';
import { type Doubt, nameOf, type Outcome } from '../../model/outcome.js';
import type { Status } from '../../model/status.js';
import { count, duration } from '../../model/words.js';

/** How reports show a status. */
interface Shown {
  readonly mark: string;
  /** A few words for a heading. */
  readonly verdict: string;
  /** One sentence about what happened on the server; a failure says it itself. */
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
  },
  TIMED_OUT: { mark: '⌛', verdict: 'timed out' },
  CANCELLED: { mark: '🚫', verdict: 'cancelled' },
  ERROR: {
    mark: '❌',
    verdict: 'aggregation ended with an error',
  },
  TERMINATED: {
    mark: '❌',
    verdict: 'aggregation terminated',
  },
  TEMPERROR: {
    mark: '❌',
    verdict: 'aggregation ended with a temporary error',
  },
  FAILED: { mark: '❌', verdict: 'failed' },
};

/** A status that nobody knows is shown as a failure. */
function shownAs(status: string): Shown {
  const shown: Partial<Record<string, Shown>> = SHOWN;
  return shown[status] ?? SHOWN.FAILED;
}

/** A good end is not shown as calmly where something contradicts it. */
const DOUBTFUL: Readonly<Record<Doubt, string>> = {
  'not-as-planned': 'aggregated, but not as planned',
  'not-confirmed': 'aggregated, but not confirmed',
  'not-stored': 'aggregated, but not stored as the file says',
  'not-verified': 'aggregated, but not verified',
};

/**
 * The mark before a verdict. `overLimit`: a plan that a limit would stop. `isDoubtful`: something contradicts a good
 * end. A status that usually passes but fails this step (`fail-on-warning`) is marked as failed.
 */
export function markOf(status: Status, failed: boolean, overLimit = false, isDoubtful = false): string {
  if ((status === 'PLANNED' && overLimit) || (status === 'SUCCESS' && isDoubtful)) return SHOWN.WARNING.mark;
  return shownAs(status === 'WARNING' && failed ? 'FAILED' : status).mark;
}

/** A few words for a heading. */
export function verdictOf(status: Status, doubt?: Doubt): string {
  return doubt === undefined || status !== 'SUCCESS' ? shownAs(status).verdict : DOUBTFUL[doubt];
}

/** One sentence about what happened on the server; `undefined` for a failure, which says it itself. */
export function sentenceOf({
  failure,
  newerCommit,
  status,
  target,
}: Pick<Outcome, 'failure' | 'status' | 'target' | 'newerCommit'>): string | undefined {
  if (failure !== undefined) return undefined;
  if (status === 'PLANNED' && target.csv === undefined) return NOTHING_TO_PLAN;
  if (status === 'SKIPPED' && newerCommit !== undefined) {
    return `Nothing was uploaded to ISC: this run repeats an old push, and commit \`${newerCommit.slice(0, 7)}\` has another content of the file.`;
  }
  return shownAs(status).sentence;
}

const NOTHING_TO_PLAN =
  'Dry run: no aggregation was started. This source takes no file, so there was nothing to check or compare.';

/** What to do after a status that is not a failure; `undefined` if there is nothing to do. */
export function nextAfter(
  { status, target }: Pick<Outcome, 'status' | 'target'>,
  { isPullRequest }: Pick<RunContext, 'isPullRequest'>,
): string | undefined {
  return status === 'PLANNED' ? nextAfterPlan(isPullRequest, target.csv !== undefined) : shownAs(status).next;
}

/** What carries out a plan: on a pull request, merging it, if a workflow also runs this step on push, which is not known. */
function nextAfterPlan(isPullRequest: boolean, hasFile: boolean): string {
  const [does, to] = hasFile
    ? ['uploads the file', 'upload the file']
    : ['starts the aggregation', 'start the aggregation'];
  return isPullRequest
    ? `Review the plan, then merge: a run on the push without \`dry-run\`, if there is one, plans again and then ${does}.`
    : `To ${to}, run the step without \`dry-run\`.`;
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
