import type { AttributeType } from '../model/source.js';
import { isoInstant, looseDate, withoutEpoch } from './value-dates.js';

/**
 * The two forms in which a value is compared. Two values are **equal** if their plain forms are the same text, and
 * **formatted differently** if only their loose forms are (docs/checks.md, "When two values are equal").
 */

/** Numbers and dates are short; longer texts are not checked for them. Characters. */
const LONGEST_NUMBER_OR_DATE = 40;

const TRUE_WORDS = new Set(['true', 'yes', 'y', 't', 'on', '1']);
const FALSE_WORDS = new Set(['false', 'no', 'n', 'f', 'off', '0']);

/** `20240131`. Characters. */
const BASIC_DATE_LENGTH = 8;

/** No Boolean word is longer. Characters. */
export const LONGEST_BOOLEAN_WORD = 5;

/**
 * The form in which equal values of an attribute are the same text: without surrounding spaces, whole numbers of INT
 * and LONG without leading zeros, BOOLEAN in lower case, DATE as an instant if it is in ISO 8601 or in milliseconds
 * since the epoch. '' for a blank value.
 */
export function plainForm(text: string, type: AttributeType): string {
  const trimmed = text.trim();
  switch (type) {
    case 'STRING':
      return trimmed;
    case 'INT':
    case 'LONG':
      return /^[+-]?\d+$/.test(trimmed) ? wholeNumber(trimmed) : trimmed;
    case 'BOOLEAN':
      if (trimmed === 'true' || trimmed === 'false') return trimmed;
      return /^(?:true|false)$/i.test(trimmed) ? trimmed.toLowerCase() : trimmed;
    case 'DATE':
      return isoInstant(withoutEpoch(trimmed))?.toString() ?? trimmed;
  }
}

/**
 * The form of a value without differences in letter case, inner spaces and the notation of numbers, dates and Boolean
 * words. It is the same for all types except a DATE in milliseconds since the epoch, since it serves columns that ISC
 * formats differently from the file.
 */
export function looseForm(written: string, type: AttributeType): string {
  const text = type === 'DATE' ? withoutEpoch(written) : written;
  const kinds = kindsIn(text);
  const joined = kinds & (BLANK | BEYOND_ASCII) ? text.replace(/\s+/g, '') : text;
  const close = kinds & (UPPER | BEYOND_ASCII) ? joined.toLowerCase() : joined;
  // Runs for every cell, and most contain neither a number nor a date.
  if (!(kinds & DIGIT)) return close.length > LONGEST_BOOLEAN_WORD ? close : booleanWord(close);
  if (close.length > LONGEST_NUMBER_OR_DATE || !/^[\d+\-.,]/.test(close)) return close;
  if (kinds & ~DIGIT || close.length === BASIC_DATE_LENGTH) {
    const date = looseDate(kinds === DIGIT ? text : text.trim().toLowerCase());
    if (date !== undefined) return date;
  }
  return booleanWord(looseNumber(close) ?? close);
}

const DIGIT = 1;
const UPPER = 2;
const BLANK = 4;
const OTHER_ASCII = 8;
const BEYOND_ASCII = 16;

/** The kinds of characters in the text, as a sum of the above. */
function kindsIn(text: string): number {
  let kinds = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x7f) kinds |= BEYOND_ASCII;
    else if (unit <= 0x20) kinds |= BLANK;
    else if (unit >= 0x30 && unit <= 0x39) kinds |= DIGIT;
    else kinds |= unit >= 0x41 && unit <= 0x5a ? UPPER : OTHER_ASCII;
  }
  return kinds;
}

function booleanWord(text: string): string {
  if (TRUE_WORDS.has(text)) return 'true';
  return FALSE_WORDS.has(text) ? 'false' : text;
}

function wholeNumber(digits: string): string {
  const first = digits.charCodeAt(0);
  if (first > 0x30 && first <= 0x39) return digits;
  const value = digits.replace(/^([+-]?)0+(?=\d)/, '$1').replace(/^\+/, '');
  return value === '-0' ? '0' : value;
}

/** A number in its shortest notation, with a decimal point; `undefined` if it is not a number. */
function looseNumber(text: string): string | undefined {
  if (/^[+-]?\d+$/.test(text)) return wholeNumber(text);
  const plain = withoutGroups(text);
  const parts = /^([+-]?\d*)(?:\.(\d*))?$/.exec(plain);
  if (parts === null || !/\d/.test(plain)) return exponential(plain);
  const [, whole = '', fraction = ''] = parts;
  const decimals = fraction.replace(/0+$/, '');
  const units = wholeNumber(/\d/.test(whole) ? whole : `${whole}0`);
  if (decimals === '') return units;
  return `${units === '0' && whole.startsWith('-') ? '-0' : units}.${decimals}`;
}

/** With a decimal point, and without thousands separators. */
function withoutGroups(text: string): string {
  if (!text.includes(',') && text.indexOf('.') === text.lastIndexOf('.')) return text;
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text)) return text.replaceAll(',', '');
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d*$/.test(text) || /^[+-]?\d{1,3}(?:\.\d{3}){2,}$/.test(text)) {
    return text.replaceAll('.', '').replace(',', '.');
  }
  return /^[+-]?\d*,\d+$/.test(text) ? text.replace(',', '.') : text;
}

function exponential(text: string): string | undefined {
  if (!/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value.toFixed(0) : undefined;
}
