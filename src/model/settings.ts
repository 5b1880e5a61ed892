/** What the workflow asks for, typed and valid. Created by `inputs/`, and not changed afterwards. */
export interface Settings {
  /** Origin of the tenant's API without a trailing slash: `Authorization` is sent nowhere else. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiVersion: ApiVersion;
  /** The sources to aggregate, in the given order; at least one. */
  readonly targets: readonly Target[];
  readonly csvChecks: CsvChecks;
  readonly dryRun: boolean;
  readonly reviewedDeletions: boolean;
  /** Authenticates plans of deletions; by default, the client secret does. */
  readonly planKey: string | undefined;
  readonly onlyIfChanged: boolean;
  readonly ifRunning: 'wait' | 'fail';
  readonly wait: boolean;
  /** Milliseconds for the whole step. */
  readonly timeoutMs: number;
  readonly failOnWarning: boolean;
  readonly showIds: boolean;
  readonly comment: boolean;
  readonly githubToken: string;
}

export const API_VERSIONS = ['v1', 'v2026', 'v2025', 'v2024', 'beta'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

export const CSV_CHECKS = ['error', 'warn', 'off'] as const;
export type CsvChecks = (typeof CSV_CHECKS)[number];

/** One source as given, before the tenant has been asked. At least one of id and name. */
export interface Target {
  readonly sourceId: string | undefined;
  readonly sourceName: string | undefined;
  readonly csv: CsvLocation | undefined;
  readonly disableOptimization: boolean;
  readonly maxDeletions: DeletionLimit;
  /** Maximum number of accounts in which the file may change or empty a value. */
  readonly maxChanges: DeletionLimit;
  /** Columns whose values are not compared, as written in the workflow. */
  readonly ignoreColumns: readonly string[];
  /** Columns whose values reports may show, as written in the workflow. */
  readonly showValues: readonly string[];
}

/** The location of a file. */
export interface CsvLocation {
  /** Absolute, for reading. */
  readonly path: string;
  /** Its file name as written, without folders: a link keeps its name. */
  readonly name: string;
  /** Relative to the workspace with forward slashes (as annotations need it), or as written if it is outside. */
  readonly shown: string;
  /** False for a file outside the workspace, which cannot be linked or annotated. */
  readonly inWorkspace: boolean;
  /** The source id in the file name, in lower case; `undefined` if there is none. */
  readonly sourceId: string | undefined;
  /** The glob that it matched; absent if a path was given. */
  readonly glob?: string;
}

/** Maximum number of accounts that a file may delete or change; `written` is the input as written in the workflow. */
export type DeletionLimit =
  | { readonly kind: 'count'; readonly count: number; readonly written: string }
  | { readonly kind: 'percent'; readonly percent: number; readonly written: string };

/** True if the file is neither parsed nor compared: `csv-checks: off` with `max-deletions` and `max-changes` of 100%. */
export function isUploadOnly(
  settings: Pick<Settings, 'csvChecks'>,
  { maxChanges, maxDeletions }: Pick<Target, 'maxChanges' | 'maxDeletions'>,
): boolean {
  return settings.csvChecks === 'off' && allowsAll(maxDeletions) && allowsAll(maxChanges);
}

/** True for the limit that allows everything, for which nothing must be compared. */
export function allowsAll(limit: DeletionLimit): boolean {
  return limit.kind === 'percent' && limit.percent === 100;
}

/**
 * The name of a target in the log before its name in ISC is known: for a file of a glob its path, which contains the
 * id.
 */
export function labelOf({ csv, sourceId, sourceName }: Target): string {
  const inGlob = csv?.glob === undefined ? undefined : csv.shown;
  return sourceName ?? inGlob ?? sourceId ?? csv?.shown ?? 'source';
}
