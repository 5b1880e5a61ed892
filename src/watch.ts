import type { Clock } from './clock.js';
import { getProgress } from './isc/tasks.js';
import type { Connection } from './isc/connection.js';
import type { AggregationProgress, Task } from './isc/model.js';
import type { Plan } from './outcome.js';
import type { Log } from './report/log.js';
import { nextProgress, type ShownProgress } from './report/progress.js';
import type { ApiVersion } from './settings.js';

export interface WatchParts {
  readonly connection: Connection;
  readonly apiVersion: ApiVersion;
  readonly clock: Clock;
  readonly log: Log;
  /** How many tasks are followed now: with several, details are asked for only once each. */
  readonly followed: () => number;
}

/** With several tasks, when one is asked how far it is: late enough for ISC to have read the file. Milliseconds. */
const LOOK_AT_ONE_OF_MANY_AFTER_MS = 4_000;

/** Further looks at the progress once the deletions are known; it is only for show then. Milliseconds. */
const PROGRESS_EVERY_MS = 10_000;

/**
 * Makes what happens at each look at a running task: progress in the log, and a loud warning as soon as ISC is about
 * to delete more accounts than were planned.
 */
export function watchTask(
  parts: WatchParts,
  taskId: string,
  plan: Plan | undefined,
): (task: Task) => Promise<void> {
  const since = parts.clock.now();
  let shown: ShownProgress | undefined;
  let askAgainAt = since;
  let warned = false;

  const ask = async (): Promise<AggregationProgress | undefined> => {
    const now = parts.clock.now();
    const several = parts.followed() > 1;
    if (now < askAgainAt || (several && now - since < LOOK_AT_ONE_OF_MANY_AFTER_MS)) return undefined;
    const progress = await getProgress(parts.connection, parts.apiVersion, taskId);
    if (progress === 'forbidden' || several) askAgainAt = Infinity;
    else if (progress?.markedForDeletion !== undefined) askAgainAt = now + PROGRESS_EVERY_MS;
    return progress === 'forbidden' ? undefined : progress;
  };

  return async (task) => {
    if (task.completed !== undefined && task.completionStatus !== undefined) return;
    const progress = await ask();
    const marked = progress?.markedForDeletion;
    if (!warned && plan !== undefined && marked !== undefined && marked > plan.deleted) {
      warned = true;
      parts.log.warning(deletesMore(marked, plan.deleted, taskId));
    }
    const next = nextProgress(shown, parts.clock.now(), since, task, progress);
    if (next === undefined) return;
    shown = next;
    parts.log.info(next.line);
  };
}

function deletesMore(marked: number, planned: number, taskId: string): string {
  return `ISC is about to delete ${marked} accounts, but only ${planned} were planned. Stop task ${taskId} in ISC now if that is not what you want: this step does not stop it.`;
}
