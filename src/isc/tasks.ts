/** Requests about tasks. */
import type { Source } from '../model/source.js';
import { objectOf } from '../model/json.js';
import { type AggregationProgress, mayBeOfSource, type Task, mayBeAggregation } from '../model/task.js';
import { decodeProgress, decodeTask, decodeTasks } from './decode-task.js';
import { equalsFilter, inFilters, PAGE_SIZE } from './addresses.js';
import { ConnectionFailure, HttpRefusal } from './failures.js';
import type { Connection } from './connection.js';
import type { Patience } from '../http/retry.js';
import { lacking, Unexpected } from './unexpected.js';

/** Enough to see what is running and what has just ended on one source. */
const RECENT = 50;

/**
 * Reads one task, by default with retries until the deadline, since it runs whether or not we can see it. Refuses a
 * reply about another task.
 */
export async function getTask(
  connection: Connection,
  id: string,
  patience: Patience = 'until-the-end',
): Promise<Task> {
  const path = connection.path('task-status', `/${encodeURIComponent(id)}`);
  const decode = (json: unknown): Task | Unexpected => {
    const task = decodeTask(json);
    if (task === undefined) return lacking('id', objectOf(json)?.['id']);
    return task.id === id ? task : new Unexpected('`id` is not the one asked for');
  };
  return connection.read('task', path, decode, patience);
}

/**
 * The tasks of a source that are running or were created last, in the order in which ISC lists them: newest first was
 * asked for. Those that say that they are no aggregations, or of another source, are left out; one without a name, with
 * one in another language, or of two sources is not.
 */
export async function listAggregations(
  connection: Connection,
  source: Pick<Source, 'id' | 'name'>,
): Promise<readonly Task[]> {
  const filters = equalsFilter('sourceId', source.id);
  const path = connection.path('task-status', `?filters=${filters}&sorters=-created&limit=${RECENT}`);
  const tasks = await connection.read('tasks', path, decodeTasks);
  return tasks.filter((task) => mayBeAggregation(task) && mayBeOfSource(task, source));
}

/** The newest tasks of all sources: they show whether a tenant lists tasks at all where a source has none. */
export async function listNewest(connection: Connection): Promise<readonly Task[]> {
  return connection.read(
    'tasks',
    connection.path('task-status', `?sorters=-created&limit=${PAGE_SIZE}`),
    decodeTasks,
  );
}

/**
 * The progress of an aggregation; `undefined` if ISC does not provide it. The operation answers 403 to some
 * credentials, and 404 before the start and some time after the end (docs/isc-api.md#following-the-task). A failure
 * here only means that there is nothing to show.
 */
export async function getProgress(
  connection: Connection,
  taskId: string,
): Promise<AggregationProgress | 'forbidden' | undefined> {
  const path = connection.path('account-aggregations', `/${encodeURIComponent(taskId)}/status`);
  try {
    return await connection.read('progress', path, decodeProgress, 'never');
  } catch (failure) {
    if (failure instanceof HttpRefusal) return failure.httpStatus === 403 ? 'forbidden' : undefined;
    if (failure instanceof ConnectionFailure) return undefined;
    throw failure;
  }
}

/**
 * Reads several tasks with one request per hundred. `undefined` if ISC refuses the filter, so that they must be read
 * one by one; tasks that it does not list are missing.
 */
export async function getTasks(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Task> | undefined> {
  const asked = new Set(ids);
  const found = await listTogether(connection, inFilters('id', ids), 'until-the-end');
  if (found?.isWhole !== true) return undefined;
  return new Map(found.tasks.filter(({ id }) => asked.has(id)).map((task) => [task.id, task]));
}

/** The most recent aggregations of several sources. */
export interface ListedAggregations {
  /** Those of one source, newest first; one that does not name its source counts for every source. */
  readonly of: (source: Pick<Source, 'id' | 'name'>) => readonly Task[];
  /** False if ISC listed its maximum, so that there may be older ones. */
  readonly isWhole: boolean;
}

/**
 * The aggregations of several sources that are running or were created last, with one request per hundred
 * sources. `undefined` if ISC refuses the filter.
 *
 * @throws HttpRefusal for another reason than the filter, or ConnectionFailure.
 */
export async function listRecent(
  connection: Connection,
  sources: readonly Pick<Source, 'id' | 'name'>[],
): Promise<ListedAggregations | undefined> {
  const ids = sources.map(({ id }) => id);
  const found = await listTogether(connection, inFilters('sourceId', ids), 'brief');
  if (found === undefined) return undefined;
  const aggregations = found.tasks.filter(mayBeAggregation);
  return {
    of: (source) => aggregations.filter((task) => mayBeOfSource(task, source)),
    isWhole: found.isWhole,
  };
}

/**
 * What all filters find, newest first for each; incomplete if there may be more. `undefined` if ISC refuses the
 * filters.
 */
async function listTogether(
  connection: Connection,
  filters: readonly string[],
  patience: Patience,
): Promise<{ readonly tasks: readonly Task[]; readonly isWhole: boolean } | undefined> {
  const pages: (readonly Task[])[] = [];
  try {
    for (const filter of filters) {
      const path = connection.path('task-status', `?filters=${filter}&sorters=-created&limit=${PAGE_SIZE}`);
      pages.push(await connection.read('tasks', path, decodeTasks, patience));
    }
    return { tasks: pages.flat(), isWhole: pages.every(({ length }) => length < PAGE_SIZE) };
  } catch (failure) {
    if (failure instanceof HttpRefusal && [400, 403, 404].includes(failure.httpStatus)) return undefined;
    throw failure;
  }
}

/** The `Date` of a reply is precise only to the second, and clocks of ISC's servers differ. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The earliest creation time of the task of an upload sent now: milliseconds since the epoch by the server's clock. */
export function oldestTaskFromNow({ connection }: { readonly connection: Connection }): number {
  return connection.serverNow() - CLOCK_TOLERANCE_MS;
}
