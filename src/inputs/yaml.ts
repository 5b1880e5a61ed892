/** Parses YAML with the line and column of everything in it. */
import { isNode, LineCounter, parseDocument, visit } from 'yaml';
import { count } from '../runtime/wording.js';
import type { Problems } from './reader.js';

/**
 * A hundred sources need about 15,000. The runner passes inputs as environment variables, which Linux limits to 131,072
 * bytes.
 */
const MAX_CHARACTERS = 100_000;

/** After the first error a parser reports others that do not exist. */
const MAX_SYNTAX_PROBLEMS = 3;

/** The position of a part of the YAML for messages: `sources, line 3, column 5`. */
export type PlaceOf = (part: unknown) => string;

/**
 * Parses YAML (1.2, and therefore also JSON) for the input `input`. Every value stays text as written: an id of 32
 * digits is not a number, and a source may be named "null" (the `failsafe` schema). Aliases and tags are refused, and
 * too long a text is not read at all. `undefined` if there is a problem.
 */
export function parseYaml(
  input: string,
  text: string,
  problems: Problems,
): { readonly list: unknown; readonly placeOf: PlaceOf } | undefined {
  if (text.length > MAX_CHARACTERS) {
    problems.add(input, `${count(text.length)} characters are more than ${count(MAX_CHARACTERS)}.`);
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
  for (const { message, pos } of faults) problems.add(placeAt(pos[0]), `not valid YAML here: ${message}.`);
  if (faults.length > 0) return undefined;

  const before = problems.all.length;
  visit(document, {
    Alias: (_, alias) => {
      problems.add(placeOf(alias), 'aliases (*name) are not supported. Write the value out.');
    },
  });
  return problems.all.length === before ? { list: document.contents, placeOf } : undefined;
}
