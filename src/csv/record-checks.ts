import type { AccountSchema, FileFormat } from '../model/source.js';
import { assertNever } from '../model/status.js';
import { CellChecks } from './cell-checks.js';
import type { FindingCollector } from './findings-collector.js';
import { checkHeading } from './heading.js';
import type { Identities } from './identities.js';
import { splitLine } from './line-fields.js';
import { explainNoHeading } from './no-heading.js';
import type { RecordFault } from './quote-fault.js';
import { type CsvRecord, RecordReader, type RecordSink } from './records.js';
import { isHeading } from './resemblance.js';
import { RowChecks } from './row-checks.js';
import type { RowSink } from './row-sink.js';

/** V8 allows at most 2^24 entries in a Map; this is a round number below it. */
export const MAX_ACCOUNTS = 16_000_000;

/** Who else receives the rows, and the maximum number of accounts. */
export interface RecordCheckOptions {
  readonly sink?: RowSink | undefined;
  /** MAX_ACCOUNTS if absent. */
  readonly maxAccounts?: number | undefined;
}

/** Checks the records of a file as they arrive: first the heading, then its rows. */
export class RecordChecks implements RecordSink {
  readonly #format: FileFormat;
  readonly #schema: AccountSchema;
  readonly #findings: FindingCollector;
  readonly #options: RecordCheckOptions;
  readonly #reader: RecordReader;
  readonly #cells = new CellChecks();
  #rows: RowChecks | undefined;
  #readable = true;
  #hasFaults = false;
  #firstLineEnd: CsvRecord['lineEnd'] = '';
  #mixesLineEnds = false;
  /** The line of a comment that looks like the heading. */
  #commentedHeading: number | undefined;

  constructor(
    format: FileFormat,
    schema: AccountSchema,
    findings: FindingCollector,
    options: RecordCheckOptions = {},
  ) {
    this.#format = format;
    this.#schema = schema;
    this.#findings = findings;
    this.#options = options;
    this.#reader = new RecordReader(format, this);
  }

  get rows(): number {
    return this.#rows?.rows ?? 0;
  }

  /** True if the first line is the heading of this schema, so that it may be shown. */
  get hasHeading(): boolean {
    return this.#rows !== undefined;
  }

  /** The native identities so far, or `undefined` if it is uncertain which ones ISC would read. */
  get identities(): Identities | undefined {
    return this.#readable ? this.#rows?.identities : undefined;
  }

  /** Takes the next whole lines. */
  write(lines: Buffer): void {
    if (this.#reader.isStopped()) return;
    this.#cells.expect(lines);
    this.#reader.write(lines);
  }

  /** Nothing after this can be read as records. */
  stop(): void {
    this.#reader.stop();
  }

  /** Handles the end of a file of `size` bytes. */
  end(size: number): void {
    if (!this.#reader.isStopped()) this.#finish(size);
    if (this.#rows !== undefined) this.#cells.report(this.#rows.heading, this.#findings);
  }

  #finish(size: number): void {
    this.#reader.end();
    if (this.#hasFaults || this.#reader.isStopped()) return;
    if (this.#rows === undefined) {
      const message = size === 0 ? 'The file is empty.' : 'The file has no records, not even a heading.';
      this.#findings.add('empty-file', message);
      if (this.#commentedHeading !== undefined) this.#addCommentedHeading(this.#commentedHeading);
    } else if (this.#rows.rows === 0) {
      this.#findings.add('header-only', 'The file has a heading but no rows.');
    }
  }

  record(record: CsvRecord): void {
    this.#checkLineEnd(record);
    if (this.#rows !== undefined) {
      this.#rows.check(record);
      if (this.#rows.isFull) this.#stopAtMostAccounts();
      return;
    }
    const { fields, line } = record;
    const [format, schema, findings] = [this.#format, this.#schema, this.#findings];
    if (this.#commentedHeading !== undefined && !isHeading(fields, this.#schema)) {
      this.#addCommentedHeading(this.#commentedHeading);
      this.#giveUp();
      return;
    }
    const layout = checkHeading(fields, line, format, schema, findings);
    if (layout === undefined) {
      this.#giveUp();
      return;
    }
    const { sink, maxAccounts = MAX_ACCOUNTS } = this.#options;
    sink?.heading(fields);
    this.#rows = new RowChecks(layout, { format, schema, findings, cells: this.#cells, sink, maxAccounts });
  }

  comment(text: string, line: number): void {
    const { commentCharacter, delimiter } = this.#format;
    const { fields, isOpen } = splitLine(text.slice(commentCharacter.length), delimiter);
    if (this.#rows === undefined) {
      if (isHeading(fields, this.#schema)) this.#commentedHeading ??= line;
    } else if (fields.length === this.#rows.heading.length || (isOpen && fields.length > 1)) {
      const message = `The record begins with the comment character "${commentCharacter}": ISC would skip it and delete its account.`;
      this.#findings.add('commented-record', message, { line });
    }
  }

  fault(fault: RecordFault, text: string): void {
    this.#hasFaults = true;
    if (fault.rule !== 'truncated-last-line') this.#readable = false;
    if (this.#rows === undefined) {
      this.#giveUp();
      if (!isHeading(splitLine(text, this.#format.delimiter).fields, this.#schema)) {
        explainNoHeading(text, fault.line, this.#format, this.#schema, this.#findings);
        return;
      }
    }
    this.#findings.add(fault.rule, messageOf(fault), fault);
  }

  #stopAtMostAccounts(): void {
    const most = (this.#options.maxAccounts ?? MAX_ACCOUNTS).toLocaleString('en-US');
    const message = `The file has more than ${most} accounts, the most that can be compared; it was not read any further.`;
    this.#findings.add('too-many-accounts', message);
    this.#giveUp();
  }

  #giveUp(): void {
    this.#readable = false;
    this.#reader.stop();
  }

  #addCommentedHeading(line: number): void {
    const message = `The heading begins with the comment character "${this.#format.commentCharacter}": ISC would skip it.`;
    this.#findings.add('commented-record', message, { line });
  }

  /** Only the ends of records count: spreadsheets often write other line breaks inside cells. */
  #checkLineEnd({ lineEnd, line }: CsvRecord): void {
    if (lineEnd === this.#firstLineEnd || lineEnd === '' || this.#mixesLineEnds) return;
    if (this.#firstLineEnd === '') {
      this.#firstLineEnd = lineEnd;
      return;
    }
    this.#mixesLineEnds = true;
    const message = `This record ends with ${JSON.stringify(lineEnd)}, the records before it with ${JSON.stringify(this.#firstLineEnd)}.`;
    this.#findings.add('mixed-line-ends', message, { line });
  }
}

function messageOf({ rule }: RecordFault): string {
  switch (rule) {
    case 'unterminated-quote':
      return 'The quote that opens here is not closed, neither on this line nor properly on a later one.';
    case 'stray-quote':
      return (
        'There is a quote inside a field that is not quoted, or text follows a closing quote. Have the export quote every field ' +
        'that contains quotes, and double each quote in it: "5"" disk".'
      );
    case 'truncated-last-line':
      return 'The last line is cut off: the quote that opens here is never closed.';
    case 'record-too-long':
      return 'The record is longer than 4 MiB, and its end is not in sight; the file was not read any further.';
    default:
      return assertNever(rule);
  }
}
