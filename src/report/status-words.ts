/** Statuses in plain words. */
import type { RunContext } from '../github/run-context.js';
import { nameOf, type Outcome } from '../model/outcome.js';
import { assertNever, type Status } from '../model/status.js';
import { count, duration } from '../runtime/wording.js';

/**
 * The mark before a verdict. `overLimit`: a plan that `max-deletions` would stop. A status that usually passes but
 * fails this step (`fail-on-warning`) is marked as failed.
 */
export function markOf(status: Status, failed: boolean, overLimit = false): string {
  switch (status) {
    case 'SUCCESS':
      return '✅';
    case 'WARNING':
      return failed ? '❌' : '⚠️';
    case 'STARTED':
      return '▶️';
    case 'PLANNED':
      return overLimit ? '⚠️' : '📋';
    case 'SKIPPED':
      return '⏭️';
    case 'REJECTED':
      return '⛔';
    case 'TIMED_OUT':
      return '⌛';
    case 'CANCELLED':
      return '🚫';
    case 'ERROR':
    case 'TERMINATED':
    case 'TEMPERROR':
    case 'FAILED':
      return '❌';
    default:
      return assertNever(status);
  }
}

/** A few words for a heading. */
export function verdictOf(status: Status): string {
  switch (status) {
    case 'SUCCESS':
      return 'aggregated';
    case 'WARNING':
      return 'aggregated with warnings';
    case 'STARTED':
      return 'aggregation accepted';
    case 'PLANNED':
      return 'dry run';
    case 'SKIPPED':
      return 'skipped';
    case 'REJECTED':
      return 'rejected before the upload';
    case 'TIMED_OUT':
      return 'timed out';
    case 'CANCELLED':
      return 'cancelled';
    case 'ERROR':
      return 'aggregation ended with an error';
    case 'TERMINATED':
      return 'aggregation terminated';
    case 'TEMPERROR':
      return 'aggregation ended with a temporary error';
    case 'FAILED':
      return 'failed';
    default:
      return assertNever(status);
  }
}

/** One sentence about what happened on the server, and no more than is known. */
export function sentenceOf(outcome: Pick<Outcome, 'status' | 'taskId' | 'target' | 'newerCommit'>): string {
  const hasFile = outcome.target.csv !== undefined;
  switch (outcome.status) {
    case 'SUCCESS':
      return 'ISC has finished the aggregation and reports success.';
    case 'WARNING':
      return 'ISC has finished the aggregation and reports warnings.';
    case 'STARTED':
      return 'ISC has accepted the aggregation. This step did not wait for it to finish (`wait: false`).';
    case 'PLANNED':
      return hasFile
        ? 'Dry run: nothing was uploaded to ISC.'
        : 'Dry run: no aggregation was started. This source takes no file, so there was nothing to check or compare.';
    case 'SKIPPED':
      return outcome.newerCommit === undefined
        ? 'Nothing was uploaded to ISC: the commits of this event do not touch the file.'
        : `Nothing was uploaded to ISC: this run repeats an old push, and commit \`${outcome.newerCommit.slice(0, 7)}\` has another content of the file.`;
    case 'REJECTED':
      return 'Nothing was uploaded to ISC.';
    case 'TIMED_OUT':
    case 'CANCELLED':
      return outcome.taskId === undefined
        ? NOT_ACCEPTED
        : 'ISC had accepted the aggregation and continues with it. This step does not know how it ends.';
    case 'ERROR':
      return 'ISC has ended the aggregation with an error.';
    case 'TERMINATED':
      return 'The aggregation was terminated in ISC.';
    case 'TEMPERROR':
      return 'ISC has ended the aggregation with a temporary error.';
    case 'FAILED':
      return outcome.taskId === undefined
        ? NOT_ACCEPTED
        : 'ISC had accepted the aggregation. This step does not know how it ended.';
    default:
      return assertNever(outcome.status);
  }
}

const NOT_ACCEPTED = 'As far as this step knows, ISC has not accepted an aggregation.';

/** What to do after a status that is not a failure; `undefined` if there is nothing to do. */
export function nextAfter(
  { status, target }: Pick<Outcome, 'status' | 'target'>,
  { isPullRequest }: Pick<RunContext, 'isPullRequest'>,
): string | undefined {
  switch (status) {
    case 'STARTED':
      return 'Check the task in ISC to see how the aggregation ends.';
    case 'PLANNED':
      return nextAfterPlan(isPullRequest, target.csv !== undefined);
    case 'WARNING':
      return "Read ISC's messages: some accounts may differ from the file.";
    case 'SUCCESS':
    case 'SKIPPED':
    case 'REJECTED':
    case 'TIMED_OUT':
    case 'CANCELLED':
    case 'ERROR':
    case 'TERMINATED':
    case 'TEMPERROR':
    case 'FAILED':
      return undefined;
    default:
      return assertNever(status);
  }
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
