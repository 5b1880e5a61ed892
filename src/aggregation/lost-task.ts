/** Looks for the task of an upload whose reply was lost. */
import { ConnectionFailure } from '../isc/http/connection-failure.js';
import { HttpRefusal } from '../isc/http/refusal.js';
import { listAggregations } from '../isc/tasks.js';
import { StepFailure } from '../model/failure.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import type { Tenant } from './tenant.js';

/** What looking for a task needs of the tenant. */
export type StartTenant = Pick<Tenant, 'connection' | 'clock' | 'pace' | 'deadline'>;

/** An upload that ended without a clear answer. */
export interface Lost {
  /** Ids of the aggregations that were there before it; `undefined` where ISC does not show them. */
  readonly before: ReadonlySet<string> | undefined;
  /** No task of it can be older, in milliseconds since the epoch by the server's clock. */
  readonly since: number;
  readonly reason: Error;
}

/**
 * Looks for the task of a lost upload several times, since a task may appear some time after its request.
 *
 * @throws StepFailure if nobody can tell which task it is; the deadline's reason.
 */
export async function searchForTask(
  tenant: StartTenant,
  source: Source,
  { before, reason, since }: Lost,
): Promise<Task | undefined> {
  if (before === undefined) throw uncertain(reason, 'the tasks of the source cannot be read');
  for (const wait of tenant.pace.searchMs) {
    await tenant.clock.sleep(wait, tenant.deadline.signal);
    const ours = await lookForTask(tenant, source, before, { since, reason });
    if (ours !== undefined) return ours;
  }
  return undefined;
}

/**
 * Our task, if there is exactly one that can be it: not one of `others`, and created since our request, which ended
 * for an unclear `reason`. One that is new beside the others, but not by the server's clock, leaves it open: to take
 * it may be a false verdict, to pass it over a second aggregation.
 *
 * @throws StepFailure if nobody can tell which task it is; the deadline's reason.
 */
export async function lookForTask(
  tenant: StartTenant,
  source: Source,
  others: ReadonlySet<string>,
  { reason, since }: Pick<Lost, 'reason' | 'since'>,
): Promise<Task | undefined> {
  const tasks = await tasksOf(tenant, source, reason);
  const unknown = tasks.filter(({ id }) => !others.has(id));
  const candidates = unknown.filter(({ created }) => created === undefined || created >= since);
  // Of a running task and one that it kept from starting, either may be ours: taking the wrong one would be a false verdict.
  if (candidates.length > 1) {
    throw uncertain(reason, `several tasks match: ${candidates.map(({ id }) => id).join(', ')}`);
  }
  const [ours] = candidates;
  if (ours !== undefined) return ours;
  // Older ones may have been left out of `others`, since ISC lists only so many.
  const newest = Math.max(...tasks.filter(({ id }) => others.has(id)).map(({ created }) => created ?? since));
  const puzzling = unknown.find(({ created }) => created !== undefined && created > newest);
  if (puzzling === undefined) return undefined;
  throw uncertain(
    reason,
    `task ${puzzling.id} is new, but by the server's clock it was created before the upload`,
  );
}

async function tasksOf({ connection }: StartTenant, source: Source, reason: Error): Promise<readonly Task[]> {
  try {
    return await listAggregations(connection, source);
  } catch (failure) {
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) {
      throw uncertain(reason, failure.message);
    }
    throw failure;
  }
}

/** The failure of a step that cannot know whether its upload has started an aggregation; `why` is half a sentence. */
export function uncertain(reason: Error, why: string): StepFailure {
  return new StepFailure(
    `It is not known whether ISC has started the aggregation. ${reason.message} The step could not find out: ${why}.`,
    {
      next: 'Check the aggregations of the source in ISC. Run the step again only if none has started, or after it has finished.',
      cause: reason,
    },
  );
}
