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

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** The cells of an account, in the order of the columns; about 230 bytes with their commas. */
export function wideCells(row: number): readonly string[] {
  const [given, family] = [`Given${row % 977}`, `Family${row % 3571}`];
  const isActive = row % 11 > 0;
  return [
    identityOf(row),
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
export function wideAttributes(row: number): Record<string, string> {
  const cells = wideCells(row);
  const attributes = Object.fromEntries(
    WIDE_ATTRIBUTES.map(({ name }, column) => [name, cells[column] ?? '']),
  );
  return row % 100 === 0 ? { ...attributes, department: 'Department of before' } : attributes;
}

/** Writes a file with this many accounts, each in one row, and returns its path. */
export function writeWideRows(folder: string, rows: number): string {
  const path = join(folder, `${rows}-wide-rows.csv`);
  const file = openSync(path, 'w');
  writeSync(file, `${Object.keys(TYPES).join(',')}\n`);
  for (let from = 0; from < rows; from += BLOCK) {
    const lines = Array.from({ length: Math.min(BLOCK, rows - from) }, (_, index) =>
      wideCells(from + index).join(','),
    );
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  return path;
}
