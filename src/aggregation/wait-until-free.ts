import { Refusal } from '../isc/http/refusal.js';
import { isRunning, listAggregations } from '../isc/tasks.js';
import { StepFailure } from '../model/failure.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import type { Turns } from '../runtime/semaphore.js';
import type { SharedLooks } from './recent-aggregations.js';
import type { StartParts } from './start-once.js';

/** A line in the log at least this often, so that a long wait does not look like a dead step. Milliseconds. */
const SAY_EVERY_MS = 30_000;

export interface BusyParts extends StartParts {
  readonly ifRunning: 'wait' | 'fail';
  readonly warn: (message: string) => void;
  /** The aggregations of a source as a look at all sources together shows them, newest first. */
  readonly looks: Pick<SharedLooks, 'aggregationsOf'>;
  /** Other sources have this one's turn while it waits. */
  readonly turns: Turns;
}

/**
 * Waits until no aggregation runs on the source, or fails where `if-running: fail` says so. Gives the ids of the
 * aggregations that are there then, by which a new one can be told from them; `undefined` where the
 * credential may not read tasks: then the step goes on without queueing, with a warning.
 *
 * @throws StepFailure that names the running task; Refusal, ConnectionFailure, the deadline's reason.
 */
export async function waitUntilFree(
  parts: BusyParts,
  source: Source,
): Promise<ReadonlySet<string> | undefined> {
  let saidAt = -Infinity;
  for (;;) {
    const tasks = await readTasks(parts, source);
    const running = tasks?.find(isRunning);
    if (tasks === undefined || running === undefined) return tasks && new Set(tasks.map(({ id }) => id));
    if (parts.ifRunning === 'fail') throw busy(source, running);
    if (parts.clock.now() - saidAt >= SAY_EVERY_MS) {
      parts.log.info(
        `An aggregation of the source is running already (task ${running.id}): waiting for its end.`,
      );
      saidAt = parts.clock.now();
    }
    await parts.turns.pass(() => parts.clock.sleep(parts.pace.busyMs, parts.deadline.signal));
  }
}

/** The failure of a step that must not wait for `running`. */
export function busy(source: Source, running: Pick<Task, 'id'> | undefined): StepFailure {
  const task = running === undefined ? '' : ` (task ${running.id})`;
  return new StepFailure(`An aggregation is already running on the source "${source.name}"${task}.`, {
    next: 'Nothing has been started. Run the step again when that one is over, or set if-running: wait.',
  });
}

/**
 * The failure of a step whose upload ISC itself has answered with "busy"; it names the running task where ISC shows it.
 *
 * @param refused id of the task that ISC has made of the upload and not started, if any.
 * @throws the deadline's reason.
 */
export async function busyByReply(
  { connection, deadline, place }: StartParts,
  source: Source,
  refused: string | undefined,
): Promise<StepFailure> {
  try {
    const tasks = await listAggregations(connection, place.apiVersion, source);
    return busy(
      source,
      tasks.find((task) => isRunning(task) && task.id !== refused),
    );
  } catch {
    deadline.signal.throwIfAborted();
    // Whatever hides the tasks: that the source is busy is known, and what the reader has to hear.
    return busy(source, undefined);
  }
}

async function readTasks(parts: BusyParts, source: Source): Promise<readonly Task[] | undefined> {
  try {
    const seen = await parts.looks.aggregationsOf(source);
    return seen ?? (await listAggregations(parts.connection, parts.place.apiVersion, source));
  } catch (failure) {
    if (!(failure instanceof Refusal) || failure.httpStatus !== 403) throw failure;
    parts.warn(
      `Whether an aggregation is running already cannot be seen, so the step does not wait for one. ${failure.message} ${failure.next}`,
    );
    return undefined;
  }
}
