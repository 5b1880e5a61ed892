/** Waits for an aggregation that is already running on the source. */
import { HttpRefusal } from '../../isc/failures.js';
import { listAggregations } from '../../isc/tasks.js';
import { failureFor, StepFailure } from '../../model/failure.js';
import { wordsFor } from '../../model/failures/table.js';
import type { Settings } from '../../model/settings.js';
import type { Source } from '../../model/source.js';
import { isOfSource, isRunning, type Task, type TaskList } from '../../model/task.js';
import { duration } from '../../model/words.js';
import type { Job, StepContext } from '../common/context.js';

/** The log gets a line at least this often, so that a long wait does not look like a hang. Milliseconds. */
const SAY_EVERY_MS = 30_000;

/** What waiting needs of the step. While one source waits, others can start. */
export interface WaitContext extends Pick<
  StepContext,
  'connection' | 'clock' | 'pace' | 'deadline' | 'recent' | 'starts' | 'warnOfUnseenTasks'
> {
  readonly settings: Pick<Settings, 'ifRunning'>;
}

/**
 * Waits until no aggregation is running on the source, or fails with `if-running: fail`. Returns the aggregations that
 * exist then, to tell a new one from them. If the credential may not read tasks, the step warns and continues without
 * queueing.
 *
 * @throws StepFailure that names the running task; HttpRefusal, ConnectionFailure, the deadline's reason.
 */
export async function waitUntilFree(
  context: WaitContext,
  source: Source,
  log: { readonly info: (message: string) => void },
): Promise<TaskList> {
  const { clock, deadline, pace, settings, starts } = context;
  let saidAt = -Infinity;
  let since: number | undefined;
  for (;;) {
    const tasks = await readTasks(context, source);
    const running = tasks.kind === 'listed' ? runningOf(source, tasks.newestFirst) : undefined;
    if (running === undefined) return tasks;
    if (settings.ifRunning === 'fail') throw busyFailure(source, running);
    if (clock.now() - saidAt >= SAY_EVERY_MS) {
      log.info(
        `An aggregation of the source is already running (task ${running.id}). Waiting for it to finish.`,
      );
      saidAt = clock.now();
    }
    since ??= clock.now();
    try {
      await starts.pass(() => clock.sleep(pace.busyMs, deadline.signal));
    } catch (reason) {
      throw whileBusy(reason, `task ${running.id}`, clock.now() - since);
    }
  }
}

/** The running aggregation of a source, but the one with the id `refused`; never one that names another source. */
function runningOf(source: Source, tasks: readonly Task[], refused?: string): Task | undefined {
  return tasks.find((task) => isRunning(task) && isOfSource(task, source) && task.id !== refused);
}

/** A shorter wait is none; milliseconds. */
const SHORTEST_TOLD_MS = 1_000;

/** The end of a step by its deadline, or by the runner, while another aggregation kept the source busy for `ms`. */
function whileBusy(reason: unknown, other: string, ms: number): unknown {
  if (!(reason instanceof StepFailure)) return reason;
  const time = ms < SHORTEST_TOLD_MS ? '' : ` for ${duration(ms)}`;
  const words = wordsFor('deadline-while-busy', { deadline: reason.message, other, time });
  const next = reason.status === 'TIMED_OUT' ? words.next : reason.next;
  return new StepFailure(words.message, { status: reason.status, next, cause: reason });
}

/** The failure of a step that must not wait for `running`. */
export function busyFailure(source: Source, running: Pick<Task, 'id'> | undefined): StepFailure {
  const task = running === undefined ? '' : ` (task ${running.id})`;
  return failureFor('busy', { name: source.name, task });
}

/**
 * The failure of a step whose upload ISC answered with "busy"; names the running task if ISC lists it.
 *
 * @param refused id of the task that ISC created for the upload but did not start, if any.
 * @throws the deadline's reason.
 */
export async function busyFailureByReply(
  { connection, deadline }: Pick<StepContext, 'connection' | 'deadline'>,
  source: Source,
  refused: string | undefined,
): Promise<StepFailure> {
  try {
    const tasks = await listAggregations(connection, source);
    return busyFailure(source, runningOf(source, tasks, refused));
  } catch {
    deadline.signal.throwIfAborted();
    // Even if the tasks cannot be read, the source is known to be busy, and that is what the reader must know.
    return busyFailure(source, undefined);
  }
}

/** Longest wait between two uploads to a busy source, as a multiple of the first. */
const LONGEST_BUSY_WAIT = 12;

/**
 * Waits before the next attempt, because ISC has not started our aggregation, whatever it said at first.
 *
 * @throws the deadline's reason.
 */
export async function waitForOther({ context, log, uploads }: Job, text: string): Promise<void> {
  const { clock, deadline, pace } = context;
  log.info(`ISC has not started the aggregation: ${text} Waiting for the other aggregation to finish.`);
  // If tasks cannot be read, only an upload shows whether the source is free, so try less and less often.
  const ms = pace.busyMs * Math.min(LONGEST_BUSY_WAIT, 2 ** Math.max(0, uploads.busy - 1));
  const since = uploads.refusedSince(clock.now());
  try {
    await clock.sleep(ms, deadline.signal);
  } catch (reason) {
    throw whileBusy(reason, 'which ISC does not name', clock.now() - since);
  }
}

async function readTasks(context: WaitContext, source: Source): Promise<TaskList> {
  try {
    const seen = await context.recent.aggregationsOf(source);
    return { kind: 'listed', newestFirst: seen ?? (await listAggregations(context.connection, source)) };
  } catch (failure) {
    if (!(failure instanceof HttpRefusal) || failure.httpStatus !== 403) throw failure;
    context.warnOfUnseenTasks(
      `The step cannot see whether an aggregation is already running, so it does not wait for one. ${failure.message} ${failure.next}`,
    );
    return { kind: 'forbidden' };
  }
}
