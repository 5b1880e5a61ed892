/** From the end of a task to the verdict on its source. */
import type { Task } from '../model/task.js';
import type { Failure } from '../model/outcome.js';
import {
  assertNever,
  completionStatusOf,
  passes,
  type CompletionStatus,
  type Status,
} from '../model/status.js';

/** What the end of a task means for the step; `failure` where the step fails by it. */
export interface TaskEnd {
  readonly status: Status;
  readonly failure: Failure | undefined;
}

/** The verdict on a task that is over: only ISC's own word for success is one. */
export function endOfTask(task: Task, failOnWarning: boolean): TaskEnd {
  const word = task.completionStatus ?? '';
  const status = completionStatusOf(word);
  if (status === undefined) {
    const said =
      word === '' ? 'without a status' : `with a status that nobody knows: "${word.slice(0, 100)}"`;
    return {
      status: 'FAILED',
      failure: {
        message: `ISC ended task ${task.id} ${said}.${messagesOf(task)}`,
        next: 'Look at the aggregation in ISC. Report the status, so that this action learns it.',
        cause: undefined,
      },
    };
  }
  if (passes(status, failOnWarning)) return { status, failure: undefined };
  const failure = {
    message: `${sentence(status, task.id)}${messagesOf(task)}`,
    next: adviceFor(status),
    cause: undefined,
  };
  return { status, failure };
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

function adviceFor(status: CompletionStatus): string {
  switch (status) {
    case 'SUCCESS':
    case 'WARNING':
      return "Look at ISC's messages above; part of the accounts may not have been taken as they are in the file.";
    case 'ERROR':
      return "ISC's messages above say why. Part of the accounts may have been changed: look at the source in ISC before you start again.";
    case 'TERMINATED':
      return 'Somebody or something stopped the aggregation. Part of the accounts may have been changed: look at the source in ISC, and start again.';
    case 'TEMPERROR':
      return 'Run the step again. If it stays so, look at the source in ISC (connection, virtual appliance).';
    default:
      return assertNever(status);
  }
}

/** ISC's errors and warnings, which say more than any status. */
function messagesOf(task: Task): string {
  const texts = task.messages.filter(({ type }) => type !== 'INFO').map(({ text }) => text);
  return texts.length === 0 ? ' ISC gives no reason.' : ` ${texts.join(' ')}`;
}

/** The verdict on an aggregation that ISC took with 202 and failed in the same breath; `text` in its own words. */
export function endAtOnce(task: Task | undefined, text: string): TaskEnd {
  const word = completionStatusOf(task?.completionStatus ?? '');
  const status = word === undefined || passes(word, false) ? 'FAILED' : word;
  return {
    status,
    failure: {
      message: `ISC answered 202 and said at once that the aggregation failed: ${text}`,
      next: 'Nothing has been aggregated. Look at the source in ISC, and start again when the reason is gone.',
      cause: undefined,
    },
  };
}
