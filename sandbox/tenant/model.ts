/** The types of the simulated tenant: sources, accounts, tasks, and how an aggregation runs. */

/** The values of an account by attribute; several for a multi-valued attribute. */
export type AttributeValues = Readonly<Record<string, string | readonly string[]>>;

/** A column of the files of a source, by its name: letter case counts. */
export interface SchemaAttribute {
  readonly name: string;
  readonly type: 'STRING' | 'LONG' | 'INT' | 'BOOLEAN' | 'DATE';
  readonly isMulti: boolean;
  readonly isEntitlement: boolean;
  /** The schema of the entitlements that its values name, such as "role". */
  readonly schema?: string;
}

/** The schema of the accounts of a source, or of its entitlements. Both `…Attribute` are names among `attributes`. */
export interface SandboxSchema {
  readonly id: string;
  readonly identityAttribute: string;
  readonly displayAttribute: string;
  readonly attributes: readonly SchemaAttribute[];
}

/** How a source gets its accounts: an uploaded file, a direct connection, a file that a VA cluster reads. */
export type SourceKind = 'file' | 'direct' | 'va-file';

/** Strings in a tenant as specified; JSON Booleans and numbers were also seen. */
export type ConnectorAttributes = Readonly<Record<string, string | boolean | number | null>>;

