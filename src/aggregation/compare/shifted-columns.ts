/** Detects columns whose values have moved to other columns. */

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
