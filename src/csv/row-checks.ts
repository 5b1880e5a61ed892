import type { AccountSchema, FileFormat } from '../model/source.js';
import type { CellChecks } from './cell-checks.js';
import { delimiterName } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import type { Layout } from './heading.js';
import type { Identities } from './identities.js';
import { IdentityChecks } from './identity-checks.js';
import type { CsvRecord } from './record.js';
import { isRepeatedHeading } from './resemblance.js';
import type { RowSink } from './row-sink.js';

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
  readonly #headings: ReadonlySet<string>;
  #rows = 0;

  constructor(layout: Layout, parts: RowCheckParts) {
    this.#layout = layout;
    this.#parts = parts;
    this.#identities = new IdentityChecks(layout, parts.format, parts.schema, parts.findings);
    this.#headings = new Set(layout.heading);
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
    const identity = column !== undefined && column < record.length ? record.text(column) : undefined;
    if (format.filterEmptyRecords && record.kinds === 0) return;
    this.#rows += 1;
    if (isRepeatedHeading(record, identity, this.#headings)) {
      const message =
        'This record is the heading again, and ISC would make an account of it. Were several files joined?';
      findings.add('repeated-heading', message, { line });
      if (identity !== undefined) this.#identities.note(identity, line);
      return;
    }
    if (record.length !== heading.length) {
      this.#wrongWidth(record);
      return;
    }
    cells.check(record, column);
    if (column === undefined || identity === undefined) return;
    if (record.isBlank(column)) {
      findings.add('blank-identity', 'The native identity of this row is blank.', { line });
      return;
    }
    const account = this.#identities.check(identity, record);
    sink?.row(account, record);
    // Later rows of an account may leave out what the first one says.
    const isFirst = (): boolean => this.#identities.accounts.firstLine(account) === line;
    if (display !== undefined && record.isBlank(display) && isFirst()) {
      findings.add('blank-display-name', 'The display name of this account is blank.', { line });
    }
  }

  #wrongWidth({ length, line, lastLine, lineEnd }: CsvRecord): void {
    const width = this.#layout.heading.length;
    const { findings, format } = this.#parts;
    const fieldCount = length === 1 ? '1 field' : `${length} fields`;
    const long =
      lastLine > line ? ` It ends on line ${lastLine}, because a quoted field contains line breaks.` : '';
    if (lineEnd === '' && length < width) {
      const message = `The last line is cut off: it has ${fieldCount} instead of ${width} and no line end.${long}`;
      findings.add('truncated-last-line', message, { line });
      return;
    }
    const advice =
      length < width
        ? `Have the export write every field, empty ones at the end of a row too, so that each row has ${width}.`
        : `Have the export quote every field that contains ${delimiterName(format.delimiter)}.`;
    findings.add('field-count', `The record has ${fieldCount}, the heading ${width}.${long} ${advice}`, {
      line,
    });
  }
}
