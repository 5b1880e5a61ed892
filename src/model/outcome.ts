import type { FailureStatus } from './failure.js';
import type { Findings } from './finding.js';
import { labelOf, type Target } from './settings.js';
import type { Source } from './source.js';
import { type Status, worst } from './status.js';
import type { Counts, TaskMessage } from './task.js';
import type { ValueChanges } from './value-changes.js';

/** All that is known about one source when its story has ended, however it has. */
export interface Outcome {
  readonly target: Target;
  readonly status: Status;
  /** `undefined` where the story ended before the source was found. */
  readonly source: Source | undefined;
  readonly taskId: string | undefined;
  readonly counts: Counts;
  /** `undefined` where the file was not read to its end. */
  readonly csv: CsvFacts | undefined;
  readonly findings: Findings;
  readonly plan: Plan | undefined;
  /** For a plan over `max-deletions`; `undefined` for any other, and without `reviewed-deletions`. */
  readonly review: DeletionReview | undefined;
  /** What ISC said about the task. */
  readonly messages: readonly TaskMessage[];
  /** `undefined` exactly where the status is no failure. */
  readonly failure: Failure | undefined;
  readonly durationMs: number;
}

export interface CsvFacts {
  /** Records, without the heading, blank and commented lines. */
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
  /** What would become of the values of the accounts in the file and on the source, or why nobody can tell. */
  readonly values: PlannedValues;
  /** The first ids by order of the file or the tenant: only filled with `show-ids`. */
  readonly createdIds: readonly string[];
  readonly deletedIds: readonly string[];
  /** What a reader must know about these numbers, such as that deletion is switched off. */
  readonly notes: readonly string[];
}

/** `not-compared`: `why` is a sentence for people; empty where values were not asked for. */
export type PlannedValues =
  | { readonly kind: 'compared'; readonly changes: ValueChanges }
  | { readonly kind: 'not-compared'; readonly why: string };

/** What a pull request has to do with deletions over `max-deletions` (docs/reviewed-deletions.md). */
export type DeletionReview =
  /** Merging approves exactly these: `hidden` is a line for the comment that people do not see. */
  | { readonly kind: 'to-approve'; readonly deletions: number; readonly hidden: string }
  /** As before, but the comment could not be written, so merging approves nothing. */
  | { readonly kind: 'not-approvable'; readonly deletions: number }
  /** They are among those that the merged pull request showed. */
  | { readonly kind: 'approved'; readonly pullRequest: number; readonly reviewed: number }
  /** The first ids of deletions that were not reviewed: only with `show-ids`. */
  | { readonly kind: 'refused'; readonly otherIds: readonly string[] };

/** What happened, and what to do next. */
export interface Failure {
  readonly message: string;
  readonly next: string;
  /** The defect behind it, for the debug log only. */
  readonly cause: unknown;
}

/** All that a report is made from. */
export interface StepResult {
  /** In the order in which the sources were given; empty where the step ended before they were known. */
  readonly outcomes: readonly Outcome[];
  /** What ended the step outside any source's story, such as an invalid input. */
  readonly failure: (Failure & { readonly status: FailureStatus }) | undefined;
}

/** The status of the step: the worst of its sources and of its own. A step that has neither has FAILED. */
export function statusOf(result: StepResult): Status {
  const own = result.failure === undefined ? [] : [result.failure.status];
  return worst([...own, ...result.outcomes.map((outcome) => outcome.status)]);
}

/** The source's name in ISC, or what it was called in the inputs where it was not found. */
export function nameOf(outcome: Outcome): string {
  return outcome.source?.name ?? labelOf(outcome.target);
}

/** Outcomes of which the step fails. */
export function failedOutcomes(result: StepResult): readonly Outcome[] {
  return result.outcomes.filter((outcome) => outcome.failure !== undefined);
}
