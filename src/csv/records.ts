/** Blocks → records, each with the line on which it starts. Reading continues after errors. */
import type { FileFormat } from '../model/source.js';
import { countLineFeeds, CR, LF, lineBreak, lineBreakLength, lineStart, standsAt } from './bytes.js';
import { RecordParser } from './parser.js';
import { faultAt, type RecordFault } from './quote-fault.js';

/** No account needs a longer record; an unclosed quote would read the rest of the file into memory. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024;

/** A new parser begins after each error; a file that needs more of them is not read to its end. */
export const MAX_RESTARTS = 1_000;

export interface CsvRecord {
  readonly fields: readonly string[];
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** How it ends: empty if the last line of the file has no line ending. */
  readonly lineEnd: '\n' | '\r\n' | '\r' | '';
}

/** Receives the records, in the order of the file. */
export interface RecordSink {
  /** The first record is the heading. */
  record(record: CsvRecord): void;
  /** A line that ISC skips because it starts with the comment character; `text` without its line ending. */
  comment(text: string, line: number): void;
  /** A record that cannot be read. Reading continues after the line of the error, which is `text`. */
  fault(fault: RecordFault, text: string): void;
}

/** Thrown through csv-parse to end its run. */
const INTERRUPTED = new Error('The parsing was interrupted.');

/** Reads records with csv-parse, tracks on which line each one starts, and continues after errors. */
export class RecordReader {
  readonly #sink: RecordSink;
  readonly #comment: Buffer;
  readonly #delimiter: string;
  /** Bytes since the end of the last record; all offsets below count from its beginning. */
  #window: Buffer = Buffer.alloc(0);
  #recordStart = 0;
  #fedTo = 0;
  /** The line at `#recordStart`. */
  #line = 1;
  #parser: RecordParser | undefined;
  /** Add this to the parser's byte count to get an offset in the window. */
  #shift = 0;
  #restarts = 0;
  #stopped = false;

  constructor(format: Pick<FileFormat, 'delimiter' | 'commentCharacter'>, sink: RecordSink) {
    this.#sink = sink;
    this.#comment = Buffer.from(format.commentCharacter);
    this.#delimiter = format.delimiter;
  }

  /** True if the file was not read to its end, because of its errors or by `stop`. */
  isStopped(): boolean {
    return this.#stopped;
  }

  /** Stops reading here. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes the next whole lines. */
  write(lines: Buffer): void {
    this.#window = this.#window.length === 0 ? lines : Buffer.concat([this.#window, lines]);
    this.#run(false);
  }

  /** Handles the end of the file. */
  end(): void {
    this.#run(true);
  }

