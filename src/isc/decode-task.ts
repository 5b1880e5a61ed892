/** A task of ISC, decoded from JSON. */
import { countOf, type JsonObject, listOf, objectOf, textOf, timeOf } from '../model/json.js';
import { allDecoded, lacking, Unexpected } from './unexpected.js';
import {
  isAggregation,
  isAggregationOf,
  type AggregationProgress,
  type Counts,
  type Task,
  type TaskMessage,
} from '../model/task.js';

/** Decodes a task, from `task-status` or from the reply to load-accounts, which differ in dates and texts. */
export function decodeTask(json: unknown): Task | undefined {
  const task = objectOf(json);
  const id = textOf(task?.['id']);
  if (task === undefined || id === undefined) return undefined;
  const attributes = objectOf(task['attributes']) ?? {};
  const target = objectOf(task['target']);
  const names = [
    task['uniqueName'],
    task['name'],
    objectOf(task['taskDefinitionSummary'])?.['uniqueName'],
    task['type'],
  ]
    .map(textOf)
    .filter((name) => name !== undefined);
  return {
    id,
    names,
    sourceIds: [attributes['sourceId'], attributes['appId'], target?.['id']]
      .map(textOf)
      .filter((one) => one !== undefined),
    sourceName: textOf(target?.['name']),
    created: timeOf(task['created']),
    completed: timeOf(task['completed']),
    completionStatus: statusOf(task),
    percentComplete: countOf(task['percentComplete']),
    progress: textOf(task['progress']),
    messages: decodeMessages(task['messages']),
    counts: decodeCounts(attributes, hasGroupCounts(names, attributes)),
  };
}

/** A blank status counts as absent while the task runs, and as an unknown word once it has ended. */
function statusOf(task: JsonObject): string | undefined {
  const status = task['completionStatus'];
  if (typeof status !== 'string') return undefined;
  const isBlank = status.trim() === '';
  return isBlank && timeOf(task['completed']) === undefined ? undefined : status.trim();
}

/** Decodes a list of tasks; each id once. */
export function decodeTasks(json: unknown): readonly Task[] | Unexpected {
  if (!Array.isArray(json)) return new Unexpected('it is not a list');
  const tasks = allDecoded(json.map((one) => decodeTask(one) ?? lacking('id', objectOf(one)?.['id'])));
  return tasks instanceof Unexpected ? tasks : withoutDoubles(tasks);
}

/** One that is listed twice, and not twice in the same state, is not over. */
function withoutDoubles(tasks: readonly Task[]): readonly Task[] {
  const once = new Map<string, Task>();
  for (const task of tasks) {
    const before = once.get(task.id);
    const isSame =
      before === undefined ||
      (before.completed === task.completed && before.completionStatus === task.completionStatus);
    once.set(
      task.id,
      isSame ? (before ?? task) : { ...before, completed: undefined, completionStatus: undefined },
    );
  }
  return [...once.values()];
}

interface LocalMessage extends TaskMessage {
  readonly locale: string;
}

/**
 * Messages from `task-status`, or from the reply to load-accounts, where `localizedText` is a plain string. Each text
 * once, with its worst type. The same message comes in two locales, so of each type only one locale is kept: the one
 * with the most messages, English if there are as many. So no language hides a worse message in another one.
 */
export function decodeMessages(value: unknown): readonly TaskMessage[] {
  const messages = listOf(value).flatMap(decodeMessage);
  const shown = new Map(TYPES.map((type) => [type, localeOf(messages.filter((one) => one.type === type))]));
  return joinedMessages(messages.filter(({ locale, type }) => locale === shown.get(type)));
}

/** Each text once, where it comes first, and with its worst type. */
export function joinedMessages(messages: readonly TaskMessage[]): readonly TaskMessage[] {
  const once = new Map<string, TaskMessage>();
  for (const { text, type } of messages) {
    const before = once.get(text)?.type ?? type;
    once.set(text, { text, type: TYPES.indexOf(type) < TYPES.indexOf(before) ? type : before });
  }
  return [...once.values()];
}

/** The worst first. */
const TYPES: readonly TaskMessage['type'][] = ['ERROR', 'WARN', 'INFO'];

function decodeMessage(json: unknown): readonly LocalMessage[] {
  const message = objectOf(json) ?? {};
  const localized = message['localizedText'];
  const text = textOf(localized) ?? textOf(objectOf(localized)?.['message']) ?? textOf(message['key']);
  if (text === undefined) return [];
  const locale = (textOf(objectOf(localized)?.['locale']) ?? 'en').toLowerCase();
  return [{ type: messageType(message), text, locale }];
}

/** The locale with the most of these messages. */
function localeOf(messages: readonly LocalMessage[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { locale } of messages) counts.set(locale, (counts.get(locale) ?? 0) + 1);
  const isEnglish = (locale: string): number => (locale.startsWith('en') ? 1 : 0);
  const [most] = [...counts].toSorted(
    ([one, ones], [other, others]) => others - ones || isEnglish(other) - isEnglish(one),
  );
  return most?.[0];
}

/** In any letter case. A type that is not known, or not there, may be a refusal. */
function messageType(message: JsonObject): TaskMessage['type'] {
  const type = (textOf(message['type']) ?? '').trim().toUpperCase();
  if (type === 'ERROR' || message['error'] === true) return 'ERROR';
  return type === 'INFO' && message['warning'] !== true ? 'INFO' : 'WARN';
}

/** Without a name only its own counts tell an aggregation of entitlements. */
function hasGroupCounts(names: readonly string[], attributes: JsonObject): boolean {
  if (isAggregation({ names })) return isAggregationOf({ names }, ENTITLEMENTS);
  return ['groupsCreated', 'groupsUpdated', 'groupsDeleted'].some((name) => attributes[name] !== undefined);
}

const ENTITLEMENTS = { objectType: 'group' };

function decodeCounts(attributes: JsonObject, isOfEntitlements: boolean): Counts {
  // An aggregation of entitlements has other names for its counts (docs/isc-api.md#entitlements).
  const countIn = (name: string, ofGroup: string): number | undefined =>
    countOf(attributes[isOfEntitlements ? ofGroup : name]);
  return {
    total: countOf(attributes['total']),
    created: countIn('created', 'groupsCreated'),
    updated: countIn('updated', 'groupsUpdated'),
    deleted: countIn('deleted', 'groupsDeleted'),
    unchanged: countOf(attributes['optimized']),
    ignored: countOf(attributes['ignored']),
  };
}

/** Decodes `account-aggregations/{id}/status`. */
export function decodeProgress(json: unknown): AggregationProgress | Unexpected {
  const progress = objectOf(json);
  const status = textOf(progress?.['status']);
  if (progress === undefined || status === undefined) return lacking('status', progress?.['status']);
  return {
    status,
    totalAccounts: countOf(progress['totalAccounts']),
    processedAccounts: countOf(progress['processedAccounts']),
    markedForDeletion: countOf(progress['totalAccountsMarkedForDeletion']),
  };
}
