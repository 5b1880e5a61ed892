/** Parts of a parsed YAML text, and the problems found in them. */
import { type LineCounter, Scalar, type YAMLMap, isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';

/** Collects the problems of a list of sources. */

/** A problem in a list of sources, with its position: line and column from 1, as in an editor. */
export interface ListProblem {
  readonly line: number;
  readonly column: number;
  /** A sentence for people. Contains keys and words of the list, never a value of an account. */
  readonly text: string;
}

/** Collects problems in parts of a parsed text. */
export class ListProblems {
  readonly #lines: LineCounter;
  readonly #all: ListProblem[];
  readonly #subject: string;

  constructor(lines: LineCounter, all: ListProblem[] = [], subject = '') {
    this.#lines = lines;
    this.#all = all;
    this.#subject = subject;
  }

  /** In the order of the text. */
  get all(): readonly ListProblem[] {
    return this.#all.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** The same collection; problems added here name the key that they concern. */
  about(key: string): ListProblems {
    return new ListProblems(this.#lines, this.#all, `${key}: `);
  }

  /** Adds a problem at this part of the YAML. */
  add(part: unknown, text: string): void {
    this.addAt((isNode(part) ? part.range?.[0] : undefined) ?? 0, text);
  }

  /** Adds a problem at this many characters from the start of the text. */
  addAt(offset: number, text: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.#all.push({ line, column: col, text: `${this.#subject}${text}` });
  }
}

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

/** A shorter name differs by one letter from too many others; a longer text is no misspelled name. */
const WITH_TYPO = { shortest: 4, longest: 200 };

/**
 * The one of `known` that `written` may be a misspelling of: the same but for letter case and signs, or with one letter
 * added, missing, wrong or swapped. `undefined` if there is none, or more than one.
 */
function similarName(written: string, known: readonly string[]): string | undefined {
  const form = simplified(written);
  const same = known.filter((name) => simplified(name) === form);
  const near = same.length > 0 ? same : known.filter((name) => isOneLetterAway(simplified(name), form));
  return form !== '' && near.length === 1 ? near[0] : undefined;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function isOneLetterAway(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < WITH_TYPO.shortest || long.length > WITH_TYPO.longest) return false;
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return (
    short.slice(at + 1) === long.slice(at + 1) || (isSwapped && short.slice(at + 2) === long.slice(at + 2))
  );
}
