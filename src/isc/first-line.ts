/** Takes a file's first line out of ISC's words, since it may be a person's row. */

/** ISC's lists of columns, `"[a, b]"`, but for that of the missing ones, which are the schema's own; or a list that was cut off. */
const QUOTED_COLUMNS = /"\[[\s\S]*\]"(?! is missing)|"\[(?![\s\S]*\]")[\s\S]*/;

/** More than any text of ISC's that is worth reading. */
const MAX_TEXT = 20_000;

/**
 * Takes the first line of the file out of what ISC says about it: `Column: "[…]" is unknown` (docs/isc-api.md#starting)
 * quotes a person's row where the file has no heading.
 */
export function withoutFirstLine(text: string): string {
  const hidden = "(not shown, since it may be a person's row)";
  return text.slice(0, MAX_TEXT).replace(QUOTED_COLUMNS, hidden);
}
