import { describe, expect, it } from '@jest/globals';
import { calendarDay, dayNumber, exchangedDay, shortDay } from '../../../src/csv/values/calendar.js';
import {
  epochInstant,
  isoInstant,
  numberDate,
  writtenDate,
  type WrittenDate,
} from '../../../src/csv/values/dates.js';

/** Day and time as one text, so that a table can be read. */
function shown(date: WrittenDate | undefined): string | undefined {
  if (date === undefined) return undefined;
  const time = new Date(date.second * 1000 + date.milli).toISOString().slice(11, 23);
  const { day, month, year } = calendarDay(date.day ?? Number.NaN);
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return time === '00:00:00.000' ? text : `${text} ${time}`;
}

describe('a date in ISO 8601 with hyphens', () => {
  it.each([
    ['2026-01-31', '1769817600'],
    ['2026-01-31T00:00Z', '1769817600'],
    ['2026-01-31T00:00:00', '1769817600'],
    ['2026-01-31T01:00:00+01:00', '1769817600'],
    ['2026-01-30T19:00:00-0500', '1769817600'],
    ['2026-01-31T00:00:00.000000000Z', '1769817600'],
    ['2026-01-31T00:00:00.250Z', '1769817600.25'],
    ['2026-01-31T24:00:00Z', '1769904000'],
    ['1970-01-01', '0'],
    ['0001-01-01', '-62135596800'],
  ])('has its instant: %s', (text, instant) => {
    expect(isoInstant(text)).toBe(instant);
  });

  it.each([
    ...[
      '2026-02-30',
      '2026-13-01',
      '2026-1-31',
      '20260131',
      '2026/01/31',
      '2026-01-31 00:00:00',
      '2026-01-31T',
    ],
    ...['2026-01-31T25:00', '2026-01-31T23:60', ' 2026-01-31', '26-01-31', '', '2026-W05-6'],
  ])('is no other text: %s', (text) => {
    expect(isoInstant(text)).toBeUndefined();
  });

  it.each([
    ['0', '0'],
    ['1769817600000', '1769817600'],
    ['1769817600250', '1769817600.25'],
    ['-1', '-1.999'],
    ['1769817600.0', undefined],
    ['', undefined],
    ['9999999999999999', undefined],
  ])('can be in ISC as milliseconds: %s', (text, instant) => {
    expect(epochInstant(text)).toBe(instant);
  });
});

describe('a date as programs write it', () => {
  it.each([
    ['2007-07-21', '2007-07-21'],
    ['2007/7/21', '2007-07-21'],
    ['2007.07.21', '2007-07-21'],
    ['2007-07-21 02:00:00', '2007-07-21 02:00:00.000'],
    ['2007-07-21 02:00:00.1234567 +02:00', '2007-07-21 00:00:00.123'],
    ['21.07.2007', '2007-07-21'],
    ['7/21/2007 12:00:00 AM', '2007-07-21'],
    ['7/21/2007 12:30 PM', '2007-07-21 12:30:00.000'],
    ['21-JUL-2007', '2007-07-21'],
    ['21-JUL-07', '2007-07-21'],
    ['21-JUL-99', '1999-07-21'],
    ['21 Sept 2007', '2007-09-21'],
    ['July 21, 2007', '2007-07-21'],
    ['Saturday, 21 July 2007 00:00:00', '2007-07-21'],
    ['Sat, 21 Jul 2007 00:00:00 GMT', '2007-07-21'],
    ['Sat Jul 21 2007', '2007-07-21'],
    ['20070721', '2007-07-21'],
    ['20070721T010203Z', '2007-07-21 01:02:03.000'],
    ['20070721000000.0Z', '2007-07-21'],
    ['\u{200f}21\u{200f}/07/2007', '2007-07-21'],
    ['7/21/2007 12:00:00\u{202f}AM', '2007-07-21'],
    ['2550-07-21', '2550-07-21'],
    ['1386-02-31', '1386-02-28'],
  ])('is read: %s', (text, date) => {
    expect(shown(writtenDate(text))).toBe(date);
  });

  it.each([
    ...['2007-00-21', '2007-02-30', '7071.00:00:00', '21. Juli 2007', '21 юли 2007', '99999999', '18991231'],
    ...['12:30', '', 'Sales', '1.2.3.4', '2007-07-21 25:00', '32/13/2007', 'x'.repeat(200)],
    ...['21-Foo-2007', '40/40/40', '01/02/03 25:00'],
  ])('is none: %s', (text) => {
    expect(writtenDate(text)).toBeUndefined();
  });

  it.each([
    ['05/01/2003', true],
    ['05/05/2003', false],
    ['13/01/2003', false],
    ['01/13/2003', false],
    ['2003-05-01', false],
    ['2003/05/01', false],
  ])('has two readings only where the year does not stand first: %s', (text, isInDoubt) => {
    expect(writtenDate(text)?.isInDoubt).toBe(isInDoubt);
  });

  it.each([
    ['day-first', '2003-02-01'],
    ['month-first', '2003-01-02'],
    ['year-first', '2001-02-03'],
  ] as const)('of two digits a number has three orders: %s', (order, date) => {
    const short = writtenDate('01/02/03')?.short;
    const day = short === undefined ? undefined : shortDay(short, order, 2003);
    expect(day).toBe(Date.parse(date) / 86_400_000);
  });

  it('of two digits a number may have a time', () => {
    expect(writtenDate('01/02/03 10:30')).toMatchObject({ short: [1, 2, 3], second: 37_800 });
  });

  it.each([
    ['46053', '2026-01-31'],
    ['46053.5', '2026-01-31 12:00:00.000'],
    ['1769817600', '2026-01-31'],
    ['1769817600000', '2026-01-31'],
    ['134142912000000000', '2026-01-31'],
    ['639054144000000000', '2026-01-31'],
    ['20260131', '2026-01-31'],
    ['7', undefined],
    ['-46053', undefined],
  ])('is a number in a column of dates: %s', (text, date) => {
    expect(shown(numberDate(text))).toBe(date);
  });
});

describe('days', () => {
  it.each([
    [{ year: 1970, month: 1, day: 1 }, 0],
    [{ year: 1, month: 1, day: 1 }, -719_162],
    [{ year: 2000, month: 2, day: 29 }, 11_016],
    [{ year: 1900, month: 2, day: 29 }, undefined],
    [{ year: 2026, month: 0, day: 1 }, undefined],
    [{ year: 2026, month: 4, day: 31 }, undefined],
  ])('are numbered: %j', (parts, day) => {
    expect(dayNumber(parts)).toBe(day);
    if (day !== undefined) expect(calendarDay(day)).toEqual(parts);
  });

  it('exchange day and month where that is a day', () => {
    const first = dayNumber({ year: 2003, month: 5, day: 1 }) ?? Number.NaN;
    expect(calendarDay(exchangedDay(first) ?? Number.NaN)).toEqual({ year: 2003, month: 1, day: 5 });
    const none = dayNumber({ year: 2003, month: 5, day: 13 }) ?? Number.NaN;
    expect(exchangedDay(none)).toBeUndefined();
  });
});
