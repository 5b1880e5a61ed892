/**
 * What is kept of a value of the file: enough to tell whether ISC has an equal one, and if not, in what the two differ.
 * The value in ISC is at hand as a text, so everything that can become of it is tried there.
 */
import type { AttributeType } from '../../model/source.js';
import { numberDate, writtenDate, type DateStyle, type WrittenDate } from './dates.js';
import { hash32, hashText, type ValueHash } from './hash.js';
import { hashDay, plainDayOf } from './plain-date.js';
import { writtenNumber, type WrittenNumber } from './numbers.js';
import { equalForm, folded, isWhole, shortName, stored, unwrapped } from './text-forms.js';
import { booleanMeaning, isNullWord, isObjectWord } from './words.js';

/**
 * 16 bytes. Two values are equal if `low` and `high` are: 61 bits of the form in which equal values are the same text;
 * all zero for no value. The rest is looked at only if they are not.
 */
export interface Cell extends ValueHash {
  /** Text: a hash without its notation. Number: a hash of its value. Date: day (22 bits) and milliseconds (10). */
  sense: number;
  /**
   * 17 bits (text: a hash of the short name in it; number: of its other reading; date: the second of the day) above 15
   * bits of FLAGS.
   */
  rest: number;
}

/** What is known of a value beside the hashes; added up in `rest`. */
export const FLAG = {
  /** Two bits: a KIND. */
  kind: 0b11,
  /** The column's type cannot hold it as it is written. */
  unheld: 1 << 2,
  /** No notation of the column's type fits. */
  mistyped: 1 << 3,
  /** It can be a garbled text: it has signs beyond ASCII or of an escape, or can be base64. */
  suspicious: 1 << 4,
  objectWord: 1 << 5,
  nullWord: 1 << 6,
  meansTrue: 1 << 7,
  meansFalse: 1 << 8,
  /** Text: it has capitals. Number: leading zeros. Date: day and month may be exchanged. */
  first: 1 << 9,
  /** Text: it has small letters. Number: a decimal comma. Date: it has a time. */
  second: 1 << 10,
  /** Text or number: `="…"` or an apostrophe. Date: three bits of a style. */
  third: 1 << 11,
  /** Text: it holds a short name. Number: thousands separators. */
  fourth: 1 << 12,
  /** Text: blanks. Number: an exponent. */
  fifth: 1 << 13,
  /** Number: a percent sign. */
  sixth: 1 << 14,
} as const;

/**
 * As what a value was read: the two lowest bits of `rest`. `shortDate`: with a year of two digits, so that its order
 * is open.
 */
export const KIND = { text: 0, number: 1, date: 2, shortDate: 3 } as const;
export type CellKind = (typeof KIND)[keyof typeof KIND];

/** How many bits of `rest` are FLAGS: the 17 above them depend on the KIND. */
export const REST_BITS = 15;
const DAY_OFFSET = 800_000;
const DAY_BITS = 10;
const STYLES: readonly DateStyle[] = ['iso', 'year-first', 'year-last', 'digits', 'named'];
const STYLE_SHIFT = 11;

/** A cell without a value, for the caller to write into. */
export function noCell(): Cell {
  return { low: 0, high: 0, sense: 0, rest: 0 };
}

/** True if there is no value. */
export function isNone({ low, high }: ValueHash): boolean {
  return low === 0 && high === 0;
}

/** True if both are equal values, or no value. */
export function isEqual(one: ValueHash, other: ValueHash): boolean {
  return one.low === other.low && one.high === other.high;
}

/** The hash of a value as one number of 53 bits, for sets and maps. */
export function keyOf({ low, high }: ValueHash): number {
  return (high & 0x1f_ffff) * 0x1_0000_0000 + low;
}

/** The hash of a stored text as the value of this type. */
export function hashValue(into: ValueHash, text: string, type: AttributeType): number {
  if (text === '') {
    into.low = into.high = 0;
    return 0;
  }
  return type === 'DATE' ? hashDate(into, text) : hashText(into, equalForm(text, type));
}

/** The texts of dates that were hashed lately: the hash of each, and that of its instant. */
const KNOWN_DATES = 4_096;
const knownDates = new Uint32Array(KNOWN_DATES * 4);

/** Files and tenants have the same dates again and again. */
function hashDate(into: ValueHash, text: string): number {
  const day = plainDayOf(text);
  if (day !== undefined) {
    hashDay(into, day);
    return 0;
  }
  const bits = hashText(into, text);
  const { high, low } = into;
  const place = (low & (KNOWN_DATES - 1)) * 4;
  if (knownDates[place] !== low || knownDates[place + 1] !== high) {
    hashText(into, equalForm(text, 'DATE'));
    knownDates[place] = low;
    knownDates[place + 1] = high;
    knownDates[place + 2] = into.low;
    knownDates[place + 3] = into.high;
  }
  into.low = knownDates[place + 2] ?? 0;
  into.high = knownDates[place + 3] ?? 0;
  return bits;
}

/** Writes what is kept of a text of the file. Returns false for a blank one, whose cell is all zero. */
export function writeCell(into: Cell, written: string, type: AttributeType): boolean {
  const text = stored(written);
  if (text === '') {
    into.low = into.high = into.sense = into.rest = 0;
    return false;
  }
  const bits = hashValue(into, text, type);
  writeSense(into, text, type, bits);
  return true;
}

/** Whether the cell was read as a text, a number, or a date. */
export function kindOfCell({ rest }: Cell): CellKind {
  return (rest & FLAG.kind) as CellKind;
}

/** The 17 bits above the flags. */
export function extraOf({ rest }: Cell): number {
  return rest >>> REST_BITS;
}

