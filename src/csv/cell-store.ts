/** Keeps the fingerprints of all cells of a file in little memory. */
import type { Fingerprint } from './fingerprint.js';

/** 12 bytes per cell: two 32-bit numbers for the plain form of a value, and one for the loose form. */
const NUMBERS_A_CELL = 3;

/** Cells per block: enough that there are few blocks, but not so many that a small file takes much memory. 1 MiB. */
const CELLS_A_BLOCK = 65_536;

/** The fingerprints of a table that grows by rows, in blocks: growing copies nothing, and little memory is unused. */
export class CellStore {
  readonly #columns: number;
  /** A block has 2 to the power of this many rows. */
  readonly #bits: number;
  readonly #blocks: Uint32Array[] = [];
  #rows = 0;

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
    return this.#rows - 1;
  }

  /** Makes all cells of the row blank. */
  clearRow(row: number): void {
    const at = this.#place(row, 0);
    this.#block(row).fill(0, at, at + this.#columns * NUMBERS_A_CELL);
  }

  set(row: number, column: number, { low, high, loose }: Fingerprint): void {
    const block = this.#block(row);
    const at = this.#place(row, column);
    block[at] = low;
    block[at + 1] = high;
    block[at + 2] = loose;
  }

  /** Reads a cell into `into`. */
  get(row: number, column: number, into: Fingerprint): void {
    const block = this.#block(row);
    const at = this.#place(row, column);
    into.low = block[at] ?? 0;
    into.high = block[at + 1] ?? 0;
    into.loose = block[at + 2] ?? 0;
  }

  #block(row: number): Uint32Array {
    const block = this.#blocks[row >>> this.#bits];
    if (block === undefined) throw new RangeError(`There is no row ${row}.`);
    return block;
  }

  #place(row: number, column: number): number {
    return ((row & ((1 << this.#bits) - 1)) * this.#columns + column) * NUMBERS_A_CELL;
  }
}
