/** What to say of YAML that the library cannot read: what the person meant, and how to write it. */

/** The key of a line of a list, and what follows its colon. */
const PAIR = /^\s*(?:-\s+)?([a-z][a-z-]*):(.*)$/i;

/** The characters that begin something else than a text. */
const SPECIAL_START = /^[@`%&*!|>[\]{}?,-]/;

/** Ordered: the first that fits the line is said. */
const BY_LINE: readonly ((line: string) => string | undefined)[] = [
  (line) => (/^[ -]*\t/.test(line) ? 'a tab. YAML takes spaces for indentation: use spaces.' : undefined),
  blankMissing,
  (line) => {
    const [key, value] = pairIn(line);
    return SPECIAL_START.test(value)
      ? `a value that begins with "${value.slice(0, 1)}" means something else in YAML. Put it in quotes: ${key}: "…".`
      : undefined;
  },
  (line) => {
    const [key, value] = pairIn(line);
    return /^[^"'].*:( |$)/.test(value)
      ? `": " in a value begins another key. Put the value in quotes: ${key}: "…".`
      : undefined;
  },
  (line) =>
    /[{[].* #/.test(line)
      ? 'after " #" the rest of the line is a comment. Put the value in quotes if it belongs to it.'
      : undefined,
];

/**
 * A sentence for a syntax error of the library on `line`, with the library's code and message where nothing better is
 * known. It shows nothing of the line but the key.
 */
export function faultInWords(code: string, message: string, line: string): string {
  if (code === 'MULTIPLE_DOCS') {
    return 'a second document begins here ("---"). The list is one document: remove the line, or put the text in quotes.';
  }
  for (const explain of BY_LINE) {
    const words = explain(line);
    if (words !== undefined) return `not valid YAML here: ${words}`;
  }
  return `not valid YAML here: ${message}.`;
}

/** The sentence for a key and its value without a blank between them; `undefined` for any other line. */
export function blankMissing(line: string): string | undefined {
  const key = /^\s*(?:-\s*)?([a-z]+-[a-z-]+):[^\s/]/i.exec(line)?.[1];
  if (key !== undefined) return `a blank is missing after "${key}:".`;
  return /^\s*-[a-z]/i.test(line) ? 'a blank is missing after the hyphen.' : undefined;
}

function pairIn(line: string): readonly [key: string, value: string] {
  const [, key = '', value = ''] = PAIR.exec(line) ?? [];
  return [key, value.trim()];
}