/** A source of the tenant, with everything that decides how it aggregates. */
export interface SandboxSource {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly authoritative: boolean;
  /** Percent; `undefined`: the reply has no such field. */
  readonly deleteThreshold: number | undefined;
  /** What the source does with accounts that a file lacks. */
  readonly deletion: DeletionHabits;
  /** In addition to those of its kind. */
  readonly connectorAttributes: ConnectorAttributes;
  readonly schema: SandboxSchema;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** The accounts of the application behind a direct connection; `undefined`: those that ISC already has. */
  readonly remoteAccounts: readonly AttributeValues[] | undefined;
  /** What a BuildMap rule turns each row of a file into; `undefined`: there is none. */
  readonly buildMap: BuildMap | undefined;
  /** The profiles that use the source's attributes. */
  readonly identityProfiles: readonly IdentityProfile[];
  /** How each aggregation runs, unless another run is planned. */
  /** Who owns the accounts, by native identity; `undefined`: ISC says nothing about people. */
  readonly people: Readonly<Record<string, Person>> | undefined;
  /** The schemas of its entitlements, by type, such as "group". */
  readonly entitlements: Readonly<Record<string, EntitlementSchema>>;
  readonly run: RunPlan;
  /** How load-accounts says that an aggregation is already running. */
  readonly busyReply: BusyReply;
  /** The `completionStatus` of the refused aggregation, such as "ERROR" or "TEMPERROR". */
  readonly busyStatus: string;
  /** Its message in place of ISC's. */
  readonly busyMessage: Partial<TaskText>;
  /**
   * Properties that replace those in the reply of GET sources, for replies that this sandbox would not give by itself.
   */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** How deletions are held back. */
export interface DeletionHabits {
  /** Above the delete threshold: the delete phase is skipped, or the aggregation is cancelled with a warning. */
  readonly above: 'skip' | 'cancel';
  /** What the percentage is of: the accounts in ISC, or those in the file. */
  readonly measuredBy: 'accounts' | 'scanned';
  /** What a threshold of 0 does. */
  readonly zero: 'allows-all' | 'blocks-all';
  /** Which copy counts if both are there: `deleteThreshold`, or the one in `connectorAttributes`. */
  readonly copy: 'source' | 'connector';
}

/** What ISC says about the person behind an account. Everything is unknown that is not given. */
export interface Person {
  /** Names the identity: accounts of one or several sources that have the same one belong to one person. */
  readonly identity?: string;
  readonly lifecycleState?: string | null;
  readonly identityState?: string | null;
  readonly uncorrelated?: boolean;
  readonly manuallyCorrelated?: boolean;
  readonly hasEntitlements?: boolean;
  readonly isMachine?: boolean;
}

/** The entitlements of one type, such as "group": their schema, and which of their fields somebody has edited. */
export interface EntitlementSchema {
  readonly schema: SandboxSchema;
  /** By value of the entitlement: what was edited by hand, and is no longer taken from files. */
  readonly edited: Readonly<Record<string, EditedFields>>;
}

/** Fields of an entitlement as edited by hand. */
export interface EditedFields {
  readonly name?: string;
  readonly description?: string;
}

/** An identity profile whose mappings read attributes of a source. */
export interface IdentityProfile {
  readonly name: string;
  readonly sourceAttributes: readonly string[];
}

/** An account as it is stored; `id` is ISC's own, `nativeIdentity` the one of the file. */
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

/**
 * How the body of a 202 can say that nothing has started (docs/isc-api.md#starting); `beside-task`: in a message beside
 * the task.
 */
export const BUSY_REPLIES = ['warn-message', 'success-false', 'final-status', 'beside-task'] as const;

/** One of these, or `at-the-end`: the 202 is normal, and the task ends in `busyStatus` with the same message. */
export type BusyReply = (typeof BUSY_REPLIES)[number] | 'at-the-end';

/** How one aggregation runs. The defaults follow from the settings and the accounts. */
export interface RunPlan {
  /** From the start to `completed`, in milliseconds. */
  readonly durationMs?: number;
  /** How long `completed` is set before `completionStatus`, in milliseconds. */
  readonly completedEarlyMs?: number;
  /** How long after the 202 the task is created, in milliseconds. */
  readonly createdLateMs?: number;
  /** In ISC's spelling; null: never set. */
  readonly completionStatus?: string | null;
  /** Messages in addition to the aggregation's own. */
  readonly messages?: readonly TaskText[];
  /** Numbers or strings: ISC sends both. */
  readonly countsAs?: 'numbers' | 'strings';
  /** Counts that ISC leaves out, such as "optimized". */
  readonly withoutCounts?: readonly string[];
  /** Counts that replace the real ones, such as `{ total: 0 }`. */
  readonly counts?: Partial<AggregationCounts>;
  /** Whether the accounts change; by default if the aggregation ends with SUCCESS or WARNING. */
  readonly changesAccounts?: boolean;
  /** The task's id; generated if absent. Two runs may have the same one. */
  readonly taskId?: string;
  /** The task's name; "Cloud Account Aggregation" if absent. */
  readonly taskName?: string;
  /** False: the tenant answers 202, but nothing starts: no task, no change. */
  readonly starts?: boolean;
  /** How the 202 differs from the usual one. */
  readonly accepted?: AcceptedPlan;
}

/** The content of the 202 of load-accounts, if it is not as usual. */
export interface AcceptedPlan {
  /** `true` if absent. */
  readonly success?: boolean;
  /** Another task's id: the 202 then contains that task if it exists, or else its own task under this id. */
  readonly taskId?: string;
  readonly completionStatus?: string | null;
  readonly messages?: readonly TaskText[];
  /** Messages beside `task` instead of inside it. */
  readonly messagesBeside?: readonly TaskText[];
}

/** A message of a task. */
export interface TaskText {
  /** INFO, WARN or ERROR in ISC's spelling; others were seen, too. */
  readonly type: string;
  /** May quote the request: see `quote`. */
  readonly text: string;
}

/** ISC's own names for its counts (docs/isc-api.md#following-the-task). */
export interface AggregationCounts {
  readonly total: number;
  readonly optimized: number;
  readonly ignored: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/**
 * An aggregation, fully determined at its start: what is visible depends only on the time. Times in milliseconds since
 * the epoch.
 */
export interface SandboxTask {
  readonly id: string;
  readonly name: string;
  readonly sourceId: string;
  readonly sourceName: string;
  /** What it aggregates; of entitlements one type. */
  readonly kind: 'accounts' | 'entitlements';
  readonly launcher: string;
  readonly created: number;
  /** From this time `account-aggregations/{id}/status` knows it. */
  readonly started: number;
  /** From this time all accounts are read. */
  readonly collected: number;
  readonly completed: number;
  /** From this time it has its `completionStatus`. */
  readonly final: number;
  readonly completionStatus: string | null;
  readonly messages: readonly TaskText[];
  readonly counts: AggregationCounts;
  readonly countsAs: 'numbers' | 'strings';
  readonly withoutCounts: readonly string[];
  readonly optimized: boolean;
  readonly accepted: AcceptedPlan;
}

/** An aggregation that somebody else starts, with their own file if they have one. */
export interface ForeignAggregation extends RunPlan {
  readonly sourceId: string;
  /** The type of entitlements to aggregate instead of accounts. */
  readonly objectType?: string;
  /** The content of the file; without it the aggregation changes nothing. */
  readonly csv?: string;
}

/**
 * What a BuildMap rule of the source turns a row into, by attribute: a text in which `{column}` stands for the row's
 * value, or null for a column that it drops. Other columns stay.
 */
export type BuildMap = Readonly<Record<string, string | null>>;

/** Marks code that no value can reach; the compiler refuses the call if one can. */
export function assertNever(value: never): never {
  throw new Error(`Not reachable: ${JSON.stringify(value)}`);
}