  #run(atEnd: boolean): void {
    let end = this.#parse(atEnd);
    while (end !== 'all' && !this.#stopped) {
      if (end === 'fault') this.#passFault(atEnd);
      this.#parser = undefined;
      end = this.#parse(atEnd);
    }
    this.#skipBlankLines(this.#window.length);
    this.#window = this.#window.subarray(this.#recordStart);
    this.#shift -= this.#recordStart;
    this.#fedTo -= this.#recordStart;
    this.#recordStart = 0;
  }

  /** Feeds new bytes to the parser, and says how that ended. */
  #parse(atEnd: boolean): 'all' | 'interrupted' | 'fault' {
    if (this.#stopped) return 'interrupted';
    this.#parser ??= this.#begin();
    if (this.#parser === undefined) return 'all';
    const bytes = this.#window.subarray(this.#fedTo);
    this.#fedTo = this.#window.length;
    try {
      if (bytes.length > 0 && this.#parser.feed(bytes) !== undefined) return 'fault';
      if (atEnd && this.#parser.finish() !== undefined) return 'fault';
    } catch (error) {
      if (error !== INTERRUPTED) throw error;
      return 'interrupted';
    }
    return this.#isTooLong() ? 'fault' : 'all';
  }

  #isTooLong(): boolean {
    return this.#window.length - this.#recordStart > MAX_RECORD_BYTES;
  }

  /** A parser for the next bytes; `undefined` if there are none. */
  #begin(): RecordParser | undefined {
    this.#skipBlankLines(this.#window.length);
    while (this.#isComment()) {
      this.#passComment();
      this.#skipBlankLines(this.#window.length);
    }
    if (this.#recordStart === this.#window.length) return undefined;
    const parser = new RecordParser(
      {
        delimiter: this.#delimiter,
        record_delimiter: ['\n', '\r'],
        relax_column_count: true,
        skip_empty_lines: true,
      },
      (fields) => {
        this.#take(fields, this.#behindLineEnd(parser.info.bytes + this.#shift));
      },
    );
    this.#fedTo = this.#recordStart;
    this.#shift = this.#recordStart;
    return parser;
  }

  /** Takes the record before `end` from the parser, which skips blank lines but does not know comments. */
  #take(fields: readonly string[], end: number): void {
    this.#skipBlankLines(end);
    if (this.#isComment()) {
      this.#passComment();
      if (this.#recordStart === end) return;
      throw INTERRUPTED;
    }
    const lineEnd = this.#lineEndBefore(end);
    const isOneLine = lineEnd.endsWith('\n') && this.#window.indexOf(LF, this.#recordStart) === end - 1;
    const feeds = isOneLine ? 1 : countLineFeeds(this.#window, this.#recordStart, end);
    const line = this.#line;
    this.#recordStart = end;
    this.#line += feeds + (lineEnd === '\r' ? 1 : 0);
    this.#sink.record({ fields, line, lastLine: lineEnd === '' ? this.#line : this.#line - 1, lineEnd });
    if (this.#stopped) throw INTERRUPTED;
  }

  /**
   * csv-parse gets only CR and LF as record delimiters, which is faster. To it, CRLF is the end of a record and a blank
   * line.
   */
  #behindLineEnd(end: number): number {
    return this.#window[end - 1] === CR && this.#window[end] === LF ? end + 1 : end;
  }

  #lineEndBefore(end: number): CsvRecord['lineEnd'] {
    const last = this.#window[end - 1];
    if (last === LF) return this.#window[end - 2] === CR ? '\r\n' : '\n';
    return last === CR ? '\r' : '';
  }

  #skipBlankLines(limit: number): void {
    while (this.#recordStart < limit) {
      const length = lineBreakLength(this.#window, this.#recordStart);
      if (length === 0) return;
      this.#recordStart += length;
      this.#line += 1;
    }
  }

  #isComment(): boolean {
    return standsAt(this.#window, this.#comment, this.#recordStart);
  }

  #passComment(): void {
    const start = this.#recordStart;
    const end = lineBreak(this.#window, start);
    this.#recordStart = end + lineBreakLength(this.#window, end);
    this.#line += 1;
    this.#sink.comment(this.#window.toString('utf8', start, end), this.#line - 1);
  }

  /** Reports the record at which the parser stopped, and skips the line of its error. */
  #passFault(atEnd: boolean): void {
    this.#skipBlankLines(this.#window.length);
    if (this.#isComment()) {
      this.#passComment();
      return;
    }
    const fieldStart = this.#fieldStart();
    const fault = faultAt({
      bytes: this.#window,
      recordStart: this.#recordStart,
      line: this.#line,
      fieldStart,
      atEnd,
      tooLong: this.#isTooLong(),
    });
    const lineFeed = this.#window.indexOf(LF, fieldStart);
    const end = lineFeed === -1 ? lineBreak(this.#window, fieldStart) : lineFeed;
    const next = end + lineBreakLength(this.#window, end);
    this.#restarts += 1;
    if (fault.rule === 'record-too-long' || this.#restarts > MAX_RESTARTS || (next === end && !atEnd))
      this.stop();
    this.#sink.fault(fault, this.#window.toString('utf8', lineStart(this.#window, fieldStart), end));
    this.#recordStart = next;
    this.#line = fault.line + 1;
  }

  /** Start of the field in which the parser stopped: after the last delimiter that it counted. */
  #fieldStart(): number {
    const delimiter = Buffer.from(this.#delimiter);
    const at = (this.#parser?.info.bytes ?? 0) + this.#shift;
    return at >= this.#recordStart && standsAt(this.#window, delimiter, at)
      ? at + delimiter.length
      : this.#recordStart;
  }
}
