/** The notation of most dates, `2024-01-31`, read and hashed from bytes: no text is made. */
import { dayNumber } from './calendar.js';
import { hashBytes, type ValueHash } from './hash.js';
import { OTHER_FORM } from './text-forms.js';

const LENGTH = 10;
const HYPHEN = 0x2d;
const ZERO = 0x30;
const SECONDS_A_DAY = 86_400;

/** The day, since 1970-01-01, of `2024-01-31`; `undefined` for a day that does not exist and any other notation. */
export function plainDay(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start !== LENGTH || bytes[start + 4] !== HYPHEN || bytes[start + 7] !== HYPHEN) return undefined;
  const year = digits(bytes, start, start + 4);
  const month = digits(bytes, start + 5, start + 7);
  const day = digits(bytes, start + 8, end);
  return year < 0 || month < 0 || day < 0 ? undefined : dayNumber({ year, month, day });
}

const scratch = new Uint8Array(32);

/** The same of a text. */
export function plainDayOf(text: string): number | undefined {
  if (text.length !== LENGTH) return undefined;
  for (let at = 0; at < LENGTH; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return undefined;
    scratch[at] = unit;
  }
  return plainDay(scratch, 0, LENGTH);
}

/** Writes the hash of the form that a DATE at midnight of this day has. */
export function hashDay(into: ValueHash, day: number): void {
  let at = scratch.length;
  let rest = Math.abs(day) * SECONDS_A_DAY;
  do {
    const tens = Math.floor(rest / 10);
    at -= 1;
    scratch[at] = ZERO + (rest - tens * 10);
    rest = tens;
  } while (rest > 0);
  if (day < 0) scratch[(at -= 1)] = HYPHEN;
  scratch[(at -= 1)] = OTHER_FORM.charCodeAt(0);
  hashBytes(into, scratch, at, scratch.length);
}

/** The number that digits say, or -1 if there is something else among them. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
