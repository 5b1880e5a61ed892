import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fingerprint,
  isEqual,
  isLooselyEqual,
  isNone,
  noFingerprint,
  plainFingerprint,
  plainKey,
} from '../../src/csv/fingerprint.js';
import type { Fingerprint } from '../../src/csv/fingerprint.js';
import { looseForm, plainForm } from '../../src/csv/value-forms.js';
import type { AttributeType } from '../../src/model/source.js';

const printOf = (text: string, type: AttributeType = 'STRING'): Fingerprint => {
  const print = noFingerprint();
  fingerprint(print, text, type);
  return print;
};

describe('equal values', () => {
  it.each<[type: AttributeType, one: string, other: string]>([
    ['STRING', 'Sales', 'Sales'],
    ['STRING', ' Sales\t', 'Sales'],
    ['STRING', '\u{a0}Sales', 'Sales'],
    ['STRING', '', '   '],
    ['BOOLEAN', 'true', 'TRUE'],
    ['BOOLEAN', 'False ', 'false'],
    ['INT', '7', '007'],
    ['INT', '+7', '7'],
    ['LONG', '-0', '0'],
    ['LONG', '123456789012345678901234567890', '0123456789012345678901234567890'],
    ['INT', 'none', 'none'],
    ['DATE', '2024-01-31', '2024-01-31T00:00:00Z'],
    ['DATE', '2024-01-31T01:00:00+01:00', '2024-01-31T00:00:00.000Z'],
    ['DATE', '20240131', '2024-01-31'],
    ['DATE', '2024-01-31T10:15Z', '2024-01-31T10:15:00Z'],
    ['DATE', '2024-01-31T10:15:00', '2024-01-31T10:15:00Z'],
    ['DATE', '0099-01-31', '0099-01-31T00:00:00Z'],
    ['DATE', '2024-01-31T24:00:00Z', '2024-02-01'],
    ['DATE', '31.01.2024', ' 31.01.2024'],
    ['DATE', '1706659200000', '2024-01-31'],
    ['DATE', '-86400000', '1969-12-31T00:00:00Z'],
    ['DATE', '0', '1970-01-01'],
    ['DATE', '2000-02-29', '2000-02-29T00:00:00Z'],
    ['DATE', '1970-01-01T00:00:00.001Z', '1'],
    ['DATE', '1970-01-01T00:00:00.0019Z', '1'],
    ['DATE', '1970-01-01T00:00:00,5Z', '500'],
    ['DATE', '1970-01-01T00:01Z', '60000'],
    ['DATE', '1970-01-01T01:00:00Z', '3600000'],
    ['DATE', '1969-12-31T23:59:60Z', '1970-01-01'],
    ['DATE', '1970-01-01T01:30:00+01:30', '0'],
    ['DATE', '1970-01-01T01:30:00+0130', '0'],
    ['DATE', '1969-12-31T22:30:00-0130', '0'],
    ['DATE', '1970-01-01T02:00:00+02', '0'],
    ['DATE', '19700101T013000+0130', '1970-01-01'],
    ['DATE', '19700101T0000z', '1970-01-01'],
    ['DATE', '2024-12-31T23:00:00-01:00', '2025-01-01'],
  ])('%s: "%s" and "%s"', (type, one, other) => {
    expect(plainForm(one, type)).toBe(plainForm(other, type));
    expect(isEqual(printOf(one, type), printOf(other, type))).toBe(true);
  });
});

