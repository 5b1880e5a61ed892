/**
 * One record of a file, as ranges of bytes: text is made only of the cells for which something needs text. What a cell
 * contains is a sum of the numbers below. The scanner learns it in passing, so a rule can leave most cells alone
 * without looking at their bytes again.
 */

/** 0 to 9. */
export const DIGIT = 1;
/** A to Z. */
export const UPPER = 2;
/** a to z. */
export const LOWER = 4;
/** NUL to the space: the controls of ASCII are among them. */
export const BLANK = 8;
/** Any other visible character of ASCII. */
export const SIGN = 16;
/** `#`, with which a comment begins. */
export const NUMBER_SIGN = 32;
/** DEL, and every byte above it. */
export const BEYOND_ASCII = 64;
/** Each `""` in the bytes stands for one quote in the text. */
export const DOUBLED_QUOTES = 256;

/** The kind of each byte. */
export const KINDS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x7f) return BEYOND_ASCII;
  if (byte <= 0x20) return BLANK;
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  if (byte >= 0x41 && byte <= 0x5a) return UPPER;
  if (byte >= 0x61 && byte <= 0x7a) return LOWER;
  return byte === 0x23 ? NUMBER_SIGN : SIGN;
});

const VISIBLE = DIGIT | UPPER | LOWER | SIGN | NUMBER_SIGN | DOUBLED_QUOTES;

/** How a record or another line ends: empty if the last line of the file has no line end. */
export type LineEnd = '\n' | '\r\n' | '\r' | '';

const FIRST_CAPACITY = 64;

/**
 * The record that was read last. The scanner fills the same object again for the next one, so it is valid only during
 * the call that hands it on. Cells are numbered from 0; of a cell that does not exist nothing may be asked.
 */
export class CsvRecord {
  /** Contains all cells. It may change once the bytes are read in which the record ends. */
  bytes: Buffer = Buffer.alloc(0);
  /** Number of cells, at least 1. */
  length = 0;
  /** The line on which it starts, from 1. */
  line = 1;
  lastLine = 1;
  lineEnd: LineEnd = '';
  /** The kinds of all cells together; 0 if all are empty. */
  kinds = 0;
  #starts = new Int32Array(FIRST_CAPACITY);
  #ends = new Int32Array(FIRST_CAPACITY);
  #kinds = new Int32Array(FIRST_CAPACITY);

  /** Begins a record whose cells are ranges of `bytes`. */
  begin(bytes: Buffer, line: number): void {
    this.bytes = bytes;
    this.line = line;
    this.length = 0;
    this.kinds = 0;
  }

  /** Adds a cell: its bytes, without quotes around them, from `start` up to but not including `end`. */
  add(start: number, end: number, kinds: number): void {
    const { length } = this;
    if (length === this.#starts.length) this.#grow();
    this.#starts[length] = start;
    this.#ends[length] = end;
    this.#kinds[length] = kinds;
    this.kinds |= kinds;
    this.length = length + 1;
  }

  /** Where the cell begins in `bytes`. */
  startOf(cell: number): number {
    return this.#starts[cell] ?? 0;
  }

  /** Where the cell ends in `bytes`: behind its last byte. */
  endOf(cell: number): number {
    return this.#ends[cell] ?? 0;
  }

  /** What the cell contains: a sum of kinds, 0 for an empty cell. */
  kindsOf(cell: number): number {
    return this.#kinds[cell] ?? 0;
  }

  /** True if the bytes are the text: ASCII, and no quote is doubled. */
  isPlain(cell: number): boolean {
    return (this.kindsOf(cell) & (BEYOND_ASCII | DOUBLED_QUOTES)) === 0;
  }

  /** True for a cell without any text, quoted or not. */
  isEmpty(cell: number): boolean {
    return this.startOf(cell) === this.endOf(cell);
  }

  /** True for an empty cell, and for one that contains only white space of any kind. */
  isBlank(cell: number): boolean {
    if (this.kindsOf(cell) & VISIBLE) return false;
    return this.isEmpty(cell) || this.text(cell).trim() === '';
  }

  /** The text of the cell: a copy, which keeps no bytes in memory. */
  text(cell: number): string {
    const kinds = this.kindsOf(cell);
    return textIn(this.bytes, this.startOf(cell), this.endOf(cell), kinds);
  }

  /** The texts of all cells. */
  texts(): readonly string[] {
    return Array.from({ length: this.length }, (_, cell) => this.text(cell));
  }

  #grow(): void {
    this.#starts = twiceAsLong(this.#starts);
    this.#ends = twiceAsLong(this.#ends);
    this.#kinds = twiceAsLong(this.#kinds);
  }
}

/** The text of a range of bytes that contains these kinds. */
export function textIn(bytes: Buffer, start: number, end: number, kinds: number): string {
  if (start === end) return '';
  const text = bytes.toString(kinds & BEYOND_ASCII ? 'utf8' : 'latin1', start, end);
  return kinds & DOUBLED_QUOTES ? text.replaceAll('""', '"') : text;
}

function twiceAsLong(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
