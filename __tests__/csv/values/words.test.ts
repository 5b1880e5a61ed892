import { describe, expect, it } from '@jest/globals';
import {
  commaParts,
  folded,
  isBracketed,
  partsAt,
  shortName,
  stored,
} from '../../../src/csv/values/text-forms.js';
import { booleanMeaning, isNullWord, isObjectWord } from '../../../src/csv/values/words.js';

describe('words', () => {
  it.each([
    ...([
      ['true', true],
      ['TRUE', true],
      ['t', true],
      ['Y', true],
      ['1', true],
      ['-1', true],
    ] as const),
    ...([
      ['WAHR', true],
      ['J', true],
      ['oui', true],
      ['false', false],
      ['F', false],
      ['0', false],
    ] as const),
    ...([
      ['N', false],
      ['FALSCH', false],
      ['2', undefined],
      ['active', undefined],
      ['', undefined],
    ] as const),
  ])('mean true or false: %s', (word, meaning) => {
    expect(booleanMeaning(word)).toBe(meaning);
  });

  it.each([
    'NULL',
    '\\N',
    'null',
    'None',
    'NaN',
    'NaT',
    'NA',
    'N/A',
    'nil',
    'undefined',
    '(null)',
    '<null>',
    '0000-00-00',
  ])('mean nothing: %s', (word) => {
    expect(isNullWord(word)).toBe(true);
  });

  it.each(['', 'Null', 'none', 'N', '-', 'n/a', 'Nullen', 'NULL '])('mean something: "%s"', (word) => {
    expect(isNullWord(word)).toBe(false);
  });

  it.each([
    ...['[object Object]', 'System.Object[]', 'System.Collections.Hashtable', 'System.String[]', '@{name=x}'],
    ...['HASH(0x55d0c0)', '[Ljava.lang.String;@1b6d3586', '<memory at 0x7f01>', 'Array', '#<Object:0x01>'],
  ])('name an object that was not written out: %s', (word) => {
    expect(isObjectWord(word)).toBe(true);
  });

  it.each(['Systems', 'System', '[staff]', 'Arrays', 'Hash', '<staff>', 'java', ''])(
    'name none: %s',
    (word) => {
      expect(isObjectWord(word)).toBe(false);
    },
  );
});

describe('forms of a text', () => {
  it.each([
    ['  a\t', 'a'],
    ['\u{1}a\u{0}', 'a'],
    ['\u{a0}a', '\u{a0}a'],
    ['a\r\nb\rc\nd', 'a\nb\nc\nd'],
    [' \n ', ''],
  ])('as it is stored: %j', (text, expected) => {
    expect(stored(text)).toBe(expected);
  });

  it.each([
    ['00Ab C', 'abc'],
    ['0', '0'],
    ['="007"', '7'],
    ["'007", '7'],
    ['FİNANCE', 'finance'],
    ['\u{200f}a\u{202f}b', 'ab'],
  ])('without its notation: %s', (text, expected) => {
    expect(folded(text)).toBe(expected);
  });

  it('without its notation: the same in every Unicode form of a text', () => {
    const letters = Array.from({ length: 0x250 - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
    for (const letter of letters) {
      const text = `0a${letter}B ${letter.toLowerCase()}`;
      expect(folded(text.normalize('NFD'))).toBe(folded(text));
      expect(folded(text.normalize('NFKC'))).toBe(folded(text));
      expect(folded(text.toUpperCase().normalize('NFD'))).toBe(folded(text.toUpperCase()));
    }
  });

  it.each([
    ['CN=staff,OU=Groups,DC=acme', 'staff'],
    ['cn=a\\, b,ou=x', 'a, b'],
    ['ACME\\staff', 'staff'],
    ['ada@acme.example', 'ada'],
    ['CN=staff', undefined],
    ['C:\\Users\\ada', undefined],
    ['Ada Almeida', undefined],
    ['a@b@c', undefined],
  ])('the short name in it: %s', (text, name) => {
    expect(shortName(text)).toBe(name);
  });

  it('parts at commas are without blanks', () => {
    expect(commaParts('a, b,,c ')).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a;b', ';', ['a', 'b']],
    ['a | b', '|', ['a', 'b']],
    ['["a","b"]', ',', ['a', 'b']],
    ["{'a', 'b'}", ',', ['a', 'b']],
    ['a\nb', 'line breaks', ['a', 'b']],
    ['a b', 'blanks', ['a', 'b']],
    ['a b', ',', ['a b']],
  ] as const)('parts of a joined list: %j at %s', (text, separator, parts) => {
    expect(partsAt(text, separator)).toEqual(parts);
  });

  it.each([
    ['[a]', true],
    ['{a,b}', true],
    ['(a)', true],
    ['[a', false],
    ['a', false],
  ])('has brackets: %s', (text, isSo) => {
    expect(isBracketed(text)).toBe(isSo);
  });
});
