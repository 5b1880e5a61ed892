import { describe, expect, it } from '@jest/globals';
import { decimalCount, digitCount, rounded, scaled, writtenNumber } from '../../../src/csv/values/numbers.js';

describe('a number as programs write it', () => {
  it.each<[text: string, readings: readonly string[]]>([
    ['7', ['7']],
    ['007', ['7']],
    ['+7', ['7']],
    ['-0', ['0']],
    ['0.80', ['0.8']],
    ['0,80', ['0.8']],
    ['.5', ['0.5']],
    ['7.', ['7']],
    ['1.000', ['1', '1000']],
    ['1,000', ['1000', '1']],
    ['1,000,000', ['1000000']],
    ['1.000.000', ['1000000']],
    ['1.234,5', ['1234.5']],
    ['1,234.5', ['1234.5']],
    ["1'000", ['1000']],
    ['1 000,5', ['1000.5']],
    ['1\u{202f}000', ['1000']],
    ['1٬000', ['1000']],
    ['1٫00', ['1']],
    ['\u{2212}7', ['-7']],
    ['80 %', ['80']],
    ['1E+3', ['1000']],
    ['8.82679944374071E15', ['8826799443740710']],
    ['1.5e-3', ['0.0015']],
  ])('is read: %s', (text, readings) => {
    expect(writtenNumber(text)?.readings).toEqual(readings);
  });

  it.each(['', 'x', '1.2.3', '1,2,3', '2007-07-21', '12:30', '1e999', '0x10', 'NaN', '--7', '9'.repeat(61)])(
    'is none: %s',
    (text) => {
      expect(writtenNumber(text)).toBeUndefined();
    },
  );

  it.each([
    ['007', { hasLeadingZeros: true }],
    ['0.7', { hasLeadingZeros: false }],
    ['0', { hasLeadingZeros: false }],
    ['0,8', { hasDecimalComma: true }],
    ['1,000', { hasThousands: true, hasDecimalComma: false }],
    ['1E3', { hasExponent: true }],
    ['80%', { isPercent: true }],
  ])('says how it is written: %s', (text, how) => {
    expect(writtenNumber(text)).toMatchObject(how);
  });
});

describe('a number', () => {
  it.each([
    ['0.75', 1, ['0.7', '0.8']],
    ['0.74', 1, ['0.7']],
    ['99.6', 2, ['99', '100']],
    ['8826799443740708', 15, ['8826799443740700', '8826799443740710']],
    ['-2.5', 1, ['-2', '-3']],
    ['0.6', 0, ['0', '1']],
    ['7', 1, []],
  ])('is cut and rounded: %s to %i digits', (number, digits, expected) => {
    expect(rounded(number, digits)).toEqual(expected);
  });

  it.each([
    ['1', 2, '100'],
    ['0.8', 2, '80'],
    ['0.8', 1, '8'],
    ['100', -2, '1'],
    ['-1.5', -1, '-0.15'],
    ['1', 99, undefined],
  ])('is multiplied by a power of ten: %s, %i', (number, power, expected) => {
    expect(scaled(number, power)).toBe(expected);
  });

  it.each([
    ['0.80', 2, 2],
    ['100', 3, 0],
    ['-0.05', 1, 2],
  ])('has digits, and digits behind the sign: %s', (number, digits, decimals) => {
    expect(digitCount(number)).toBe(digits);
    expect(decimalCount(number)).toBe(decimals);
  });
});
