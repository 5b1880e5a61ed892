import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Findings } from '../model/finding.js';
import type { CsvFacts } from '../model/outcome.js';
import type { CsvLocation } from '../model/settings.js';
import type { AccountSchema, FileFormat } from '../model/source.js';
import { wholeLines } from './blocks.js';
import { ByteChecks } from './byte-checks.js';
import { FindingCollector } from './findings-collector.js';
import { RecordChecks } from './record-checks.js';

/** Bytes a read: fewer, larger reads were a third faster for a file of 1 GiB. */
const CHUNK_BYTES = 1024 * 1024;

/** ISC recommends at most this many lines a file (docs/isc-api.md#the-file). */
const MAX_RECOMMENDED_LINES = 400_000;

/** Native identities, untrimmed, in the order of the file. */
export interface Identities {
  readonly size: number;
  has(identity: string): boolean;
  keys(): IterableIterator<string>;
}

/** What a file says, and what is wrong with it. */
export interface CheckedCsv {
  readonly findings: Findings;
  /** `undefined` exactly where `identities` is. */
  readonly csv: CsvFacts | undefined;
  /** `undefined` where they cannot be read for certain, so that nothing can be compared with the tenant. */
  readonly identities: Identities | undefined;
  readonly bytes: number;
  /** Of the whole file, in lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Checks the file against all rules of docs/checks.md that need no tenant. Memory is bounded but for the
 * native identities. Throws what the file system throws, and the signal's reason when it fires.
 */
export async function checkCsvFile(
  location: CsvLocation,
  format: FileFormat,
  schema: AccountSchema,
  signal: AbortSignal,
): Promise<CheckedCsv> {
  signal.throwIfAborted();
  try {
    const chunks = createReadStream(location.path, { highWaterMark: CHUNK_BYTES, signal });
    return await checkChunks(chunks as AsyncIterable<Buffer>, format, schema);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** `checkCsvFile` for bytes that come from anywhere, in chunks of any size. */
export async function checkChunks(
  chunks: AsyncIterable<Buffer>,
  format: FileFormat,
  schema: AccountSchema,
): Promise<CheckedCsv> {
  const findings = new FindingCollector();
  const hash = createHash('sha256');
  const bytes = new ByteChecks(findings);
  const records = new RecordChecks(format, schema, findings);
  let size = 0;
  for await (const block of wholeLines(chunks)) {
    hash.update(block);
    size += block.length;
    const { records: part, goesOn } = bytes.check(block);
    records.write(part);
    if (!goesOn) records.stop();
  }
  records.end(size);
  if (Math.max(bytes.lines, records.rows) > MAX_RECOMMENDED_LINES) {
    const message = `The file has more than ${MAX_RECOMMENDED_LINES} lines, the most that ISC recommends.`;
    findings.add('too-many-lines', message);
  }
  const identities = bytes.readable ? records.identities : undefined;
  return {
    findings: findings.result(),
    csv: identities && { rows: records.rows, accounts: identities.size },
    identities,
    bytes: size,
    sha256: hash.digest('hex'),
  };
}
