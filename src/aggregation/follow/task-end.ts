/** From the end of a task to the verdict on its source. */
import { mainMessageOf, type Task } from '../../model/task.js';
import type { Plan } from '../../model/outcome.js';
import type { Source } from '../../model/source.js';
import type { End } from '../outcome.js';
import { probablyThreshold } from './contradiction.js';
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
    const said = word === '' ? 'without a status' : `with an unknown status: "${word.slice(0, 100)}"`;
    return {
      kind: 'end',
      status: 'FAILED',
      failure: {
        message: `ISC ended task ${task.id} ${said}.${reasonOf(task)}`,
        next: 'Check the aggregation in ISC, and please report this status, so that the action can support it.',
        cause: undefined,
      },
    };
  }
  if (passes(status, failOnWarning)) return { kind: 'end', status, failure: undefined };
  const failure = {
    message: `${sentence(status, task.id)}${reasonOf(task)}`,
    next: adviceFor(status, known),
    cause: undefined,
  };
  return { kind: 'end', status, failure };
}

function sentence(status: CompletionStatus, id: string): string {
  switch (status) {
    case 'SUCCESS':
      return `ISC finished task ${id}.`;
    case 'WARNING':
      return `ISC finished task ${id} with warnings, and fail-on-warning is set.`;
    case 'ERROR':
      return `ISC ended task ${id} with an error.`;
    case 'TERMINATED':
      return `Task ${id} was terminated in ISC.`;
    case 'TEMPERROR':
      return `ISC ended task ${id} with a temporary error.`;
    default:
      return assertNever(status);
  }
}

function adviceFor(status: CompletionStatus, known: Known | undefined): string {
  switch (status) {
    case 'SUCCESS':
    case 'WARNING':
      return "Read ISC's messages in the job summary: some accounts may differ from the file.";
    case 'ERROR':
      return 'Some accounts may have been changed already. Check the source in ISC before you run the step again.';
    case 'TERMINATED':
      return known?.plan !== undefined && known.plan.deleted > 0
        ? probablyThreshold(known.plan, known.source.deleteThreshold)
        : 'Somebody or something stopped the aggregation, and some accounts may have been changed already. Check the source in ISC, then run the step again.';
    case 'TEMPERROR':
      return 'Run the step again. If that does not help, check the source in ISC (connection, virtual appliance).';
    default:
      return assertNever(status);
  }
}

/** ISC's own message says more than a status; further messages become separate annotations. */
function reasonOf(task: Task): string {
  return ` ${mainMessageOf(task.messages)?.text ?? 'ISC gives no reason.'}`;
}
