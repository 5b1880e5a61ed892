/** Why a record cannot be read, and where. */
import type { Rule } from '../model/finding.js';
import { assertNever } from '../model/status.js';
import { countLineFeeds, lineStart } from './bytes.js';

/** A fault by its rule, with its line from 1 and its column from 1 in characters. */
export interface RecordFault {
  readonly rule: Extract<
    Rule,
    'unterminated-quote' | 'stray-quote' | 'truncated-last-line' | 'record-too-long'
  >;
  readonly line: number;
  readonly column: number;
}

/** The place of the byte at `at`, in a record that begins at `begin` on `line`. */
export function placeIn(
  bytes: Buffer,
  at: number,
  begin: number,
  line: number,
): Pick<RecordFault, 'line' | 'column'> {
  const text = bytes.toString('utf8', Math.max(begin, lineStart(bytes, at)), at);
  return { line: line + countLineFeeds(bytes, begin, at), column: Array.from(text).length + 1 };
}

/** A quote and N, where MySQL has no value and its escape character is a quote. */
const MYSQL_NULL = /(?:^|[^\w"])"N(?:[^\w"]|$)/;
const MYSQL_NULL_WORDS =
  "A quote and N stand for a missing value, as MySQL writes it where the escape character is a quote. Have the export write nothing instead: COALESCE(column, '').";

/** What is wrong with the record that begins with `text` and, if useful, what to do. */
export function messageOf({ rule }: RecordFault, text: string): string {
  switch (rule) {
    case 'unterminated-quote':
      if (MYSQL_NULL.test(text)) return MYSQL_NULL_WORDS;
      return 'The quote that opens here is not closed, neither on this line nor properly on a later one.';
    case 'stray-quote':
      if (/\\["\\]/.test(text))
        return 'The export escapes quotes with a backslash, but ISC reads quotes that are doubled: "5"" disk". Set the escape character of the export to a quote, or to none.';
      if (MYSQL_NULL.test(text)) return MYSQL_NULL_WORDS;
      if (/(?:^|[^\w"])="/.test(text))
        return 'Values are written as formulas for Excel (="…"), which ISC takes for part of the value. Have the export write plain text.';
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
