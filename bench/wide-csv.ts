import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeType, SchemaAttribute } from '../src/model/source.js';
import { identityOf } from './csv.js';

/** Twenty columns of an HR system, with their types in the account schema; the first is the native identity. */
const TYPES: Readonly<Record<string, AttributeType>> = {
  id: 'STRING',
  givenName: 'STRING',
  familyName: 'STRING',
  name: 'STRING',
  mail: 'STRING',
  phone: 'STRING',
  department: 'STRING',
  costCenter: 'INT',
  title: 'STRING',
  company: 'STRING',
  country: 'STRING',
  city: 'STRING',
  building: 'STRING',
  manager: 'STRING',
  login: 'STRING',
  employeeType: 'STRING',
  status: 'STRING',
  active: 'BOOLEAN',
  startDate: 'DATE',
  endDate: 'DATE',
};

export const WIDE_ATTRIBUTES: readonly SchemaAttribute[] = Object.entries(TYPES).map(([name, type]) => {
  return { name, type, isMulti: false };
});

/** Rows generated at a time. */
const BLOCK = 1_000;

/** After so many accounts, the same ones come again under other native identities. */
export const DIFFERENT_ACCOUNTS = 2_000;

/** How the cells of a file are written: as they are, all in quotes, some in quotes, or with names beyond ASCII. */
export const WRITINGS = ['plain', 'quoted', '5 % quoted', 'names beyond ASCII'] as const;
export type Writing = (typeof WRITINGS)[number];

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** The cells of an account, in the order of the columns; about 230 bytes with their commas. */
export function wideCells(account: number, writing: Writing = 'plain'): readonly string[] {
  const row = account % DIFFERENT_ACCOUNTS;
  const [first, last] = writing === 'names beyond ASCII' ? ['Gün', 'Łęczyńska'] : ['Given', 'Family'];
  const [given, family] = [`${first}${row % 977}`, `${last}${row % 3571}`];
  const isActive = row % 11 > 0;
  return [
    identityOf(account),
    given,
    family,
    `${given} ${family}`,
    `${given}.${row}@example.com`,
    `+49 30 ${1_000_000 + (row % 999_983)}`,
    `Department ${row % 40}`,
    String(1_000 + (row % 300)),
    row % 7 === 0 ? 'Senior Engineer' : 'Engineer',
    'Example Industries',
    'Germany',
    row % 3 === 0 ? 'Berlin' : 'Hamburg',
    `Building ${row % 25}`,
    identityOf(row % 5_000),
    `${family}.${row}`,
    row % 5 === 0 ? 'contractor' : 'employee',
    isActive ? 'active' : 'inactive',
    String(isActive),
    `20${twoDigits(row % 26)}-${twoDigits((row % 12) + 1)}-${twoDigits((row % 28) + 1)}`,
    isActive ? '' : '2026-06-30',
  ];
}

/** The attributes of the account in the tenant: as in the file, but every hundredth has moved to another department. */
export function wideAttributes(account: number, writing: Writing = 'plain'): Record<string, string> {
  const cells = wideCells(account, writing);
  const attributes = Object.fromEntries(
    WIDE_ATTRIBUTES.map(({ name }, column) => [name, cells[column] ?? '']),
  );
  return account % 100 === 0 ? { ...attributes, department: 'Department of before' } : attributes;
}

/** Writes a file with this many accounts, each in one row, and returns its path. */
export function writeWideRows(folder: string, rows: number, writing: Writing = 'plain'): string {
  const path = join(folder, `${rows}-wide-rows-${WRITINGS.indexOf(writing)}.csv`);
  const file = openSync(path, 'w');
  writeSync(file, lineOf(Object.keys(TYPES), writing));
  for (let from = 0; from < rows; from += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, rows - from) }, (_, index) =>
      lineOf(wideCells(from + index, writing), writing),
    );
    writeSync(file, lines.join(''));
  }
  closeSync(file);
  return path;
}

/** One cell of twenty is 5 % of them: the name. */
const NAME = 3;

function lineOf(cells: readonly string[], writing: Writing): string {
  const isQuoted = (cell: number): boolean =>
    writing === 'quoted' || (writing === '5 % quoted' && cell === NAME);
  return `${cells.map((text, cell) => (isQuoted(cell) ? `"${text}"` : text)).join(',')}\n`;
}
