/** Keeps the cells of a file in little memory. */
import type { Cell } from './cell.js';

/** The second number of a cell holds 29 bits of a hash, below a mark. */
const MARK_SHIFT = 29;
const HASH_BITS = (1 << MARK_SHIFT) - 1;

/** Four numbers of 32 bits. */
const NUMBERS_A_CELL = 4;

/** Cells per block: enough that there are few blocks, but not so many that a small file takes much memory. 128 KiB. */
const CELLS_A_BLOCK = 8_192;

/** The cells of a table that grows by rows, 16 bytes each, in blocks: growing copies nothing. */
export class CellStore {
  readonly #columns: number;
  /** A block has 2 to the power of this many rows. */
  readonly #bits: number;
  readonly #blocks: Uint32Array<ArrayBuffer>[] = [];
  #rows = 0;
  /** The block of the row that was added or cleared last, and where it begins there. */
  #current = new Uint32Array(0);
  #begin = 0;

  constructor(columns: number) {
    this.#columns = columns;
    // A power of two, so that finding a row needs no division.
    this.#bits = Math.max(0, Math.floor(Math.log2(CELLS_A_BLOCK / Math.max(1, columns))));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds a row of blank cells and returns its number, from 0. */
  addRow(): number {
    if ((this.#rows & ((1 << this.#bits) - 1)) === 0) {
      this.#blocks.push(new Uint32Array((1 << this.#bits) * this.#columns * NUMBERS_A_CELL));
    }
    this.#rows += 1;
    this.#select(this.#rows - 1);
    return this.#rows - 1;
  }

  /** Makes all cells of the row blank. */
  clearRow(row: number): void {
    this.#select(row);
    this.#current.fill(0, this.#begin, this.#begin + this.#columns * NUMBERS_A_CELL);
  }

  /** Writes a cell of the row that was added or cleared last. */
  put(column: number, { low, high, sense, rest }: Cell): void {
    const block = this.#current;
    const at = this.#begin + column * NUMBERS_A_CELL;
    block[at] = low;
    block[at + 1] = high;
    block[at + 2] = sense;
    block[at + 3] = rest;
  }

  /** Reads a cell into `into`, and returns the number that was kept for it. */
  get(row: number, column: number, into: Cell): number {
    const block = this.#block(row);
    const at = this.#place(row, column);
    const high = block[at + 1] ?? 0;
    into.low = block[at] ?? 0;
    into.high = high & HASH_BITS;
    into.sense = block[at + 2] ?? 0;
    into.rest = block[at + 3] ?? 0;
    return high >>> MARK_SHIFT;
  }

  /** A number from 0 to 7 that was kept for the cell. */
  markOf(row: number, column: number): number {
    return (this.#block(row)[this.#place(row, column) + 1] ?? 0) >>> MARK_SHIFT;
  }

  mark(row: number, column: number, mark: number): void {
    const block = this.#block(row);
    const at = this.#place(row, column) + 1;
    block[at] = ((mark << MARK_SHIFT) | ((block[at] ?? 0) & HASH_BITS)) >>> 0;
  }

  #select(row: number): void {
    this.#current = this.#block(row);
    this.#begin = this.#place(row, 0);
  }

  #block(row: number): Uint32Array<ArrayBuffer> {
    const block = this.#blocks[row >>> this.#bits];
    if (block === undefined) throw new RangeError(`There is no row ${row}.`);
    return block;
  }

  #place(row: number, column: number): number {
    return ((row & ((1 << this.#bits) - 1)) * this.#columns + column) * NUMBERS_A_CELL;
  }
}
