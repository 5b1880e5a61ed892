/** What the workflow asks for, typed and valid. Created by `inputs/`, and not changed afterwards. */
import type { StepFailure } from './failure.js';
import type { Rule } from './finding.js';
import { type AccountLimit, allowsAll } from './limit.js';

/** What the inputs of the step say, checked and complete: nothing in them is a problem. */
export interface Settings {
  /** Origin of the tenant's API without a trailing slash: `Authorization` is sent nowhere else. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly apiVersion: ApiVersion;
  /** The sources to aggregate, in the given order; at least one. */
  readonly targets: readonly Target[];
  readonly csvChecks: CsvChecks;
  readonly dryRun: boolean;
  readonly reviewedPlan: boolean;
  readonly planKey: PlanKey;
  readonly onlyIfChanged: boolean;
  readonly ifRunning: 'wait' | 'fail';
  readonly wait: boolean;
  /** Milliseconds for the whole step. */
  readonly timeoutMs: number;
  readonly failOnWarning: boolean;
  readonly showIds: boolean;
  /** Absolute path of the file for the whole plan; `undefined`: none is written. */
  readonly planFile: string | undefined;
  /** Lists the accounts again after the aggregation, and compares them with the file. */
  readonly verify: boolean;
  readonly comment: boolean;
  readonly githubToken: string;
  /** Sentences about inputs that are odd but stop nothing, such as an unknown rule. */
  readonly warnings: readonly string[];
}

/**
 * What authenticates plans in comments. `empty`: the input is set and empty, as a secret that does not exist arrives.
 * In both of the last cases the client secret takes its place.
 */
export type PlanKey =
  | { readonly kind: 'given'; readonly key: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-given' };

/** The secret that authenticates plans in comments. */
export function planSecret(planKey: PlanKey, clientSecret: string): string {
  return planKey.kind === 'given' ? planKey.key : clientSecret;
}

/**
 * The credentials of the step. `missing`: the step needs none if `only-if-changed` leaves every file alone, as on pull
 * requests of forks and Dependabot; `failure` says what is missing, for a step that does need them.
 */
export type Credentials =
  | { readonly kind: 'given'; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'missing'; readonly failure: StepFailure };

/** The versions of ISC's API that the step can speak, the newest first. */
export const API_VERSIONS = ['v1', 'v2026', 'v2025', 'v2024', 'beta'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

/** What findings mean: errors reject the file, or all are warnings, or none is looked for. */
export const CSV_CHECKS = ['error', 'warn', 'off'] as const;
export type CsvChecks = (typeof CSV_CHECKS)[number];

/** One source and object type as given, before the tenant has been asked. At least one of id and name. */
export interface Target {
  readonly sourceId: string | undefined;
  readonly sourceName: string | undefined;
  readonly csv: CsvLocation | undefined;
  /** `account`, or the type of the entitlements that the file holds. */
  readonly objectType: string;
  readonly disableOptimization: boolean;
  /** Rules whose findings only warn, whatever `csv-checks` says. */
  readonly warnOnly: readonly Rule[];
  /** Of the accounts on the source, how many the file may delete. */
  readonly maxDeletions: AccountLimit;
  /** Of the accounts both in the file and on the source, in how many the file may change, empty or fill a value. */
  readonly maxChanges: AccountLimit;
  /** How many accounts the file may create; `undefined`: any number. */
  readonly maxCreations: AccountLimit | undefined;
  /** How many accounts of active people the file may delete; `undefined`: no limit of their own. */
  readonly maxActiveDeletions: AccountLimit | undefined;
  /** Native identities that the file must not delete, as written in the workflow, each once. */
  readonly protectedAccounts: readonly string[];
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
  /** The content when the inputs were read, of a file that is only uploaded; absent for any other. */
  readonly digest?: FileDigest;
}

/** The content of a file. */
export interface FileDigest {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The settings of the step that decide whether a file is read at all. */
export type UploadSettings = Pick<Settings, 'csvChecks' | 'planFile' | 'verify'>;

/**
 * True if the file is neither parsed nor compared: `csv-checks: off`, `max-deletions` and `max-changes` of 100%, and
 * nothing else that needs the plan.
 */
export function isUploadOnly(
  settings: UploadSettings,
  target: Pick<
    Target,
    'maxActiveDeletions' | 'maxChanges' | 'maxCreations' | 'maxDeletions' | 'protectedAccounts'
  >,
): boolean {
  const { maxActiveDeletions, maxChanges, maxCreations, maxDeletions, protectedAccounts } = target;
  const limits = [maxDeletions, maxChanges, maxCreations, maxActiveDeletions];
  return (
    settings.csvChecks === 'off' &&
    limits.every(allowsAll) &&
    protectedAccounts.length === 0 &&
    settings.planFile === undefined &&
    !settings.verify
  );
}

/**
 * The name of a target in the log before its name in ISC is known: for a file of a glob its path, which contains the
 * id.
 */
export function labelOf({ csv, sourceId, sourceName }: Target): string {
  const inGlob = csv?.glob === undefined ? undefined : csv.shown;
  return sourceName ?? inGlob ?? sourceId ?? csv?.shown ?? 'source';
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/** The tenant's host, with its port if it is not the usual one, and whether it is simulated on the runner itself. */
export interface TenantName {
  readonly host: string;
  readonly isSimulated: boolean;
}

/** The name of the tenant at `baseUrl`, an origin that has been validated. */
export function tenantName(baseUrl: string): TenantName {
  const { host, hostname } = new URL(baseUrl);
  return { host, isSimulated: LOOPBACK.test(hostname) };
}

/** "acme.api.identitynow.com", or "127.0.0.1:8080 (simulated)"; `show` puts the host into the form of its place. */
export function tenantInWords(
  { host, isSimulated }: TenantName,
  show = (plain: string): string => plain,
): string {
  return isSimulated ? `${show(host)} (simulated)` : show(host);
}
