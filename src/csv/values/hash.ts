/** Hashes of texts, for values that are compared and not kept. */
import { randomInt } from 'node:crypto';

/** 61 bits of a text, 32 and 29; all zero for no text. */
export interface ValueHash {
  low: number;
  high: number;
}

/** Different in every run, so that nobody can craft a file whose values only appear to match those in ISC. */
const LOW_SEED = randomInt(0x1_0000_0000) | 0;
const HIGH_SEED = randomInt(0x1_0000_0000) | 0;

const LOW_FACTOR = 0x01000193;
const HIGH_FACTOR = 0x5bd1e995;

const { imul } = Math;

/**
 * Writes the hash of the text from `start` up to, but not including, `end` into `into`, and returns all bits that occur
 * in its UTF-16 units: above 0x7f, some character is not ASCII. Never all zero.
 */
export function hashText(into: ValueHash, text: string, start = 0, end = text.length): number {
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    bits |= unit;
    low = imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  into.low = low >>> 0 || 1;
  into.high = high >>> 3;
  return bits;
}

/** The same hash of ASCII text from its bytes. */
export function hashBytes(into: ValueHash, bytes: Uint8Array, start: number, end: number): void {
  let low = LOW_SEED;
  let high = HIGH_SEED;
  for (let at = start; at < end; at += 1) {
    const unit = bytes[at] ?? 0;
    low = imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
  }
  into.low = low >>> 0 || 1;
  into.high = high >>> 3;
}

/** What one pass over plain text yields. */
export interface PlainHash extends ValueHash {
  /** `hash32` of the text in lower case without spaces. */
  close: number;
  /** All bits that the bytes have in the table. */
  signs: number;
  /** Where the first byte with the bit `mark` stands, -1 for none, and `close` of what precedes it. */
  at: number;
  name: number;
}

const SPACE = 0x20;
const LOWER_CASE = Uint8Array.from(
  { length: 256 },
  (_, byte) => byte + (byte >= 0x41 && byte <= 0x5a ? 0x20 : 0),
);

/** `hashBytes` that also hashes the text without its notation, and adds up the bits of its bytes in `table`. */
export function hashPlain(
  into: PlainHash,
  bytes: Uint8Array,
  start: number,
  end: number,
  table: Uint8Array,
  mark: number,
): void {
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let close = LOW_SEED;
  let signs = 0;
  into.at = -1;
  for (let at = start; at < end; at += 1) {
    const unit = bytes[at] ?? 0;
    const bits = table[unit] ?? 0;
    signs |= bits;
    low = imul(low ^ unit, LOW_FACTOR);
    low ^= low >>> 15;
    high = imul(high ^ unit, HIGH_FACTOR);
    high ^= high >>> 13;
    if (bits & mark && into.at < 0) {
      into.at = at;
      into.name = close >>> 0 || 1;
    }
    if (unit === SPACE) continue;
    close = imul(close ^ (LOWER_CASE[unit] ?? 0), LOW_FACTOR);
    close ^= close >>> 15;
  }
  into.low = low >>> 0 || 1;
  into.high = high >>> 3;
  into.close = close >>> 0 || 1;
  into.signs = signs;
}

const scratch: ValueHash = { low: 0, high: 0 };

/** 32 bits of a text. */
export function hash32(text: string): number {
  hashText(scratch, text);
  return scratch.low;
}

/** The other 29 bits of a text. */
export function otherHash(text: string): number {
  hashText(scratch, text);
  return scratch.high;
}
