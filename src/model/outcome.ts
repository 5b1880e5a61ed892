/** Everything known about the sources of a step at its end: what the reports show. */
import type { Failure, Stop } from './failure.js';
import type { Findings } from './finding.js';
import type { LimitName } from './limit.js';
import { withType } from './object-kind.js';
import { labelOf, type Target } from './settings.js';
import type { Source } from './source.js';
import type { DeletedPeople } from './people.js';
import { type Status, worst } from './status.js';
import { type Counts, ownTaskOf, type TaskFate, type TaskMessage } from './task.js';
import { hasCompared, type ValueChanges } from './value-changes.js';

/** Everything known about one source at its end, whatever the result. */
export interface Outcome {
  readonly target: Target;
  readonly status: Status;
  /** `undefined` if the work ended before the source was found. */
  readonly source: Source | undefined;
  readonly fate: TaskFate;
  /** ISC's own counts; none unless its task was seen. */
  readonly counts: Counts;
  /** `undefined` if the file was not read to its end. */
  readonly csv: CsvFacts | undefined;
  readonly findings: Findings;
  readonly plan: Plan | undefined;
  /** For a plan over a limit; `undefined` for any other, and without `reviewed-plan`. */
  readonly review: PlanReview | undefined;
  /** ISC's messages about the task. */
  readonly messages: readonly TaskMessage[];
  /** `undefined` exactly if the status is not a failure. */
  readonly failure: Failure | undefined;
  readonly durationMs: number;
  /** What makes a good end of the aggregation doubtful; `undefined` if nothing does. The log has it in full. */
  readonly doubt?: Doubt | undefined;
  /**
   * Only for a file that is SKIPPED because this run repeats an old push: the commit at the head of the branch, which has
   * another content of it. Full hash.
   */
  readonly newerCommit?: string | undefined;
  /** What ISC has stored, with `verify`; `undefined` without it, and unless ISC has ended the aggregation well. */
  readonly verification?: Verification | undefined;
}

/**
 * ISC's report contradicts the plan or itself; nothing has confirmed an end without counts; ISC lists other accounts or
 * values than the file has; or the accounts could not be listed again, though `verify` asks for it.
 */
export type Doubt = 'not-as-planned' | 'not-confirmed' | 'not-stored' | 'not-verified';

/** The accounts that ISC lists after an aggregation, held against the file. */
export type Verification =
  | {
      readonly kind: 'listed';
      /** Accounts of the file that are not on the source. */
      readonly missing: number;
      /** Accounts on the source that are not in the file; 0 where ISC deletes nothing. */
      readonly extra: number;
      /** Accounts with other values than in the file, and the columns of these. */
      readonly changed: number;
      readonly columns: readonly string[];
      /** All of this as half a sentence; `undefined` if nothing differs. */
      readonly differs: string | undefined;
      /** What could not be held against the file, as half a sentence; `undefined` if nothing. */
      readonly unseen: string | undefined;
      /** False under a rule that rewrites rows: then it is only shown what differs. */
      readonly isForeseen: boolean;
    }
  /** `why` in sentences. */
  | { readonly kind: 'unknown'; readonly why: string };

/** The output `verified`. */
export function verifiedAs(verification: Verification | undefined): 'true' | 'false' | '' {
  if (verification?.kind !== 'listed' || !verification.isForeseen) return '';
  return verification.differs === undefined ? 'true' : 'false';
}

/** How much a file holds. */
export interface CsvFacts {
  /** Records, without the heading, blank lines and comments. */
  readonly rows: number;
  /** Distinct native identities among them. */
  readonly accounts: number;
}

