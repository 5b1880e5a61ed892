/** A shorter name differs by one letter from too many others. */
const SHORTEST_WITH_TYPO = 4;

/** A longer text is not a misspelled name, and not worth the time. */
const LONGEST_WITH_TYPO = 200;

/**
 * The one of `known` that `written` may be a misspelling of: the same except for letter case, spaces and punctuation,
 * or otherwise with one letter added, missing, wrong or swapped. `undefined` if there is none, or more than one.
 */
export function similarName(written: string, known: readonly string[]): string | undefined {
  const form = simplified(written);
  if (form === '') return undefined;
  return (
    only(known.filter((name) => simplified(name) === form)) ??
    only(known.filter((name) => isOneLetterAway(simplified(name), form)))
  );
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

/** A name without letter case, spaces and punctuation. */
export function simplified(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, '');
}

function isOneLetterAway(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < SHORTEST_WITH_TYPO || long.length > LONGEST_WITH_TYPO) return false;
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = long.slice(at + 1);
  if (short.length < long.length) return short.slice(at) === rest;
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return short.slice(at + 1) === rest || (isSwapped && short.slice(at + 2) === long.slice(at + 2));
}