describe('different values', () => {
  it.each<[type: AttributeType, one: string, other: string]>([
    ['STRING', 'Sales', 'sales'],
    ['STRING', 'New York', 'New  York'],
    ['STRING', '7', '007'],
    ['STRING', 'true', 'TRUE'],
    ['STRING', '2024-01-31', '2024-01-31T00:00:00Z'],
    ['STRING', 'Muller', 'Müller'],
    ['BOOLEAN', 'true', 'yes'],
    ['BOOLEAN', 'Yes', 'yes'],
    ['BOOLEAN', 'true', '1'],
    ['INT', '7', '7.0'],
    ['INT', '7', '-7'],
    ['INT', '1e3', '1000'],
    ['DATE', '2024-01-31', '31.01.2024'],
    ['DATE', '2024-01-31', '2024-01-31T00:00:01Z'],
    ['DATE', '2024-02-30', '2024-03-01'],
    ['DATE', '2024-13-01', '2025-01-01'],
    ['DATE', '2023-02-29', '2023-03-01'],
    ['DATE', '1900-02-29', '1900-03-01'],
    ['DATE', '2024-04-31', '2024-05-01'],
    ['DATE', '2024-06-31', '2024-07-01'],
    ['DATE', '2024-09-31', '2024-10-01'],
    ['DATE', '2024-11-31', '2024-12-01'],
    ['DATE', '2024-01-32', '2024-02-01'],
    // Two dates that do not exist are two texts.
    ['DATE', '2024-02-30T10:00Z', '2024-02-31T10:00Z'],
    ['DATE', '2024-01-01T25:00Z', '2024-01-01T26:00Z'],
    ['DATE', '2024-01-00', '2023-12-31'],
    ['DATE', '2024-00-31', '2023-12-31'],
    ['DATE', '1970-01-01T24:01:00Z', '1970-01-02T00:01:00Z'],
    ['DATE', '1970-01-01T24:00:01Z', '1970-01-02T00:00:01Z'],
    ['DATE', '1970-01-01T25:00:00Z', '1970-01-02T01:00:00Z'],
    ['DATE', '1970-01-01T00:60:00Z', '1970-01-01T01:00:00Z'],
    ['DATE', '1970-01-01T00:00:61Z', '1970-01-01T00:01:01Z'],
    ['DATE', '20240131', '1970-01-01T05:37:20.131Z'],
    ['STRING', '1706659200000', '2024-01-31'],
  ])('%s: "%s" and "%s"', (type, one, other) => {
    expect(plainForm(one, type)).not.toBe(plainForm(other, type));
    expect(isEqual(printOf(one, type), printOf(other, type))).toBe(false);
  });
});

