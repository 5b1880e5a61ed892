/** Reads parts of a parsed YAML text as values of known kinds. */
import { isMap, isScalar, isSeq } from 'yaml';
import { type ListProblems, isNull, kindOf, meant, pairsOf, shown, wordOf } from './parts.js';

/**
 * Reads a part of the YAML as a value of one kind. If it is not one, adds a problem and returns `undefined`. Expects
 * scalars as text, as YAML's `failsafe` schema leaves them: "0017" stays an id, not a number.
 */
export type Shape<T> = (part: unknown, problems: ListProblems) => T | undefined;

/** A shape for each key of the type `T`. */
export type ShapesOf<T> = { readonly [Name in keyof T]-?: Shape<Exclude<T[Name], undefined>> };

/** Text as written, with or without quotes. */
export const text: Shape<string> = (part, problems) =>
  expected('text is expected', isNull(part) ? undefined : wordOf(part), part, problems);

/** Text of this form; `what` describes it in a message: "32 hexadecimal digits are expected". */
export function textLike(form: RegExp, what: string): Shape<string> {
  return (part, problems) => {
    const word = isNull(part) ? '' : (wordOf(part) ?? '');
    return expected(what, form.test(word) ? word : undefined, part, problems);
  };
}

/** Like `other`; `nothing` if the value is missing, `null` or `~`. */
export function nothingOr<N, T>(nothing: N, other: Shape<T>): Shape<N | T> {
  return (part, problems) => (isNull(part) ? nothing : other(part, problems));
}

/** `true` or `false`. */
export const flag: Shape<boolean> = (part, problems) => {
  const word = wordOf(part);
  const value = word === 'true' || word === 'false' ? word === 'true' : undefined;
  return expected('true or false is expected', value, part, problems);
};

/** A whole number within limits. */
export function wholeNumber(least: number, most: number): Shape<number> {
  return (part, problems) => {
    const word = wordOf(part) ?? '';
    const value = /^-?\d+$/.test(word) ? Number(word) : Number.NaN;
    const what = `a whole number from ${least} to ${most} is expected`;
    return expected(what, value >= least && value <= most ? value : undefined, part, problems);
  };
}

/** One of these words. */
export function oneOf<T extends string>(words: readonly T[]): Shape<T> {
  return (part, problems) => {
    const found = words.find((word) => word === wordOf(part));
    return expected(`one of ${words.join(', ')} is expected`, found, part, problems);
  };
}

/** A list whose entries all have this shape. */
export function listOf<T>(entry: Shape<T>): Shape<readonly T[]> {
  return (part, problems) => {
    const list = expected('a list is expected', isSeq(part) ? part : undefined, part, problems);
    const entries = list?.items.map((item) => entry(item, problems));
    return entries?.every((value) => value !== undefined) === true ? entries : undefined;
  };
}

/** `scalar` for a single text, `other` for a list or keys with values. */
export function scalarOr<T, U>(scalar: Shape<T>, other: Shape<U>): Shape<T | U> {
  return (part, problems) => (isScalar(part) ? scalar : other)(part, problems);
}

/** Any keys, whose values all have this shape. */
export function mapOf<T>(value: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (part, problems) => {
    const map = expected('keys with values are expected', isMap(part) ? part : undefined, part, problems);
    if (map === undefined) return undefined;
    const pairs = pairsOf(map, problems);
    return complete(pairs.map((pair) => [pair.name, value(pair.value, problems.about(shown(pair.name)))]));
  };
}

/** These keys and no others; those in `required` must be present. `noun` names the whole in messages: "a source". */
export function object<T extends object>(
  noun: string,
  shapes: ShapesOf<T>,
  required: readonly (keyof T & string)[] = [],
): Shape<T> {
  const names = Object.keys(shapes);
  const keys = names.join(', ');
  return (part, problems) => {
    const what = `${noun} with the keys ${keys} is expected`;
    const map = expected(what, isMap(part) ? part : undefined, part, problems);
    if (map === undefined) return undefined;
    const pairs = pairsOf(map, problems);
    const missing = required.filter((name) => !pairs.some((pair) => pair.name === name));
    for (const name of missing) problems.add(part, `${noun} needs the key "${name}".`);
    const found = pairs.map(({ key, name, value }): [string, unknown] => {
      if (Object.hasOwn(shapes, name)) {
        return [name, shapes[name as keyof T](value, problems.about(name))];
      }
      problems.add(
        key,
        `"${shown(name)}" is not a key of ${noun}. ${meant(name, names)}The keys are ${keys}.`,
      );
      return [name, undefined];
    });
    return missing.length === 0 ? (complete(found) as T | undefined) : undefined;
  };
}

/** Any JSON value: words without quotes are numbers, true, false or null if they look like it. */
export const anything: Shape<unknown> = (part, problems) => {
  if (isMap(part)) return mapOf(anything)(part, problems);
  if (isSeq(part)) return listOf(anything)(part, problems);
  if (isNull(part)) return null;
  const word = text(part, problems);
  if (word === undefined || !isScalar(part) || part.type !== 'PLAIN') return word;
  if (word === 'true' || word === 'false') return word === 'true';
  return String(Number(word)) === word && Number.isFinite(Number(word)) ? Number(word) : word;
};

function complete<T>(found: readonly (readonly [string, T | undefined])[]): Record<string, T> | undefined {
  return found.every((pair): pair is readonly [string, T] => pair[1] !== undefined)
    ? Object.fromEntries(found)
    : undefined;
}

/** Returns the value; if there is none, adds a problem with what was expected and what was found. */
function expected<T>(
  what: string,
  value: T | undefined,
  part: unknown,
  problems: ListProblems,
): T | undefined {
  if (value === undefined) problems.add(part, `${what}, not ${kindOf(part)}.`);
  return value;
}
