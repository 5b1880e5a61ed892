/** What an empty list of accounts means: it is proven to be a first load, or the file is refused. */
import type { Connection } from '../../isc/connection.js';
import { HttpRefusal } from '../../isc/failures.js';
import { listAggregations } from '../../isc/tasks.js';
import { failureFor, type StepFailure } from '../../model/failure.js';
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
  const ran =
    tasks.kind === 'listed'
      ? tasks.newestFirst
          .filter((task) => isAggregationOf(task, source) && isOver(task))
          .filter((task) => hasRead(task) || busyTextOf(task) === undefined)
      : undefined;
  const counted = ran?.find(hasRead);
  const uncounted = ran?.find(({ counts }) => counts.total === undefined);
  const seen = seenIn(ran, counted, uncounted);
  if (proofOf('firstLoad', seen) !== 'proven') throw unproven(source, seen, counted ?? uncounted);
}

function seenIn(
  ran: readonly Task[] | undefined,
  counted: Task | undefined,
  uncounted: Task | undefined,
): SeenOf<'firstLoad'> {
  if (ran === undefined) return 'tasks not readable';
  if (counted !== undefined) return 'an aggregation counted accounts';
  if (uncounted !== undefined) return 'an aggregation without counts';
  return ran.length === 0 ? 'no ended aggregation' : 'every ended aggregation counted 0';
}

function hasRead({ counts }: Task): boolean {
  return (counts.total ?? 0) > 0;
}

function unproven(source: Source, seen: SeenOf<'firstLoad'>, task: Task | undefined): StepFailure {
  const { name } = source;
  if (seen === 'tasks not readable') {
    return failureFor('first-load-unproven', {
      name,
      why: 'and this credential may not see its earlier aggregations, which would prove a first load',
      cure: 'Give it `idn:task-management:read`.',
    });
  }
  const why =
    seen === 'an aggregation counted accounts'
      ? `although its aggregation ${task?.id ?? ''} counted ${count(task?.counts.total ?? 0)}`
      : `and its aggregation ${task?.id ?? ''} has no count that would prove a first load`;
  return failureFor('first-load-unproven', {
    name,
    why,
    cure: 'Check the accounts of the source in ISC, and that the credential may see them.',
  });
}
