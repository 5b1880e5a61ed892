/** Checks a file before anything is sent, against the schema and the settings of its source. */
import { checkCsvFile, type CheckedCsv, type CheckOptions } from '../../csv/check-file.js';
import type { Identities } from '../../csv/identities.js';
import { sizeOf } from '../../isc/csv-upload.js';
import type { Connection } from '../../isc/connection.js';
import { HttpRefusal } from '../../isc/failures.js';
import { schemaFor } from '../../isc/schemas.js';
import { attempt, StepFailure, stop, unlessEnded } from '../../model/failure.js';
import { joinFindings, NO_FINDINGS, type Findings } from '../../model/finding.js';
import type { CsvFacts } from '../../model/outcome.js';
import { isUploadOnly, type CsvLocation, type Target, type UploadSettings } from '../../model/settings.js';
import { similarName } from '../../model/similar-name.js';
import { mergesRows, type AccountSchema, type Source, withEntitlements } from '../../model/source.js';
import { unreadableFile } from '../../runtime/files.js';
import { wordsAboutUnread } from '../../csv/first-line.js';
import { nowAndThen } from '../../runtime/clock.js';
import { count } from '../../model/words.js';
import type { Job } from '../common/context.js';
import { kindFor } from '../kind.js';
import type { Facts } from '../outcome.js';
import { accountsBefore, NOT_LISTED, type KnownAccounts } from './accounts.js';
import { checkSource } from './check-source.js';
import type { ValuesToCompare } from '../compare/compare-values.js';
import { UnknownEntitlements, type EntitlementFiles } from '../../csv/unknown-entitlements.js';
import { ValueSink } from '../../csv/values/value-sink.js';
import { type Verdict, type ReadyFile, readyFile, valuesOf, shownFindings } from './ready-file.js';

/** What the check of a file has come to. */
export interface CheckResult {
  readonly facts: Facts;
  readonly verdict: Verdict;
  /** The accounts of the source, if they were listed before the file was read. */
  readonly accounts: KnownAccounts;
}

/** The result of checking a file. */
export interface CheckedFile {
  /** `undefined` if the file was not read to its end. */
  readonly csv: CsvFacts | undefined;
  /** Adjusted to `csv-checks`. */
  readonly findings: Findings;
  /** A warning for each name in ignore-columns and show-values that is not a column. */
  readonly unknownColumns: readonly string[];
  /** The file to compare and to send, or why it must not be sent (REJECTED). */
  readonly file: ReadyFile | StepFailure;
}

/** How a file is checked beside what its source and its entry say. */
export interface CheckFileOptions extends Pick<CheckOptions, 'onProgress'> {
  /** True if reports may name accounts. */
  readonly showIds?: boolean;
  /** False if the source has no accounts: values then need no memory. */
  readonly keepsValues?: boolean;
  /** Entries of the step about entitlements of the same source: accounts are held against their files. */
  readonly entitlements?: readonly Target[];
}

/**
 * The first half of `prepare`: the accounts of a large file's source are listed, and the file is checked. Never throws.
 *
 * @param earlier what is known from an earlier start of the same source; it holds until it is known anew.
 */
export async function check(job: Job, earlier: Facts): Promise<CheckResult> {
  const accounts = await attempt(() => accountsBefore(job));
  if (accounts.kind === 'stop') return { facts: earlier, verdict: accounts, accounts: NOT_LISTED };
  return checkKnowing(job, accounts.value, earlier);
}

/** Checks the file of a source whose accounts may be known: the values of one for an empty source are not kept. */
export async function checkKnowing(job: Job, accounts: KnownAccounts, earlier: Facts): Promise<CheckResult> {
  const isEmpty = accounts.kind === 'listed' && accounts.list.isEmpty;
  const checked = await attempt(() => checkOnce(job, isEmpty));
  if (checked.kind === 'stop') return { facts: earlier, verdict: checked, accounts: NOT_LISTED };
  if (checked.value === undefined) {
    return { facts: earlier, verdict: { kind: 'send', file: undefined }, accounts: NOT_LISTED };
  }
  const { csv, file, findings } = checked.value;
  const verdict: Verdict = file instanceof StepFailure ? stop(file) : { kind: 'send', file };
  // Findings of an earlier comparison hold until the next one.
  const holds = verdict.kind === 'send' && earlier.plan !== undefined;
  const facts = { ...earlier, csv, findings: holds ? earlier.findings : findings };
  return { facts, verdict, accounts };
}

/** Checks the file, and says in the log how far that is; `undefined` for a source that takes none. */
async function checkOnce(
  { context, entitlements, log, source, target }: Job,
  isEmpty: boolean,
): Promise<CheckedFile | undefined> {
  const { csv } = target;
  if (csv === undefined) {
    log.info(
      'This source takes no file: ISC fetches the accounts itself, so there is nothing to check or compare.',
    );
    return undefined;
  }
  const { clock, connection, deadline, settings } = context;
  const onProgress = nowAndThen(clock, (rows: number, bytes: number) => {
    log.info(`${count(rows)} rows (${count(Math.round(bytes / 1_000_000))} MB) of ${csv.shown} checked.`);
  });
  const options = { keepsValues: !isEmpty, entitlements, onProgress, showIds: settings.showIds };
  const withFile = { ...target, csv };
  const checked = await checkFile(connection, source, withFile, settings, deadline.signal, options);
  for (const warning of checked.unknownColumns) log.warning(warning);
  return checked;
}

