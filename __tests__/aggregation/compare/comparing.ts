import { diagnoseValues } from '../../../src/aggregation/compare/diagnoses.js';
import { summarizeChanges } from '../../../src/aggregation/compare/summarize-changes.js';
import { ValueComparison } from '../../../src/aggregation/compare/value-comparison.js';
import type { ComparedColumn } from '../../../src/csv/values/cell-facts.js';
import { Accounts } from '../../../src/csv/identities.js';
import { RowValues } from '../../../src/csv/values/row-values.js';
import type { Finding } from '../../../src/model/finding.js';
import type { ValueChanges } from '../../../src/model/value-changes.js';
import { eachRecord } from '../../csv/checking.js';
import { UNKNOWN_OWNERSHIP } from '../../support/planned-people.js';

/** A row of a file: the native identity, and the cells by column. */
export type Row = readonly [identity: string, ...cells: string[]];

/** An account in ISC; `undefined` where ISC shows no attributes. */
export type Account = readonly [identity: string, attributes: Readonly<Record<string, unknown>> | undefined];

export interface Options {
  readonly showIds?: boolean;
  readonly ignored?: readonly string[];
}

/** The time of the run: 2026-07-15. */
export const NOW = Date.UTC(2026, 6, 15, 12);

/** A column of type STRING with a single value by default. */
export function column(name: string, about: Partial<ComparedColumn> = {}): ComparedColumn {
  return { name, type: 'STRING', isMulti: false, isShown: false, ...about };
}

/** The values of a file with these rows. */
export function valuesOf(columns: readonly ComparedColumn[], rows: readonly Row[]): RowValues {
  const accounts = new Accounts({ ignoresLetterCase: false });
  const values = new RowValues(
    columns.map((one, index) => ({ ...one, field: index + 1 })),
    accounts,
  );
  eachRecord(rows, (record) => {
    values.row(accounts.add(record.text(0), record.line), record);
  });
  return values;
}

/** Holds a source against a file. */
export function comparison(
  columns: readonly ComparedColumn[],
  rows: readonly Row[],
  accounts: readonly Account[],
): ValueComparison {
  const compared = new ValueComparison(valuesOf(columns, rows), NOW);
  for (const [identity, attributes] of accounts) {
    const about = { attributes, ownership: UNKNOWN_OWNERSHIP };
    compared.take(compared.file.accountOf(identity), identity, about);
  }
  return compared;
}

export function changes(
  columns: readonly ComparedColumn[],
  rows: readonly Row[],
  accounts: readonly Account[],
  { ignored = [], showIds = false }: Options = {},
): ValueChanges {
  return summarizeChanges(comparison(columns, rows, accounts), { ignored, showIds });
}

export function findings(
  columns: readonly ComparedColumn[],
  rows: readonly Row[],
  accounts: readonly Account[],
): readonly Finding[] {
  return diagnoseValues(comparison(columns, rows, accounts)).findings;
}

/** `count` things made from their numbers, from 0. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
