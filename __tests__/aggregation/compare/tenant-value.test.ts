import { describe, expect, it } from '@jest/globals';
import { fingerprintAll, isJoined, textsOf } from '../../../src/aggregation/compare/tenant-value.js';
import { isEqual, isNone, noFingerprint, type Fingerprint } from '../../../src/csv/fingerprint.js';

describe('a value as ISC returns it', () => {
  it.each<[unknown, readonly string[] | undefined]>([
    [null, []],
    [undefined, []],
    ['', []],
    [[], []],
    ['x', ['x']],
    [' ', [' ']],
    [true, ['true']],
    [false, ['false']],
    [0, ['0']],
    [7.5, ['7.5']],
    [Number.MAX_SAFE_INTEGER, ['9007199254740991']],
    [
      ['a', null, 7, true],
      ['a', '7', 'true'],
    ],
    // A number that has lost digits, and whatever a file cannot contain.
    [Number.MAX_SAFE_INTEGER + 1, undefined],
    [{ name: 'x' }, undefined],
    [[['a']], undefined],
    [['a', {}], undefined],
  ])('%j has the texts %j', (value, texts) => {
    expect(textsOf(value)).toEqual(texts);
  });
});

function printOf(...texts: readonly string[]): Fingerprint {
  const print = noFingerprint();
  fingerprintAll(print, texts, 'STRING');
  return print;
}

describe('the fingerprint of several values', () => {
  it.each<[string, readonly string[], readonly string[], boolean]>([
    ['in another order', ['a', 'b', 'c'], ['c', 'a', 'b'], true],
    ['one of them twice', ['a', 'b', 'a'], ['b', 'a'], true],
    ['one value twice', ['a', 'a'], ['a'], true],
    ['with a blank', ['a', ' '], ['a'], true],
    ['with another one', ['a', 'b', 'c'], ['a', 'b'], false],
    ['joined', ['ab'], ['a', 'b'], false],
  ])('%s', (_, left, right, same) => {
    expect(isEqual(printOf(...left), printOf(...right))).toBe(same);
  });

  it('is none for none', () => {
    expect([isNone(printOf()), isNone(printOf('', ' ')), isNone(printOf('a', 'b'))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('does not keep what was there before', () => {
    const print = printOf('x', 'y');
    fingerprintAll(print, ['a', 'b'], 'STRING');
    expect(print).toEqual(printOf('a', 'b'));
  });
});

describe('several values as one text', () => {
  it.each<[unknown, boolean]>([
    ['a,b', true],
    ['b, a', true],
    ['a,b,c', false],
    ['ab', false],
    ['', false],
    // In a list, a text with commas is one value.
    [['a,b'], false],
    [['a', 'b'], false],
    [undefined, false],
  ])('%j is "a" and "b": %s', (shown, joined) => {
    expect(isJoined(shown, printOf('a', 'b'), 'STRING')).toBe(joined);
  });
});
