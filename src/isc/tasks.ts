import type { ApiVersion } from '../settings.js';
import { pathOf } from './addresses.js';
import { ConnectionFailure } from './connection-failure.js';
import type { Connection } from './connection.js';
import { decodeProgress, decodeTask, decodeTasks } from './decode-task.js';
import { inFilters } from './in-filter.js';
import type { AggregationProgress, Source, Task } from './model.js';
import { Refusal } from './refusal.js';
import type { Patience } from './retry.js';

export { decodeTask } from './decode-task.js';

/** Enough to see what runs and what has just ended on one source. */
const RECENT = 50;

/** Reads one task, for as long as it takes: the task runs on whether we can see it or not. */
export async function getTask(connection: Connection, version: ApiVersion, id: string): Promise<Task> {
  const path = pathOf(version, 'task-status', `/${encodeURIComponent(id)}`);
  return connection.read('task', path, decodeTask, 'until-the-end');
}

/** The account aggregations of a source that run or were created last, newest first. */
export async function listAggregations(
  connection: Connection,
  version: ApiVersion,
  source: Pick<Source, 'id' | 'name'>,
): Promise<readonly Task[]> {
  const filters = encodeURIComponent(`sourceId eq "${source.id}"`);
  const path = pathOf(version, 'task-status', `?filters=${filters}&sorters=-created&limit=${RECENT}`);
  const tasks = await connection.read('tasks', path, decodeTasks);
  return tasks.filter((task) => isAccountAggregation(task) && isOfSource(task, source));
}

/**
 * How far an aggregation is; `undefined` where ISC does not tell: the operation answers 403 to some
 * credentials, 404 before the start and some time after the end (isc-api.md). Any failure here only means that
 * there is nothing to show.
 */
export async function getProgress(
  connection: Connection,
  version: ApiVersion,
  taskId: string,
): Promise<AggregationProgress | 'forbidden' | undefined> {
  const path = pathOf(version, 'account-aggregations', `/${encodeURIComponent(taskId)}/status`);
  try {
    return await connection.read('progress', path, decodeProgress, 'never');
  } catch (failure) {
    if (failure instanceof Refusal) return failure.httpStatus === 403 ? 'forbidden' : undefined;
    if (failure instanceof ConnectionFailure) return undefined;
    throw failure;
  }
}

/** True while ISC works on it. */
export function isRunning(task: Task): boolean {
  return task.completionStatus === undefined;
}

/** Filtering by type on the server is unreliable (isc-api.md), so it is done here, by ISC's names for it. */
function isAccountAggregation(task: Task): boolean {
  return task.names.some((name) => /account[ _]aggregation/i.test(name));
}

/** Guards against a server that ignores the filter: another source's task must never be taken for this one's. */
function isOfSource(task: Task, source: Pick<Source, 'id' | 'name'>): boolean {
  if (task.sourceIds.length === 0 && task.sourceName === undefined) return true;
  return (
    task.sourceIds.includes(source.id) ||
    task.sourceName === source.name ||
    task.sourceName === `${source.name} [source]`
  );
}

/**
 * Reads several tasks with one request for each hundred of them. `undefined` where ISC refuses the filter, so that
 * they have to be read one by one; tasks that it does not list are absent.
 */
export async function getTasks(
  connection: Connection,
  version: ApiVersion,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Task> | undefined> {
  const asked = new Set(ids);
  const tasks = await listTogether(connection, version, inFilters('id', ids), 'until-the-end');
  return tasks && new Map(tasks.filter(({ id }) => asked.has(id)).map((task) => [task.id, task]));
}

/**
 * Those of the sources, by their ids, on which no account aggregation runs, with one request for each hundred of them.
 * Empty where that cannot be said for certain.
 *
 * @throws Refusal of a kind that is not about the filter, or ConnectionFailure.
 */
export async function listFree(
  connection: Connection,
  version: ApiVersion,
  sources: readonly Pick<Source, 'id' | 'name'>[],
): Promise<ReadonlySet<string>> {
  const ids = sources.map(({ id }) => id);
  const filters = inFilters('sourceId', ids, ' and completionStatus isnull');
  const running = await listTogether(connection, version, filters, 'brief');
  // A task that does not name its source counts as one of every source.
  const free = sources.filter((source) => running?.some((task) => isOfSource(task, source)) === false);
  return new Set(free.map(({ id }) => id));
}

/** ISC gives at most this many entries of a list at once. */
const PAGE_SIZE = 250;

/** What all filters find; `undefined` where ISC refuses them, or lists so much that it may not be all. */
async function listTogether(
  connection: Connection,
  version: ApiVersion,
  filters: readonly string[],
  patience: Patience,
): Promise<readonly Task[] | undefined> {
  const found: Task[] = [];
  try {
    for (const filter of filters) {
      const path = pathOf(version, 'task-status', `?filters=${filter}&limit=${PAGE_SIZE}`);
      const page = await connection.read('tasks', path, decodeTasks, patience);
      if (page.length >= PAGE_SIZE) return undefined;
      found.push(...page);
    }
    return found;
  } catch (failure) {
    if (failure instanceof Refusal && [400, 403, 404].includes(failure.httpStatus)) return undefined;
    throw failure;
  }
}
