import { randomInt } from 'node:crypto';
import type { AttributeType } from '../model/source.js';
import type { CsvRecord } from './record.js';
import { LONGEST_BOOLEAN_WORD, looseForm, plainForm } from './value-forms.js';

/**
 * What is kept of a value: 64 bits of its plain form and 32 bits of its loose form. Multiple values have the sum of
 * their fingerprints, whatever their order. All zero: no value. In tens of millions of files, two of a million
 * different values have the same 64 bits once. The loose form is used only if the values of one account already differ:
 * one of four thousand million differences is mistaken for different formatting.
 */
export interface Fingerprint {
  low: number;
  high: number;
  loose: number;
}

export function noFingerprint(): Fingerprint {
  return { low: 0, high: 0, loose: 0 };
}

/** Different in every run, so that nobody can craft a file whose values only appear to match those in ISC. */
const LOW_SEED = randomInt(0x1_0000_0000) | 0;
const HIGH_SEED = randomInt(0x1_0000_0000) | 0;

const { imul } = Math;

const LOW_FACTOR = 0x01000193;
const HIGH_FACTOR = 0x5bd1e995;

/**
 * Writes the fingerprint of one value into `into`, so that millions of cells create no objects. Returns false for a
 * blank value, whose fingerprint is all zero.
 */
export function fingerprint(into: Fingerprint, text: string, type: AttributeType): boolean {
  if (type === 'STRING' && simpleFingerprint(into, text)) return true;
  const plain = plainForm(text, type);
  if (plain === '') {
    into.low = into.high = into.loose = 0;
    return false;
  }
  const loose = looseForm(text, type);
  hash(into, loose);
  into.loose = into.low;
  if (loose !== plain) hash(into, plain);
  return true;
}

/**
 * The same for a cell of the file: plain text is read from its bytes, which gives the same result. Other short texts,
 * such as dates and numbers, come again and again, and are looked up.
 */
export function fingerprintOfCell(
  into: Fingerprint,
  record: CsvRecord,
  cell: number,
  type: AttributeType,
): boolean {
  if (!record.isPlain(cell)) return fingerprint(into, record.text(cell), type);
  if (type === 'STRING' && simpleFingerprintOfCell(into, record, cell)) return true;
  return KNOWN[type].fingerprint(into, record, cell, type);
}

const KNOWN_TEXTS = 4_096;
const LONGEST_KNOWN_TEXT = 32;

/** The fingerprints of texts that were seen lately, by 64 bits of each text; a new one takes the place of an old one. */
class KnownFingerprints {
  /** Of each text two numbers, and three of its fingerprint. */
  #numbers: Uint32Array | undefined;

