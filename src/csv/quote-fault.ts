/** Finds the position of a wrong quote, which is seldom where the parser stopped. */
import { countLineFeeds, LF, lineStart, QUOTE } from './bytes.js';
import type { Rule } from '../model/finding.js';

/** Why a record cannot be read, and where: line from 1 and column from 1 in characters. */
export interface RecordFault {
  readonly rule: Extract<
    Rule,
    'unterminated-quote' | 'stray-quote' | 'truncated-last-line' | 'record-too-long'
  >;
  readonly line: number;
  readonly column: number;
}

/** The state when csv-parse stopped. Offsets count from the beginning of `bytes`. */
export interface Stop {
  /** From the start of the record at least to where csv-parse stopped. */
  readonly bytes: Buffer;
  readonly recordStart: number;
  /** The line on which the record starts, from 1. */
  readonly line: number;
  /** Start of the field in which csv-parse stopped. */
  readonly fieldStart: number;
  /** Nothing follows `bytes` in the file. */
  readonly atEnd: boolean;
  /** The record was abandoned because of its length. */
  readonly tooLong: boolean;
}

/**
 * Says what is wrong. csv-parse notices an open quote only at the next quote, which may be many lines below. A quote
 * that does not close on its own line counts as unterminated where it opens.
 */
export function faultAt(stop: Stop): RecordFault {
  const { bytes, recordStart, fieldStart } = stop;
  const place = (at: number): Pick<RecordFault, 'line' | 'column'> => ({
    line: stop.line + countLineFeeds(bytes, recordStart, at),
    column: Array.from(bytes.toString('utf8', lineStart(bytes, at), at)).length + 1,
  });
  const endOfLine = bytes.indexOf(LF, fieldStart);
  if (bytes[fieldStart] !== QUOTE) {
    const quote = bytes.indexOf(QUOTE, fieldStart);
    return stop.tooLong || quote === -1
      ? { rule: 'record-too-long', ...place(recordStart) }
      : { rule: 'stray-quote', ...place(quote) };
  }
  const close = closingQuote(bytes, fieldStart + 1);
  if (close !== -1 && (endOfLine === -1 || close < endOfLine))
    return { rule: 'stray-quote', ...place(close) };
  if (endOfLine !== -1) return { rule: 'unterminated-quote', ...place(fieldStart) };
  return { rule: stop.atEnd ? 'truncated-last-line' : 'record-too-long', ...place(fieldStart) };
}

/** The first quote at or after `at` that is not one of a pair, or -1. */
function closingQuote(bytes: Buffer, at: number): number {
  let quote = bytes.indexOf(QUOTE, at);
  while (quote !== -1 && bytes[quote + 1] === QUOTE) quote = bytes.indexOf(QUOTE, quote + 2);
  return quote;
}
