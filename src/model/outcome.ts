import type { Findings } from './finding.js';
import type { Counts, Source, TaskMessage } from './task.js';
import type { Target } from './settings.js';
import type { Status } from './status.js';

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
  /** The first ids by order of the file or the tenant: only filled with `show-ids`. */
  readonly createdIds: readonly string[];
  readonly deletedIds: readonly string[];
  /** What a reader must know about these numbers, such as that deletion is switched off. */
  readonly notes: readonly string[];
}

/** What happened, and what to do next. */
export interface Failure {
  readonly message: string;
  readonly next: string;
  /** The defect behind it, for the debug log only. */
  readonly cause: unknown;
}
