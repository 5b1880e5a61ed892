import type { Source } from './source.js';

/** A task as ISC shows it. Times in milliseconds since the epoch. */
export interface Task {
  readonly id: string;
  /** What ISC calls the kind of task, such as "Cloud Account Aggregation"; several fields hold it. */
  readonly names: readonly string[];
  /** The source as the task names it, where it does. */
  readonly sourceIds: readonly string[];
  readonly sourceName: string | undefined;
  readonly created: number | undefined;
  readonly completed: number | undefined;
  /** As ISC spells it; `undefined` while there is none. */
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

/** ISC's own counts of accounts; `undefined` where it gives none. */
export interface Counts {
  readonly total: number | undefined;
  readonly created: number | undefined;
  readonly updated: number | undefined;
  readonly deleted: number | undefined;
  /** ISC's `optimized`. */
  readonly unchanged: number | undefined;
  /** Records that ISC has left out. */
  readonly ignored: number | undefined;
}

export const NO_COUNTS: Counts = {
  total: undefined,
  created: undefined,
  updated: undefined,
  deleted: undefined,
  unchanged: undefined,
  ignored: undefined,
};

/** How far an aggregation is (`account-aggregations/{id}/status`): new, changed and deleted accounts only. */
export interface AggregationProgress {
  readonly status: string;
  readonly totalAccounts: number | undefined;
  readonly processedAccounts: number | undefined;
  readonly markedForDeletion: number | undefined;
}

/**
 * Where a task is. `closing`: ISC has given its status, but not yet the time of its end. `completed` has also been seen
 * before there is a status: that task still runs.
 */
export type TaskState = 'running' | 'closing' | 'over';

export function stateOf({ completed, completionStatus }: Task): TaskState {
  if (completionStatus === undefined) return 'running';
  return completed === undefined ? 'closing' : 'over';
}

/** True while ISC works on it. */
export function isRunning(task: Task): boolean {
  return stateOf(task) === 'running';
}

/** True when ISC has said the last word. */
export function isOver(task: Task): boolean {
  return stateOf(task) === 'over';
}

/** ISC's refusal of a second aggregation (docs/isc-api.md#starting); "already running" alone may be about something else. */
const BUSY = /\brunning aggregation must (?:complete|finish|end)\b/i;

/**
 * What ISC says about a task that never started because another aggregation ran; `undefined` where it does not say so.
 * Only an error or a warning refuses: information does not.
 */
export function busyTextOf(task: Task): string | undefined {
  const refusals = task.messages.filter(({ type, text }) => type !== 'INFO' && BUSY.test(text));
  return refusals.length === 0 ? undefined : refusals.map(({ text }) => text).join(' ');
}

/** Stands for what ISC says about a file whose first line may be a person's row: any text of ISC may quote it. */
export const WORDS_NOT_SHOWN = "ISC's words are not shown, since they may quote the first line of the file.";

/** The task with none of ISC's words about it, only that there are some. */
export function withoutWords(task: Task): Task {
  const types = new Set(task.messages.map(({ type }) => type));
  return {
    ...task,
    progress: undefined,
    messages: [...types].map((type) => ({ type, text: WORDS_NOT_SHOWN })),
  };
}

/**
 * The one message of ISC that says best why a task did not end well: its first error, or else its first warning. It stands
 * in the failure of the step, and nowhere else among the annotations. `undefined` where there is neither.
 */
export function mainMessageOf(messages: readonly TaskMessage[]): TaskMessage | undefined {
  return messages.find(({ type }) => type === 'ERROR') ?? messages.find(({ type }) => type === 'WARN');
}

/** Filtering by type on the server is unreliable, so it is done here, by ISC's names for it. */
export function isAccountAggregation(task: Task): boolean {
  return task.names.some((name) => /account[ _]aggregation/i.test(name));
}

/** True if the task says which source it works on. */
export function namesItsSource(task: Task): boolean {
  return task.sourceIds.length > 0 || task.sourceName !== undefined;
}

/** Guards against a server that ignores a filter: another source's task must never be taken for this one's. */
export function isOfSource(task: Task, source: Pick<Source, 'id' | 'name'>): boolean {
  return (
    !namesItsSource(task) ||
    task.sourceIds.includes(source.id) ||
    task.sourceName === source.name ||
    task.sourceName === `${source.name} [source]`
  );
}

/** What a task must be to be ours. */
export interface Expected {
  readonly source: Pick<Source, 'id' | 'name'>;
  /** Ids of the aggregations that were there before the request; `undefined` where ISC does not show them. */
  readonly before: ReadonlySet<string> | undefined;
  /** When the request was sent, by the server's clock less a tolerance: milliseconds since the epoch. */
  readonly since: number;
}

/** What runs a task, as its `type` says (docs/isc-api.md#following-the-task): it tells nothing about its kind. */
const RUNNERS: readonly string[] = ['QUARTZ', 'QPOC', 'QUEUED_TASK'];

function saysItsKind({ names }: Task): boolean {
  return names.some((name) => !RUNNERS.includes(name));
}

/**
 * How far the clock that stamps tasks may be behind the one that stamps replies. A task that is not among those from
 * before is new whatever its time says, but for one too old to have been listed.
 */
const CLOCKS_APART_MS = 60_000;

/** Why a task that ISC names cannot be the one we asked for, as half a sentence; `undefined` where it can be. */
export function whyNotOurs(task: Task, { source, before, since }: Expected): string | undefined {
  if (before?.has(task.id) === true) return 'it was there before the upload';
  const oldest = before === undefined ? since : since - CLOCKS_APART_MS;
  if (task.created !== undefined && task.created < oldest) return 'it is older than the upload';
  if (!isOfSource(task, source)) return 'it belongs to another source';
  // A reply that does not say what kind of task it is leaves it open.
  if (saysItsKind(task) && !isAccountAggregation(task)) return 'it is no account aggregation';
  return undefined;
}
