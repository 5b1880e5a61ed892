/** What the engineer asked for, typed and valid. `inputs/` makes it; nothing changes it afterwards. */
export interface Settings {
  /** Origin of the tenant's API without a trailing slash: the only place `Authorization` ever goes to. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiVersion: ApiVersion;
  /** The sources to aggregate, in the order in which they were given; at least one. */
  readonly targets: readonly Target[];
  readonly csvChecks: CsvChecks;
  readonly dryRun: boolean;
  readonly reviewedDeletions: boolean;
  /** Authenticates plans of deletions; the client secret does where it is not given. */
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

/** One source as it was asked for, before the tenant has been asked about it. At least one of id and name. */
export interface Target {
  readonly sourceId: string | undefined;
  readonly sourceName: string | undefined;
  readonly csv: CsvLocation | undefined;
  readonly disableOptimization: boolean;
  readonly maxDeletions: DeletionLimit;
  /** Most accounts in which the file may change or empty a value. */
  readonly maxChanges: DeletionLimit;
  /** Columns whose values are not compared, as the engineer wrote them. */
  readonly ignoreColumns: readonly string[];
  /** Columns whose values may be named in reports, as the engineer wrote them. */
  readonly showValues: readonly string[];
}

/** Where a file is. */
export interface CsvLocation {
  /** Absolute, for reading. */
  readonly path: string;
  /** Its own name without folders, as it was written: a link keeps its name. */
  readonly name: string;
  /** Relative to the workspace with forward slashes (as annotations need it), or as written where it lies outside. */
  readonly shown: string;
  /** False for a file outside the workspace: nothing of it can be linked or annotated. */
  readonly inWorkspace: boolean;
  /** The source id that the file's name holds, in lower case; `undefined` where it holds none. */
  readonly sourceId: string | undefined;
  /** The glob that it matched; absent where the path was written out. */
  readonly glob?: string;
}

/** Most accounts that a file may delete, or change; `written` is the input as the engineer wrote it. */
export type DeletionLimit =
  | { readonly kind: 'count'; readonly count: number; readonly written: string }
  | { readonly kind: 'percent'; readonly percent: number; readonly written: string };

/** True where the file is neither parsed nor compared: `csv-checks: off` with `max-deletions` and `max-changes` of 100%. */
export function isUploadOnly(
  settings: Pick<Settings, 'csvChecks'>,
  { maxChanges, maxDeletions }: Pick<Target, 'maxChanges' | 'maxDeletions'>,
): boolean {
  return settings.csvChecks === 'off' && allowsAll(maxDeletions) && allowsAll(maxChanges);
}

/** True for the limit that lets everything through, so that nothing has to be compared for it. */
export function allowsAll(limit: DeletionLimit): boolean {
  return limit.kind === 'percent' && limit.percent === 100;
}

/** How a target is called in the log before its name in ISC is known: a file of a glob by its path, which holds the id. */
export function labelOf({ csv, sourceId, sourceName }: Target): string {
  const inGlob = csv?.glob === undefined ? undefined : csv.shown;
  return sourceName ?? inGlob ?? sourceId ?? csv?.shown ?? 'source';
}
