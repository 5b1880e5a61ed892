/** YAML with the line and column of everything in it, and what was meant where it cannot be read. */
import { isNode, LineCounter, parseDocument, type Scalar, visit } from 'yaml';
import { count } from '../model/words.js';
import type { Problems } from './reader.js';

/** After the first error a parser reports others that do not exist. */
const MAX_SYNTAX_PROBLEMS = 3;

/** The position of a part of the YAML for messages: `sources, line 3, column 5`. */
export type PlaceOf = (part: unknown) => string;

/**
 * Parses YAML (1.2, and therefore also JSON) for the input `input`. Every value stays text as written: an id of 32
 * digits is not a number, and a source may be named "null" (the `failsafe` schema). Aliases, anchors and tags are
 * refused, and a text of more than `maxCharacters` is not read at all. `undefined` if there is a problem.
 */
export function parseYaml(
  input: string,
  text: string,
  maxCharacters: number,
  problems: Problems,
): { readonly list: unknown; readonly placeOf: PlaceOf } | undefined {
  if (text.length > maxCharacters) {
    problems.add(input, `${count(text.length)} characters are more than ${count(maxCharacters)}.`);
    return undefined;
  }
  const lines = new LineCounter();
  // The library's own search for duplicate keys takes seconds for a map of thousands; readers of maps check themselves.
  const document = parseDocument(text, {
    schema: 'failsafe',
    version: '1.2',
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const placeAt = (offset: number): string => {
    const { col, line } = lines.linePos(offset);
    return `${input}, line ${line}, column ${col}`;
  };
  const placeOf: PlaceOf = (part) => placeAt((isNode(part) ? part.range?.[0] : undefined) ?? 0);

  const faults = [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_PROBLEMS);
  for (const { code, message, pos } of faults) {
    problems.add(placeAt(pos[0]), faultInWords(code, message, lineAt(text, pos[0])));
  }
  if (faults.length > 0) return undefined;

  const before = problems.all.length;
  visit(document, {
    Alias: (_, alias) => {
      problems.add(
        placeOf(alias),
        `aliases (*name) are not supported. Put a value that begins with an asterisk in quotes: "*…".`,
      );
    },
    Scalar: (_, scalar) => {
      if (scalar.anchor !== undefined) {
        const why = 'anchors (&name) are not supported. Put a value that begins with & in quotes.';
        problems.add(placeOf(scalar), why);
      }
      if (!isCutByComment(text, scalar)) return;
      problems.add(
        placeOf(scalar),
        'only the text before "#" was read as the value; the rest was a comment. Put the value in quotes, or a space after "#".',
      );
    },
  });
  return problems.all.length === before ? { list: document.contents, placeOf } : undefined;
}

/** True for a text without quotes that a `#` ends, right before further text: `HR #1` is read as `HR`. */
function isCutByComment(text: string, { range, type }: Scalar): boolean {
  return (
    type === 'PLAIN' &&
    range !== undefined &&
    range !== null &&
    /^[ \t]+#[^\s#]/.test(text.slice(range[1], range[2]))
  );
}

/** The line of the text around `offset`; what the library says of a missing sign stands at the end of the text. */
function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const to = text.indexOf('\n', offset);
  return text.slice(from, to < 0 ? undefined : to);
}

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
    hasCommentInBrackets(line)
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
  // The library reads what is nested by calling itself, and says so where it cannot go deeper.
  if (message.includes('call stack')) return 'not a list of sources: too much is nested in each other here.';
  return `not valid YAML here: ${message}.`;
}

/** Whether " #" stands behind the first bracket. Not a regular expression, which would search behind each of thousands. */
function hasCommentInBrackets(line: string): boolean {
  const bracket = line.search(/[{[]/);
  return bracket >= 0 && line.includes(' #', bracket);
}

/** The sentence for a key and its value without a blank between them; `undefined` for any other line. */
export function blankMissing(line: string): string | undefined {
  const key = /^\s*(?:-\s*)?([a-z]+-[a-z-]+):[^\s/]/i.exec(line)?.[1];
  if (key !== undefined) return `a space is missing after "${key}:".`;
  return /^\s*-[a-z]/i.test(line) ? 'a space is missing after the hyphen.' : undefined;
}

function pairIn(line: string): readonly [key: string, value: string] {
  const [, key = '', value = ''] = PAIR.exec(line) ?? [];
  return [key, value.trim()];
}