  fingerprint(into: Fingerprint, record: CsvRecord, cell: number, type: AttributeType): boolean {
    const { bytes } = record;
    const [start, end] = [record.startOf(cell), record.endOf(cell)];
    if (end - start > LONGEST_KNOWN_TEXT) return fingerprint(into, record.text(cell), type);
    let low = LOW_SEED;
    let high = HIGH_SEED;
    for (let at = start; at < end; at += 1) {
      const unit = bytes[at] ?? 0;
      low = imul(low ^ unit, LOW_FACTOR);
      low ^= low >>> 15;
      high = imul(high ^ unit, HIGH_FACTOR);
      high ^= high >>> 13;
    }
    low = low >>> 0 || 1;
    high >>>= 0;
    const numbers = (this.#numbers ??= new Uint32Array(KNOWN_TEXTS * 5));
    const place = (low & (KNOWN_TEXTS - 1)) * 5;
    if (numbers[place] === low && numbers[place + 1] === high) {
      into.low = numbers[place + 2] ?? 0;
      into.high = numbers[place + 3] ?? 0;
      into.loose = numbers[place + 4] ?? 0;
      return !isNone(into);
    }
    const isValue = fingerprint(into, record.text(cell), type);
    numbers[place] = low;
    numbers[place + 1] = high;
    numbers[place + 2] = into.low;
    numbers[place + 3] = into.high;
    numbers[place + 4] = into.loose;
    return isValue;
  }
}

const KNOWN: Readonly<Record<AttributeType, KnownFingerprints>> = {
  STRING: new KnownFingerprints(),
  INT: new KnownFingerprints(),
  LONG: new KnownFingerprints(),
  BOOLEAN: new KnownFingerprints(),
  DATE: new KnownFingerprints(),
};

/**
 * Writes only the plain form of one value into `into`, in half the time: most values are equal, and need no more. All
 * zero for a blank value.
 */
export function plainFingerprint(into: Fingerprint, text: string, type: AttributeType): void {
  if (type === 'STRING' && isTrimmed(text)) {
    hash(into, text);
    into.loose = 0;
    return;
  }
  const plain = plainForm(text, type);
  if (plain === '') into.low = into.high = 0;
  else hash(into, plain);
  into.loose = 0;
}

/** True if the text certainly begins and ends with no white space. */
function isTrimmed(text: string): boolean {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  return first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f;
}

/** True if `one` and `other` are equal values, or both blank. */
export function isEqual(one: Fingerprint, other: Fingerprint): boolean {
  return one.low === other.low && one.high === other.high;
}

/** True if they are equal, or differ only in formatting. */
export function isLooselyEqual(one: Fingerprint, other: Fingerprint): boolean {
  return one.loose === other.loose;
}

/** True for a blank value, and for multiple values that are all blank. */
export function isNone({ low, high }: Fingerprint): boolean {
  return low === 0 && high === 0;
}

/** The plain form as one number of 53 bits, for sets and maps. */
export function plainKey({ low, high }: Fingerprint): number {
  return (high & 0x1f_ffff) * 0x1_0000_0000 + low;
}

/**
 * Both forms in one pass, for a text in which they differ only in capitals and spaces. Most cells are such texts:
 * visible ASCII that begins with a letter, ends visibly, and is too long for a Boolean word. Returns false for others.
 */
function simpleFingerprint(into: Fingerprint, text: string): boolean {
  const { length } = text;
  const first = text.charCodeAt(0) | 0x20;
  if (length <= LONGEST_BOOLEAN_WORD || first < 0x61 || first > 0x7a) return false;
  if (text.charCodeAt(length - 1) === 0x20) return false;
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let loose = LOW_SEED;
  let spaces = 0;
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit >= 0x7f) return false;
    low = imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
    if (unit === 0x20) {
      spaces += 1;
      continue;
    }
    const folded = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
    loose = imul(loose ^ folded, LOW_FACTOR);
    loose ^= loose >>> 15;
  }
  if (length - spaces <= LONGEST_BOOLEAN_WORD) return false;
  into.low = low >>> 0 || 1;
  into.high = high >>> 0;
  into.loose = loose >>> 0 || 1;
  return true;
}

/** `simpleFingerprint` of a plain cell, from its bytes. */
function simpleFingerprintOfCell(into: Fingerprint, record: CsvRecord, cell: number): boolean {
  const { bytes } = record;
  const start = record.startOf(cell);
  const end = record.endOf(cell);
  const first = (bytes[start] ?? 0) | 0x20;
  if (end - start <= LONGEST_BOOLEAN_WORD || first < 0x61 || first > 0x7a) return false;
  if (bytes[end - 1] === 0x20) return false;
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let loose = LOW_SEED;
  let spaces = 0;
  for (let at = start; at < end; at += 1) {
    const unit = bytes[at] ?? 0;
    if (unit < 0x20) return false;
    low = imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
    if (unit === 0x20) {
      spaces += 1;
      continue;
    }
    const folded = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
    loose = imul(loose ^ folded, LOW_FACTOR);
    loose ^= loose >>> 15;
  }
  if (end - start - spaces <= LONGEST_BOOLEAN_WORD) return false;
  into.low = low >>> 0 || 1;
  into.high = high >>> 0;
  into.loose = loose >>> 0 || 1;
  return true;
}

function hash(into: Fingerprint, text: string): void {
  let low = LOW_SEED;
  let high = HIGH_SEED;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  into.low = low >>> 0 || 1;
  into.high = high >>> 0;
}
