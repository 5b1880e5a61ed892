import { type CheckedFile, checkFile, type Identities } from '../csv/check-file.js';
import { sizeOf } from '../isc/csv-upload.js';
import type { Connection } from '../isc/http/connection.js';
import type { FileToSend } from '../isc/load-accounts.js';
import { getAccountSchema, type Place } from '../isc/sources.js';
import { StepFailure } from '../model/failure.js';
import { asWarnings, type Findings, joined, NO_FINDINGS } from '../model/finding.js';
import {
  type CsvChecks,
  type CsvLocation,
  isUploadOnly,
  type Settings,
  type Target,
} from '../model/settings.js';
import type { AccountSchema, Source } from '../model/source.js';
import { unreadableFile } from '../runtime/file-failure.js';
import { checkSource } from './check-source.js';
import type { KnownSoFar } from './outcome-builder.js';

export interface ExamineParts {
  readonly connection: Connection;
  readonly place: Place;
  readonly settings: Pick<Settings, 'csvChecks'>;
  readonly signal: AbortSignal;
}

/** A file that may be compared or sent. */
export interface ExaminedFile extends FileToSend {
  /** `undefined` for a file that is only uploaded. */
  readonly identities: Identities | undefined;
}

/**
 * Checks the file against the account schema of its source. A file that is only uploaded is not read at all. What is
 * found is told to `known`, as `csv-checks` wants it shown.
 *
 * @throws StepFailure REJECTED for findings of severity error (with `csv-checks: error`), and whatever the checks
 * are set to if the native identities cannot be read, since nobody could then see deletions coming; Refusal if the
 * credential may not read the schema.
 */
export async function examineFile(
  parts: ExamineParts,
  source: Source,
  target: Target,
  csv: CsvLocation,
  known: KnownSoFar,
): Promise<ExaminedFile> {
  const { csvChecks } = parts.settings;
  if (isUploadOnly(parts.settings, target)) {
    return { csv, fingerprint: await sizeOf(csv), hasHeading: false, identities: undefined };
  }
  const schema = await getAccountSchema(parts.connection, parts.place, source.id);
  const checked = await check(csv, source, schema, parts.signal);
  const found = joined(checked.findings, checkSource(source));
  known.learn({ csv: checked.csv, findings: shownFindings(found, csvChecks) });
  if (csvChecks === 'error' && found.errors > 0) throw rejected(csv, found);
  if (checked.identities === undefined) throw unreadableIdentities(csv);
  const { bytes, identities, sha256 } = checked;
  // Identities were found, so there is the heading of their column at least.
  return { csv, fingerprint: { bytes, sha256 }, hasHeading: true, identities };
}

async function check(
  csv: CsvLocation,
  source: Source,
  schema: AccountSchema,
  signal: AbortSignal,
): Promise<CheckedFile> {
  try {
    return await checkFile(csv, source.file, schema, signal);
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

function rejected(csv: CsvLocation, { errors }: Findings): StepFailure {
  const count = errors === 1 ? '1 error' : `${errors} errors`;
  return new StepFailure(`${csv.shown} has ${count}, so it was not sent.`, {
    status: 'REJECTED',
    next: 'Mend the file; the annotations and the job summary name the lines. csv-checks: warn would send it all the same.',
  });
}

function unreadableIdentities(csv: CsvLocation): StepFailure {
  return new StepFailure(
    `The native identities of ${csv.shown} cannot be read, so nobody can tell which accounts it would delete. It was not sent.`,
    {
      status: 'REJECTED',
      next: 'Mend the file; run with csv-checks: error to see what is wrong with it. Only csv-checks: off with max-deletions: 100% sends a file unread.',
    },
  );
}
