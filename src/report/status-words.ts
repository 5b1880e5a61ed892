/** Statuses in words for people. */
import { nameOf, type Outcome } from '../model/outcome.js';
import { assertNever, type Status } from '../model/status.js';
import { count, duration } from '../runtime/wording.js';

/** The mark before a verdict. `overLimit`: a plan that `max-deletions` would stop. A status that passes elsewhere but fails this step (`fail-on-warning`) is marked as failed. */
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
      return 'checked and planned';
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

/** One sentence about what has happened on the server, and no more than is known. */
export function sentenceOf(outcome: Pick<Outcome, 'status' | 'taskId'>): string {
  switch (outcome.status) {
    case 'SUCCESS':
      return 'ISC has finished the aggregation and reports success.';
    case 'WARNING':
      return 'ISC has finished the aggregation and reports warnings.';
    case 'STARTED':
      return 'ISC has accepted the aggregation. This step did not wait for its end (`wait: false`).';
    case 'PLANNED':
      return 'Dry run: nothing was uploaded to ISC.';
    case 'SKIPPED':
      return 'Nothing was uploaded to ISC: the commits of this event do not touch the file.';
    case 'REJECTED':
      return 'Nothing was uploaded to ISC.';
    case 'TIMED_OUT':
    case 'CANCELLED':
      return outcome.taskId === undefined
        ? 'The step knows of no accepted aggregation.'
        : 'ISC had accepted the aggregation. It goes on there; its end is not known to this step.';
    case 'ERROR':
      return 'ISC has ended the aggregation with an error.';
    case 'TERMINATED':
      return 'The aggregation was terminated in ISC.';
    case 'TEMPERROR':
      return 'ISC has ended the aggregation with a temporary error.';
    case 'FAILED':
      return outcome.taskId === undefined
        ? 'The step knows of no accepted aggregation.'
        : 'ISC had accepted the aggregation. Its end is not known to this step.';
    default:
      return assertNever(outcome.status);
  }
}

/** What to do after a status that is no failure; `undefined` where there is nothing to do. */
export function nextAfter(status: Status): string | undefined {
  switch (status) {
    case 'STARTED':
      return 'Look at the task in ISC to learn how the aggregation ended.';
    case 'PLANNED':
      return 'Run the step without `dry-run` to send the file.';
    case 'WARNING':
      return "Read ISC's messages: accounts may not have been aggregated as the file has them.";
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

/** How a source ended, in one line for the end of the log: its status, ISC's own counts where it gives them, and the time. */
export function verdictLine(outcome: Outcome): string {
  const { counts, durationMs, status } = outcome;
  const known = (['created', 'updated', 'deleted', 'unchanged'] as const).filter(
    (name) => counts[name] !== undefined,
  );
  const done = known.map((name) => `${count(counts[name])} ${name}`).join(', ');
  return `${nameOf(outcome)}: ${status} after ${duration(durationMs)}${done === '' ? '' : `: ${done}`}.`;
}
