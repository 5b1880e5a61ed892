import type { CompletionStatus } from './status.js';

/** A task as ISC shows it. Times in milliseconds since the epoch. */
export interface Task {
  readonly id: string;
  readonly type: string;
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
}

export const NO_COUNTS: Counts = {
  total: undefined,
  created: undefined,
  updated: undefined,
  deleted: undefined,
  unchanged: undefined,
};

/** How far an aggregation is (`account-aggregations/{id}/status`): new, changed and deleted accounts only. */
export interface AggregationProgress {
  readonly status: string;
  readonly totalAccounts: number | undefined;
  readonly processedAccounts: number | undefined;
  readonly markedForDeletion: number | undefined;
  readonly deletedAccounts: number | undefined;
}

/** How a task ended, in the words of the contract. */
export interface TaskEnd {
  readonly status: CompletionStatus | 'FAILED';
  readonly task: Task;
}
