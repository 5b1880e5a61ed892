/** Parses YAML with the line and column of everything in it. */
import { isNode, LineCounter, parseDocument, type Scalar, visit } from 'yaml';
import { count } from '../runtime/wording.js';
import type { Problems } from './reader.js';
import { faultInWords } from './yaml-words.js';

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
        'only the text before "#" was read as the value; the rest was a comment. Put the value in quotes, or a blank after "#".',
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
