import { expect, it } from '@jest/globals';
import { faultAt, type RecordFault, type Stop } from '../../src/csv/quote-fault.js';

/** The record begins behind the first line, and the field in which the parser stopped behind the `|`. */
function faultIn(marked: string, about: Partial<Pick<Stop, 'atEnd' | 'tooLong'>> = {}): RecordFault {
  const text = `id\n${marked.replace('|', '')}`;
  const fieldStart = Buffer.byteLength(`id\n${marked.slice(0, marked.indexOf('|'))}`);
  const stop = {
    bytes: Buffer.from(text),
    recordStart: 3,
    line: 2,
    fieldStart,
    atEnd: false,
    tooLong: false,
  };
  return faultAt({ ...stop, ...about });
}

it.each<[string, string, Partial<Stop>, RecordFault['rule'], line: number, column: number]>([
  ['a quote in a field without quotes', 'Ü,|37"8,y\n', {}, 'stray-quote', 2, 5],
  ['a text behind the closing quote', '1,|"x"y\n', {}, 'stray-quote', 2, 5],
  ['a text behind the quotes of an empty field', '1,|""x\n', {}, 'stray-quote', 2, 4],
  ['a text behind the closing quote, after a doubled one', '1,|"x""y"z\n', {}, 'stray-quote', 2, 8],
  ['a text behind the closing quote, after two doubled ones', '1,|"""""y"z\n', {}, 'stray-quote', 2, 9],
  ['a text behind the closing quote, without a line end', '1,|"x"y', {}, 'stray-quote', 2, 5],
  ['a quote that closes on another line', '1,"a\nb",|"x\ny"z\n', {}, 'unterminated-quote', 3, 4],
  ['a quote that never closes', '1,|"x\ny\n', {}, 'unterminated-quote', 2, 3],
  ['a quote that is open at the end of the file', '1,|"x', { atEnd: true }, 'truncated-last-line', 2, 3],
  ['a quote that is open for too long', '1,|"x', {}, 'record-too-long', 2, 3],
  ['no quote at all', '1,|x', {}, 'record-too-long', 2, 1],
  ['a record that is too long, whatever quotes it has', '1,|x"y', { tooLong: true }, 'record-too-long', 2, 1],
])('%s', (_name, marked, about, rule, line, column) => {
  expect(faultIn(marked, about)).toEqual({ rule, line, column });
});
