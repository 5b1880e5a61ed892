import type { CompletionStatus } from './status.js';

/** A source as ISC describes it, cut down to what this action needs (isc-api.md, "The source"). */
export interface Source {
  readonly id: string;
  readonly name: string;
  /** `file`: takes a CSV. `none`: a direct connection, or a file that a virtual appliance fetches. */
  readonly takes: 'file' | 'none';
  /** Why `takes` is what it is, for messages: "a direct connection", "a delimited file read by the VA cluster X". */
  readonly kind: string;
  /** Percent above which ISC itself skips deleting; `undefined` where the source has none. */
  readonly deleteThreshold: number | undefined;
  readonly file: FileFormat;
  /** The source's page for people, where its address is known. */
  readonly page: string | undefined;
}

/** How the source reads its file (`connectorAttributes`), with ISC's defaults filled in. */
export interface FileFormat {
  /** One character. */
  readonly delimiter: string;
  /** Rows that begin with it are skipped by ISC; empty: none are. */
  readonly commentCharacter: string;
  readonly hasHeader: boolean;
  readonly filterEmptyRecords: boolean;
  /** Rows of one account are merged into it. */
  readonly mergeRows: boolean;
  /** True: ISC deletes no account that is absent from the file. */
  readonly deletionDisabled: boolean;
}

/** The account schema of a source. */
export interface AccountSchema {
  readonly identityAttribute: string;
  readonly displayAttribute: string | undefined;
  readonly attributes: readonly { readonly name: string; readonly isMulti: boolean }[];
}

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
