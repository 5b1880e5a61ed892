/**
 * Writes the cells of a file from their bytes: plain ones in one pass, without a string, and short others once, since
 * they come again and again.
 */
import type { AttributeType } from '../../model/source.js';
import {
  BEYOND_ASCII,
  BLANK,
  DIGIT,
  DOUBLED_QUOTES,
  LOWER,
  NUMBER_SIGN,
  SIGN,
  UPPER,
  type CsvRecord,
} from '../record.js';
import {
  extraBits,
  FLAG,
  KIND,
  PLAIN_DATE_REST,
  plainDateSense,
  REST_BITS,
  type Cell,
  isNone,
  writeCell,
} from './cell.js';
import { hash32, hashBytes, hashPlain, type PlainHash } from './hash.js';
import { hashDay, plainDay } from './plain-date.js';
import { LONGEST_NAME } from './text-forms.js';
import { PLAIN_WORDS } from './words.js';

/** A sign of an escape, an `@`, one that asks for the slow way, and what cannot follow an `@` or be in base64. */
const ESCAPE = 1;

const AT = 2;

const UNUSUAL = 4;

const NO_DOMAIN = 8;

const NO_BASE64 = 16;

const SIGNS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sign = String.fromCharCode(byte);
  if (byte < 0x20 || byte > 0x7e || '\\=[{#<('.includes(sign)) return UNUSUAL;
  const bits = (/[\w.-]/.test(sign) ? 0 : NO_DOMAIN) | (/[A-Za-z0-9+/]/.test(sign) ? 0 : NO_BASE64);
  return bits | (sign === '@' ? AT : 0) | ('&%?'.includes(sign) ? ESCAPE : 0);
});

/** The first three letters of the months and the days of the week, by which a date may begin. */
const DATE_BEGINNINGS: ReadonlySet<number> = new Set(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug']
    .concat(['sep', 'oct', 'nov', 'dec'])
    .map((name) => lettersOf(Buffer.from(name), 0)),
);

/** No word with a meaning is longer. Bytes. */
const LONGEST_WORD = 10;

/** Hashes of words that need a look, by their last 13 bits: a text that only shares them gets one, too. */
const WORDS = new Uint8Array(8_192);

for (const word of PLAIN_WORDS) WORDS[hash32(word) & (WORDS.length - 1)] = 1;

/** Types of programs, by the place of the first point: `java.`, `Ljava.`, `System.`, `Microsoft.`, in any letter case. */
const POINTS: Readonly<Record<number, number>> = { 0x6a: 4, 0x6c: 5, 0x73: 6, 0x6d: 9 };

const PLUS = 0x2b;

const POINT = 0x2e;

const SPACE = 0x20;

const ZERO = 0x30;

const hash: PlainHash = { low: 0, high: 0, close: 0, signs: 0, at: -1, name: 0 };

/**
 * Writes the cell of the bytes from `start` up to but not including `end`, which contain these kinds; the same cell as
 * `writeCell` writes. Returns false for a text that needs the slow way, with the hash of its bytes in `into`.
 */
export function writePlainCell(
  into: Cell,
  bytes: Uint8Array,
  start: number,
  end: number,
  kinds: number,
  type: AttributeType,
): boolean {
  if (kinds === (DIGIT | SIGN)) {
    const day = plainDay(bytes, start, end);
    if (day !== undefined && (type === 'DATE' || type === 'STRING')) {
      if (type === 'DATE') hashDay(into, day);
      else hashBytes(into, bytes, start, end);
      into.sense = plainDateSense(day);
      into.rest = PLAIN_DATE_REST;
      return true;
    }
  }
  if (type === 'BOOLEAN' || type === 'DATE' || kinds & (BEYOND_ASCII | DOUBLED_QUOTES)) {
    hashBytes(into, bytes, start, end);
    return false;
  }
  const first = bytes[start] ?? 0;
  if (kinds === DIGIT || (kinds === (DIGIT | SIGN) && first === PLUS))
    return writeWhole(into, bytes, start, end, type);
  const isLetter = (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a);
  const isOrdinary =
    type === 'STRING' &&
    (isLetter ? !mayMeanMore(bytes, start, end, kinds) : isPhone(bytes, start, end, kinds));
  if (!isOrdinary || bytes[end - 1] === SPACE) {
    hashBytes(into, bytes, start, end);
    return false;
  }
  return writeText(into, bytes, start, end, kinds);
}

