/** The words of the simulated tenant: sources, accounts, tasks, and how an aggregation is to go. */

/** The values of an account by attribute; several where the attribute is multi-valued. */
export type AttributeValues = Readonly<Record<string, string | readonly string[]>>;

export interface SchemaAttribute {
  readonly name: string;
  readonly type: 'STRING' | 'LONG' | 'INT' | 'BOOLEAN' | 'DATE';
  readonly isMulti: boolean;
  readonly isEntitlement: boolean;
}

export interface SandboxSchema {
  readonly id: string;
  readonly identityAttribute: string;
  readonly displayAttribute: string;
  readonly attributes: readonly SchemaAttribute[];
}

/** How a source comes by its accounts: an uploaded file, a direct connection, a file that a VA cluster reads. */
export type SourceKind = 'file' | 'direct' | 'va-file';

/** Text in a tenant as specified; JSON booleans and numbers have been seen. */
export type ConnectorAttributes = Readonly<Record<string, string | boolean | number | null>>;

export interface SandboxSource {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly authoritative: boolean;
  /** Percent; `undefined`: the reply has no such field. */
  readonly deleteThreshold: number | undefined;
  /** Beside what the kind of source brings along. */
  readonly connectorAttributes: ConnectorAttributes;
  readonly schema: SandboxSchema;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** What the application behind a direct connection holds; `undefined`: what ISC has already. */
  readonly remoteAccounts: readonly AttributeValues[] | undefined;
  /** What a BuildMap rule makes of each row of a file; `undefined`: there is none. */
  readonly buildMap: BuildMap | undefined;
  /** Who uses the source's attributes. */
  readonly identityProfiles: readonly IdentityProfile[];
  /** How each aggregation goes unless a run is planned otherwise. */
  readonly run: RunPlan;
  /** How load-accounts says that an aggregation is running already. */
  readonly busyReply: BusyReply;
  /** The `completionStatus` of the aggregation that this refuses, such as "ERROR" or "TEMPERROR". */
  readonly busyStatus: string;
  /** What it says instead of ISC's own words about that. */
  readonly busyMessage: Partial<TaskText>;
  /** Laid over the reply of GET sources, for replies that this sandbox would not give by itself. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** An identity profile whose mappings read attributes of a source. */
export interface IdentityProfile {
  readonly name: string;
  readonly sourceAttributes: readonly string[];
}

export interface SandboxAccount {
  readonly id: string;
  readonly sourceId: string;
  readonly nativeIdentity: string;
  readonly name: string;
  readonly attributes: AttributeValues;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
}

/** How a 202 can say in its body that nothing has started (docs/isc-api.md#starting). */
export const BUSY_REPLIES = ['warn-message', 'success-false', 'final-status'] as const;

/** One of these, or `at-the-end`: the 202 is as usual, and the task ends in `busyStatus` with the same words. */
export type BusyReply = (typeof BUSY_REPLIES)[number] | 'at-the-end';

/** How one aggregation goes. What is left out is as the settings and the accounts make it. */
export interface RunPlan {
  /** From the start to `completed`, in milliseconds. */
  readonly durationMs?: number;
  /** How long `completed` is set before `completionStatus`, in milliseconds. */
  readonly completedEarlyMs?: number;
  /** The task comes into being this long after the 202, in milliseconds. */
  readonly createdLateMs?: number;
  /** As ISC is to spell it; null: it never gets one. */
  readonly completionStatus?: string | null;
  /** Beside those that the aggregation gives of itself. */
  readonly messages?: readonly TaskText[];
  /** Numbers or strings: ISC has sent both. */
  readonly countsAs?: 'numbers' | 'strings';
  /** Counts that ISC leaves out, such as "optimized". */
  readonly withoutCounts?: readonly string[];
  /** Laid over the counts that the aggregation comes to, such as `{ total: 0 }`. */
  readonly counts?: Partial<AggregationCounts>;
  /** Whether the accounts change; by default they do if the end is SUCCESS or WARNING. */
  readonly changesAccounts?: boolean;
  /** The task's id; made up if absent. Two runs may have the same one. */
  readonly taskId?: string;
  /** What the task says that it is; "Cloud Account Aggregation" if absent. */
  readonly taskName?: string;
  /** False: the 202 comes, and nothing starts: no task, no change. */
  readonly starts?: boolean;
  /** How the 202 differs from the usual one. */
  readonly accepted?: AcceptedPlan;
}

/** What the 202 of load-accounts says, where it is not as usual. */
export interface AcceptedPlan {
  /** `true` if absent. */
  readonly success?: boolean;
  /** Another task's id: the 202 then shows that task if there is one, and its own under this id if not. */
  readonly taskId?: string;
  readonly completionStatus?: string | null;
  readonly messages?: readonly TaskText[];
}

export interface TaskText {
  readonly type: 'INFO' | 'WARN' | 'ERROR';
  /** May quote the request: see `quote`. */
  readonly text: string;
}

/** ISC's own names for what it counts (docs/isc-api.md#following-the-task). */
export interface AggregationCounts {
  readonly total: number;
  readonly optimized: number;
  readonly ignored: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/** An aggregation, written down whole at its start: what can be seen of it depends on the time alone. Times in milliseconds since the epoch. */
export interface SandboxTask {
  readonly id: string;
  readonly name: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly launcher: string;
  readonly created: number;
  /** From here on `account-aggregations/{id}/status` knows it. */
  readonly started: number;
  /** From here on all accounts are read. */
  readonly collected: number;
  readonly completed: number;
  /** From here on it has its `completionStatus`. */
  readonly final: number;
  readonly completionStatus: string | null;
  readonly messages: readonly TaskText[];
  readonly counts: AggregationCounts;
  readonly countsAs: 'numbers' | 'strings';
  readonly withoutCounts: readonly string[];
  readonly optimized: boolean;
  readonly accepted: AcceptedPlan;
}

/**
 * What a BuildMap rule of the source makes of a row, by attribute: a text in which `{column}` stands for the row's
 * value, or null for a column that it drops. Columns that are not named stay.
 */
export type BuildMap = Readonly<Record<string, string | null>>;
