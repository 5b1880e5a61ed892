/** Checks needed for every row, usually answered by a single character. */

/** True for an empty text, and for one that contains only white space of any kind. */
export function isBlank(text: string): boolean {
  return !isPlain(text.charCodeAt(0)) && text.trim() === '';
}

/** True if the text begins or ends with white space of any kind. */
export function hasBlanksAround(text: string): boolean {
  if (isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1))) return false;
  return text.trim().length !== text.length;
}

/** A visible ASCII character; `false` for the missing character of an empty text. */
function isPlain(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
