/** What is proven about a source before a file is sent: that an empty list of accounts is a first load. */
import type { Connection } from '../isc/connection.js';
import { HttpRefusal } from '../isc/refusal.js';
import { listAggregations } from '../isc/tasks.js';
import { StepFailure } from '../model/failure.js';
import type { Plan } from '../model/outcome.js';
import { allowsAll } from '../model/limit.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import { completionStatusOf, passes } from '../model/status.js';
import { busyTextOf, isOver, type Task, type TaskList } from '../model/task.js';
import { count } from '../runtime/wording.js';

/**
 * Holds an empty list of accounts against the aggregations of the source: with `max-deletions: 100%`, and for any other
 * list, there is nothing to prove. Aggregations are asked for if nothing has needed them so far.
 *
 * @throws StepFailure FAILED if it may not be a first load; ConnectionFailure; the deadline's reason.
 */
export async function proveEmptyList(
  { connection }: { readonly connection: Connection },
  source: Source,
  { maxDeletions }: Pick<Target, 'maxDeletions'>,
  plan: Pick<Plan, 'accountsNow'> | undefined,
  tasks: TaskList,
): Promise<void> {
  if (plan?.accountsNow !== 0 || allowsAll(maxDeletions)) return;
  const known = tasks.kind === 'not-asked' ? await askedFor(connection, source) : tasks;
  if (known.kind === 'listed') refuseEmptyList(source, known.newestFirst);
  else if (!connection.learned.sourceFieldIsCertain) throw unprovenEmptyList(source);
}

/** The aggregations of the source, for a step that has not needed them so far. */
async function askedFor(connection: Connection, source: Source): Promise<TaskList> {
  try {
    return { kind: 'listed', newestFirst: await listAggregations(connection, source) };
  } catch (failure) {
    if (failure instanceof HttpRefusal) return { kind: 'forbidden' };
    throw failure;
  }
}

/**
 * Refuses an empty list of accounts if the newest aggregation of the source that counted accounts found some.
 *
 * @param newestFirst the aggregations of the source that ISC lists.
 * @throws StepFailure FAILED.
 */
export function refuseEmptyList(source: Source, newestFirst: readonly Task[]): void {
  const last = newestFirst.find((task) => hasRead(task) && task.counts.total !== undefined);
  const total = last?.counts.total ?? 0;
  if (last === undefined || total === 0) return;
  throw new StepFailure(
    `ISC lists no accounts on the source "${source.name}", although its aggregation ${last.id} counted ${count(total)}. So it is not known what the file would delete.`,
    {
      next: 'Nothing has been sent. Check the accounts of the source in ISC, and that the credential may see them. If the source really is empty, set max-deletions: 100% for this run.',
    },
  );
}

/** An aggregation that failed, or was refused because another one was running, has counted nothing. */
function hasRead(task: Task): boolean {
  const status = completionStatusOf(task.completionStatus ?? '');
  return isOver(task) && status !== undefined && passes(status, false) && busyTextOf(task) === undefined;
}

/**
 * The failure for a list that is empty with either filter field, although a tenant supports only one of them, if no
 * aggregation can be read either: nothing proves that the list is correct.
 */
export function unprovenEmptyList(source: Source): StepFailure {
  return new StepFailure(
    `ISC lists no accounts on the source "${source.name}", but seems to ignore the filter, and this credential may not see earlier aggregations. So it is not known what the file would delete.`,
    {
      next: 'Nothing has been sent. Give the credential the scope idn:task-management:read. If the source really is empty, set max-deletions: 100% for this run.',
    },
  );
}
