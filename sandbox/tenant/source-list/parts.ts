/** Helpers for parts of a parsed YAML text. */
import { isAlias, isMap, isNode, isScalar, isSeq, Scalar, type YAMLMap } from 'yaml';
import { similarName } from '../../../src/model/similar-name.js';
import type { ListProblems } from './problems.js';

/** A key of a map with its value. */
export interface Pair {
  /** The position of the key. */
  readonly key: unknown;
  readonly name: string;
  readonly value: unknown;
}

/** Maximum characters of an external text in a message: it may be a megabyte. */
const LONGEST_SHOWN = 60;

/** The keys of a map in order; a duplicate is a problem. */
export function pairsOf(map: YAMLMap, problems: ListProblems): readonly Pair[] {
  const seen = new Set<string>();
  return map.items.map(({ key, value }) => {
    const name = wordOf(key) ?? '';
    if (seen.has(name)) problems.add(key, `"${shown(name)}" stands twice in the same place.`);
    seen.add(name);
    return { key, name, value: value ?? nothingAt(key) };
  });
}

/** The text of a scalar as written, without its quotes. */
export function wordOf(part: unknown): string | undefined {
  return isScalar(part) ? String(part.value) : undefined;
}

/** True for a value that is left out, and for `null` and `~` without quotes. */
export function isNull(part: unknown): boolean {
  return isScalar(part) && part.type === 'PLAIN' && ['', '~', 'null'].includes(String(part.value));
}

/** The kind of value, for a message; never its content, which may be a person's. */
export function kindOf(part: unknown): string {
  if (isAlias(part)) return 'an alias (*name), which is not supported: write the value out';
  if (isNull(part)) return 'nothing';
  if (isSeq(part)) return 'a list';
  return isMap(part) ? 'keys with values' : 'other text';
}

/** A word of the list, shortened for a message. */
export function shown(word: string): string {
  return word.length <= LONGEST_SHOWN ? word : `${word.slice(0, LONGEST_SHOWN)}…`;
}

/** A question with a leading space if a name resembles a known one; otherwise nothing. */
export function meant(name: string, known: readonly string[]): string {
  const similar = similarName(name, known);
  return similar === undefined ? '' : `Did you mean "${shown(similar)}"? `;
}

/** YAML has no part for the value in `{ key }`: creates an empty one at the position of the key. */
function nothingAt(key: unknown): Scalar {
  const nothing = new Scalar('');
  nothing.type = 'PLAIN';
  const range = isNode(key) ? key.range : undefined;
  if (range !== undefined && range !== null) nothing.range = range;
  return nothing;
}