describe('the same, written otherwise', () => {
  it.each([
    ['letter case', 'Sales', 'SALES'],
    ['letter case beyond ASCII', 'MÜLLER', 'Müller'],
    ['inner blanks', 'New  York', 'New York'],
    ['inner blanks of a telephone number', '+49 30 1234567', '+49301234567'],
    ['leading zeros', '007', '7'],
    ['decimals', '7.50', '7.5'],
    ['decimals without digits before them', '.5', '0.50'],
    ['a decimal comma', '7,5', '7.50'],
    ['thousands', '1,234.50', '1234.5'],
    ['thousands with points', '1.234.567', '1234567'],
    ['thousands with points and a decimal comma', '1.234,50', '1234.5'],
    ['an exponent', '1.23E+11', '123000000000'],
    ['a sign', '+5', '5'],
    ['the first capital letter', 'A', 'a'],
    ['the last capital letter', 'Z', 'z'],
    ['zeros', '00', '0'],
    ['a zero with decimals', '0.0', '0'],
    ['nines', '9,9', '9.9'],
    ['40 digits', `00${'1'.repeat(38)}`, '1'.repeat(38)],
    ['a negative number', '-0.50', '-,5'],
    ['Boolean words', 'yes', 'TRUE'],
    ['a Boolean letter', 'N', 'false'],
    ['a Boolean number', '1', 'on'],
    ['a Boolean word with many blanks', 'y     e     s', 'true'],
    ['a date with points', '31.01.2024', '2024-01-31'],
    ['a date with slashes', '01/31/2024', '2024-01-31'],
    ['a date with slashes, year first', '2024/1/31', '2024-01-31'],
    ['a date with a month in letters', '31-Jan-2024', '2024-01-31'],
    ['a date with a whole month in letters', '31 January 2024', '2024-01-31'],
    ['a date without signs', '20240131', '2024-01-31'],
    ['a date with a time', '31.01.2024 10:15', '2024-01-31T10:15:00Z'],
    ['a date with a time in halves', '1/31/2024 3:05 PM', '2024-01-31T15:05:00Z'],
    ['midnight in halves', '1/31/2024 12:00 AM', '2024-01-31'],
    ['noon in halves', '1/31/2024 12:00 PM', '2024-01-31T12:00:00Z'],
    ['a time with a second', '31.01.2024 00:00:01', '2024-01-31T00:00:01Z'],
    ['a time with a fraction', '31.01.2024 00:00:01.5', '2024-01-31T00:00:01.500Z'],
    ['a time with a zone', '31.01.2024 01:00 +01:00', '2024-01-31'],
    ['a time with UTC', '31.01.2024 00:00 UTC', '2024-01-31'],
    ['a time before 1970', '31.01.1960 10:15', '1960-01-31T10:15:00Z'],
    ['a date with blanks', '31 01 2024', '2024-01-31'],
    ['the first likely year', '19000131', '1900-01-31'],
    ['the last likely year', '21990131', '2199-01-31'],
    ['day and month in the other order', '01.02.2024', '02.01.2024'],
    ['a day that can be no month', '13/02/2024', '2024-02-13'],
    ...['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map(
      (month, index): [string, string, string] => [
        'a month in letters',
        `13 ${month} 2024`,
        `2024-${String(index + 1).padStart(2, '0')}-13`,
      ],
    ),
  ])('%s: "%s" and "%s"', (_, one, other) => {
    expect(looseForm(one, 'STRING')).toBe(looseForm(other, 'STRING'));
    expect(isLooselyEqual(printOf(one), printOf(other))).toBe(true);
    expect(isEqual(printOf(one), printOf(other))).toBe(false);
  });

  it.each([
    ['31.01.2024', '1706659200000'],
    ['31-Jan-2024', '1706659200000'],
    ['0', '01.01.1970'],
  ])('a DATE "%s" and the milliseconds "%s"', (one, other) => {
    expect(isLooselyEqual(printOf(one, 'DATE'), printOf(other, 'DATE'))).toBe(true);
    expect(isEqual(printOf(one, 'DATE'), printOf(other, 'DATE'))).toBe(false);
    expect(isLooselyEqual(printOf(one), printOf(other))).toBe(false);
  });

  it.each([
    ['Sales', 'Sale'],
    ['7', '70'],
    ['7.5', '75'],
    ['0.5', '-0.5'],
    ['yes', 'no'],
    ['yes', 'yesterday'],
    ['31.01.2024', '2024-01-30'],
    ['12345678', '2024-01-31'],
    ['99991231', '2199-12-31'],
    ['2024-01-31', '2024-01-31T10:15:00Z'],
    ['1'.repeat(41), '2'.repeat(41)],
    ['1.2.3', '123'],
    ['a1', 'a01'],
    [`0${'1'.repeat(40)}`, '1'.repeat(40)],
    ['1,5e3', '1500'],
    ['1.5e0', '2'],
    ['0x10', '16'],
    ['18991231', '1899-12-31'],
    ['22000101', '2200-01-01'],
    ['31.01.2024 25:00', '01.02.2024 01:00'],
    ['31.01.2024 at noon', '31.01.2024'],
    ['31 foo 2024', '31.01.2024'],
    ['31.13.2024', '32.13.2024'],
    ['31.01.2024 at noon', '31.01.2024 at night'],
    ['31.01.2024 25:00', '31.01.2024 26:00'],
    ['31.01.2024 15:05', '31.01.2024 03:05'],
    ['2024-02-30', '2024-30-02'],
    ['01.05.2024', '03.05.2024'],
    ['31.01.1960 10:15', '31.01.1960 13:45'],
    ['32.01.2024', '01.02.2024'],
    ['31.13.2024', '31.01.2025'],
  ])('but not "%s" and "%s"', (one, other) => {
    expect(isLooselyEqual(printOf(one), printOf(other))).toBe(false);
  });
});

