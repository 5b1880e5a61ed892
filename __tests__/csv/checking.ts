import { Accounts } from '../../src/csv/identities.js';
import { expect } from '@jest/globals';
import { checkChunks, type CheckedCsv } from '../../src/csv/check-file.js';
import type { CsvRecord } from '../../src/csv/record.js';
import { Scanner } from '../../src/csv/scanner.js';
import type { AccountSchema, FileFormat } from '../../src/model/source.js';

export const FORMAT: FileFormat = {
  delimiter: ',',
  commentCharacter: '#',
  hasHeader: true,
  filterEmptyRecords: true,
  mergeRows: false,
  indexColumns: [],
  ignoresLetterCase: false,
  leavesOut: [],
  hasBuildMapRule: false,
  deletionDisabled: false,
};

/** An account schema whose attributes named in `multi` take several values. */
export function schemaOf(names: readonly string[], multi: readonly string[] = []): AccountSchema {
  return {
    identityAttribute: 'id',
    displayAttribute: 'name',
    attributes: names.map((name) => ({ name, type: 'STRING' as const, isMulti: multi.includes(name) })),
  };
}

export const SCHEMA = schemaOf(['id', 'name', 'dept']);

export interface Setting {
  readonly format?: Partial<FileFormat>;
  readonly schema?: AccountSchema;
}

/** The accounts of a file with these native identities. */
export function accountsOf(identities: readonly string[], ignoresLetterCase = false): Accounts {
  const accounts = new Accounts({ ignoresLetterCase });
  for (const identity of identities) accounts.add(identity, 1);
  return accounts;
}

/** The record that the scanner makes of these cells, all of them quoted, as one of many. */
export function recordOf(cells: readonly string[], line = 1): CsvRecord {
  const read: CsvRecord[] = [];
  eachRecord([cells], (record) => read.push(record));
  const [record] = read;
  if (record === undefined) throw new Error('This is a record.');
  record.line = line;
  return record;
}

/** Hands on the records of these rows, on a line each, valid only during the call: much faster than one by one. */
export function eachRecord(rows: readonly (readonly string[])[], take: (record: CsvRecord) => void): void {
  const nothingElse = (): never => {
    throw new Error('These are sound records.');
  };
  let line = 0;
  const scanner = new Scanner(FORMAT, {
    record: (record) => {
      record.line = line += 1;
      take(record);
    },
    comment: nothingElse,
    fault: nothingElse,
    otherLineEnd: nothingElse,
  });
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  scanner.write(Buffer.from(rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('')));
  scanner.end();
}

/** Checks a file that comes in chunks of `chunkBytes`. */
export async function checkIn(
  chunkBytes: number,
  content: string | Buffer,
  { format, schema = SCHEMA }: Setting = {},
): Promise<CheckedCsv> {
  return checkChunks(chunksOf(Buffer.from(content), chunkBytes), { ...FORMAT, ...format }, schema);
}

/** Checks a file and makes sure that it does not matter how its bytes are cut into chunks. */
export async function check(content: string | Buffer, setting: Setting = {}): Promise<CheckedCsv> {
  const others = content.length < 10_000 ? [1, 2, 7] : content.length < 1 << 20 ? [60_001] : [];
  const [whole, ...again] = await Promise.all(
    [1 << 20, ...others].map((chunkBytes) => checkIn(chunkBytes, content, setting)),
  );
  if (whole === undefined) throw new Error('not reachable');
  for (const other of again) expect(other).toEqual(whole);
  return whole;
}

/** The findings of a file as "rule:line", or "rule" for the file as a whole. */
export async function findingsOf(content: string | Buffer, setting: Setting = {}): Promise<string[]> {
  const { findings } = await check(content, setting);
  return findings.kept.map(({ rule, line }) => (line === undefined ? rule : `${rule}:${line}`));
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
