/** Dates as people and programs write them. */
import { dayNumber, DATE_ORDERS, shortDay, type CalendarDay } from './calendar.js';

/** A day and a time of day, in UTC if a zone was given. */
export interface WrittenDate {
  /**
   * Days since 1970-01-01. If the order of day and month is in doubt, with the day first. `undefined` for a year of two
   * digits, whose three numbers are in `short`.
   */
  readonly day: number | undefined;
  readonly short: readonly [number, number, number] | undefined;
  /** 0 to 86,399. */
  readonly second: number;
  /** 0 to 999. */
  readonly milli: number;
  /** Day and month may also be exchanged: both are at most 12, and differ. */
  readonly isInDoubt: boolean;
  readonly style: DateStyle;
}

/** How a date is written: ISO 8601 with hyphens, the year first or last, one number of digits, or with a month's name. */
export type DateStyle = 'iso' | 'year-first' | 'year-last' | 'digits' | 'named';

const SECONDS_A_DAY = 86_400;
/** Longer texts are no dates: "Saturday, September 21, 2007 02:00:00 GMT+0200 (Central European Summer Time)". */
const LONGEST = 100;

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * The instant of an ISO 8601 date with hyphens, as a text that is the same for the same instant; `undefined` for any
 * other text. A date without a time is midnight UTC, and a time without a zone is UTC.
 */
export function isoInstant(text: string): string | undefined {
  const first = text.charCodeAt(0);
  if (text.length < 10 || first < 0x30 || first > 0x39 || text.charCodeAt(4) !== 0x2d) return undefined;
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const days = dayNumber({ year: Number(year), month: Number(month), day: Number(day) });
  const time = secondsOf(Number(hour), Number(minute), Number(second));
  if (days === undefined || time === undefined) return undefined;
  const decimals = fraction.replace(/0+$/, '');
  const seconds = days * SECONDS_A_DAY + time - zoneSeconds(zone);
  return decimals === '' ? String(seconds) : `${seconds}.${decimals}`;
}

/** The instant of milliseconds since 1970 in the form of `isoInstant`; `undefined` for any other text. */
export function epochInstant(text: string): string | undefined {
  if (!/^-?\d{1,15}$/.test(text)) return undefined;
  const ms = Number(text);
  const seconds = Math.floor(ms / 1000);
  const milli = ms - seconds * 1000;
  return milli === 0 ? String(seconds) : `${seconds}.${String(milli).padStart(3, '0').replace(/0+$/, '')}`;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG_MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october'],
  ...['november', 'december'],
];

