/** The values of a file by account, as they can be compared with the values in ISC. */
import type { AttributeType } from '../../model/source.js';
import type { NumberedAccounts } from '../identities.js';
import type { CsvRecord } from '../record.js';
import { keyOf, noCell, writeCell, type Cell } from './cell.js';
import { CellFacts, type ColumnFacts, type ComparedColumn } from './cell-facts.js';
import { KnownCells } from './cell-bytes.js';
import { ValueLists } from './value-lists.js';
import { ShownValues } from './shown-values.js';
import { CellStore } from './store.js';

/** With more cells than this (1.5 GiB in the store) values are not compared, since a runner's memory is limited. */
export const MAX_CELLS = 100_000_000;

/** The values of a file, for the comparison with the tenant. */
export interface FileValues {
  readonly columns: readonly ComparedColumn[];
  /** Accounts by number: those with a valid row, and those between them. */
  readonly accounts: number;
  /** What the cells of each column show without the source. */
  readonly facts: readonly ColumnFacts[];
  /** The last value of a file that has no line end behind it; `undefined` if it has one, or no value there. */
  readonly openEnd: OpenEnd | undefined;
  /** The number of an account, from 0; `undefined` if the file has no valid row of it. */
  accountOf(key: string): number | undefined;
  /** Whether the file has a valid row of the account with this number. */
  hasRow(account: number): boolean;
  /** The keys of all accounts in the order of their numbers. */
  keys(): Iterable<string>;
  /** Reads the value of an account in a single-valued column, by their numbers. Returns the number that was kept for it. */
  read(account: number, column: number, into: Cell): number;
  /** The values of a column that can have several; `undefined` for any other. */
  lists(column: number): ValueLists | undefined;
  /** Keeps a number from 0 to 7 for an account and a column. */
  mark(account: number, column: number, mark: number): void;
  /** The number that was kept; 0 if none was. */
  markOf(account: number, column: number): number;
  /** The texts of a column with `isShown`. */
  shownValues(column: number): ShownValues | undefined;
}

/** A value that the file may have lost a part of. */
export interface OpenEnd {
  readonly account: number;
  /** By its number among the compared columns. */
  readonly column: number;
  readonly value: Cell;
  /** From 1. */
  readonly line: number;
}

/** What is kept of the rows, and how they form accounts. */
export interface RowValuesOptions {
  /** With more cells, the values are not compared. MAX_CELLS if absent. */
  readonly maxCells?: number;
  /** Whether several rows can form one account; true if absent. */
  readonly mergesRows?: boolean;
  /** False: only the facts about the cells are kept. True if absent. */
  readonly keepsRows?: boolean;
}

/**
 * Takes the rows of a file and keeps 16 bytes for each compared cell of an account; in a column that can have several
 * values, see `ValueLists`. Rows of one account arrive together: multiple values are combined into one set, and in a
 * single-valued column the last value that is not blank counts. If rows of an account appear again later, only those
 * count, since ISC merges only adjacent rows; for a source that merges no rows, only the last row of an account.
 */
export class RowValues implements FileValues {
  readonly columns: readonly ComparedColumn[];
  readonly #fields: readonly number[];
  readonly #types: readonly AttributeType[];
  readonly #needsText: readonly boolean[];
  readonly #facts: CellFacts;
  readonly #cells: CellStore;
  /** By column; the position of a single-valued column in the store is the number of those before it. */
  readonly #lists: readonly (ValueLists | undefined)[];
  readonly #places: readonly number[];
  readonly #mergesRows: boolean;
  readonly #keepsRows: boolean;
  readonly #maxCells: number;
  readonly #accounts: NumberedAccounts;
  /** The accounts that have a number and no valid row. */
  readonly #without = new Set<number>();
  readonly #shown: readonly (ShownValues | undefined)[];
  readonly #one = noCell();
  readonly #known = new KnownCells();
  #last = -1;
  #openEnd: OpenEnd | undefined;
  #isFull = false;

