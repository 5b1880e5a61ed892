/** The values of a file by account, as fingerprints that can be compared with the values in ISC. */
import type { AttributeType } from '../model/source.js';
import { CellStore } from './cell-store.js';
import { fingerprintOfCell, isNone, noFingerprint, plainKey, type Fingerprint } from './fingerprint.js';
import type { CsvRecord } from './record.js';
import { ShownValues } from './shown-values.js';

/** With more cells than this (1.1 GiB of fingerprints) values are not compared, since a runner's memory is limited. */
export const MAX_CELLS = 100_000_000;

/** A column of the file whose values are compared with those in ISC. */
export interface ComparedColumn {
  readonly name: string;
  readonly type: AttributeType;
  /** An account can have several values, one per row. */
  readonly isMulti: boolean;
  /** Reports may show its values (`show-values`). */
  readonly isShown: boolean;
}

/** The values of a file, as fingerprints for the comparison with the tenant. */
export interface FileValues {
  readonly columns: readonly ComparedColumn[];
  /** Accounts with values. */
  readonly accounts: number;
  /** The number of an account, from 0; `undefined` if the file does not have it. */
  accountOf(key: string): number | undefined;
  /** The keys of all accounts in the order of their numbers. */
  keys(): Iterable<string>;
  /** Reads the value of an account in a column, by their numbers. */
  read(account: number, column: number, into: Fingerprint): void;
  /** The texts of a column with `isShown`. */
  shownValues(column: number): ShownValues | undefined;
}

/** The values of an account's rows, while they arrive, in a multi-valued column. */
interface Several {
  readonly plain: Set<number>;
  readonly loose: Set<number>;
}

export interface RowValuesOptions {
  /** With more cells, the values are not compared. MAX_CELLS if absent. */
  readonly maxCells?: number;
  /** Whether several rows can form one account; true if absent. */
  readonly mergesRows?: boolean;
}

/**
 * Takes the rows of a file and keeps 12 bytes for each compared cell of an account. Rows of one account arrive
 * together: multiple values are combined into one set, and in a single-valued column the last value that is not blank
 * counts. If rows of an account appear again later, only those count, since ISC merges only adjacent rows; for a source
 * that merges no rows, only the last row of an account.
 */
export class RowValues implements FileValues {
  readonly columns: readonly ComparedColumn[];
  readonly #fields: readonly number[];
  readonly #cells: CellStore;
  readonly #mergesRows: boolean;
  readonly #maxCells: number;
  readonly #numbers = new Map<string, number>();
  readonly #shown: readonly (ShownValues | undefined)[];
  readonly #several = new Map<number, Several>();
  readonly #one = noFingerprint();
  readonly #before = noFingerprint();
  #lastKey: string | undefined;
  #last = 0;
  #isFull = false;

  /** `columns` with the position of each in the rows, from 0. */
  constructor(
    columns: readonly (ComparedColumn & { readonly field: number })[],
    { maxCells = MAX_CELLS, mergesRows = true }: RowValuesOptions = {},
  ) {
    this.columns = columns;
    this.#fields = columns.map(({ field }) => field);
    this.#cells = new CellStore(columns.length);
    this.#mergesRows = mergesRows;
    this.#maxCells = maxCells;
    this.#shown = columns.map(({ isShown }) => (isShown ? new ShownValues() : undefined));
  }

  get accounts(): number {
    return this.#cells.rows;
  }

  /** True if the file has more cells than are kept, so that its values cannot be compared. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Takes the next row of the account with this key. */
  row(key: string, record: CsvRecord): void {
    if (this.#isFull) return;
    if (key !== this.#lastKey || !this.#mergesRows) this.#begin(key);
    for (let column = 0; column < this.#fields.length; column += 1) {
      const cell = this.#fields[column] ?? 0;
      if (!record.isEmpty(cell)) this.#take(column, record, cell);
    }
  }

  accountOf(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  keys(): Iterable<string> {
    return this.#numbers.keys();
  }

  read(account: number, column: number, into: Fingerprint): void {
    this.#cells.get(account, column, into);
  }

  shownValues(column: number): ShownValues | undefined {
    return this.#shown[column];
  }

  #begin(key: string): void {
    this.#lastKey = key;
    this.#several.clear();
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      this.#last = known;
      this.#cells.clearRow(known);
      return;
    }
    if ((this.#cells.rows + 1) * this.#fields.length > this.#maxCells) {
      this.#isFull = true;
      return;
    }
    this.#last = this.#cells.addRow();
    this.#numbers.set(key, this.#last);
  }

  #take(column: number, record: CsvRecord, cell: number): void {
    const about = this.columns[column];
    if (about === undefined || this.#isFull) return;
    const one = this.#one;
    if (!fingerprintOfCell(one, record, cell, about.type)) return;
    if (about.isShown) this.#shown[column]?.add(plainKey(one), record.text(cell));
    if (about.isMulti && !this.#isFirst(column)) this.#addTo(column);
    else this.#cells.set(this.#last, column, one);
  }

  /** Whether the account had no value in this column before; otherwise `#before` has it. */
  #isFirst(column: number): boolean {
    this.#cells.get(this.#last, column, this.#before);
    return isNone(this.#before);
  }

  #addTo(column: number): void {
    const [one, before] = [this.#one, this.#before];
    let several = this.#several.get(column);
    if (several === undefined) {
      several = { plain: new Set([plainKey(before)]), loose: new Set([before.loose]) };
      this.#several.set(column, several);
    }
    addOnce(before, one, several);
    this.#cells.set(this.#last, column, before);
  }
}

/** Adds `one` to the sum of the values that are already in the sets, each form once. */
export function addOnce(sum: Fingerprint, one: Fingerprint, { plain, loose }: Several): void {
  if (!plain.has(plainKey(one))) {
    plain.add(plainKey(one));
    sum.low = (sum.low + one.low) >>> 0;
    sum.high = (sum.high + one.high) >>> 0;
  }
  if (loose.has(one.loose)) return;
  loose.add(one.loose);
  sum.loose = (sum.loose + one.loose) >>> 0;
}
