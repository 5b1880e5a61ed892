import type { ApiVersion } from '../settings.js';
import { pathOf } from './addresses.js';
import { ConnectionFailure } from './connection-failure.js';
import type { Connection } from './connection.js';
import { countOf, listOf, objectOf, textOf, timeOf, type JsonObject } from './fields.js';
import type { AggregationProgress, Counts, Source, Task, TaskMessage } from './model.js';
import { Refusal } from './refusal.js';

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

/** Decodes a task, from `task-status` or from the reply to load-accounts: dates and texts differ between them. */
export function decodeTask(json: unknown): Task | undefined {
  const task = objectOf(json);
  const id = textOf(task?.['id']);
  if (task === undefined || id === undefined) return undefined;
  const attributes = objectOf(task['attributes']) ?? {};
  const target = objectOf(task['target']);
  return {
    id,
    type: textOf(task['type']) ?? '',
    names: [
      task['uniqueName'],
      task['name'],
      objectOf(task['taskDefinitionSummary'])?.['uniqueName'],
      task['type'],
    ]
      .map(textOf)
      .filter((name) => name !== undefined),
    sourceIds: [attributes['sourceId'], attributes['appId'], target?.['id']]
      .map(textOf)
      .filter((one) => one !== undefined),
    sourceName: textOf(target?.['name']),
    created: timeOf(task['created']),
    completed: timeOf(task['completed']),
    completionStatus: textOf(task['completionStatus']),
    percentComplete: countOf(task['percentComplete']),
    progress: textOf(task['progress']),
    messages: decodeMessages(task['messages']),
    counts: decodeCounts(attributes),
  };
}

function decodeTasks(json: unknown): Task[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const tasks = json.map(decodeTask);
  return tasks.every((task) => task !== undefined) ? tasks : undefined;
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

/** `localizedText` is an object in a task and a plain string in the reply to load-accounts. */
function decodeMessages(value: unknown): readonly TaskMessage[] {
  const messages = listOf(value).flatMap((one) => {
    const message = objectOf(one) ?? {};
    const localized = message['localizedText'];
    const text = textOf(localized) ?? textOf(objectOf(localized)?.['message']) ?? textOf(message['key']);
    if (text === undefined) return [];
    return [{ type: messageType(message), text, locale: textOf(objectOf(localized)?.['locale']) ?? 'en' }];
  });
  const english = messages.filter(({ locale }) => /^en/i.test(locale));
  const once = new Map(
    (english.length > 0 ? english : messages).map(({ type, text }) => [text, { type, text }]),
  );
  return [...once.values()];
}

function messageType(message: JsonObject): TaskMessage['type'] {
  if (message['type'] === 'ERROR' || message['error'] === true) return 'ERROR';
  return message['type'] === 'WARN' || message['warning'] === true ? 'WARN' : 'INFO';
}

function decodeCounts(attributes: JsonObject): Counts {
  return {
    total: countOf(attributes['total']),
    created: countOf(attributes['created']),
    updated: countOf(attributes['updated']),
    deleted: countOf(attributes['deleted']),
    unchanged: countOf(attributes['optimized']),
  };
}

function decodeProgress(json: unknown): AggregationProgress | undefined {
  const progress = objectOf(json);
  const status = textOf(progress?.['status']);
  if (progress === undefined || status === undefined) return undefined;
  return {
    status,
    totalAccounts: countOf(progress['totalAccounts']),
    processedAccounts: countOf(progress['processedAccounts']),
    markedForDeletion: countOf(progress['totalAccountsMarkedForDeletion']),
    deletedAccounts: countOf(progress['deletedAccounts']),
  };
}

/** As many ids as an address takes that no gateway refuses: 100 of 32 digits are about 4 KB. */
const IDS_PER_REQUEST = 100;

/**
 * Reads several tasks with one request for each hundred of them. `undefined` where ISC refuses the filter, so that
 * they have to be read one by one; tasks that it does not list are absent.
 */
export async function getTasks(
  connection: Connection,
  version: ApiVersion,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Task> | undefined> {
  const found = new Map<string, Task>();
  try {
    for (let at = 0; at < ids.length; at += IDS_PER_REQUEST) {
      const some = ids.slice(at, at + IDS_PER_REQUEST);
      const filters = encodeURIComponent(`id in (${some.map((id) => `"${id}"`).join(',')})`);
      const path = pathOf(version, 'task-status', `?filters=${filters}&limit=${IDS_PER_REQUEST}`);
      for (const task of await connection.read('tasks', path, decodeTasks, 'until-the-end')) {
        if (some.includes(task.id)) found.set(task.id, task);
      }
    }
    return found;
  } catch (failure) {
    if (failure instanceof Refusal && [400, 403, 404].includes(failure.httpStatus)) return undefined;
    throw failure;
  }
}
