/** The checks of each row below the heading. */
import type { AccountSchema, FileFormat } from '../model/source.js';
import type { CellChecks } from './cell-checks.js';
import { FieldCounts } from './field-counts.js';
import { type FindingCollector, Occurrences } from './findings-collector.js';
import type { Layout } from './heading.js';
import type { Identities, RowSink } from './identities.js';
import { IdentityChecks } from './identity-checks.js';
import type { CsvRecord } from './record.js';
import { headingNames, isRepeatedHeading, type HeadingNames } from './resemblance.js';
import { LastRow, noAccount } from './no-accounts.js';
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
