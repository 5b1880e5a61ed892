/** Notices columns whose values have moved into other columns. */

/** Up to so many columns each is held against each; with more, against those around it. */
const ALL_WITH_EACH_UP_TO = 100;

/** With more columns than that, how many pairs an account costs at most: a lost column moves its neighbours. */
const MAX_PAIRS = 10_000;

/** How often the value of a column in the file is that of another column in ISC. */
export class ShiftedColumns {
  readonly #columns: number;
  readonly #reach: number;
  readonly #counts: Uint32Array;

  constructor(columns: number) {
    this.#columns = columns;
    this.#reach = columns <= ALL_WITH_EACH_UP_TO ? columns : Math.max(1, Math.floor(MAX_PAIRS / columns / 2));
    this.#counts = new Uint32Array(columns * (2 * this.#reach + 1));
  }

  /** The numbers of the columns with which `column` is compared: from `first` up to, but without, `end`. */
  around(column: number): { readonly first: number; readonly end: number } {
    return {
      first: Math.max(0, column - this.#reach),
      end: Math.min(this.#columns, column + this.#reach + 1),
    };
  }

  /** Counts an account whose value of `column` in the file is the one that ISC has in `other`. */
  add(column: number, other: number): void {
    const at = this.#at(column, other);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** The other column whose values are in `column` most often, the nearest of several; `undefined` if there is none. */
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
