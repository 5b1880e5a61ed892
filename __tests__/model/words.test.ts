import { describe, expect, it } from '@jest/globals';
import {
  count,
  counted,
  duration,
  enumerated,
  halvesAt,
  percentage,
  thousands,
} from '../../src/model/words.js';

describe('numbers in words', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [449, '0.4 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_700, '1 min'],
    [72_000, '1 min 12 s'],
    [3_600_000, '1 h'],
    [7_380_000, '2 h 3 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [0, 0, '0%'],
    [0, 90, '0%'],
    [1, 2_000, 'under 0.1%'],
    [903, 2_095, '43.1%'],
    [1, 2, '50%'],
    [9_999, 10_000, '99.9%'],
    [7, 7, '100%'],
  ])('%d of %d are %s', (part, whole, text) => {
    expect(percentage(part, whole)).toBe(text);
  });

  it('counts with thousands separators, and shows a dash for what is not given', () => {
    expect([count(1_234_567), count(0), count(undefined)]).toEqual(['1,234,567', '0', '–']);
    const around = [
      1,
      9,
      10,
      99,
      100,
      999,
      1_000,
      9_999,
      10_000,
      99_999,
      100_000,
      999_999,
      1_000_000,
      2 ** 53 - 1,
    ];
    expect(around.map(thousands)).toEqual(around.map((value) => value.toLocaleString('en-US')));
    expect([counted(1, 'row'), counted(0, 'row'), counted(2_000, 'row')]).toEqual([
      '1 row',
      '0 rows',
      '2,000 rows',
    ]);
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('lists %j', (parts, text) => {
    expect(enumerated(parts)).toBe(text);
  });
});

it.each([
  ['12.50', ['12', '50']],
  ['12', ['12', '']],
  ['.5', ['', '5']],
  ['1.2.3', ['1', '2.3']],
])('%s has two halves at its first point', (text, halves) => {
  expect(halvesAt(text, '.')).toEqual(halves);
});