/** The `rest` of the cell of a date without a time, such as `2024-01-31`. */
export const PLAIN_DATE_REST: number = KIND.date;

/** The `sense` of such a cell; `day` in days since 1970-01-01. */
export function plainDateSense(day: number): number {
  return ((day + DAY_OFFSET) << DAY_BITS) >>> 0;
}

/** The same 17 bits of a hash of 32. */
export function extraBits(hash: number): number {
  return hash >>> REST_BITS;
}

/** The day of a cell of KIND date, in days since 1970-01-01. */
export function dayOfCell({ sense }: Pick<Cell, 'sense'>): number {
  return (sense >>> DAY_BITS) - DAY_OFFSET;
}

/** The date of a cell of KIND date or shortDate. */
export function dateOf(cell: Cell): WrittenDate {
  const { rest, sense } = cell;
  const number = sense >>> DAY_BITS;
  const isShort = kindOfCell(cell) === KIND.shortDate;
  return {
    day: isShort ? undefined : number - DAY_OFFSET,
    short: isShort ? [number >>> 14, (number >>> 7) & 0x7f, number & 0x7f] : undefined,
    second: extraOf(cell),
    milli: sense & ((1 << DAY_BITS) - 1),
    isInDoubt: (rest & FLAG.first) !== 0,
    style: STYLES[(rest >>> STYLE_SHIFT) & 0b111] ?? 'iso',
  };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function writeSense(into: Cell, text: string, type: AttributeType, bits: number): void {
  let flags = meaningFlags(text) | (bits > 0x7f || isSuspicious(text) ? FLAG.suspicious : 0);
  if (isObjectWord(text)) flags |= FLAG.objectWord;
  if (isNullWord(text)) flags |= FLAG.nullWord;
  const bare = unwrapped(text);
  const wrapped = bare === text ? 0 : FLAG.third;
  // Most texts beyond ASCII are names: without a digit there is neither date nor number.
  const hasDigit = /\d/.test(bare);
  const isNumber = hasDigit && /^[-+]?\d+(?:[.,]\d+)?$/.test(bare);
  const date = isNumber ? numberDateIn(bare, type) : hasDigit ? writtenDate(bare) : undefined;
  const number = hasDigit && date === undefined ? writtenNumber(bare) : undefined;
  flags |= typeFlags(text, type, date, number);
  if (date !== undefined) writeDate(into, date, flags);
  else if (number !== undefined) writeNumber(into, number, flags | wrapped);
  else writeText(into, text, flags | wrapped);
}

function isSuspicious(text: string): boolean {
  return /[&%?\\]/.test(text) || (text.length % 4 === 0 && BASE64.test(text));
}

function meaningFlags(text: string): number {
  const meaning = booleanMeaning(text);
  if (meaning === undefined) return 0;
  return meaning ? FLAG.meansTrue : FLAG.meansFalse;
}

/** Digits are a date in a DATE column alone. */
function numberDateIn(text: string, type: AttributeType): WrittenDate | undefined {
  return type === 'DATE' ? numberDate(text) : undefined;
}

function typeFlags(
  text: string,
  type: AttributeType,
  date: WrittenDate | undefined,
  number: WrittenNumber | undefined,
): number {
  const both = FLAG.unheld | FLAG.mistyped;
  switch (type) {
    case 'STRING':
      return 0;
    case 'BOOLEAN':
      if (/^(?:true|false)$/i.test(text)) return 0;
      return booleanMeaning(text) === undefined ? both : FLAG.unheld;
    case 'INT':
    case 'LONG':
      if (isWhole(text)) return 0;
      return number === undefined ? both : FLAG.unheld;
    case 'DATE':
      return date === undefined ? both : 0;
  }
}

function writeDate(into: Cell, date: WrittenDate, flags: number): void {
  const { day, isInDoubt, milli, second, short, style } = date;
  const [a, b, c] = short ?? [0, 0, 0];
  const number = day === undefined ? (a << 14) | (b << 7) | c : day + DAY_OFFSET;
  into.sense = ((number << DAY_BITS) | milli) >>> 0;
  const kind = short === undefined ? KIND.date : KIND.shortDate;
  const time = second === 0 && milli === 0 ? 0 : FLAG.second;
  const all = flags | kind | (isInDoubt ? FLAG.first : 0) | time | (STYLES.indexOf(style) << STYLE_SHIFT);
  into.rest = ((second << REST_BITS) | all) >>> 0;
}

function writeNumber(into: Cell, number: WrittenNumber, flags: number): void {
  const [first = '', other = first] = number.readings;
  into.sense = hash32(first);
  const all =
    flags |
    KIND.number |
    (number.hasLeadingZeros ? FLAG.first : 0) |
    (number.hasDecimalComma ? FLAG.second : 0) |
    (number.hasThousands ? FLAG.fourth : 0) |
    (number.hasExponent ? FLAG.fifth : 0) |
    (number.isPercent ? FLAG.sixth : 0);
  into.rest = ((extraBits(hash32(other)) << REST_BITS) | all) >>> 0;
}

function writeText(into: Cell, text: string, flags: number): void {
  into.sense = hash32(folded(text));
  const name = shortName(text);
  const extra = name === undefined ? 0 : extraBits(hash32(folded(name)));
  const all =
    flags |
    (/\p{Lu}/u.test(text) ? FLAG.first : 0) |
    (/\p{Ll}/u.test(text) ? FLAG.second : 0) |
    (name === undefined ? 0 : FLAG.fourth) |
    (/\s/u.test(text) ? FLAG.fifth : 0);
  into.rest = ((extra << REST_BITS) | all) >>> 0;
}
