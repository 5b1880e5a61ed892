/** Rows that a program wrote among the accounts, and that are none: dashes, types, totals. */
import type { FindingCollector } from './findings-collector.js';
import { isNote } from './field-counts.js';
import { BEYOND_ASCII, DIGIT, LOWER, textIn, UPPER, type CsvRecord } from './record.js';

const RULER = /^[-=+_\s]*[-=]{2}[-=+_\s]*$/;
/** A cell of such a row below the name of a narrow column. */
const RULER_PART = /^[-=+_\s]+$/;

/** The types of databases and of languages, with their sizes and wrapped in others. */
const TYPE =
  /^(?:(?:Nullable|LowCardinality|Array)\()*(?:string|u?int(?:eger)?\d*|bigint|smallint|tinyint|float\d*|double(?: precision)?|decimal|numeric|number|bool(?:ean)?|bit|date(?:32)?|time|date_?time2?(?:64)?|timestamp(?:tz)?|uuid|text|clob|n?(?:var)?char2?|character varying|long)(?:\(\d+(?:, ?\d+)?\))?\)*$/i;

/** Of longer fields nothing is looked at. */
const MAX_BYTES = 64;

/** Cells with a value, counted no further than this: more than a total has. */
const ENOUGH = 3;
/** Of fewer rows it cannot be said what they usually look like. */
const FEWEST_ROWS = 5;

/** What a row is that is no account, or `undefined`; `isFirst`: the row below the heading. */
export function noAccount(record: CsvRecord, isFirst: boolean): string | undefined {
  const kinds = record.kindsOf(0);
  if (kinds === 0 || (!isFirst && kinds & (DIGIT | UPPER | LOWER | BEYOND_ASCII))) return undefined;
  if (record.endOf(0) - record.startOf(0) > MAX_BYTES) return undefined;
  const first = record.text(0);
  if (!(isFirst && TYPE.test(first)) && !RULER_PART.test(first)) return undefined;
  const texts = record.texts().filter((text) => text !== '');
  if (texts.length < 2 && record.length > 1) return undefined;
  if (texts.every((text) => RULER_PART.test(text)) && texts.some((text) => RULER.test(text)))
    return 'a line of dashes';
  return isFirst && texts.every((text) => TYPE.test(text)) ? 'the types of the columns' : undefined;
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Tells whether the last row is a total: blank but for at most two cells where the others are full, or called so. */
export class LastRow {
  #rows = 0;
  #full = 0;
  #line = 0;
  #filled = 0;
  /** The native identity, as a range of bytes. */
  readonly #identity = { bytes: NOTHING, start: 0, end: 0, kinds: 0 };

  /** Takes the next row that is as long as the heading, with its native identity in column `identity`. */
  next(record: CsvRecord, identity: number): void {
    if (this.#rows > 0 && this.#filled === ENOUGH) this.#full += 1;
    this.#rows += 1;
    this.#line = record.line;
    this.#filled = filledCells(record);
    this.#identity.bytes = record.bytes;
    this.#identity.start = record.startOf(identity);
    this.#identity.end = record.endOf(identity);
    this.#identity.kinds = record.kindsOf(identity);
  }

  /** Copies what is kept of the row, so that its bytes may change. */
  release(): void {
    const { bytes, end, start } = this.#identity;
    this.#identity.bytes = Buffer.from(bytes.subarray(start, end));
    this.#identity.start = 0;
    this.#identity.end = end - start;
  }

  /** Reports it at the end of the file. */
  end(findings: FindingCollector): void {
    const others = this.#rows - 1;
    const isBare = this.#filled < ENOUGH && others >= FEWEST_ROWS && this.#full * 10 >= others * 9;
    const { bytes, end, kinds, start } = this.#identity;
    if (!isBare && !(others > 0 && isNote(textIn(bytes, start, end, kinds)))) return;
    const what = isBare ? 'has hardly any value, unlike the others' : 'is called like a total or a note';
    const message = `The last row ${what}: it looks like a total, and ISC would make an account of it. Have the export leave it out, or remove the row.`;
    findings.add('total-row', message, { line: this.#line });
  }
}

function filledCells(record: CsvRecord): number {
  let filled = 0;
  for (let cell = 0; cell < record.length && filled < ENOUGH; cell += 1) {
    if (!record.isBlank(cell)) filled += 1;
  }
  return filled;
}
