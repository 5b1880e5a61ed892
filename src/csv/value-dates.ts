/** Dates as people and programs write them. */

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:t(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const ISO_DAY_LENGTH = 10;
const ISO_BASIC =
  /^(\d{4})(\d{2})(\d{2})(?:t(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?(z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Year, month, day, then a time of day, in any of the usual orders. Lower case. */
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]+(.+))?$/;
const YEAR_LAST = /^(\d{1,2})[-/. ](\d{1,2}|[a-z]{3})[a-z]*[-/. ]+(\d{4})(?:[t ]+(.+))?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(am|pm)? ?(z|utc|[+-]\d{2}(?::?\d{2})?)?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Digits alone count as a date only in these years; others are numbers. */
const LIKELY_YEARS = { first: 1900, last: 2199 };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS_IN_400_YEARS = 146_097;

/**
 * The instant of an ISO 8601 date, in milliseconds since the epoch; `undefined` for any other text. A date without a
 * time is midnight UTC, and a time without a zone is UTC.
 */
export function isoInstant(text: string): number | undefined {
  if (isIsoDay(text)) return dayOf(...partsOfDay(text));
  const match = ISO.exec(text) ?? ISO_BASIC.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const date = dayOf(Number(year), Number(month), Number(day));
  const time = timeOf(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0), fraction);
  return date === undefined || time === undefined ? undefined : date + time - zoneMs(zone);
}

/** Digits alone, up to the year 2286; eight of them are a day (`ISO_BASIC`) if that day exists. */
const EPOCH_MS = /^-?\d{1,13}$/;

/**
 * Converts a value of type DATE from milliseconds since the epoch, as some tenants return it
 * (docs/isc-api.md#what-values-do), to ISO 8601; returns any other text unchanged.
 */
export function withoutEpoch(text: string): string {
  const trimmed = text.trim();
  if (!EPOCH_MS.test(trimmed) || isoInstant(trimmed) !== undefined) return text;
  return new Date(Number(trimmed)).toISOString();
}

/**
 * A date in one form for all notations; `undefined` if it is not a date. It cannot be determined whether day or month
 * comes first, so both are treated alike. `text` is in lower case.
 */
export function looseDate(text: string): string | undefined {
  const usual = isoDay(text);
  if (usual !== undefined) return usual;
  const isBasic = /^\d{8}(?:t|$)/.test(text);
  if (!isBasic && !/^\d{1,4}[-/. ]/.test(text)) return undefined;
  if (isBasic && !isLikelyYear(Number(text.slice(0, 4)))) return undefined;
  const instant = isoInstant(text);
  if (instant !== undefined) return written(instant);
  const parts = yearFirst(text) ?? yearLast(text);
  if (parts === undefined) return undefined;
  const { year, month, day, time } = parts;
  const date = dayOf(year, month, day) ?? dayOf(year, day, month);
  const offset = time === undefined ? 0 : timeOfDay(time);
  return date === undefined || offset === undefined ? undefined : written(date + offset);
}

/** Most dates have this form, and a file has millions of them. */
function isIsoDay(text: string): boolean {
  return text.length === ISO_DAY_LENGTH && text[4] === '-' && ISO_DAY.test(text);
}

function partsOfDay(text: string): readonly [year: number, month: number, day: number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
}

function isoDay(text: string): string | undefined {
  if (!isIsoDay(text)) return undefined;
  const parts = partsOfDay(text);
  return dayOf(...parts) === undefined ? undefined : writtenDay(...parts);
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: string | undefined;
}

function yearFirst(text: string): DateParts | undefined {
  const match = YEAR_FIRST.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, time] = match;
  return { year: Number(year), month: Number(month), day: Number(day), time };
}

function yearLast(text: string): DateParts | undefined {
  const match = YEAR_LAST.exec(text);
  if (match === null) return undefined;
  const [, day, month = '', year, time] = match;
  const named = MONTHS.indexOf(month) + 1;
  return { year: Number(year), month: named > 0 ? named : Number(month), day: Number(day), time };
}

/** Milliseconds into the day, or beyond it with a zone; `undefined` if it is not a time. */
function timeOfDay(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hour, minute, second, fraction, half, zone] = match;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0);
  const time = timeOf(hours, Number(minute), Number(second ?? 0), fraction);
  return time === undefined ? undefined : time - zoneMs(zone);
}

/** Midnight UTC of an existing day. Milliseconds since the epoch. */
function dayOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  // Date.UTC maps the years 0 to 99 to 1900 to 1999; 400 years have a whole number of days.
  return Date.UTC(year + 400, month - 1, day) - DAYS_IN_400_YEARS * DAY_MS;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function timeOf(hour: number, minute: number, second: number, fraction = ''): number | undefined {
  const isTime = (hour < 24 || (hour === 24 && minute + second === 0)) && minute < 60 && second < 61;
  if (!isTime) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || /^(?:z|utc)$/i.test(zone)) return 0;
  const digits = zone.replace(/\D/g, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}

function written(instant: number): string {
  const date = new Date(instant);
  const day = writtenDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  const time = ((instant % DAY_MS) + DAY_MS) % DAY_MS;
  return time === 0 ? day : `${day} ${time}`;
}

/** Day and month in numeric order, since they may be swapped. */
function writtenDay(year: number, month: number, day: number): string {
  return `${year} ${Math.min(day, month)} ${Math.max(day, month)}`;
}

function isLikelyYear(year: number): boolean {
  return year >= LIKELY_YEARS.first && year <= LIKELY_YEARS.last;
}
