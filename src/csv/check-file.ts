/** Reads a file once, and reports its contents and its problems. */
import { createHash } from 'node:crypto';
import { readInTurns, wholeLines } from './blocks.js';
import type { Findings, Rule } from '../model/finding.js';
import type { CsvFacts } from '../model/outcome.js';
import type { CsvLocation } from '../model/settings.js';
import type { AccountSchema, FileFormat } from '../model/source.js';
import { ByteChecks } from './byte-checks.js';
import { FindingCollector } from './findings-collector.js';
import type { Identities } from './identities.js';
import { RecordChecks, type RecordCheckOptions } from './record-checks.js';
import { thousands } from '../model/words.js';

/** Fewer, larger reads are a third faster (bench/README.md). */
const CHUNK_BYTES = 1024 * 1024;

/** ISC recommends at most this many lines per file (docs/isc-api.md#the-file). */
const MAX_RECOMMENDED_LINES = 400_000;

/** What to tell and to do while the file is read. */
export interface CheckOptions extends RecordCheckOptions {
  /** Called after each piece of the file with the rows and bytes checked so far. */
  readonly onProgress?: ((rows: number, bytes: number) => void) | undefined;
}

/** The contents and problems of a file. */
export interface CheckedCsv {
  readonly findings: Findings;
  /** `undefined` exactly when `identities` is. */
  readonly csv: CsvFacts | undefined;
  /** `undefined` if they cannot be read reliably, so that nothing can be compared with the tenant. */
  readonly identities: Identities | undefined;
  /**
   * The rule by which the file has no one reading (line ends, quotes, a doubled column, an unknown index column): nothing of it is to be compared
   * or sent, whatever the checks are set to. `identities` is then `undefined`.
   */
  readonly ambiguity: Rule | undefined;
  /** True if the first line is certainly a heading, so that ISC's messages about it may be shown. */
  readonly hasHeading: boolean;
  readonly bytes: number;
  /** SHA-256 of the whole file, in lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Checks the file against all rules of docs/checks.md that need no tenant. Memory is bounded except for the native
 * identities and what a sink keeps. Throws what the file system and the sink throw, and the signal's reason when it
 * fires.
 */
export async function checkCsvFile(
  location: CsvLocation,
  format: FileFormat,
  schema: AccountSchema,
  signal: AbortSignal,
  options: CheckOptions = {},
): Promise<CheckedCsv> {
  signal.throwIfAborted();
  try {
    return await checkChunks(readInTurns(location.path, CHUNK_BYTES, signal), format, schema, options);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** `checkCsvFile` for bytes from any source, in chunks of any size. A chunk may change once the next one is asked for. */
export async function checkChunks(
  chunks: AsyncIterable<Buffer>,
  format: FileFormat,
  schema: AccountSchema,
  options: CheckOptions = {},
): Promise<CheckedCsv> {
  const findings = new FindingCollector();
  const hash = createHash('sha256');
  const bytes = new ByteChecks(findings);
  const records = new RecordChecks(format, schema, findings, options);
  let size = 0;
  for await (const block of wholeLines(chunks)) {
    hash.update(block);
    size += block.length;
    const { records: part, goesOn } = bytes.check(block);
    records.write(part);
    if (!goesOn) records.stop();
    options.onProgress?.(records.rows, size);
  }
  bytes.end();
  records.end(size);
  if (Math.max(bytes.lines, records.rows) > MAX_RECOMMENDED_LINES) {
    const most = thousands(MAX_RECOMMENDED_LINES);
    const message = `The file has more than ${most} lines, the most that ISC recommends for one file.`;
    findings.add('too-many-lines', message);
  }
  const identities = bytes.readable ? records.identities : undefined;
  return {
    findings: findings.result(),
    csv: identities && { rows: records.rows, accounts: identities.size },
    identities,
    ambiguity: records.ambiguity,
    hasHeading: bytes.readable && records.hasHeading,
    bytes: size,
    sha256: hash.digest('hex'),
  };
}
