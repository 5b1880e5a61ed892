/**
 * Bytes → records, by RFC 4180 with the source's delimiter and comment character. Every byte is looked at once:
 *
 * | in                    | delimiter  | CR, LF, CRLF | quote          | other byte | end of file  |
 * | --------------------- | ---------- | ------------ | -------------- | ---------- | ------------ |
 * | start of a line       | next field | blank line   | quoted field   | field¹     | end          |
 * | start of a field      | next field | record       | quoted field   | field      | record       |
 * | field                 | next field | record       | fault: stray   | field      | record       |
 * | quoted field          | part of it | part of it   | behind a quote | part of it | fault: open  |
 * | behind a quote        | next field | record       | quoted field²  | fault³     | record       |
 * | comment               | part of it | next line    | part of it     | part of it | end          |
 *
 * ¹ The comment character begins a comment. ² Two quotes in a quoted field are one. ³ A stray quote where the field
 * began on this line; else the quote that opened the field was never closed.
 *
 * A fault ends its record. Reading goes on with the line below the one on which the field with the fault begins.
 */
import type { FileFormat } from '../model/source.js';
import { CR, LF, lineBreak, lineBreakLength, lineStart, QUOTE, standsAt } from './bytes.js';
import { LineEnds, type OtherLineEnd } from './line-ends.js';
import { placeIn, type RecordFault } from './record-fault.js';
import { BEYOND_ASCII, BLANK, CsvRecord, DOUBLED_QUOTES, KINDS, SIGN, type LineEnd } from './record.js';

/** No account needs a longer record; an unclosed quote would read the rest of the file into memory. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/** A file with more faults is not read to its end. */
export const MAX_FAULTS = 1_000;

/** Receives what the scanner reads, in the order of the file. */
export interface RecordSink {
  /** The first record is the heading. The record is valid only during the call. */
  record(record: CsvRecord): void;
  /** A line that ISC skips because it starts with the comment character; `text` without its line end. */
  comment(text: string, line: number): void;
  /** A record that cannot be read. Reading goes on behind the line of the fault, which is `text`. */
  fault(fault: RecordFault, text: string): void;
  /**
   * The first line that does not end, outside quotes, like the first line of the file. Called before the record or
   * comment on it; for a blank line, before whatever stands below it, so that the last lines of a file may be blank.
   */
  otherLineEnd(other: OtherLineEnd): void;
}

/** How the source's file is written. */
type ScannedFormat = Pick<FileFormat, 'delimiter' | 'commentCharacter'>;

/** Marks the bytes in a table of kinds at which a field may end. */
const STOP = 128;

/** What a step of reading came to: it must be repeated with more bytes, or the next one may follow. */
type Step = 'incomplete' | 'done';

/** Reads records from blocks of bytes, and goes on after faults. */
export class Scanner {
  readonly #sink: RecordSink;
  readonly #comment: Buffer;
  readonly #delimiter: Buffer;
  /** The kind of each byte, or STOP: in a field without quotes, and in a quoted one. */
  readonly #plain = KINDS.slice();
  readonly #quoted = KINDS.slice();
  readonly #record = new CsvRecord();
  /** Bytes that were not read yet, from `#at` on: between two writes, a copy of them. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The line at `#at`, from 1. */
  #line = 1;
  readonly #lineEnds: LineEnds;
  #faults = 0;
  #stopped = false;
  /** The kinds of the field that was read last. */
  #kinds = 0;
  /** Line feeds in the quoted fields of the record. */
  #feeds = 0;