/**
 * Checks the file against the account schema of its source. A file that is only uploaded is not read at all. Two kinds
 * of files must not be sent: those with findings of severity error (with `csv-checks: error`), and, whatever
 * `csv-checks` says, those whose native identities cannot be read, since deletions could not be foreseen.
 *
 * @throws HttpRefusal if the credential may not read the schema; ConnectionFailure; StepFailure if the file cannot be
 * read, or is only uploaded and empty; the signal's reason.
 */
export async function checkFile(
  connection: Connection,
  source: Source,
  target: Target & { readonly csv: CsvLocation },
  settings: UploadSettings,
  signal: AbortSignal,
  { entitlements = [], keepsValues = true, onProgress, showIds = false }: CheckFileOptions = {},
): Promise<CheckedFile> {
  const { csv } = target;
  const { csvChecks } = settings;
  if (isUploadOnly(settings, target)) {
    if (kindFor(source).hasTypes) await unlessRefused(schemaFor(connection, source));
    const file = {
      csv,
      fingerprint: await unlessEnded(sizeOf(csv), signal),
      shown: await unlessEnded(wordsAboutUnread(csv, source.file), signal),
      identities: undefined,
      values: NO_VALUES,
      findings: NO_FINDINGS,
    };
    return { csv: undefined, findings: NO_FINDINGS, unknownColumns: [], file };
  }
  const schema = await schemaFor(connection, source);
  const keepsRows = keepsValues && source.buildMapRule === undefined;
  const sink = new ValueSink(schema, target, { keepsRows, mergesRows: mergesRows(source.file, schema) });
  const files = await entitlementFiles(connection, source, entitlements, signal);
  const unknown = new UnknownEntitlements(schema, files, sink);
  const rows = files.size === 0 ? sink : unknown;
  const checked = await readAndCheck(csv, source, schema, signal, { onProgress, sink: rows });
  const found = joinFindings(checked.findings, [...unknown.findings(), ...checkSource(source, schema)]);
  const findings = shownFindings(found, csvChecks, target.warnOnly);
  return {
    csv: checked.csv,
    unknownColumns: unknownIn(target, schema),
    findings,
    file: readyFile(csv, checked, csvChecks === 'error' ? findings : NO_FINDINGS, {
      findings,
      showIds,
      values: valuesOf(source, sink, keepsRows),
    }),
  };
}

/** The files of the source's entitlements in this step, as far as they can be read: what is wrong is said of them. */
async function entitlementFiles(
  connection: Connection,
  source: Source,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<EntitlementFiles> {
  const files = new Map<string, Identities>();
  for (const { csv, objectType } of targets) {
    if (csv === undefined) continue;
    const typed = withEntitlements(source, objectType);
    const checked = await attempt(async () => {
      const schema = await schemaFor(connection, typed);
      return checkCsvFile(csv, typed.file, schema, signal);
    });
    signal.throwIfAborted();
    if (checked.kind === 'stop' || checked.value.identities === undefined) continue;
    files.set(objectType, checked.value.identities);
  }
  return files;
}

/** A file that is only uploaded needs no schema: without the right to read it, its type is not known to be one. */
async function unlessRefused(asked: Promise<unknown>): Promise<void> {
  await asked.catch((failure: unknown) => {
    if (!(failure instanceof HttpRefusal)) throw failure;
  });
}

const NO_VALUES: ValuesToCompare = { kind: 'none', why: '' };

/** A sentence for each name in ignore-columns and show-values that is not a column of the account schema. */
function unknownIn({ ignoreColumns, showValues }: Target, { attributes }: AccountSchema): readonly string[] {
  const names = attributes.map(({ name }) => name);
  const given = { 'ignore-columns': ignoreColumns, 'show-values': showValues };
  return Object.entries(given).flatMap(([input, columns]) =>
    columns
      .filter((column) => !names.includes(column))
      .map(
        (column) => `${input}: "${column}" is not a column of the account schema. ${hintFor(column, names)}`,
      ),
  );
}

function hintFor(column: string, names: readonly string[]): string {
  const meant = similarName(column, names);
  return meant === undefined ? `The columns are ${names.join(', ')}.` : `Did you mean "${meant}"?`;
}

async function readAndCheck(
  csv: CsvLocation,
  source: Source,
  schema: AccountSchema,
  signal: AbortSignal,
  options: CheckOptions,
): Promise<CheckedCsv> {
  try {
    return await unlessEnded(checkCsvFile(csv, source.file, schema, signal, options), signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreadableFile(csv, cause);
  }
}