  /** `columns` with the position of each in the rows, from 0. */
  constructor(
    columns: readonly (ComparedColumn & { readonly field: number })[],
    accounts: NumberedAccounts,
    { keepsRows = true, maxCells = MAX_CELLS, mergesRows = true }: RowValuesOptions = {},
  ) {
    this.columns = columns;
    this.#accounts = accounts;
    this.#fields = columns.map(({ field }) => field);
    this.#facts = new CellFacts(columns);
    this.#lists = columns.map(({ isMulti, type }) => (isMulti ? new ValueLists(type) : undefined));
    let singles = 0;
    this.#places = columns.map(({ isMulti }) => (isMulti ? -1 : singles++));
    this.#cells = new CellStore(singles);
    this.#mergesRows = mergesRows;
    this.#keepsRows = keepsRows;
    this.#maxCells = maxCells;
    this.#types = columns.map(({ type }) => type);
    this.#needsText = columns.map(({ isMulti, isShown }) => isMulti || isShown);
    this.#shown = columns.map(({ isShown }) => (isShown ? new ShownValues() : undefined));
  }

  get accounts(): number {
    return this.#cells.rows;
  }

  get facts(): readonly ColumnFacts[] {
    return this.#facts.columns;
  }

  /** True if the file has more cells than are kept, so that its values cannot be compared. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Takes the next row of the account with this number. */
  row(account: number, record: CsvRecord): void {
    const begins = this.#keepsRows && (account !== this.#last || !this.#mergesRows);
    if (this.#isFull || (begins && !this.#begin(account))) return;
    for (let column = 0; column < this.#fields.length; column += 1) {
      const cell = this.#fields[column] ?? 0;
      if (!record.isEmpty(cell)) this.#take(account, column, record, cell);
    }
    if (record.lineEnd === '') this.#noteOpenEnd(account, record);
  }

  #noteOpenEnd(account: number, record: CsvRecord): void {
    const column = this.#fields.indexOf(record.length - 1);
    const about = this.columns[column];
    const value = noCell();
    if (about === undefined || !writeCell(value, record.text(record.length - 1), about.type)) return;
    this.#openEnd = { account, column, value, line: record.line };
  }

  get openEnd(): OpenEnd | undefined {
    return this.#openEnd;
  }

  accountOf(key: string): number | undefined {
    const account = this.#accounts.numberOf(key);
    return account === undefined || !this.hasRow(account) ? undefined : account;
  }

  hasRow(account: number): boolean {
    return account < this.#cells.rows && !this.#without.has(account);
  }

  keys(): Iterable<string> {
    return this.#accounts.numbered();
  }

  read(account: number, column: number, into: Cell): number {
    return this.#cells.get(account, this.#places[column] ?? 0, into);
  }

  mark(account: number, column: number, mark: number): void {
    const lists = this.#lists[column];
    if (lists === undefined) this.#cells.mark(account, this.#places[column] ?? 0, mark);
    else lists.mark(account, mark);
  }

  markOf(account: number, column: number): number {
    return this.#lists[column]?.markOf(account) ?? this.#cells.markOf(account, this.#places[column] ?? 0);
  }

  lists(column: number): ValueLists | undefined {
    return this.#lists[column];
  }

  shownValues(column: number): ShownValues | undefined {
    return this.#shown[column];
  }

  /** Makes room for the values of an account. Returns false if there is none. */
  #begin(account: number): boolean {
    this.#last = account;
    if (account < this.#cells.rows) {
      this.#without.delete(account);
      this.#cells.clearRow(account);
    } else if ((account + 1) * this.#fields.length > this.#maxCells) {
      this.#isFull = true;
      return false;
    } else {
      while (this.#cells.rows < account) this.#without.add(this.#cells.addRow());
      this.#cells.addRow();
    }
    for (const lists of this.#lists) lists?.begin(account);
    return true;
  }

  #take(account: number, column: number, record: CsvRecord, cell: number): void {
    const one = this.#one;
    if (!this.#known.write(one, record, cell, this.#types[column] ?? 'STRING')) return;
    const place = this.#places[column] ?? -1;
    if (place >= 0) {
      this.#facts.add(column, one, record.line);
      if (this.#keepsRows) this.#cells.put(place, one);
    }
    if (this.#needsText[column] === true) this.#takeText(account, column, record, cell);
  }

  /** Takes the text of a value that reports may show, or that is one of a list. */
  #takeText(account: number, column: number, record: CsvRecord, cell: number): void {
    const text = record.text(cell);
    this.#shown[column]?.add(keyOf(this.#one), text);
    const lists = this.#lists[column];
    if (lists === undefined) return;
    this.#facts.addListed(column, account, this.#one, text, record.line);
    if (this.#keepsRows) lists.add(account, text, this.#one);
  }
}
