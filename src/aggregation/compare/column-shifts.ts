/** Columns whose values have moved to other columns, found account by account. */
import { hashValue, isNone, keyOf, noCell } from '../../csv/values/cell.js';
import type { ValueHash } from '../../csv/values/hash.js';
import type { FileValues } from '../../csv/values/row-values.js';
import { ATTRIBUTE_TYPES, type AttributeType } from '../../model/source.js';

/** No value, several values, and a value that was not hashed yet, in place of the key of a value. */
const NONE = -1;
const SEVERAL = -2;
const UNKNOWN = -3;

/** Counts the columns that have the value of another one. One object serves all accounts of a comparison. */
export class ColumnShifts {
  readonly shifted: ShiftedColumns;
  readonly #file: FileValues;
  /** The keys of the values of the account in ISC by column, read as values of each type: each is hashed once. */
  readonly #keys: Readonly<Record<AttributeType, Float64Array>>;
  readonly #hash: ValueHash = { low: 0, high: 0 };
  readonly #cell = noCell();

  constructor(file: FileValues) {
    const { length } = file.columns;
    this.#file = file;
    this.shifted = new ShiftedColumns(length);
    const keys = ATTRIBUTE_TYPES.map((type) => [type, new Float64Array(length)] as const);
    this.#keys = Object.fromEntries(keys) as Record<AttributeType, Float64Array>;
  }

  /**
   * Takes an account. `differing`: its columns whose values differ; `textsOf` has what ISC returns for a column, as it is
   * stored.
   */
  count(account: number, differing: readonly number[], textsOf: (column: number) => readonly string[]): void {
    for (const type of ATTRIBUTE_TYPES) for (const column of differing) this.#keys[type][column] = UNKNOWN;
    const now = (column: number, type: AttributeType): number => {
      const known = this.#keys[type][column] ?? NONE;
      if (known !== UNKNOWN) return known;
      const key = this.#keyOf(textsOf(column), type);
      this.#keys[type][column] = key;
      return key;
    };
    for (const into of differing) {
      const about = this.#file.columns[into];
      if (about === undefined || about.isMulti || now(into, about.type) === NONE) continue;
      const value = this.#fileKey(account, into);
      const { end, first } = this.shifted.around(into);
      for (const from of differing) {
        if (from === into || from < first || from >= end || now(from, about.type) !== value) continue;
        // A value that is gone has moved only if it is in the other column now.
        if (value !== NONE || this.#hasMoved(account, into, from, now)) this.shifted.add(into, from);
      }
    }
  }

  #hasMoved(
    account: number,
    from: number,
    into: number,
    now: (column: number, type: AttributeType) => number,
  ): boolean {
    const about = this.#file.columns[into];
    return about !== undefined && !about.isMulti && this.#fileKey(account, into) === now(from, about.type);
  }

  #fileKey(account: number, column: number): number {
    this.#file.read(account, column, this.#cell);
    return isNone(this.#cell) ? NONE : keyOf(this.#cell);
  }

  #keyOf(texts: readonly string[], type: AttributeType): number {
    const [text] = texts;
    if (text === undefined) return NONE;
    if (texts.length > 1) return SEVERAL;
    hashValue(this.#hash, text, type);
    return keyOf(this.#hash);
  }
}

/** With up to this many columns, every pair is compared; with more, only columns near each other. */
const ALL_WITH_EACH_UP_TO = 100;

/** With more columns, the maximum number of pairs per account. A lost column moves its neighbors. */
const MAX_PAIRS = 10_000;

/** Counts how often the value of a column in the file is that of another column in ISC. */
export class ShiftedColumns {
  readonly #columns: number;
  readonly #reach: number;
  readonly #counts: Uint32Array;

  constructor(columns: number) {
    this.#columns = columns;
    this.#reach = columns <= ALL_WITH_EACH_UP_TO ? columns : Math.max(1, Math.floor(MAX_PAIRS / columns / 2));
    this.#counts = new Uint32Array(columns * (2 * this.#reach + 1));
  }

  /** The numbers of the columns to compare with `column`: from `first` up to, but not including, `end`. */
  around(column: number): { readonly first: number; readonly end: number } {
    return {
      first: Math.max(0, column - this.#reach),
      end: Math.min(this.#columns, column + this.#reach + 1),
    };
  }

  /** Counts an account whose value of `column` in the file is the one of `other` in ISC. */
  add(column: number, other: number): void {
    const at = this.#at(column, other);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /**
   * The other column whose values occur most often in `column`, the nearest one if there are several; `undefined` if
   * none.
   */
  mostIn(column: number): { readonly other: number; readonly accounts: number } | undefined {
    let most: { readonly other: number; readonly accounts: number } | undefined;
    const { first, end } = this.around(column);
    for (let other = first; other < end; other += 1) {
      const accounts = this.#counts[this.#at(column, other)] ?? 0;
      const isNearer = most !== undefined && Math.abs(other - column) < Math.abs(most.other - column);
      const isMore = accounts > (most?.accounts ?? 0) || (accounts === most?.accounts && isNearer);
      if (isMore) most = { other, accounts };
    }
    return most;
  }

  #at(column: number, other: number): number {
    return column * (2 * this.#reach + 1) + other - column + this.#reach;
  }
}
