/** Writes the cells of a file: plain ones from their bytes, short others once, since they come again and again. */
import type { AttributeType } from '../../model/source.js';
import type { CsvRecord } from '../record.js';
import { isNone, writeCell, type Cell } from './cell.js';
import { writePlainCell } from './plain-cell.js';

const KNOWN_TEXTS = 4_096;
const LONGEST_KNOWN_TEXT = 32;
/** Two of the text, and four of its cell. */
const NUMBERS_A_TEXT = 6;

/** The cells of texts that were seen lately, by 61 bits of their bytes; a new one takes the place of an old one. */
export class KnownCells {
  readonly #numbers: Partial<Record<AttributeType, Uint32Array>> = {};

  /** Writes what is kept of a cell of the record, which is not empty. Returns false for a blank one. */
  write(into: Cell, record: CsvRecord, cell: number, type: AttributeType): boolean {
    const start = record.startOf(cell);
    const end = record.endOf(cell);
    if (writePlainCell(into, record.bytes, start, end, record.kindsOf(cell), type)) return true;
    if (end - start > LONGEST_KNOWN_TEXT) return writeCell(into, record.text(cell), type);
    const { high, low } = into;
    const numbers = (this.#numbers[type] ??= new Uint32Array(KNOWN_TEXTS * NUMBERS_A_TEXT));
    const place = (low & (KNOWN_TEXTS - 1)) * NUMBERS_A_TEXT;
    if (numbers[place] === low && numbers[place + 1] === high) {
      into.low = numbers[place + 2] ?? 0;
      into.high = numbers[place + 3] ?? 0;
      into.sense = numbers[place + 4] ?? 0;
      into.rest = numbers[place + 5] ?? 0;
      return !isNone(into);
    }
    const isValue = writeCell(into, record.text(cell), type);
    numbers[place] = low;
    numbers[place + 1] = high;
    numbers[place + 2] = into.low;
    numbers[place + 3] = into.high;
    numbers[place + 4] = into.sense;
    numbers[place + 5] = into.rest;
    return isValue;
  }
}
