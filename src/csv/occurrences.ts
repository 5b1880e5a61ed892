/** Maximum number of lines to name; the rest are counted. */
const MAX_NAMED_LINES = 3;
const MAX_NAMED_COLUMNS = 5;

/** The lines on which one cause appears. It becomes one finding, however many lines there are. */
export class Occurrences {
  readonly #lines: number[] = [];
  readonly #columns = new Set<number>();
  #count = 0;

  /** Number of lines. */
  get count(): number {
    return this.#count;
  }

  /** The first line; `undefined` if there is none. */
  get firstLine(): number | undefined {
    return this.#lines[0];
  }

  /** Positions of the first columns in which it appears. */
  get columns(): readonly number[] {
    return [...this.#columns];
  }

  /** Records a line, from 1; lines come in the order of the file. */
  addLine(line: number): void {
    this.#count += 1;
    if (this.#lines.length < MAX_NAMED_LINES) this.#lines.push(line);
  }

  addColumn(index: number): void {
    if (this.#columns.size < MAX_NAMED_COLUMNS) this.#columns.add(index);
  }

  /** `line 2`, `lines 2, 4 and 7`, `lines 2, 4, 7 and 1,211 more`. */
  inWords(): string {
    const [first, ...others] = this.#lines.map((line) => String(line));
    const left = this.#count - this.#lines.length;
    const rest = left === 0 ? others : [...others, `${left.toLocaleString('en-US')} more`];
    if (rest.length === 0) return `line ${first ?? ''}`;
    return `lines ${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1) ?? ''}`;
  }
}
