/** Names why records have too few or too many fields: by the pattern in which they do. */
import type { FileFormat } from '../model/source.js';
import { delimiterName } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import type { CsvRecord, LineEnd } from './record.js';
import { thousands } from '../model/words.js';

/** What is kept of a record with a wrong number of fields, until the next one tells more. */
interface WrongRecord {
  readonly line: number;
  readonly lastLine: number;
  readonly length: number;
  readonly lineEnd: LineEnd;
  /** A field ends with a backslash. */
  readonly hasBackslash: boolean;
  /** The only field looks like the words that a program writes below the rows. */
  readonly isNote: boolean;
}

const BACKSLASH = 0x5c;
const CONTROL_Z = 0x1a;
/** Of longer fields nothing is looked at. */
const MAX_NOTE_BYTES = 200;

/** `(3 rows)`, `58 rows selected.`, `Total: 58`, in some languages. */
const NOTE =
  /^\(?\s*(?:\d[\d.,' ]*\s*(?:rows?|records?|lines?|zeilen?|datensätze?|lignes?|enregistrements?|filas?|registros?|righe)\b.*|(?:grand |sub)?totals?\b.*|sum(?:me|a)?\b.*|gesamt\w*\b.*|insgesamt\b.*|somme\b.*|totale\b.*|count\b.*|end of (?:file|report|data)\b.*|eof|trailer\b.*)\s*\)?\.?$/iu;

/** True if a native identity, or the only field of a line, is a note or a total and nobody's account. */
export function isNote(text: string): boolean {
  return NOTE.test(text.trim());
}

/** Rows with one field more are kept up to this number, until one shows that it is not the same in all. */
const MAX_KEPT = 1_000;

/**
 * Halves of a line: of records that are all so short, each two may be one with a line break that is not quoted. With more
 * of them in a row than this, or an odd number, each is a record that lacks fields.
 */
const MOST_HALVES = 8;

/** Takes the records of a wrong width one after another, and reports each, or one cause for all of them. */
export class FieldCounts {
  readonly #width: number;
  readonly #format: Pick<FileFormat, 'delimiter'>;
  readonly #findings: FindingCollector;
  /** Records with exactly one field more, as long as all are so. */
  #oneMore: WrongRecord[] = [];
  #oneMoreCount = 0;
  #emptyAtEnd = 0;
  #withBackslash = 0;
  /** The first fields count up by one, from 0 or 1. */
  #areNumbered = true;
  #firstNumber = 0;
  #hasOthers = false;
  /** The next record tells more about this one. */
  #pending: WrongRecord | undefined;
  /** The records before this one that are halves of a line, up to MOST_HALVES. */
  #halves: WrongRecord[] = [];
  #hasTooManyHalves = false;

  constructor(width: number, format: Pick<FileFormat, 'delimiter'>, findings: FindingCollector) {
    this.#width = width;
    this.#format = format;
    this.#findings = findings;
  }

  /** Takes a record as wide as the heading. */
  right(): void {
    const isWaiting = this.#pending !== undefined || this.#halves.length > 0 || this.#hasTooManyHalves;
    if (this.#hasOthers && !isWaiting) return;
    this.#reportHalves();
    this.#reportPending();
    this.#reportEach();
  }

  /** Takes a record that is not. */
  wrong(record: CsvRecord): void {
    const width = this.#width;
    const { line, lastLine, length, lineEnd } = record;
    const now: WrongRecord = {
      ...{ line, lastLine, length, lineEnd },
      hasBackslash: length > width && hasBackslash(record),
      isNote: length === 1 && isNoteRecord(record),
    };
    if (length === width + 1 && !this.#hasOthers) {
      this.#noteOneMore(now, record);
      return;
    }
    this.#reportEach();
    if (2 * length - 1 === width) {
      this.#reportPending();
      this.#takeHalf(now);
      return;
    }
    this.#reportHalves();
    const before = this.#pending;
    if (
      before !== undefined &&
      before.length < width &&
      before.length + length - 1 === width &&
      !now.isNote
    ) {
      this.#reportBreak(before);
      this.#pending = undefined;
      return;
    }
    this.#reportPending();
    this.#pending = now;
  }

  #noteOneMore(one: WrongRecord, record: CsvRecord): void {
    if (this.#areNumbered) {
      const first = record.endOf(0) - record.startOf(0) > MAX_NOTE_BYTES ? '' : record.text(0);
      if (this.#oneMoreCount === 0 && first === '1') this.#firstNumber = 1;
      this.#areNumbered = first === String(this.#oneMoreCount + this.#firstNumber);
    }
    this.#oneMoreCount += 1;
    if (this.#oneMore.length < MAX_KEPT) this.#oneMore.push(one);
    if (record.isEmpty(one.length - 1)) this.#emptyAtEnd += 1;
    if (one.hasBackslash) this.#withBackslash += 1;
  }

  /** Reports what is left at the end of the file. */
  end(): void {
    this.#reportHalves(true);
    const last = this.#pending;
    if (last !== undefined) this.#report(last, true);
    const [first, second] = this.#oneMore;
    if (first === undefined) return;
    if (second === undefined) {
      this.#reportEach();
      return;
    }
    const count = thousands(this.#oneMoreCount);
    const message = `All ${count} records have ${this.#width + 1} fields, the heading ${this.#width}: ${this.#oneMoreCause()}`;
    this.#findings.add('field-count', message, { line: first.line });
  }

  /** Why every record has one field more than the heading. */
  #oneMoreCause(): string {
    if (this.#emptyAtEnd === this.#oneMoreCount)
      return 'each ends with a delimiter. Have the export leave it out.';
    if (this.#withBackslash === this.#oneMoreCount) return `a ${this.#backslashAdvice()}`;
    const numbers =
      'the number of the row, without a heading. Have the export leave it out (pandas: index=False, R: row.names=FALSE)';
    return this.#areNumbered
      ? `${numbers}.`
      : `probably ${numbers}, or a value that is not quoted. ${this.#quoteAdvice()}`;
  }

  #takeHalf(now: WrongRecord): void {
    if (this.#halves.length === MOST_HALVES) {
      for (const one of this.#halves) this.#report(one);
      this.#halves = [];
      this.#hasTooManyHalves = true;
    }
    if (this.#hasTooManyHalves) this.#pending = now;
    else this.#halves.push(now);
  }

  #reportHalves(isEnd = false): void {
    const halves = this.#halves;
    const areLines = halves.length % 2 === 0;
    for (const [index, one] of halves.entries()) {
      if (!areLines) this.#report(one, isEnd && index === halves.length - 1);
      else if (index % 2 === 0) this.#reportBreak(one);
    }
    this.#halves = [];
    this.#hasTooManyHalves = false;
  }

  #reportBreak({ length, line }: WrongRecord): void {
    const message = `The record has ${fields(length)}, the heading ${this.#width}, and the next line has the rest: a line break inside a value is not quoted. Have the export quote every field that contains line breaks.`;
    this.#findings.add('field-count', message, { line });
  }

  #reportPending(): void {
    if (this.#pending !== undefined) this.#report(this.#pending);
    this.#pending = undefined;
  }

  #reportEach(): void {
    for (const one of this.#oneMore) this.#report(one);
    this.#oneMore = [];
    this.#hasOthers = true;
  }

  #report({ line, lastLine, length, lineEnd, ...one }: WrongRecord, isLast = false): void {
    const width = this.#width;
    const long =
      lastLine > line ? ` It ends on line ${lastLine}, because a quoted field contains line breaks.` : '';
    const add = (advice: string): void => {
      const message = `The record has ${fields(length)}, the heading ${width}.${long} ${advice}`;
      this.#findings.add('field-count', message, { line });
    };
    if (isLast && one.isNote) {
      add(
        'It is a note or a total below the rows, not an account. Have the export leave it out, or remove the line.',
      );
    } else if (lineEnd === '' && length < width) {
      const message = `The last line is cut off: it has ${fields(length)} instead of ${width} and no line end.${long}`;
      this.#findings.add('truncated-last-line', message, { line });
    } else if (length < width) {
      add(
        `Have the export write every field, empty ones at the end of a row too, so that each row has ${width}.`,
      );
    } else if (one.hasBackslash) {
      add(`A ${this.#backslashAdvice()}`);
    } else if (length === 2 * width - 1) {
      add('Two records stand on this line: a line end is missing between them, as where files are joined.');
    } else {
      add(this.#quoteAdvice());
    }
  }

  #backslashAdvice(): string {
    return `backslash stands in front of ${delimiterName(this.#format.delimiter)}, which ISC takes for the end of a field all the same. ${this.#quoteAdvice()}`;
  }

  #quoteAdvice(): string {
    return `Have the export quote every field that contains ${delimiterName(this.#format.delimiter)}.`;
  }
}

function fields(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`;
}

/** A field that is not the last one ends with a backslash: the program escapes delimiters instead of quoting. */
function hasBackslash(record: CsvRecord): boolean {
  for (let cell = 0; cell < record.length - 1; cell += 1) {
    if (!record.isEmpty(cell) && record.bytes[record.endOf(cell) - 1] === BACKSLASH) return true;
  }
  return false;
}

function isNoteRecord(record: CsvRecord): boolean {
  const [start, end] = [record.startOf(0), record.endOf(0)];
  if (record.bytes[start] === CONTROL_Z && end === start + 1) return true;
  return end - start <= MAX_NOTE_BYTES && isNote(record.text(0));
}