/** What the file would do to the accounts now on the source. */
export interface Plan {
  readonly created: number;
  readonly deleted: number;
  readonly kept: number;
  /** Accounts on the source before. */
  readonly accountsNow: number;
  /** Whose accounts would be deleted, as far as ISC says. */
  readonly deletedPeople: DeletedPeople;
  /** What would happen to the values of the accounts in the file and on the source, or why that is unknown. */
  readonly values: PlannedValues;
  /** The first ids in the order of the file or the tenant: filled only with `show-ids`. */
  readonly createdIds: readonly string[];
  readonly deletedIds: readonly string[];
  /** What readers must know about these numbers, for example that deletion is turned off. */
  readonly notes: readonly string[];
}

/** `not-compared`: `why` is a sentence for people; empty if no comparison was requested. */
export type PlannedValues =
  | { readonly kind: 'compared'; readonly changes: ValueChanges }
  | { readonly kind: 'not-compared'; readonly why: string };

/** Accounts in which the file would change a value; `undefined` if no value could be compared. */
export function changedAccounts(values: PlannedValues): number | undefined {
  return values.kind === 'compared' && hasCompared(values.changes) ? values.changes.affected : undefined;
}

/** How a pull request affects a plan over limits (docs/reviewed-plans.md). `over`: the limits that it exceeds. */
export type PlanReview =
  /** Merging approves exactly this plan: `hidden` is a hidden line for the comment. */
  | { readonly kind: 'to-approve'; readonly over: readonly LimitName[]; readonly hidden: string }
  /** The same, but the comment could not be written, so merging approves nothing. */
  | { readonly kind: 'not-approvable'; readonly over: readonly LimitName[] }
  /** The plan is no more than what the merged pull request showed. */
  | { readonly kind: 'approved'; readonly over: readonly LimitName[]; readonly pullRequest: number }
  /** The first ids of deletions that were not reviewed: only with `show-ids`. */
  | { readonly kind: 'refused'; readonly otherIds: readonly string[] };

/** The data of all reports. */
export interface StepResult {
  /** In the given order of the sources; empty if the step ended before they were known. */
  readonly outcomes: readonly Outcome[];
  /** What ended the step outside the work on a source, such as an invalid input. */
  readonly failure: Stop['failure'] | undefined;
  /** Absolute path of the plan file; `undefined` if none was written. */
  readonly planFile?: string | undefined;
}

/** The status of the step: the worst of its sources and its own. FAILED if there is neither. */
export function statusOf(result: StepResult): Status {
  const own = result.failure === undefined ? [] : [result.failure.status];
  return worst([...own, ...result.outcomes.map((outcome) => outcome.status)]);
}

/** The source's name in ISC, or its name in the inputs if it was not found. */
export function nameOf(outcome: Outcome): string {
  return withType(outcome.source?.name ?? labelOf(outcome.target), outcome.target);
}

/** The id of the task of this source's aggregation; `undefined` if ISC has named none. */
export function taskIdOf({ fate }: Pick<Outcome, 'fate'>): string | undefined {
  return ownTaskOf(fate)?.id;
}

/** Outcomes that fail the step. */
export function failedOutcomes(result: StepResult): readonly Outcome[] {
  return result.outcomes.filter((outcome) => outcome.failure !== undefined);
}

/** The columns of the file. A file that begins with them is one of an earlier run. */
export const PLAN_HEADING =
  'source-id,source-name,object-type,action,native-identity,lifecycle-state,columns';

/** In the order in which they stand in the file. */
export const PLAN_ACTIONS = ['create', 'delete', 'change'] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

/** One account or entitlement that the file would create, delete or change. */
export interface PlanRow {
  readonly sourceId: string;
  readonly sourceName: string;
  /** `account`, or the type of the entitlements. */
  readonly objectType: string;
  readonly action: PlanAction;
  readonly nativeIdentity: string;
  /** The name of the person's lifecycle state, or `nobody` for an account without a person; `undefined`: unknown. */
  readonly person: { readonly lifecycleState: string } | 'nobody' | undefined;
  /** The columns whose values change, in the order of the heading. */
  readonly columns: readonly string[];
}
