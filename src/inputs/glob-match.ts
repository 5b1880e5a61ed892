/** Whether a glob would match a file that need not exist: @actions/glob only looks for files that do. */
import { sep } from 'node:path';

const IS_WINDOWS = sep === '\\';

/** A part of a pattern: what fits one item, or `any` for any number of items. */
type Part<T> = 'any' | ((item: T) => boolean);

/**
 * True if the absolute `pattern` matches the absolute `path`, as @actions/glob reads patterns: `*`, `?` and `[a-z]` stay
 * within a folder, `**` alone goes through folders, hidden files are like others. Letter case never counts: a file
 * system may ignore it.
 */
export function wouldMatch(pattern: string, path: string): boolean {
  const parts = segmentsOf(pattern).map((segment): Part<string> => {
    if (/^\*\*+$/.test(segment)) return 'any';
    const characters = partsOf(segment.toLowerCase());
    return (name) => fits(characters, Array.from(name.toLowerCase()));
  });
  return fits(parts, segmentsOf(path));
}

function segmentsOf(path: string): readonly string[] {
  return path.split(IS_WINDOWS ? /[\\/]+/ : /\/+/);
}

/** The parts of a segment, each for one character. */
function partsOf(segment: string): readonly Part<string>[] {
  const tokens = segment.match(IS_WINDOWS ? WINDOWS_TOKEN : TOKEN) ?? [];
  return tokens.map((token): Part<string> => {
    if (token.startsWith('*')) return 'any';
    if (token === '?') return () => true;
    const [, negation = '', set] = /^\[([!^]?)(.+)\]$/su.exec(token) ?? [];
    if (set !== undefined) return (character) => isInSet(character, Array.from(set)) === (negation === '');
    const literal = token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
    return (character) => character === literal;
  });
}

const TOKEN = /\*+|\[[!^]?[^\]]+\]|\\?./gsu;
const WINDOWS_TOKEN = /\*+|\[[!^]?[^\]]+\]|./gsu;

function isInSet(character: string, set: readonly string[]): boolean {
  return set.some((from, index) => {
    if (set[index + 1] !== '-' || set[index + 2] === undefined) return character === from;
    return from <= character && character <= (set[index + 2] ?? from);
  });
}

/** Goes back to the last `any` only, so that its time grows with the product of the two lengths at most. */
function fits<T>(parts: readonly Part<T>[], items: readonly T[]): boolean {
  let [part, item, afterAny, retryFrom] = [0, 0, -1, 0];
  while (item < items.length) {
    const current = parts[part];
    if (current === 'any') {
      part += 1;
      [afterAny, retryFrom] = [part, item];
    } else if (current?.(items[item] as T) === true) {
      part += 1;
      item += 1;
    } else if (afterAny >= 0) {
      retryFrom += 1;
      [part, item] = [afterAny, retryFrom];
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === 'any');
}
