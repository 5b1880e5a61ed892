import { countOf, listOf, objectOf, textOf, timeOf, type JsonObject } from '../runtime/json.js';
import { allDecoded, lacking, Unexpected } from './unexpected.js';
import type { AggregationProgress, Counts, Task, TaskMessage } from '../model/task.js';

/** Decodes a task, from `task-status` or from the reply to load-accounts, which differ in dates and texts. */
export function decodeTask(json: unknown): Task | undefined {
  const task = objectOf(json);
  const id = textOf(task?.['id']);
  if (task === undefined || id === undefined) return undefined;
  const attributes = objectOf(task['attributes']) ?? {};
  const target = objectOf(task['target']);
  return {
    id,
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
    completionStatus: statusOf(task),
    percentComplete: countOf(task['percentComplete']),
    progress: textOf(task['progress']),
    messages: decodeMessages(task['messages']),
    counts: decodeCounts(attributes),
  };
}

/** A blank status counts as absent while the task runs, and as an unknown word once it has ended. */
function statusOf(task: JsonObject): string | undefined {
  const status = task['completionStatus'];
  if (typeof status !== 'string') return undefined;
  const isBlank = status.trim() === '';
  return isBlank && timeOf(task['completed']) === undefined ? undefined : status.trim();
}

/** Decodes a list of tasks. */
export function decodeTasks(json: unknown): Task[] | Unexpected {
  if (!Array.isArray(json)) return new Unexpected('it is not a list');
  return allDecoded(json.map((one) => decodeTask(one) ?? lacking('id', objectOf(one)?.['id'])));
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
