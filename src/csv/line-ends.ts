/** Finds the first line of a file that does not end like the first one. */
import type { LineEnd } from './record.js';

/** A line that does not end like the first one. */
export interface OtherLineEnd {
  readonly line: number;
  readonly lineEnd: LineEnd;
  /** How the first line ends. */
  readonly expected: LineEnd;
  /** Cells of the record that ends so; 0 for a comment and a blank line. */
  readonly cells: number;
}

/** Takes the ends of all lines outside quotes. Blank lines count once another line stands below them. */
export class LineEnds {
  readonly #tell: (other: OtherLineEnd) => void;
  #first: LineEnd = '';
  /** The first blank line with another line end, while only blank lines follow it. */
  #otherBlank: Omit<OtherLineEnd, 'expected'> | undefined;
  #isTold = false;

  /** `tell` is called once at most. */
  constructor(tell: (other: OtherLineEnd) => void) {
    this.#tell = tell;
  }

  /** Takes a blank line. */
  blank(lineEnd: LineEnd, line: number): void {
    if (this.#first === '') this.#first = lineEnd;
    else if (lineEnd !== this.#first) this.#otherBlank ??= { line, lineEnd, cells: 0 };
  }

  /** Takes a comment, or the last line of a record with so many cells. */
  take(lineEnd: LineEnd, line: number, cells: number): void {
    if (lineEnd === this.#first && this.#otherBlank === undefined) return;
    if (this.#first === '') this.#first = lineEnd;
    const isOther = lineEnd !== '' && lineEnd !== this.#first;
    const other = this.#otherBlank ?? (isOther ? { line, lineEnd, cells } : undefined);
    if (other === undefined || this.#isTold) return;
    this.#isTold = true;
    this.#tell({ ...other, expected: this.#first });
  }
}
