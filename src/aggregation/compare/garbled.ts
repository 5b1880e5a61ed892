/** Recognizes text that was written in one encoding and read in another. */

/** The characters of Windows-1252 in place of Latin-1's control characters, from 0x80; five of them are unused. */
const WINDOWS_1252 = '€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ';

/**
 * Names, titles and places are shorter. Computing the six forms of megabytes of text would take minutes. Characters.
 */
const LONGEST = 1_000;

/**
 * True if one of the texts of a value can be garbled: ASCII is the same in all encodings that are mistaken for each
 * other. Values with a text of more than 1,000 characters are not checked.
 */
export function canBeGarbled(texts: readonly string[]): boolean {
  return texts.every(({ length }) => length <= LONGEST) && texts.some(hasOthersThanAscii);
}

function hasOthersThanAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return true;
  return false;
}

/**
 * The garbled forms of a text after common encoding errors: its UTF-8 read as Windows-1252 or Latin-1, and each
 * non-ASCII character or byte replaced by `?` or U+FFFD.
 */
export function garbledForms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const latin1 = bytes.toString('latin1');
  const windows = latin1.replace(/[\u{80}-\u{9f}]/gu, (one) => WINDOWS_1252[one.charCodeAt(0) - 0x80] ?? one);
  return [
    windows,
    latin1,
    text.replace(/[^\0-\x7f]/gu, '?'),
    text.replace(/[^\0-\x7f]/gu, '\u{fffd}'),
    latin1.replace(/[^\0-\x7f]/g, '?'),
    latin1.replace(/[^\0-\x7f]/g, '\u{fffd}'),
  ];
}
