/** An aggregation task as ISC returns it, and what has become of the one that the step wanted. */
import { kindOf, type ObjectKind } from './object-kind.js';
import { shownPart, type ShownWords } from './shown-words.js';
import type { Source } from './source.js';

/** A task as ISC returns it. Times in milliseconds since the epoch. */
export interface Task {
  readonly id: string;
  /** ISC's name for the kind of task, such as "Cloud Account Aggregation"; several fields contain it. */
  readonly names: readonly string[];
  /** The source named by the task, if any. */
  readonly sourceIds: readonly string[];
  readonly sourceName: string | undefined;
  readonly created: number | undefined;
  readonly completed: number | undefined;
  /** In ISC's spelling; `undefined` while there is none. */
  readonly completionStatus: string | undefined;
  readonly percentComplete: number | undefined;
  readonly progress: string | undefined;
  readonly messages: readonly TaskMessage[];
  readonly counts: Counts;
}

/** Each text once, although ISC sends it in two locales. */
export interface TaskMessage {
  readonly type: 'INFO' | 'WARN' | 'ERROR';
  readonly text: string;
}

/** ISC's own counts of accounts; `undefined` if it gives none. */
export interface Counts {
  readonly total: number | undefined;
  readonly created: number | undefined;
  readonly updated: number | undefined;
  readonly deleted: number | undefined;
  /** ISC's `optimized`. */
  readonly unchanged: number | undefined;
  /** Records that ISC has ignored. */
  readonly ignored: number | undefined;
}

/** Of a task that has said nothing yet: `undefined` is unknown, not 0. */
export const NO_COUNTS: Counts = {
  total: undefined,
  created: undefined,
  updated: undefined,
  deleted: undefined,
  unchanged: undefined,
  ignored: undefined,
};

/** The progress of an aggregation (`account-aggregations/{id}/status`): new, changed and deleted accounts only. */
export interface AggregationProgress {
  readonly status: string;
  readonly totalAccounts: number | undefined;
  readonly processedAccounts: number | undefined;
  readonly markedForDeletion: number | undefined;
}

/**
 * The state of a task. `closing`: ISC has set its status, but not yet the time of its end. `completed` may also be set
 * before there is a status: that task is still running.
 */
export type TaskState = 'running' | 'closing' | 'over';

/** How far the task has come: it closes between its verdict and the time of its end. */
export function stateOf({ completed, completionStatus }: Task): TaskState {
  if (completionStatus === undefined) return 'running';
  return completed === undefined ? 'closing' : 'over';
}

/** True while ISC is working on it. */
export function isRunning(task: Task): boolean {
  return stateOf(task) === 'running';
}

/** True once ISC has set its final state. */
export function isOver(task: Task): boolean {
  return stateOf(task) === 'over';
}

/**
 * ISC's refusal of a second aggregation (docs/isc-api.md#starting); "already running" alone may refer to something
 * else.
 */
const BUSY = /\brunning\s+aggregation\s+must\s+(?:complete|finish|end)\b/i;

/** True if ISC has counted accounts: an aggregation that was refused has read none. */
export function hasRead({ counts }: Task): boolean {
  return Object.values(counts).some((value) => typeof value === 'number' && value > 0);
}

/**
 * ISC's message about a task that never started because another aggregation was running; `undefined` if there is none.
 * Only an error or a warning counts as a refusal, and counts beat words: a task that has read accounts has run.
 */
export function busyTextOf(task: Task): string | undefined {
  return hasRead(task) ? undefined : busyTextIn(task.messages);
}

/** The same for messages alone. */
export function busyTextIn(messages: readonly TaskMessage[]): string | undefined {
  const refusals = messages.filter(({ type, text }) => type !== 'INFO' && BUSY.test(text));
  return refusals.length === 0 ? undefined : refusals.map(({ text }) => text).join(' ');
}

/** The task with as many of ISC's words as may be shown. */
export function taskInWords(task: Task, shown: ShownWords): Task {
  if (shown.kind === 'all') return task;
  const progress = task.progress === undefined ? undefined : shownPart(task.progress, shown);
  return {
    ...task,
    progress: progress === task.progress ? progress : undefined,
    messages: messagesInWords(task.messages, shown),
  };
}

/** The messages with as many of ISC's words as may be shown, each once. */
export function messagesInWords(messages: readonly TaskMessage[], shown: ShownWords): readonly TaskMessage[] {
  const parts = messages.map(({ text, type }) => ({ type, text: shownPart(text, shown) }));
  return parts.filter((one, at) => at === parts.findIndex((other) => isSameMessage(one, other)));
}

function isSameMessage(one: TaskMessage, other: TaskMessage): boolean {
  return one.type === other.type && one.text === other.text;
}

/**
 * The one message of ISC that best explains why a task did not end well: its first error, or else its first warning. It
 * appears in the final failure, and nowhere else among the annotations. `undefined` if there is neither.
 */
export function mainMessageOf(messages: readonly TaskMessage[]): TaskMessage | undefined {
  return messages.find(({ type }) => type === 'ERROR') ?? messages.find(({ type }) => type === 'WARN');
}

/** ISC's names for an aggregation of each kind. Tasks do not tell the type of entitlements. */
const AGGREGATIONS: Readonly<Record<ObjectKind, RegExp>> = {
  account: /account[ _]aggregation/i,
  entitlement: /(?:group|entitlement)[ _]aggregation/i,
};

/** Filtering by type on the server is unreliable, so it is done here, by ISC's names for it. */
export function isAggregationOf(
  task: Pick<Task, 'names'>,
  { objectType }: Pick<Source, 'objectType'>,
): boolean {
  return task.names.some((name) => AGGREGATIONS[kindOf(objectType)].test(name));
}

