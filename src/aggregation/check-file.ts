/** Checks a file before anything is sent, against the schema and the settings of its source. */
import { checkCsvFile, type CheckedCsv, type CheckOptions, type Identities } from '../csv/check-file.js';
import { sizeOf } from '../isc/csv-upload.js';
import type { Connection } from '../isc/http/connection.js';
import type { FileToSend } from '../isc/load-accounts.js';
import { getAccountSchema } from '../isc/sources.js';
import { StepFailure } from '../model/failure.js';
import { asWarnings, joined, NO_FINDINGS, type Findings, type Rule } from '../model/finding.js';
import type { CsvFacts } from '../model/outcome.js';
import { isUploadOnly, type CsvChecks, type CsvLocation, type Target } from '../model/settings.js';
import type { AccountSchema, Source } from '../model/source.js';
import { unreadableFile } from '../runtime/file-failure.js';
import { checkSource } from './check-source.js';

/** What the checks of a file came to. */
export interface CheckedFile {
  /** `undefined` where the file was not read to its end. */
  readonly csv: CsvFacts | undefined;
  /** As `csv-checks` wants them shown. */
  readonly findings: Findings;
  /** The file to compare and to send, or why it must not be sent (REJECTED). */
  readonly file: ReadyFile | StepFailure;
}

/** A file that may be compared or sent. */
export interface ReadyFile extends FileToSend {
  /** `undefined` for a file that is only uploaded. */
  readonly identities: Identities | undefined;
}

/**
 * Checks the file against the account schema of its source. A file that is only uploaded is not read at all. Must not be
 * sent: a file with findings of severity error (with `csv-checks: error`), and whatever the checks are set to one whose
 * native identities cannot be read, since nobody could then see deletions coming.
 *
 * @throws HttpRefusal if the credential may not read the schema; ConnectionFailure; StepFailure if the file cannot be
 * read, or is only uploaded and empty; the signal's reason.
 */
export async function checkFile(
  connection: Connection,
  source: Source,
  target: Target & { readonly csv: CsvLocation },
  csvChecks: CsvChecks,
  signal: AbortSignal,
  options: Pick<CheckOptions, 'onProgress'> = {},
): Promise<CheckedFile> {
  const { csv } = target;
  if (isUploadOnly({ csvChecks }, target)) {
    const file = { csv, fingerprint: await sizeOf(csv), hasHeading: false, identities: undefined };
    return { csv: undefined, findings: NO_FINDINGS, file };
  }
  const schema = await getAccountSchema(connection, source.id);
  const checked = await check(csv, source, schema, signal, options);
  const found = joined(checked.findings, checkSource(source, schema));
  return {
    csv: checked.csv,
    findings: shownFindings(found, csvChecks),
    file: readyFile(csv, checked, csvChecks === 'error' ? found : NO_FINDINGS),
  };
}

function readyFile(csv: CsvLocation, checked: CheckedCsv, found: Findings): ReadyFile | StepFailure {
  const { bytes, hasHeading, identities, sha256 } = checked;
  if (found.errors > 0) return rejected(csv, found, identities !== undefined);
  if (identities === undefined) return unreadableIdentities(csv);
  return { csv, fingerprint: { bytes, sha256 }, hasHeading, identities };
}

async function check(
  csv: CsvLocation,
  source: Source,
  schema: AccountSchema,
  signal: AbortSignal,
  options: Pick<CheckOptions, 'onProgress'>,
): Promise<CheckedCsv> {
  try {
    return await checkCsvFile(csv, source.file, schema, signal, options);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreadableFile(csv, cause);
  }
}

function shownFindings(found: Findings, checks: CsvChecks): Findings {
  switch (checks) {
    case 'error':
      return found;
    case 'warn':
      return asWarnings(found);
    case 'off':
      return NO_FINDINGS;
  }
}

/** ISC itself refuses a file for these, whatever `csv-checks` says. */
const REFUSED_BY_ISC: readonly Rule[] = ['unknown-column', 'missing-column'];

function rejected(csv: CsvLocation, { counts, errors }: Findings, isComparable: boolean): StepFailure {
  const count = errors === 1 ? '1 error' : `${errors.toLocaleString('en-US')} errors`;
  const wouldBeTaken = isComparable && !REFUSED_BY_ISC.some((rule) => counts.has(rule));
  return new StepFailure(`${csv.shown} has ${count}, so it was not sent.`, {
    status: 'REJECTED',
    next: `Fix the file; the annotations and the job summary name the lines.${wouldBeTaken ? ' csv-checks: warn would upload it anyway.' : ''}`,
  });
}

function unreadableIdentities(csv: CsvLocation): StepFailure {
  return new StepFailure(
    `The native identities of ${csv.shown} cannot be read, so nobody can tell which accounts it would delete. It was not sent.`,
    {
      status: 'REJECTED',
      next: 'Fix the file; run with csv-checks: error to see what is wrong with it. Only csv-checks: off with max-deletions: 100% sends a file unread.',
    },
  );
}
