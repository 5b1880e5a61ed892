import { addOnce } from '../../csv/row-values.js';
import { fingerprint, isEqual, noFingerprint, type Fingerprint } from '../../csv/fingerprint.js';
import type { AttributeType } from '../../model/source.js';

/**
 * The texts of a value as ISC returns it: one, several, or none for null, '' and an empty list. `undefined` for
 * anything that a file cannot contain, and for a number that has lost digits in JSON. Tenants return values as strings,
 * numbers, Booleans and lists of these (docs/isc-api.md#accounts-now-in-the-tenant).
 */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return scalar(value);
  const texts: string[] = [];
  for (const one of value as readonly unknown[]) {
    const text = Array.isArray(one) ? undefined : textsOf(one);
    if (text === undefined) return undefined;
    texts.push(...text);
  }
  return texts;
}

function scalar(value: unknown): readonly string[] | undefined {
  if (typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'number' || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    return undefined;
  return [String(value)];
}

const one = noFingerprint();

/** Writes the combined fingerprint of the values into `into`, as for the file: each value once. */
export function fingerprintAll(into: Fingerprint, texts: readonly string[], type: AttributeType): void {
  const [first = ''] = texts;
  fingerprint(into, first, type);
  if (texts.length < 2) return;
  into.low = into.high = into.loose = 0;
  const several = { plain: new Set<number>(), loose: new Set<number>() };
  for (const text of texts) if (fingerprint(one, text, type)) addOnce(into, one, several);
}

const apart = noFingerprint();

/**
 * True if ISC returns the multiple values of the file as one text with commas. In a list, even of one, such a text is a
 * value of its own, like the name of a group in a directory: a file that has its parts has split it.
 */
export function isJoined(shown: unknown, file: Fingerprint, type: AttributeType): boolean {
  if (typeof shown !== 'string' || !shown.includes(',')) return false;
  fingerprintAll(apart, shown.split(','), type);
  return isEqual(apart, file);
}
