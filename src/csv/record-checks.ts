import type { AccountSchema, FileFormat } from '../model/source.js';
import { assertNever } from '../model/status.js';
import type { FindingCollector } from './findings-collector.js';
import { checkHeading } from './heading.js';
import { splitLine } from './line-fields.js';
import { explainNoHeading } from './no-heading.js';
import type { RecordFault } from './quote-fault.js';
import { type CsvRecord, RecordReader, type RecordSink } from './records.js';
import { resemblesHeading } from './resemblance.js';
import { RowChecks } from './row-checks.js';

/** Checks the records of a file as they come: first the heading, then its rows. */
export class RecordChecks implements RecordSink {
  readonly #format: FileFormat;
  readonly #schema: AccountSchema;
  readonly #findings: FindingCollector;
  readonly #reader: RecordReader;
  #rows: RowChecks | undefined;
  #readable = true;
  #hasFaults = false;
  #firstLineEnd: CsvRecord['lineEnd'] = '';
  #mixesLineEnds = false;
  /** The line of a comment that reads like the heading. */
  #commentedHeading: number | undefined;

  constructor(format: FileFormat, schema: AccountSchema, findings: FindingCollector) {
    this.#format = format;
    this.#schema = schema;
    this.#findings = findings;
    this.#reader = new RecordReader(format, this);
  }

  get rows(): number {
    return this.#rows?.rows ?? 0;
  }

  /** The native identities so far, or `undefined` where nobody can say for certain which ones ISC would read. */
  get identities(): ReadonlyMap<string, number> | undefined {
    return this.#readable ? this.#rows?.identities : undefined;
  }

  /** Takes the next whole lines. */
  write(lines: Buffer): void {
    if (!this.#reader.isStopped()) this.#reader.write(lines);
  }

  /** Nothing that follows can be read as records. */
  stop(): void {
    this.#reader.stop();
  }

  /** Takes the end of a file of `size` bytes. */
  end(size: number): void {
    if (this.#reader.isStopped()) return;
    this.#reader.end();
    if (this.#hasFaults || this.#reader.isStopped()) return;
    if (this.#rows === undefined) {
      const message = size === 0 ? 'The file is empty.' : 'The file holds no record, not even a heading.';
      this.#findings.add('empty-file', message);
      if (this.#commentedHeading !== undefined) this.#addCommentedHeading(this.#commentedHeading);
    } else if (this.#rows.rows === 0) {
      this.#findings.add('header-only', 'The file has a heading, but no row below it.');
    }
  }

  record(record: CsvRecord): void {
    this.#checkLineEnd(record);
    if (this.#rows !== undefined) {
      this.#rows.check(record);
      return;
    }
    const { fields, line } = record;
    if (this.#commentedHeading !== undefined && !resemblesHeading(fields, this.#schema)) {
      this.#addCommentedHeading(this.#commentedHeading);
      this.#giveUp();
      return;
    }
    const layout = checkHeading(fields, line, this.#format, this.#schema, this.#findings);
    if (layout === undefined) this.#giveUp();
    else this.#rows = new RowChecks(layout, this.#format, this.#schema, this.#findings);
  }

  comment(text: string, line: number): void {
    const { commentCharacter, delimiter } = this.#format;
    const { fields, isOpen } = splitLine(text.slice(commentCharacter.length), delimiter);
    if (this.#rows === undefined) {
      if (resemblesHeading(fields, this.#schema)) this.#commentedHeading ??= line;
    } else if (fields.length === this.#rows.width || (isOpen && fields.length > 1)) {
      const message = `The record starts with the comment character "${commentCharacter}": ISC skips it, and its account would be deleted.`;
      this.#findings.add('commented-record', message, { line });
    }
  }

  fault(fault: RecordFault, text: string): void {
    this.#hasFaults = true;
    if (fault.rule !== 'truncated-last-line') this.#readable = false;
    if (this.#rows === undefined) {
      this.#giveUp();
      if (!resemblesHeading(splitLine(text, this.#format.delimiter).fields, this.#schema)) {
        explainNoHeading(text, fault.line, this.#format, this.#schema, this.#findings);
        return;
      }
    }
    this.#findings.add(fault.rule, messageOf(fault), fault);
  }

  #giveUp(): void {
    this.#readable = false;
    this.#reader.stop();
  }

  #addCommentedHeading(line: number): void {
    const message = `The heading starts with the comment character "${this.#format.commentCharacter}": ISC skips it.`;
    this.#findings.add('commented-record', message, { line });
  }

  /** Only the ends of records count: a spreadsheet may well write other line breaks inside its cells. */
  #checkLineEnd({ lineEnd, line }: CsvRecord): void {
    if (lineEnd === this.#firstLineEnd || lineEnd === '' || this.#mixesLineEnds) return;
    if (this.#firstLineEnd === '') {
      this.#firstLineEnd = lineEnd;
      return;
    }
    this.#mixesLineEnds = true;
    const message = `This record ends with ${JSON.stringify(lineEnd)}, those before with ${JSON.stringify(this.#firstLineEnd)}.`;
    this.#findings.add('mixed-line-ends', message, { line });
  }
}

function messageOf({ rule }: RecordFault): string {
  switch (rule) {
    case 'unterminated-quote':
      return 'The quote that opens here is not closed on this line, nor properly below.';
    case 'stray-quote':
      return 'A quote stands inside a field: the whole field must be quoted, and each quote in it doubled.';
    case 'truncated-last-line':
      return 'The last line is cut off: the quote that opens here is never closed.';
    case 'record-too-long':
      return 'The record has more than 4 MiB and no end in sight; the file is not read any further.';
    default:
      return assertNever(rule);
  }
}
