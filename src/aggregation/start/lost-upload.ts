/** Searches for the task of an upload whose reply was lost. */
import { ConnectionFailure } from '../../isc/connection-failure.js';
import { HttpRefusal } from '../../isc/refusal.js';
import { listAggregations } from '../../isc/tasks.js';
import { failureFor, type StepFailure } from '../../model/failure.js';
import type { Task, UploadMoment } from '../../model/task.js';
import type { StepContext } from '../context.js';

/** What a start needs of the step. */
export type StartContext = Pick<StepContext, 'connection' | 'clock' | 'pace' | 'deadline'>;

/** An upload that ended without a clear answer, and why. */
export interface LostUpload extends UploadMoment {
  readonly reason: Error;
}

/**
 * Searches for the task of a lost upload several times, since a task may appear some time after its request.
 *
 * @throws StepFailure if it cannot be determined which task it is; the deadline's reason.
 */
export async function searchForTask(context: StartContext, lost: LostUpload): Promise<Task | undefined> {
  const { before, reason } = lost;
  if (before === undefined) throw uncertain(reason, 'The tasks of the source cannot be read.');
  for (const wait of context.pace.searchMs) {
    await context.clock.sleep(wait, context.deadline.signal);
    const ours = await lookForTask(context, before, lost);
    if (ours !== undefined) return ours;
  }
  return undefined;
}

/**
 * Our task, if exactly one can be ours: it is not one of `others`, and was created after our request, which ended for
 * an unclear `reason`. A task that is not one of `others` but older by the server's clock is ambiguous: following it
 * may give a false verdict, ignoring it a second aggregation.
 *
 * @throws StepFailure if it cannot be determined which task it is; the deadline's reason.
 */
export async function lookForTask(
  context: StartContext,
  others: ReadonlySet<string>,
  { reason, since, source }: Omit<LostUpload, 'before'>,
): Promise<Task | undefined> {
  const tasks = await tasksOf(context, source, reason);
  const unknown = tasks.filter(({ id }) => !others.has(id));
  const candidates = unknown.filter(({ created }) => created === undefined || created >= since);
  // A running task and one that it blocked can both be ours: following the wrong one would give a false verdict.
  if (candidates.length > 1) {
    throw uncertain(reason, `Several tasks match: ${candidates.map(({ id }) => id).join(', ')}.`);
  }
  const [ours] = candidates;
  if (ours !== undefined) return ours;
  // ISC lists only so many tasks, so older ones may be missing from `others`.
  const newest = Math.max(...tasks.filter(({ id }) => others.has(id)).map(({ created }) => created ?? since));
  const puzzling = unknown.find(({ created }) => created !== undefined && created > newest);
  if (puzzling === undefined) return undefined;
  throw uncertain(
    reason,
    `Task ${puzzling.id} is new, but by the server's clock it was created before the upload.`,
  );
}

async function tasksOf(
  { connection }: StartContext,
  source: UploadMoment['source'],
  reason: Error,
): Promise<readonly Task[]> {
  try {
    return await listAggregations(connection, source);
  } catch (failure) {
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) {
      throw uncertain(reason, failure.message);
    }
    throw failure;
  }
}

/** The failure of a step that cannot know whether its upload has started an aggregation; `why` is a sentence. */
export function uncertain(reason: Error, why: string): StepFailure {
  return failureFor('upload-unclear', { failure: reason.message, why }, reason);
}
