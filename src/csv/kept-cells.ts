/** Cells that outlive their record, for a comparison with those of the next row. */
import { textIn, type CsvRecord } from './record.js';

/** The last cell of each of some columns that was not blank, as ranges of bytes. */
export class KeptCells {
  readonly #columns: readonly number[];
  readonly #bytes: Buffer[] = [];
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #kinds: Int32Array;
  readonly #blank: Uint8Array;

  /** `columns`: their positions in the records, from 0. */
  constructor(columns: readonly number[]) {
    this.#columns = columns;
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
    this.#kinds = new Int32Array(columns.length);
    this.#blank = new Uint8Array(columns.length).fill(1);
  }

  /** Keeps the cells of this record, and none of earlier ones. */
  begin(record: CsvRecord): void {
    for (let index = 0; index < this.#columns.length; index += 1) this.#keep(index, record);
  }

  /**
   * Keeps the cells of this record that are not blank. Returns the positions in `columns` of those that differ from the
   * cells that were kept.
   */
  next(record: CsvRecord): readonly number[] {
    const differing: number[] = [];
    for (const [index, cell] of this.#columns.entries()) {
      if (record.isBlank(cell)) continue;
      if (this.#blank[index] === 0 && this.#differs(index, record, cell)) differing.push(index);
      this.#keep(index, record);
    }
    return differing;
  }

  /** Copies the cells, so that the bytes of their records may change. */
  release(): void {
    for (const [index, bytes] of this.#bytes.entries()) {
      const copy = Buffer.from(bytes.subarray(this.#starts[index], this.#ends[index]));
      this.#bytes[index] = copy;
      this.#starts[index] = 0;
      this.#ends[index] = copy.length;
    }
  }

  #keep(index: number, record: CsvRecord): void {
    const cell = this.#columns[index] ?? 0;
    this.#bytes[index] = record.bytes;
    this.#starts[index] = record.startOf(cell);
    this.#ends[index] = record.endOf(cell);
    this.#kinds[index] = record.kindsOf(cell);
    this.#blank[index] = record.isBlank(cell) ? 1 : 0;
  }

  #differs(index: number, record: CsvRecord, cell: number): boolean {
    const bytes = this.#bytes[index];
    if (bytes === undefined) return false;
    const [start, end] = [this.#starts[index] ?? 0, this.#ends[index] ?? 0];
    const [otherStart, otherEnd] = [record.startOf(cell), record.endOf(cell)];
    if (record.bytes.compare(bytes, start, end, otherStart, otherEnd) === 0) return false;
    return textIn(bytes, start, end, this.#kinds[index] ?? 0) !== record.text(cell);
  }
}
