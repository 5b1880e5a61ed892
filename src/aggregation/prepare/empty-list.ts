/** What an empty list of accounts means: it is proven to be a first load, or the file is refused. */
import type { Connection } from '../../isc/connection.js';
import { HttpRefusal } from '../../isc/failures.js';
import { listAggregations } from '../../isc/tasks.js';
import { failureFor } from '../../model/failure.js';
import type { Plan } from '../../model/outcome.js';
import { allowsAll } from '../../model/limit.js';
import type { Target } from '../../model/settings.js';
import type { Source } from '../../model/source.js';
import { proofOf, type SeenOf } from '../../model/proof.js';
import { busyTextOf, isOver, type Task, type TaskList, isAggregationOf } from '../../model/task.js';
import { count } from '../../model/words.js';
import { kindFor } from '../kind.js';

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
  const { hasOthers } = kindFor(source);
  const isProven = proofOf('firstLoad', 'other types are listed') === 'proven';
  if (isProven && hasOthers !== undefined && (await hasOthers(connection, source))) return;
  const known = tasks.kind === 'not-asked' ? await askedFor(connection, source) : tasks;
  refuseEmptyList(source, known);
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
 * Refuses an empty list of accounts unless every ended aggregation of the source has counted none. One without counts
 * proves nothing; one that was refused because another one was running has never run.
 *
 * @throws StepFailure FAILED.
 */
export function refuseEmptyList(source: Source, tasks: TaskList): void {
  const { cure, seen, why } = sightOf(source, tasks);
  if (proofOf('firstLoad', seen) === 'proven') return;
  throw failureFor('first-load-unproven', { name: source.name, why, cure });
}

/** What the aggregations of a source say about an empty list; where they do not prove it, why, and what helps. */
interface Sight {
  readonly seen: SeenOf<'firstLoad'>;
  readonly why: string;
  readonly cure: string;
}

const CHECK_ACCOUNTS = 'Check the accounts of the source in ISC, and that the credential may see them.';

function sightOf(source: Source, tasks: TaskList): Sight {
  if (tasks.kind !== 'listed') {
    return {
      seen: 'tasks not readable',
      why: 'and this credential may not see its earlier aggregations, which would prove a first load',
      cure: 'Give it `idn:task-management:read`.',
    };
  }
  const ran = tasks.newestFirst
    .filter((task) => isAggregationOf(task, source) && isOver(task))
    .filter((task) => hasCounted(task) || busyTextOf(task) === undefined);
  const counted = ran.find(hasCounted);
  if (counted !== undefined) {
    const why = `although its aggregation ${counted.id} counted ${count(counted.counts.total)}`;
    return { seen: 'an aggregation counted accounts', why, cure: CHECK_ACCOUNTS };
  }
  const uncounted = ran.find(({ counts }) => counts.total === undefined);
  if (uncounted !== undefined) {
    const why = `and its aggregation ${uncounted.id} has no count that would prove a first load`;
    return { seen: 'an aggregation without counts', why, cure: CHECK_ACCOUNTS };
  }
  return { seen: 'every ended aggregation, if any, counted 0', why: '', cure: '' };
}

/** A task of which ISC counted accounts. */
type CountedTask = Task & { readonly counts: { readonly total: number } };

function hasCounted(task: Task): task is CountedTask {
  return task.counts.total !== undefined && task.counts.total > 0;
}
