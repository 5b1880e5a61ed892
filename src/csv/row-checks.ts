/** The checks of each row below the heading; a program may write rows that are no accounts: dashes, types, totals. */
import type { AccountSchema, FileFormat } from '../model/source.js';
import type { CellChecks } from './cell-checks.js';
import { FieldCounts, isNote } from './field-counts.js';
import { type FindingCollector, Occurrences } from './findings-collector.js';
import type { Layout } from './heading.js';
import type { Identities, RowSink } from './identities.js';
import { IdentityChecks } from './identity-checks.js';
import { type CsvRecord, BEYOND_ASCII, DIGIT, LOWER, textIn, UPPER } from './record.js';
import { headingNames, isRepeatedHeading, type HeadingNames } from './resemblance.js';
import { thousands } from '../model/words.js';

/** What the checks of the rows need besides the heading. */
export interface RowCheckParts {
  readonly format: FileFormat;
  readonly schema: AccountSchema;
  readonly findings: FindingCollector;
  readonly cells: CellChecks;
  readonly sink: RowSink | undefined;
  /** With more accounts, the file cannot be compared. */
  readonly maxAccounts: number;
}

/** Checks the rows below the heading, one at a time. */
export class RowChecks {
  readonly #layout: Layout;
  readonly #parts: RowCheckParts;
  readonly #identities: IdentityChecks;
  readonly #headings: HeadingNames;
  readonly #fieldCounts: FieldCounts;
  readonly #lastRow = new LastRow();
  /** Rows of nothing but delimiters. */
  readonly #empty = new Occurrences();
  #rows = 0;

  constructor(layout: Layout, parts: RowCheckParts) {
    this.#layout = layout;
    this.#parts = parts;
    this.#identities = new IdentityChecks(layout, parts.format, parts.schema, parts.findings);
    this.#headings = headingNames(layout.heading);
    parts.sink?.heading(layout.heading, this.#identities.accounts);
    this.#fieldCounts = new FieldCounts(layout.heading.length, parts.format, parts.findings);
  }

  /** The cells of the heading. */
  get heading(): readonly string[] {
    return this.#layout.heading;
  }

  /** Rows so far, except those that ISC skips. */
  get rows(): number {
    return this.#rows;
  }

  /** True once there are more accounts than can be compared. */
  get isFull(): boolean {
    return this.#identities.accounts.size > this.#parts.maxAccounts;
  }

  /** Keeps nothing that lies in the bytes of earlier rows, which may change now. */
  release(): void {
    this.#identities.release();
    this.#lastRow.release();
  }

  /** Reports at the end of the file what only all rows together show. */
  end(): void {
    const { findings } = this.#parts;
    this.#fieldCounts.end();
    this.#lastRow.end(findings);
    const { count, firstLine } = this.#empty;
    if (firstLine === undefined) return;
    const which = count === 1 ? 'This row is' : `${thousands(count)} rows are`;
    const where = count === 1 ? '' : ` (${this.#empty.inWords()})`;
    const message = `${which} empty${where}, as below the table of a spreadsheet, and so is the native identity. Delete the empty rows before the export.`;
    findings.add('blank-identity', message, { line: firstLine });
  }

  /** The native identities of the valid rows; `undefined` if it is uncertain which ones ISC would read. */
  get identities(): Identities | undefined {
    const isCertain = this.#layout.identity !== undefined && this.#identities.areMergedApart && !this.isFull;
    return isCertain ? this.#identities.accounts : undefined;
  }

  /** Takes the next record. A row with a wrong number of fields counts, but its fields cannot be trusted. */
  check(record: CsvRecord): void {
    const { line } = record;
    const { cells, findings, format, sink } = this.#parts;
    const { display, heading, identity: column } = this.#layout;
    const identity = column !== undefined && column < record.length ? column : undefined;
    if (format.filterEmptyRecords && record.kinds === 0) return;
    this.#rows += 1;
    if (isRepeatedHeading(record, identity ?? 0, this.#headings)) {
      const message =
        'This record is the heading again, and ISC would make an account of it. Were several files joined?';
      findings.add('repeated-heading', message, { line });
      if (identity !== undefined) this.#identities.note(record, identity);
      return;
    }
    if (record.length !== heading.length) {
      this.#fieldCounts.wrong(record);
      return;
    }
    this.#fieldCounts.right();
    cells.check(record, identity);
    if (identity === undefined) return;
    const other = noAccount(record, this.#rows === 1);
    if (other !== undefined) {
      const message = `This row is ${other}, and ISC would make an account of it. Have the export leave it out, or remove the row.`;
      findings.add('not-an-account', message, { line });
      this.#identities.note(record, identity);
      return;
    }
    if (record.kinds === 0) {
      this.#empty.addLine(line);
      return;
    }
    this.#lastRow.next(record, identity);
    if (record.isBlank(identity)) {
      findings.add('blank-identity', 'The native identity of this row is blank.', { line });
      return;
    }
    const account = this.#identities.check(record, identity);
    sink?.row(account, record);
    // Later rows of an account may leave out what the first one says.
    const { accounts } = this.#identities;
    if (display !== undefined && record.isBlank(display) && accounts.lineOf(account) === line) {
      findings.add('blank-display-name', 'The display name of this account is blank.', { line });
    }
  }
}

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