  constructor({ delimiter, commentCharacter }: ScannedFormat, sink: RecordSink) {
    this.#sink = sink;
    this.#lineEnds = new LineEnds((other) => {
      sink.otherLineEnd(other);
    });
    this.#comment = Buffer.from(commentCharacter);
    this.#delimiter = Buffer.from(delimiter);
    for (const byte of [CR, LF, QUOTE, this.#delimiter[0] ?? LF]) this.#plain[byte] = STOP;
    for (const byte of [LF, QUOTE]) this.#quoted[byte] = STOP;
  }

  /** True if the file was not read to its end, because of its faults or by `stop`. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Stops reading here. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes the next bytes, which may change once this returns. Throws what the sink throws. */
  write(bytes: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? bytes : Buffer.concat([this.#bytes, bytes]);
    this.#run(false);
    this.#bytes = Buffer.from(this.#bytes.subarray(this.#at));
    this.#at = 0;
  }

  /** Handles the end of the file. */
  end(): void {
    this.#run(true);
  }

  #run(atEnd: boolean): void {
    while (!this.#stopped && this.#at < this.#bytes.length) {
      if (this.#step(atEnd) === 'incomplete') break;
    }
  }

  /** Reads the next line or record. */
  #step(atEnd: boolean): Step {
    const byte = this.#bytes[this.#at];
    if (byte === LF || byte === CR) return this.#passBlankLine(atEnd);
    if (byte === this.#comment[0]) {
      if (!atEnd && this.#bytes.length - this.#at < this.#comment.length) return 'incomplete';
      if (standsAt(this.#bytes, this.#comment, this.#at)) return this.#passComment(atEnd);
    }
    return this.#passRecord(atEnd);
  }

  #passBlankLine(atEnd: boolean): Step {
    const lineEnd = this.#lineEndAt(this.#at, atEnd);
    if (lineEnd === undefined) return 'incomplete';
    this.#lineEnds.blank(lineEnd, this.#line);
    this.#at += lineEnd.length;
    this.#line += 1;
    return 'done';
  }

  #passComment(atEnd: boolean): Step {
    const start = this.#at;
    const end = lineBreak(this.#bytes, start);
    const lineEnd = this.#lineEndAt(end, atEnd);
    if (end - start > MAX_RECORD_BYTES) return this.#fail('record-too-long', start, start, atEnd);
    if (lineEnd === undefined) return 'incomplete';
    const line = this.#line;
    this.#at = end + lineEnd.length;
    this.#line += 1;
    this.#lineEnds.take(lineEnd, line, 0);
    this.#sink.comment(this.#bytes.toString('utf8', start, end), line);
    return 'done';
  }

  #passRecord(atEnd: boolean): Step {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    const record = this.#record;
    const begin = this.#at;
    const limit = Math.min(bytes.length, begin + MAX_RECORD_BYTES + 1);
    const isIncomplete = !atEnd && limit - begin <= MAX_RECORD_BYTES;
    let at = begin;
    this.#feeds = 0;
    record.begin(bytes, this.#line);
    for (;;) {
      const field = at;
      if (bytes[at] === QUOTE) {
        const close = this.#closingQuote(at + 1, limit);
        if (isIncomplete && close + delimiter.length >= limit) return 'incomplete';
        if (close >= limit) return this.#fail(this.#openQuote(field, limit, atEnd), field, field, atEnd);
        record.add(field + 1, close, this.#kinds);
        at = close + 1;
        if (at < limit && !this.#isFieldEnd(at)) return this.#failAtQuote(field, close, atEnd);
      } else {
        at = this.#fieldEnd(at, limit);
        if (at < limit && bytes[at] === QUOTE) return this.#failAtQuote(field, at, atEnd);
        record.add(field, at, this.#kinds);
      }
      if (bytes[at] !== delimiter[0] || at >= limit) break;
      at += delimiter.length;
    }
    const lineEnd = this.#lineEndAt(at, atEnd);
    const end = at + (lineEnd?.length ?? 0);
    if (end - begin > MAX_RECORD_BYTES) return this.#fail('record-too-long', begin, begin, atEnd);
    if (lineEnd === undefined) return 'incomplete';
    record.lineEnd = lineEnd;
    record.lastLine = this.#line + this.#feeds;
    this.#at = end;
    this.#line = record.lastLine + (lineEnd === '' ? 0 : 1);
    this.#lineEnds.take(lineEnd, record.lastLine, record.length);
    this.#sink.record(record);
    return 'done';
  }

  /** Where the field without quotes that begins at `at` ends, or `limit`. Sets the kinds of its bytes. */
  #fieldEnd(at: number, limit: number): number {
    const bytes = this.#bytes;
    const table = this.#plain;
    let kinds = 0;
    for (;;) {
      let kind = 0;
      while (at < limit && (kind = table[bytes[at] ?? 0] ?? 0) !== STOP) {
        kinds |= kind;
        at += 1;
      }
      if (at >= limit || this.#isFieldEnd(at) || bytes[at] === QUOTE) break;
      // The first byte of a delimiter of several bytes also begins other characters.
      kinds |= BEYOND_ASCII;
      at += 1;
    }
    this.#kinds = kinds;
    return at;
  }

  /** The closing quote of the field whose content begins at `at`, or `limit`. Sets kinds and counts line feeds. */
  #closingQuote(at: number, limit: number): number {
    const bytes = this.#bytes;
    const table = this.#quoted;
    let kinds = 0;
    for (;;) {
      let kind = 0;
      while (at < limit && (kind = table[bytes[at] ?? 0] ?? 0) !== STOP) {
        kinds |= kind;
        at += 1;
      }
      if (at >= limit) break;
      if (bytes[at] === LF) {
        kinds |= BLANK;
        this.#feeds += 1;
        at += 1;
      } else if (bytes[at + 1] === QUOTE) {
        kinds |= SIGN | DOUBLED_QUOTES;
        at += 2;
      } else break;
    }
    this.#kinds = kinds;
    return Math.min(at, limit);
  }

  /** True if a delimiter or a line end stands at `at`. */
  #isFieldEnd(at: number): boolean {
    const byte = this.#bytes[at];
    return byte === LF || byte === CR || standsAt(this.#bytes, this.#delimiter, at);
  }

  /** The line end at `at`: '' at the end of the file, `undefined` if there is none or its bytes have not come yet. */
  #lineEndAt(at: number, atEnd: boolean): LineEnd | undefined {
    const byte = this.#bytes[at];
    if (byte === LF) return '\n';
    if (byte === CR && this.#bytes[at + 1] === LF) return '\r\n';
    if (at + (byte === CR ? 1 : 0) < this.#bytes.length) return byte === CR ? '\r' : undefined;
    if (!atEnd) return undefined;
    return byte === CR ? '\r' : '';
  }

  #openQuote(field: number, limit: number, atEnd: boolean): RecordFault['rule'] {
    const feed = this.#bytes.indexOf(LF, field);
    if (feed !== -1 && feed < limit) return 'unterminated-quote';
    return atEnd && limit === this.#bytes.length ? 'truncated-last-line' : 'record-too-long';
  }

  /** A quote that cannot stand at `quote`, in the field that begins at `field`. */
  #failAtQuote(field: number, quote: number, atEnd: boolean): Step {
    const isOnItsLine = !this.#bytes.subarray(field, quote).includes(LF);
    return isOnItsLine
      ? this.#fail('stray-quote', quote, field, atEnd)
      : this.#fail('unterminated-quote', field, field, atEnd);
  }

  /** Ends the record with a fault at `at`, and skips the rest of the line on which its field begins. */
  #fail(rule: RecordFault['rule'], at: number, field: number, atEnd: boolean): Step {
    const bytes = this.#bytes;
    const begin = this.#at;
    const feed = bytes.subarray(0, begin + MAX_RECORD_BYTES).indexOf(LF, field);
    if (feed === -1 && !atEnd && bytes.length - begin <= MAX_RECORD_BYTES) return 'incomplete';
    const end = feed === -1 ? lineBreak(bytes, field) : feed;
    const fault = { rule, ...placeIn(bytes, at, begin, this.#line) };
    this.#faults += 1;
    if (rule === 'record-too-long' || this.#faults > MAX_FAULTS) this.stop();
    this.#at = end + lineBreakLength(bytes, end);
    this.#line = fault.line + 1;
    this.#sink.fault(fault, bytes.toString('utf8', Math.max(begin, lineStart(bytes, field)), end));
    return 'done';
  }
}
