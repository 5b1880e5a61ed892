import { describe, expect, it } from '@jest/globals';
import { Accounts } from '../../src/csv/identities.js';
import { TextTable } from '../../src/csv/text-table.js';
import { recordOf } from './checking.js';

function tableOf(texts: readonly string[]): TextTable {
  const table = new TextTable();
  for (const text of texts) add(table, text);
  return table;
}

function add(table: TextTable, text: string): number {
  const bytes = Buffer.from(`>${text}<`);
  return table.add(bytes, 1, bytes.length - 1);
}

describe('a table of texts', () => {
  it('numbers texts in the order in which they come, however many there are', () => {
    const texts = Array.from({ length: 50_000 }, (_, index) => `u${index}`);
    const table = tableOf(texts);
    expect(table.size).toBe(texts.length);
    expect(texts.every((text, number) => add(table, text) === number)).toBe(true);
    expect(texts.every((text, number) => table.numberOf(text) === number)).toBe(true);
    expect(texts.every((text, number) => table.textOf(number) === text)).toBe(true);
    expect(table.numberOf('u50000')).toBeUndefined();
  });

  it('does not have what was not added', () => {
    const table = tableOf(['a']);
    expect(table.numberOfBytes(Buffer.from('>b<'), 1, 2)).toBeUndefined();
    expect(table.numberOfBytes(Buffer.from('>a<'), 1, 2)).toBe(0);
    expect(() => new TextTable().textOf(7)).toThrow('There is no text 7.');
  });

  it('tells texts apart that are alike', () => {
    const texts = ['', ' ', 'a', 'aa', 'ab', 'ba', 'ä', '\u{1f600}', '\u{1f601}', '0', '00', '\ufffd'];
    const table = tableOf(texts);
    expect(texts.map((text) => table.numberOf(text))).toEqual(texts.map((_, number) => number));
  });

  it.each([254, 255, 256, 262_143, 262_144, 500_000])('keeps a text of %d bytes', (length) => {
    const texts = ['before', 'x'.repeat(length), `${'x'.repeat(length - 1)}y`, 'behind'];
    const table = tableOf(texts);
    expect(texts.map((text) => table.numberOf(text))).toEqual([0, 1, 2, 3]);
    expect(texts.map((_, number) => table.textOf(number))).toEqual(texts);
  });

  it('does not take half of a character for the sign that replaces it in UTF-8', () => {
    expect(tableOf(['\ufffd']).numberOf('\ud83d')).toBeUndefined();
  });
});

describe('the accounts of a file', () => {
  it.each([
    ['as it is written', false, ['Ann', 'ann', 'a""b'], ['Ann', 'ann', 'a""b']],
    ['in any letter case', true, ['Ann', 'ann', 'ÄNN', 'änn'], ['Ann', 'ÄNN']],
    ['with quotes in it', false, ['a"b', 'a"b', 'a""b'], ['a"b', 'a""b']],
    ['beyond ASCII', false, ['Jürgen', 'Jürgen', 'Jurgen'], ['Jürgen', 'Jurgen']],
  ])('each has a number by its native identity, %s', (_, ignoresLetterCase, identities, expected) => {
    const accounts = new Accounts({ ignoresLetterCase });
    const numbers = identities.map((identity, line) => accounts.take(recordOf([identity], line + 2), 0));
    expect([...accounts.keys()]).toEqual(expected);
    expect(identities.map((identity) => accounts.numberOf(identity))).toEqual(numbers);
    expect(accounts.has('nobody')).toBe(false);
    expect(accounts.lineOf(numbers[0] ?? -1)).toBe(2);
  });
});
