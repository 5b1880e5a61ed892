import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A typical export of an HR system: ten columns, one of them quoted. */
export const COLUMNS = [
  'id',
  'givenName',
  'familyName',
  'name',
  'mail',
  'department',
  'title',
  'city',
  'manager',
  'status',
] as const;

const HEADING = `${COLUMNS.join(',')}\n`;

/** Rows generated at a time. */
const BLOCK = 1_000;

/** The native identity of the account in a row. */
export function identityOf(row: number): string {
  return `U${String(row).padStart(8, '0')}`;
}

/** One account; about 120 bytes. */
export function rowOf(row: number): string {
  const [given, family] = [`Given${row % 977}`, `Family${row % 3571}`];
  const mail = `${given}.${row}@example.com`;
  return `${identityOf(row)},${given},${family},"${family}, ${given}",${mail},Department ${row % 40},Engineer,Berlin,${identityOf(row % 5000)},active\n`;
}

/** Writes a file with this many accounts, each in one row, and returns its path. */
export function writeRows(folder: string, rows: number): string {
  return write(join(folder, `${rows}-rows.csv`), function* () {
    for (let from = 0; from < rows; from += BLOCK) yield block(from, Math.min(BLOCK, rows - from));
  });
}

/** Writes a file of at most `bytes` bytes, full to its last row, for uploads: the same rows again and again. */
export function writeBytes(folder: string, bytes: number): string {
  const rows = block(0, BLOCK);
  const row = rowOf(0);
  return write(join(folder, `${bytes}-bytes.csv`), function* () {
    let rest = bytes - HEADING.length;
    for (; rest >= rows.length; rest -= rows.length) yield rows;
    yield row.repeat(Math.floor(rest / row.length));
  });
}

function block(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => rowOf(from + index)).join('');
}

function write(path: string, blocks: () => Iterable<string>): string {
  const file = openSync(path, 'w');
  writeSync(file, HEADING);
  for (const part of blocks()) writeSync(file, part);
  closeSync(file);
  return path;
}