describe('fingerprints', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      'a',
      'B',
      'z',
      'Y',
      'e',
      's',
      '0',
      '1',
      '7',
      ' ',
      '\t',
      '\u{a0}',
      '-',
      '.',
      ',',
      '/',
      ':',
      'T',
      '+',
      'ä',
      'Ü',
      '\u{1f600}',
      '\0',
    ),
    maxLength: 14,
  });
  const type = fc.constantFrom<AttributeType>('STRING', 'LONG', 'INT', 'BOOLEAN', 'DATE');

  it('are the same exactly where the forms are', () => {
    fc.assert(
      fc.property(text, text, type, (one, other, kind) => {
        const [a, b] = [printOf(one, kind), printOf(other, kind)];
        expect(isEqual(a, b)).toBe(plainForm(one, kind) === plainForm(other, kind));
        const isBlank = plainForm(one, kind) === '' || plainForm(other, kind) === '';
        if (!isBlank) expect(isLooselyEqual(a, b)).toBe(looseForm(one, kind) === looseForm(other, kind));
        expect(isNone(a)).toBe(one.trim() === '');
      }),
      { numRuns: 5_000 },
    );
  });

  it('of texts in other capitals and blanks are loosely the same, whatever their length', () => {
    const word = fc.string({
      unit: fc.constantFrom(
        'a',
        'b',
        'm',
        'y',
        'z',
        '0',
        '9',
        '!',
        '~',
        '@',
        '[',
        '`',
        '{',
        '-',
        ' ',
        '\u007f',
      ),
      minLength: 1,
      maxLength: 20,
    });
    const capitals = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 });
    // A blank in front or behind, and letters beyond ASCII, are not read in the fast way.
    const rim = fc.constantFrom('', ' ', '\t', 'ä');
    fc.assert(
      fc.property(word, capitals, rim, rim, (text, isCapital, before, behind) => {
        const other = Array.from(text, (one, at) => (isCapital[at] === true ? one.toUpperCase() : one)).join(
          '',
        );
        const written = `${before}${other.replace(/ /g, '  ')}${behind}`;
        const [a, b] = [printOf(text), printOf(written)];
        const isBlank = text.trim() === '' || written.trim() === '';
        if (!isBlank)
          expect(isLooselyEqual(a, b)).toBe(looseForm(text, 'STRING') === looseForm(written, 'STRING'));
        expect(isEqual(a, b)).toBe(text.trim() === written.trim());
      }),
      { numRuns: 3_000 },
    );
  });

  it('of the plain form alone are the same', () => {
    fc.assert(
      fc.property(text, type, (one, kind) => {
        const [whole, plain] = [printOf(one, kind), { low: 7, high: 7, loose: 7 }];
        plainFingerprint(plain, one, kind);
        expect(plain).toEqual({ ...whole, loose: 0 });
      }),
    );
  });

  it.each<[Fingerprint, Fingerprint, boolean]>([
    [{ low: 1, high: 2, loose: 3 }, { low: 1, high: 2, loose: 4 }, true],
    [{ low: 1, high: 2, loose: 3 }, { low: 1, high: 3, loose: 3 }, false],
    [{ low: 1, high: 2, loose: 3 }, { low: 2, high: 2, loose: 3 }, false],
  ])('%j and %j: equal? %s', (one, other, equal) => {
    expect(isEqual(one, other)).toBe(equal);
  });

  it.each<[number, number, boolean]>([
    [0, 0, true],
    [1, 0, false],
    [0, 1, false],
  ])('of %i and %i: none? %s', (low, high, none) => {
    expect(isNone({ low, high, loose: 0 })).toBe(none);
  });

  it.each<[number, number, number]>([
    [5, 0, 5],
    [5, 1, 2 ** 32 + 5],
    [0xffff_ffff, 0x1f_ffff, Number.MAX_SAFE_INTEGER],
    // Bits that do not fit are left out.
    [5, 0x20_0001, 2 ** 32 + 5],
  ])('of %i and %i have the key %i', (low, high, key) => {
    expect(plainKey({ low, high, loose: 0 })).toBe(key);
  });

  it('of equal values are loosely the same too', () => {
    fc.assert(
      fc.property(text, type, fc.constantFrom('', ' ', '\t '), (one, kind, blanks) => {
        expect(looseForm(`${blanks}${one}${blanks}`, kind)).toBe(looseForm(one, kind));
      }),
    );
  });

  it('take a long cell', () => {
    const long = 'x'.repeat(50_000);
    expect(isEqual(printOf(long), printOf(`${long} `))).toBe(true);
    expect(isEqual(printOf(long), printOf(`${long}y`))).toBe(false);
  });
});