/** Digits, perhaps with a plus in front. */
function writeWhole(into: Cell, bytes: Uint8Array, start: number, end: number, type: AttributeType): boolean {
  hashBytes(into, bytes, start, end);
  const length = end - start;
  // A single digit may stand for true or false.
  if (length < 2) return false;
  let at = bytes[start] === PLUS ? start + 1 : start;
  const digits = at;
  while (at < end - 1 && bytes[at] === ZERO) at += 1;
  if (at > start && type !== 'STRING') return false;
  // A second sign, or none but the plus.
  if (bytes[at] === PLUS) return false;
  for (let index = at; index < end; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte < ZERO || byte > 0x39) return false;
  }
  let sense = into.low;
  if (at > start) {
    const [low, high] = [into.low, into.high];
    hashBytes(into, bytes, at, end);
    sense = into.low;
    into.low = low;
    into.high = high;
  }
  into.sense = sense;
  const flags = KIND.number | (at > digits ? FLAG.first : 0) | (length % 4 === 0 ? FLAG.suspicious : 0);
  into.rest = ((extraBits(sense) << REST_BITS) | flags) >>> 0;
  return true;
}

/** True if a text that begins with a letter may be a date, or name a type. */
function mayMeanMore(bytes: Uint8Array, start: number, end: number, kinds: number): boolean {
  if (kinds & NUMBER_SIGN) return true;
  if (kinds & DIGIT && DATE_BEGINNINGS.has(lettersOf(bytes, start))) return true;
  if (!(kinds & SIGN)) return false;
  const point = POINTS[(bytes[start] ?? 0) | 0x20];
  return point !== undefined && start + point < end && bytes[start + point] === POINT;
}

/** True for `+49 30 1234567`: digits in groups that are no thousands. */
function isPhone(bytes: Uint8Array, start: number, end: number, kinds: number): boolean {
  if (bytes[start] !== PLUS || kinds !== (DIGIT | SIGN | BLANK)) return false;
  let at = start + 1;
  while (at < end && bytes[at] !== SPACE) at += 1;
  const group = at + 1;
  for (at = group; at < end && (bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= 0x39;) at += 1;
  return group < end && at - group !== 3;
}

function writeText(into: Cell, bytes: Uint8Array, start: number, end: number, kinds: number): boolean {
  hashPlain(hash, bytes, start, end, SIGNS, AT);
  const { close, signs } = hash;
  const length = end - start;
  into.low = hash.low;
  into.high = hash.high;
  if (signs & UNUSUAL || (length <= LONGEST_WORD && WORDS[close & (WORDS.length - 1)] === 1)) return false;
  let rest =
    (kinds & UPPER ? FLAG.first : 0) | (kinds & LOWER ? FLAG.second : 0) | (kinds & BLANK ? FLAG.fifth : 0);
  if (signs & ESCAPE || (length % 4 === 0 && !(signs & NO_BASE64))) rest |= FLAG.suspicious;
  if (signs & AT && !(kinds & BLANK) && isDomain(bytes, hash.at + 1, end) && length <= LONGEST_NAME) {
    rest |= FLAG.fourth | (extraBits(hash.name) << REST_BITS);
  }
  into.sense = close;
  into.rest = rest >>> 0;
  return true;
}

function isDomain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((SIGNS[bytes[at] ?? 0] ?? 0) & NO_DOMAIN) return false;
  return start < end;
}

/** The first three bytes as a number, in lower case. */
function lettersOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0) | 0x202020;
}

const KNOWN_TEXTS = 4_096;

const LONGEST_KNOWN_TEXT = 32;

/** Two of the text, and four of its cell. */
const NUMBERS_A_TEXT = 6;

/** The cells of texts that were seen lately, by 61 bits of their bytes; a new one takes the place of an old one. */
export class KnownCells {
  readonly #numbers: Partial<Record<AttributeType, Uint32Array>> = {};

  /** Writes what is kept of a cell of the record, which is not empty. Returns false for a blank one. */
  write(into: Cell, record: CsvRecord, cell: number, type: AttributeType): boolean {
    const start = record.startOf(cell);
    const end = record.endOf(cell);
    if (writePlainCell(into, record.bytes, start, end, record.kindsOf(cell), type)) return true;
    if (end - start > LONGEST_KNOWN_TEXT) return writeCell(into, record.text(cell), type);
    const { high, low } = into;
    const numbers = (this.#numbers[type] ??= new Uint32Array(KNOWN_TEXTS * NUMBERS_A_TEXT));
    const place = (low & (KNOWN_TEXTS - 1)) * NUMBERS_A_TEXT;
    if (numbers[place] === low && numbers[place + 1] === high) {
      into.low = numbers[place + 2] ?? 0;
      into.high = numbers[place + 3] ?? 0;
      into.sense = numbers[place + 4] ?? 0;
      into.rest = numbers[place + 5] ?? 0;
      return !isNone(into);
    }
    const isValue = writeCell(into, record.text(cell), type);
    numbers[place] = low;
    numbers[place + 1] = high;
    numbers[place + 2] = into.low;
    numbers[place + 3] = into.high;
    numbers[place + 4] = into.sense;
    numbers[place + 5] = into.rest;
    return isValue;
  }
}
