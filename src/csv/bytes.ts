/** Helpers for bytes that several checks use. Offsets in bytes from 0. */

/** Line feed. Like the two below, it means the same in UTF-8 and in every encoding of one byte a character. */
export const LF = 0x0a;
/** Carriage return. */
export const CR = 0x0d;
/** The double quote, the only one that encloses a field. */
export const QUOTE = 0x22;

/** Line feeds in `bytes` from `from` up to, but not including, `to`. */
export function countLineFeeds(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, from); at !== -1 && at < to; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}

/** The start of the line that contains `at`. */
export function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(LF, at - 1) + 1;
}

/** The offset of the first line break at or after `at`, or the length of `bytes` if there is none. */
export function lineBreak(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
  return end;
}

/** The number of bytes of the line break at `at`: 2 for CRLF, 1 for LF or CR, 0 if there is none. */
export function lineBreakLength(bytes: Buffer, at: number): 0 | 1 | 2 {
  if (bytes[at] === CR) return bytes[at + 1] === LF ? 2 : 1;
  return bytes[at] === LF ? 1 : 0;
}

/** True if `bytes` has `text` at `at`; false for an empty text. */
export function standsAt(bytes: Buffer, text: Buffer, at: number): boolean {
  if (text.length === 0 || bytes[at] !== text[0]) return false;
  return text.length === 1 || bytes.subarray(at, at + text.length).equals(text);
}
