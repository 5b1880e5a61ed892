/** From the end of a task to the verdict on its source. */
import { mainMessageOf, type Task } from '../../model/task.js';
import type { Plan } from '../../model/outcome.js';
import type { Source } from '../../model/source.js';
import type { End } from '../outcome.js';
import { wordsFor, type FailureWords } from '../../model/failures/table.js';
import { thresholdIn } from './contradiction.js';
import { assertNever, completionStatusOf, passes, type CompletionStatus } from '../../model/status.js';

/** What was planned, and for which source: a threshold of the source may be why a task was terminated. */
interface Known {
  readonly plan: Plan | undefined;
  readonly source: Pick<Source, 'deleteThreshold'>;
}

/** The verdict on a task that has ended: only ISC's status for success counts as success. */
export function endOfTask(task: Task, failOnWarning: boolean, known?: Known): End {
  const word = task.completionStatus ?? '';
  const status = completionStatusOf(word);
  if (status === undefined) {
    const how = word === '' ? 'without a status' : `with an unknown status: "${word.slice(0, 100)}"`;
    const words = wordsFor('status-unknown', { how, reason: reasonOf(task), task: task.id });
    return { kind: 'end', status: 'FAILED', failure: { ...words, cause: undefined } };
  }
  if (passes(status, failOnWarning)) return { kind: 'end', status, failure: undefined };
  const words = wordsOfEnd(status, { reason: reasonOf(task), task: task.id }, known);
  return { kind: 'end', status, failure: { ...words, cause: undefined } };
}

function wordsOfEnd(
  status: CompletionStatus,
  values: { readonly reason: string; readonly task: string },
  known: Known | undefined,
): FailureWords {
  switch (status) {
    case 'SUCCESS':
    case 'WARNING':
      return wordsFor('warnings-not-allowed', values);
    case 'ERROR':
      return wordsFor('ended-with-error', values);
    case 'TERMINATED':
      return known?.plan !== undefined && known.plan.deleted > 0
        ? wordsFor('terminated-with-deletions', { ...values, ...thresholdIn(known.plan, known.source) })
        : wordsFor('terminated', values);
    case 'TEMPERROR':
      return wordsFor('temporary-error', values);
    default:
      return assertNever(status);
  }
}

/** ISC's own message says more than a status; further messages become separate annotations. */
function reasonOf(task: Task): string {
  return mainMessageOf(task.messages)?.text ?? 'ISC gives no reason.';
}