const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=.)/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([ap]\.?m\.?)? ?(z|(?:utc|gmt)?[+-]\d{2}(?::?\d{2})?|utc|gmt)?(?: \([^)]*\))?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[t ](.+))?$/;
const YEAR_LAST = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?:,? (.+))?$/;
const SHORT = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{1,2})(?:,? (.+))?$/;
const DAY_NAMED = /^(\d{1,2})[- /]([a-z]{3,9})[-, /] ?(\d{4}|\d{2})(?:[ t](.+))?$/;
const MONTH_NAMED = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?:,? (.+))?$/;
const DIGITS =
  /^(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?(z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Signs that set the direction of writing. */
const DIRECTION_MARKS = /[\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** The first visible ASCII character of a date. Names beyond ASCII come by millions, and most begin otherwise. */
const FIRST_OF_DATE = /^[^!-~]*[\dmtwfsjaond]/i;

/** The date that a text says, in any notation; `undefined` if it says none. Digits alone are eight, or with a time. */
export function writtenDate(written: string): WrittenDate | undefined {
  if (written.length < 6 || written.length > LONGEST) return undefined;
  const usual = plainIsoDay(written);
  if (usual !== undefined) return usual;
  if (!FIRST_OF_DATE.test(written)) return undefined;
  const text = written.replace(DIRECTION_MARKS, '').replace(/\s+/gu, ' ').trim().toLowerCase();
  if (!/^(?:\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/.test(text))
    return undefined;
  const bare = text.replace(WEEKDAY, '');
  return yearFirst(bare) ?? yearLast(bare) ?? short(bare) ?? named(bare) ?? digits(bare);
}

/** Most dates are of this form, and a file has millions of them. */
function plainIsoDay(text: string): WrittenDate | undefined {
  if (text.length !== 10 || text.charCodeAt(4) !== 0x2d || !/^\d{4}-\d{2}-\d{2}$/.test(text))
    return undefined;
  const parts = {
    year: Number(text.slice(0, 4)),
    month: Number(text.slice(5, 7)),
    day: Number(text.slice(8)),
  };
  const day = dayNumber(parts);
  if (day === undefined) return undefined;
  return { day, short: undefined, second: 0, milli: 0, isInDoubt: false, style: 'iso' };
}

function yearFirst(text: string): WrittenDate | undefined {
  const match = YEAR_FIRST.exec(text);
  if (match === null) return undefined;
  const [, year, sign, month, day, time] = match;
  const parts = { year: Number(year), month: Number(month), day: Number(day) };
  return dated(parts, time, sign === '-' ? 'iso' : 'year-first');
}

function yearLast(text: string): WrittenDate | undefined {
  const match = YEAR_LAST.exec(text);
  if (match === null) return undefined;
  const [, first, , second, year, time] = match;
  const dayFirst = { year: Number(year), month: Number(second), day: Number(first) };
  const monthFirst = { year: Number(year), month: Number(first), day: Number(second) };
  const isDayFirst = dayNumber(dayFirst) !== undefined;
  const isInDoubt = isDayFirst && dayNumber(monthFirst) !== undefined && first !== second;
  return dated(isDayFirst ? dayFirst : monthFirst, time, 'year-last', isInDoubt);
}

function short(text: string): WrittenDate | undefined {
  const match = SHORT.exec(text);
  if (match === null) return undefined;
  const [, first, , second, third, time] = match;
  const numbers = [Number(first), Number(second), Number(third)] as const;
  const isDate = DATE_ORDERS.some((order) => shortDay(numbers, order, 2000) !== undefined);
  const clock = time === undefined ? MIDNIGHT : clockOf(time);
  if (!isDate || clock === undefined) return undefined;
  return { day: undefined, short: numbers, ...clock, isInDoubt: true, style: 'year-last' };
}

function named(text: string): WrittenDate | undefined {
  const dayFirst = DAY_NAMED.exec(text);
  const monthFirst = dayFirst === null ? MONTH_NAMED.exec(text) : null;
  const [, day, month = '', year, time] =
    dayFirst ??
    (monthFirst === null ? [] : [monthFirst[0], monthFirst[2], monthFirst[1], ...monthFirst.slice(3)]);
  if (day === undefined || year === undefined) return undefined;
  const number = Math.max(MONTHS.indexOf(month), LONG_MONTHS.indexOf(month), month === 'sept' ? 8 : -1) + 1;
  if (number === 0) return undefined;
  const full = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
  return dated({ year: full, month: number, day: Number(day) }, time, 'named');
}

/** What a number counts from and in which unit, by the numbers that fall on the years 1900 to 2199. */
const COUNTS: readonly {
  readonly from: number;
  readonly to: number;
  /** Seconds since 1970 of the number. */
  readonly seconds: (number: number) => number;
}[] = [
  // Days of a spreadsheet.
  { from: 10_000, to: 99_999, seconds: (days) => Math.round((days - 25_569) * SECONDS_A_DAY) },
  // Seconds and milliseconds since 1970, the first days apart, whose numbers are too small to tell.
  { from: 100_000_000, to: 9_999_999_999, seconds: (seconds) => seconds },
  { from: 10_000_000_000, to: 9_999_999_999_999, seconds: (ms) => ms / 1000 },
  // Windows' FILETIME and .NET's ticks: 100 ns since 1601 and since the year 1.
  { from: 9.4e16, to: 1.9e17, seconds: (units) => units / 1e7 - 11_644_473_600 },
  { from: 5.9e17, to: 7e17, seconds: (units) => units / 1e7 - 62_135_596_800 },
];

/**
 * The date that a number says in a column of dates: a spreadsheet's days, seconds or milliseconds since 1970, FILETIME,
 * .NET's ticks, or `20070721`; `undefined` if it says none.
 */
export function numberDate(text: string): WrittenDate | undefined {
  const day = digits(text);
  if (day !== undefined) return day;
  const number = Number(text.replace(',', '.'));
  const size = Math.abs(number);
  const count = COUNTS.find(({ from, to }) => size >= from && size <= to);
  if (count === undefined || (number < 0 && size < 100_000_000)) return undefined;
  const seconds = count.seconds(number);
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / SECONDS_A_DAY);
  return {
    ...{ day: days, short: undefined, second: whole - days * SECONDS_A_DAY },
    ...{ milli: Math.round((seconds - whole) * 1000) % 1000, isInDoubt: false, style: 'digits' },
  };
}

/** Digits alone are a date only in these years; others are numbers. */
const LIKELY_YEARS = { first: 1900, last: 2199 };

function digits(text: string): WrittenDate | undefined {
  const match = DIGITS.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = ''] = match;
  const isLikely = Number(year) >= LIKELY_YEARS.first && Number(year) <= LIKELY_YEARS.last;
  if (!isLikely) return undefined;
  const parts = { year: Number(year), month: Number(month), day: Number(day) };
  const decimals = fraction === '' ? '' : `.${fraction}`;
  const time = hour === undefined ? undefined : `${hour}:${minute ?? '00'}:${second}${decimals}${zone}`;
  return dated(parts, time, 'digits');
}

const MIDNIGHT = { second: 0, milli: 0 };

function dated(
  parts: CalendarDay,
  time: string | undefined,
  style: DateStyle,
  isInDoubt = false,
): WrittenDate | undefined {
  const day = dayNumber(parts) ?? dayOfOtherCalendar(parts);
  const clock = time === undefined ? MIDNIGHT : clockOf(time);
  if (day === undefined || clock === undefined) return undefined;
  // A time with a zone, or 24:00, may fall on another day.
  const over = Math.floor(clock.second / SECONDS_A_DAY);
  const second = clock.second - over * SECONDS_A_DAY;
  return { day: day + over, short: undefined, second, milli: clock.milli, isInDoubt, style };
}

/** In the Persian and the Islamic calendar the second month has up to 31 days: the 28th stands for all of them. */
function dayOfOtherCalendar({ year, month, day }: CalendarDay): number | undefined {
  return year >= 1250 && year < 1550 && month <= 12 && day <= 31
    ? dayNumber({ year, month, day: 28 })
    : undefined;
}

function clockOf(text: string): { readonly second: number; readonly milli: number } | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hour, minute, second = '0', fraction = '', half, zone] = match;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.startsWith('p') ? 12 : 0);
  const seconds = secondsOf(hours, Number(minute), Number(second));
  if (seconds === undefined) return undefined;
  return { second: seconds - zoneSeconds(zone), milli: Number(fraction.padEnd(3, '0').slice(0, 3)) };
}

function secondsOf(hour: number, minute: number, second: number): number | undefined {
  const isTime = (hour < 24 || (hour === 24 && minute + second === 0)) && minute < 60 && second < 60;
  return isTime ? (hour * 60 + minute) * 60 + second : undefined;
}

function zoneSeconds(zone = ''): number {
  const sign = /[+-]/.exec(zone)?.[0];
  if (sign === undefined) return 0;
  const hours = zone.replace(/\D/g, '').padEnd(4, '0');
  const seconds = (Number(hours.slice(0, 2)) * 60 + Number(hours.slice(2))) * 60;
  return sign === '-' ? -seconds : seconds;
}