/** True for an aggregation of any kind: those of one source wait for each other. */
export function isAggregation({ names }: Pick<Task, 'names'>): boolean {
  return names.some((name) => Object.values(AGGREGATIONS).some((pattern) => pattern.test(name)));
}

/** Words in ISC's names for tasks that are no aggregations. */
const OTHER_KINDS =
  /\b(?:entitlement|group|identity|identities|role|access|certification|refresh|correlation|attribute|sync|synchronization|test|connection|delete|deletion|remove|reset|report|search)\b/i;

/**
 * False only for a task that says in known words that it is something else. One without a name, or with one in another
 * language, may be an aggregation of this kind.
 */
export function mayBeAggregationOf(task: Pick<Task, 'names'>, source: Pick<Source, 'objectType'>): boolean {
  return isAggregation(task) ? isAggregationOf(task, source) : mayBeAggregation(task);
}

/** The same for an aggregation of any kind: those of one source wait for each other. */
export function mayBeAggregation(task: Pick<Task, 'names'>): boolean {
  return isAggregation(task) || !task.names.some((name) => OTHER_KINDS.test(name));
}

/** True if the task names its source. */
export function namesItsSource(task: Task): boolean {
  return task.sourceIds.length > 0 || task.sourceName !== undefined;
}

/**
 * Guards against a server that ignores a filter: another source's task must never be used. An id that is another
 * source's beats the name, and an id of the source beside it.
 */
export function isOfSource(task: Task, source: Pick<Source, 'id' | 'name'>): boolean {
  if (task.sourceIds.length > 0) return task.sourceIds.every((id) => id === source.id);
  return task.sourceName === undefined || isNameOf(source, task.sourceName);
}

/**
 * False only for a task that names nothing but other sources. One that names the source and another one contradicts
 * itself: nothing is proven by it, so it may be anything.
 */
export function mayBeOfSource(task: Task, source: Pick<Source, 'id' | 'name'>): boolean {
  return isOfSource(task, source) || task.sourceIds.includes(source.id) || isNameOf(source, task.sourceName);
}

function isNameOf({ name }: Pick<Source, 'name'>, said: string | undefined): boolean {
  return said === name || said === `${name} [source]`;
}

/** The aggregations of a source, as far as the step knows them. */
export type TaskList =
  /**
   * Those that may be aggregations of the source, of either kind, in the order in which ISC lists them, and also those
   * that name another source beside it.
   */
  | { readonly kind: 'listed'; readonly newestFirst: readonly Task[] }
  /** The credential may not read tasks. */
  | { readonly kind: 'forbidden' }
  /** Nothing has needed them so far. */
  | { readonly kind: 'not-asked' };

/** The moment before an upload: what a task must be to be ours. */
export interface UploadMoment {
  readonly source: Pick<Source, 'id' | 'name' | 'objectType'>;
  /** Ids of the tasks that existed before the upload; `undefined` if ISC does not list them. */
  readonly before: ReadonlySet<string> | undefined;
  /** When it was sent, by the server's clock less a tolerance: milliseconds since the epoch. */
  readonly since: number;
}

/** What runs a task, in its `type` (docs/isc-api.md#following-the-task), which does not say what kind it is. */
const RUNNERS: readonly string[] = ['QUARTZ', 'QPOC', 'QUEUED_TASK'];

function saysItsKind({ names }: Task): boolean {
  return names.some((name) => !RUNNERS.includes(name));
}

/**
 * How far the clock for tasks may be behind the one for replies. A task that did not exist before is new whatever its
 * time, unless it is too old to have been listed.
 */
const CLOCKS_APART_MS = 60_000;

/** Why a task named by ISC cannot be the one that we requested, as half a sentence; `undefined` if it can be. */
export function whyNotOurs(task: Task, { source, before, since }: UploadMoment): string | undefined {
  if (before?.has(task.id) === true) return 'it was there before the upload';
  const oldest = before === undefined ? since : since - CLOCKS_APART_MS;
  if (task.created !== undefined && task.created < oldest) return 'it is older than the upload';
  if (task.completed !== undefined && task.completed < oldest) return 'it was over before the upload';
  if (!isOfSource(task, source)) return 'it belongs to another source';
  // A reply that does not name the kind of task leaves it open.
  if (saysItsKind(task) && !isAggregationOf(task, source))
    return `it is no ${kindOf(source.objectType)} aggregation`;
  return undefined;
}

/** What the step knows at its end, or where it breaks off, about the aggregation that it wanted. */
export type TaskFate =
  /** ISC has started none. */
  | { readonly kind: 'none' }
  /** An upload ended without a clear answer. `task`: one that appeared afterwards and may be ours. */
  | { readonly kind: 'perhaps'; readonly task: Task | undefined }
  /** ISC has accepted it and works on it. */
  | { readonly kind: 'running'; readonly task: Task }
  /** ISC has ended it, well or not. */
  | { readonly kind: 'ended'; readonly task: Task }
  /** ISC has refused it, in its reply or by the end of the task, and never ran it. */
  | { readonly kind: 'refused'; readonly task: Task | undefined }
  /** ISC has named a task that turned out to be another aggregation. */
  | { readonly kind: 'not-ours'; readonly task: Task }
  /** ISC has accepted it, and no longer shows its task. */
  | { readonly kind: 'unseen'; readonly task: Task };

/** Before the upload, and after one that has certainly started nothing. */
export const NO_TASK: TaskFate = { kind: 'none' };

/** The task of this source's aggregation, for counts, messages and the output `task-id`; never somebody else's. */
export function ownTaskOf(fate: TaskFate): Task | undefined {
  return fate.kind === 'none' || fate.kind === 'not-ours' ? undefined : fate.task;
}
