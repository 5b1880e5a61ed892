/** All checks that need records: the heading, each row, and rows against each other. */
import type { Rule } from '../model/finding.js';
import { type AccountSchema, type FileFormat, mergesByOthers } from '../model/source.js';
import { CellChecks } from './cell-checks.js';
import type { FindingCollector } from './findings-collector.js';
import { checkHeading } from './heading.js';
import type { Identities, RowSink } from './identities.js';
import type { OtherLineEnd } from './line-ends.js';
import { explainNoHeading } from './no-heading.js';
import { messageOf, type RecordFault } from './record-fault.js';
import type { CsvRecord } from './record.js';
import { isHeading } from './resemblance.js';
import { RowChecks } from './row-checks.js';
import { type RecordSink, Scanner } from './scanner.js';
import { thousands } from '../model/words.js';

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
  readonly #scanner: Scanner;
  readonly #cells = new CellChecks();
  #rows: RowChecks | undefined;
  #readable = true;
  #ambiguity: Rule | undefined;
  #hasFaults = false;
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
    this.#scanner = new Scanner(format, this);
  }

  get rows(): number {
    return this.#rows?.rows ?? 0;
  }

  /** True if the first line is the heading of this schema, so that it may be shown. */
  get hasHeading(): boolean {
    return this.#rows !== undefined;
  }

  /** The first rule by which other programs may read other records or values in the file. */
  get ambiguity(): Rule | undefined {
    return this.#ambiguity;
  }

  /** The native identities so far, or `undefined` if it is uncertain which ones ISC would read. */
  get identities(): Identities | undefined {
    return this.#readable && this.#ambiguity === undefined ? this.#rows?.identities : undefined;
  }

  /** Takes the next bytes of the file, which may change once this returns. */
  write(lines: Buffer): void {
    this.#scanner.write(lines);
    this.#rows?.release();
  }

  /** Nothing after this can be read as records. */
  stop(): void {
    this.#scanner.stop();
  }

  /** Handles the end of a file of `size` bytes. */
  end(size: number): void {
    if (!this.#scanner.isStopped) this.#finish(size);
    this.#rows?.end();
    if (this.#rows !== undefined) this.#cells.report(this.#rows.heading, this.#findings);
  }

  #finish(size: number): void {
    this.#scanner.end();
    if (this.#hasFaults || this.#scanner.isStopped) return;
    if (this.#rows === undefined) {
      const message = size === 0 ? 'The file is empty.' : 'The file has no records, not even a heading.';
      this.#findings.add('empty-file', message);
      if (this.#commentedHeading !== undefined) this.#addCommentedHeading(this.#commentedHeading);
    } else if (this.#rows.rows === 0) {
      this.#findings.add('header-only', 'The file has a heading but no rows.');
    }
  }

  record(record: CsvRecord): void {
    if (this.#rows !== undefined) {
      this.#rows.check(record);
      if (this.#rows.isFull) this.#stopAtMostAccounts();
      return;
    }
    const { line } = record;
    const fields = record.texts();
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
    if (new Set(fields).size < fields.length) this.#ambiguity ??= 'duplicate-column';
    this.#ambiguity ??= unknownMerging(fields, format, schema);
    const { sink, maxAccounts = MAX_ACCOUNTS } = this.#options;
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
    this.#ambiguity ??= fault.rule;
    if (this.#rows === undefined) {
      this.#giveUp();
      const isCutOff = fault.rule === 'truncated-last-line';
      if (!isCutOff && !isHeading(splitLine(text, this.#format.delimiter).fields, this.#schema)) {
        explainNoHeading(text, fault.line, this.#format, this.#schema, this.#findings);
        return;
      }
    }
    this.#findings.add(fault.rule, messageOf(fault, text), fault);
  }

  #stopAtMostAccounts(): void {
    const most = thousands(this.#options.maxAccounts ?? MAX_ACCOUNTS);
    const message = `The file has more than ${most} accounts, the most that can be compared; it was not read any further.`;
    this.#findings.add('too-many-accounts', message);
    this.#giveUp();
  }

  #giveUp(): void {
    this.#readable = false;
    this.#scanner.stop();
  }

  #addCommentedHeading(line: number): void {
    const message = `The heading begins with the comment character "${this.#format.commentCharacter}": ISC would skip it.`;
    this.#findings.add('commented-record', message, { line });
  }

  otherLineEnd(other: OtherLineEnd): void {
    this.#ambiguity ??= 'mixed-line-ends';
    const message = otherLineEnd(other, this.#rows?.heading.length);
    this.#findings.add('mixed-line-ends', message, { line: other.line });
  }
}

/** The rule by which it is not known which rows the source merges: the file lacks a column by which it does. */
function unknownMerging(
  fields: readonly string[],
  format: FileFormat,
  schema: AccountSchema,
): Rule | undefined {
  const missing = mergesByOthers(format, schema).filter((name) => !fields.includes(name));
  if (missing.length === 0) return undefined;
  const isKnown = missing.every((name) => schema.attributes.some((attribute) => attribute.name === name));
  return isKnown ? 'missing-column' : 'other-merge-column';
}

/** What is wrong, and the command that mends it; `width` is that of the heading. */
function otherLineEnd({ lineEnd, expected, cells }: OtherLineEnd, width: number | undefined): string {
  const what = `This line ends with ${JSON.stringify(lineEnd)}, the first line of the file with ${JSON.stringify(expected)}, and ISC may take only one of them as the end of a record.`;
  const isInValue = width !== undefined && cells > 0 && cells !== width;
  if (isInValue && lineEnd === '\n')
    return `${what} Have the export quote every field that contains a line break.`;
  if (isInValue && lineEnd === '\r')
    return `${what} Have the export quote every field that contains a line break, or turn them into spaces: ${sed('s/\\r$//; s/\\r/ /g')}`;
  const hasLoneReturn = lineEnd === '\r' || expected === '\r';
  const command = sed(hasLoneReturn ? 's/\\r$//; s/\\r/\\n/g' : 's/\\r$//');
  return `${what} Have the export write one kind of line end, or convert the file: ${command}`;
}

function sed(script: string): string {
  return `sed '${script}' old.csv > new.csv`;
}

/** A line that ISC does not read as a record, split as if it were one. */
export interface LineFields {
  readonly fields: readonly string[];
  /** The line ends inside a quoted field. */
  readonly isOpen: boolean;
}

/** Splits one line at the delimiters outside quotes, and removes the quotes around fields. Never fails. */
export function splitLine(text: string, delimiter: string): LineFields {
  const fields: string[] = [];
  let isOpen = false;
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') {
      isOpen = !isOpen;
    } else if (!isOpen && text.startsWith(delimiter, at)) {
      fields.push(text.slice(begin, at));
      begin = at + delimiter.length;
    }
  }
  fields.push(text.slice(begin));
  return { fields: fields.map((field) => field.trim().replace(/^"(.*)"$/s, '$1')), isOpen };
}
