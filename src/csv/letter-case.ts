import { FirstLines } from './first-lines.js';
import { LOWER, UPPER, type CsvRecord } from './record.js';

/**
 * Finds native identities that differ only in letter case. As long as all are in lower case, or all in upper case, none
 * can, and nothing is stored.
 */
export class LetterCase {
  #anyLower = false;
  #anyUpper = false;
  #inLowerCase: FirstLines | undefined;

  /**
   * Takes a native identity that is new; `earlier` has the others with the lines of their first rows. Returns the line
   * of the first one that differs only in letter case.
   */
  meet(
    record: CsvRecord,
    identity: number,
    earlier: () => Iterable<readonly [string, number]>,
  ): number | undefined {
    const { line } = record;
    if (this.#inLowerCase !== undefined) return this.#inLowerCase.meet(lower(record, identity), line);
    this.#look(record, identity);
    if (!this.#anyLower || !this.#anyUpper) return undefined;
    this.#inLowerCase = new FirstLines();
    for (const [text, firstLine] of earlier()) this.#inLowerCase.meet(text.toLowerCase(), firstLine);
    return this.#inLowerCase.meet(lower(record, identity), line);
  }

  #look(record: CsvRecord, identity: number): void {
    if (record.isPlain(identity)) {
      const kinds = record.kindsOf(identity);
      this.#anyLower ||= (kinds & LOWER) !== 0;
      this.#anyUpper ||= (kinds & UPPER) !== 0;
      return;
    }
    const text = record.text(identity);
    this.#anyLower ||= text.toUpperCase() !== text;
    this.#anyUpper ||= text.toLowerCase() !== text;
  }
}

function lower(record: CsvRecord, cell: number): string {
  return record.text(cell).toLowerCase();
}
