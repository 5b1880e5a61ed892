/** The forms in which texts are compared: as a Java reader stores them, without their notation, and in parts. */
import type { AttributeType } from '../../model/source.js';
import { isoInstant } from './dates.js';

/** A NUL cannot be in a file, so that a form that begins with it is never the text of a value. */
export const OTHER_FORM = '\0';

/** The text after signs up to U+0020 are dropped at both ends, with line ends inside of it as LF. '' for a blank one. */
export function stored(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  const trimmed = end - start === text.length ? text : text.slice(start, end);
  return trimmed.includes('\r') ? trimmed.replace(/\r\n?/g, '\n') : trimmed;
}

/**
 * The form in which equal values of an attribute are the same text. `text` is `stored`. A DATE in ISO 8601 with hyphens
 * has its instant.
 */
export function equalForm(text: string, type: AttributeType): string {
  switch (type) {
    case 'STRING':
      return text;
    case 'INT':
    case 'LONG':
      return isWhole(text) ? wholeNumber(text) : text;
    case 'BOOLEAN':
      if (text === 'true' || text === 'false' || text.length > 5) return text;
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text;
    case 'DATE': {
      const instant = isoInstant(text);
      return instant === undefined ? text : instantForm(instant);
    }
  }
}

/** The form of a DATE by its instant. */
export function instantForm(instant: string): string {
  return `${OTHER_FORM}${instant}`;
}

/** True for digits alone, with a sign at most. */
export function isWhole(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function wholeNumber(digits: string): string {
  const first = digits.charCodeAt(0);
  if (first > 0x30 && first <= 0x39) return digits;
  const value = digits.replace(/^([+-]?)0+(?=\d)/, '$1').replace(/^\+/, '');
  return value === '-0' ? '0' : value;
}

/** White space of any kind and signs that set the direction of writing. */
const BLANKS = /[\s\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** `="…"`, or an apostrophe in front: what keeps a spreadsheet from reading a text as a number. */
export function unwrapped(text: string): string {
  const first = text.charCodeAt(0);
  if (first === 0x3d && text.length > 3 && text.startsWith('="') && text.endsWith('"'))
    return text.slice(2, -1);
  return first === 0x27 && text.length > 1 ? text.slice(1) : text;
}

/** Signs of Latin scripts that no Unicode form changes, and whose small letters are single signs of this range, too. */
const PLAIN_LATIN = /^[ -~\u00c0-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u017e]*$/;

/** The text without its notation: letter case, Unicode form, blanks, direction marks, leading zeros, `="…"`. */
export function folded(text: string): string {
  const bare = unwrapped(text);
  const letters = PLAIN_LATIN.test(bare)
    ? bare.replaceAll(' ', '').toLowerCase()
    : bare
        .normalize('NFKC')
        .replace(BLANKS, '')
        .toLowerCase()
        .replace(/i\u{307}|ı/gu, 'i')
        .normalize('NFC');
  return letters.charCodeAt(0) === ZERO ? letters.replace(/^0+(?=.)/s, '') : letters;
}

const ZERO = 0x30;

/** Longer texts are no names. Characters. */
export const LONGEST_NAME = 1_000;

/**
 * The name in a longer one: the first value of a distinguished name, what follows `DOMAIN\`, or what precedes `@`.
 * `undefined` if there is none.
 */
export function shortName(text: string): string | undefined {
  if (text.length > LONGEST_NAME) return undefined;
  const dn = /^[a-z][\w.-]*\s*=\s*((?:\\.|[^,\\])+(?:,\s(?:\\.|[^,\\=])+)*),\s*\w+\s*=/i.exec(text);
  if (dn !== null) return (dn[1] ?? '').replace(/\\(.)/g, '$1');
  const domain = /^[\w.-]+\\([^\\]+)$/.exec(text);
  if (domain !== null) return domain[1];
  const at = /^([^@\s]+)@[\w.-]+$/.exec(text);
  return at === null ? undefined : at[1];
}

/** The parts of a text that are separated by commas, without spaces around them. */
export function commaParts(text: string): readonly string[] {
  return text
    .split(',')
    .map(stored)
    .filter((part) => part !== '');
}

/** Signs at which lists are joined into one text. */
export const SEPARATORS = [',', ';', '|', 'line breaks', 'blanks'] as const;
export type Separator = (typeof SEPARATORS)[number];

const SPLITTERS: Readonly<Record<Separator, RegExp>> = {
  ',': /,/,
  ';': /;/,
  '|': /\|/,
  'line breaks': /\n/,
  blanks: /\s+/,
};

/** True if the text has brackets around it, as a list has in JSON, Python or PostgreSQL. */
export function isBracketed(text: string): boolean {
  return /^(?:\[.*\]|\{.*\}|\(.*\))$/s.test(text);
}

/** The parts of a text as a list that was joined with this separator, without brackets, quotes and blanks. */
export function partsAt(text: string, separator: Separator): readonly string[] {
  const bare = isBracketed(text) ? text.slice(1, -1) : text;
  return bare
    .split(SPLITTERS[separator])
    .map((part) =>
      stored(part)
        .replace(/^(["'])(.*)\1$/s, '$2')
        .trim(),
    )
    .filter((part) => part !== '');
}

/** The words of a text: the same for a list and for the text that it was joined to, whatever the separator. */
export function splitWords(text: string): readonly string[] {
  return text.split(/[\s,;|[\](){}"']+/u).filter((word) => word !== '');
}
