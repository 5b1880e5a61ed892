/** U+FFFD: some program could not read a letter, and the letter is lost. */
export const REPLACEMENT = '\u{fffd}';

/** What the bytes 80 to BF become when read as Windows-1252, or as Latin-1. */
const SECOND = '\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/**
 * The same without what may follow a capital letter in correct text: quotation marks, dashes, an ellipsis, a no-break
 * space.
 */
const UNUSUAL_SECOND = '\u0080-\u009f¡-ª¬-º¼-¿‚ƒ†‡ˆ‰Š‹ŒŽ˜™šœžŸ';

/**
 * UTF-8 read as Windows-1252: `Ã¼` was ü, `Â°` was °, `â€™` was ’, `Å‚` was ł. Greek and Cyrillic only with two such
 * letters in a row.
 */
const MISREAD = new RegExp(
  `[ÂÃ][${SECOND}]|â[€\u0080][${SECOND}]|[ÄÅ][${UNUSUAL_SECOND}]|(?:[ÎÏÐÑ][${SECOND}]){2}`,
);

/** True if the text contains UTF-8 that was read as another encoding. */
export function isMisread(text: string): boolean {
  return MISREAD.test(text);
}

const C3 = 0xc3;
/** The first byte of the replacement character, EF BF BD. */
const EF = 0xef;
/** The second bytes of Â, Ã, Ä, Å, Î, Ï, Ð, Ñ and â. */
const FIRSTS: ReadonlySet<number | undefined> = new Set([
  0x82, 0x83, 0x84, 0x85, 0x8e, 0x8f, 0x90, 0x91, 0xa2,
]);
/** The first bytes of the characters that may follow them. */
const SECONDS: ReadonlySet<number | undefined> = new Set([0xc2, 0xc5, 0xc6, 0xcb, 0xe2]);

/**
 * False if the UTF-8 text from `start` up to `end` cannot be misread nor contain a replacement character, as for nearly
 * all texts: its bytes tell at once.
 */
export function mayHoldGarbledText(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end - 2; at += 1) {
    const byte = bytes[at];
    if (byte === C3 && FIRSTS.has(bytes[at + 1]) && SECONDS.has(bytes[at + 2])) return true;
    if (byte === EF && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) return true;
  }
  return false;
}
