/** Recognizes a heading and rows that stand on one line, because the line breaks were lost on the way. */

/**
 * The attribute that ends the heading if the `cells` of the first line are a heading and at least one row joined to one
 * line, with anything or nothing in between; otherwise `undefined`. The cells up to there are attributes, and that one
 * begins with an attribute: `id`, `name`, `mail 1`, `Ann`, …
 */
export function lastOfJoinedHeading(cells: readonly string[], names: readonly string[]): string | undefined {
  const left = new Set(names);
  const exact = cells.findIndex((cell) => !left.delete(cell));
  if (exact === -1) return undefined;
  const behind = cells.length - exact;
  const joined = [...left]
    .filter((name) => cells[exact]?.startsWith(name))
    .toSorted((one, other) => other.length - one.length)[0];
  // `mail 1`: as many cells follow as stand before it. One of many attributes may be all that a row has in common.
  if (joined !== undefined && exact >= 1 && behind > exact) return joined;
  // `mail`, `1`: the delimiter has replaced the line break, or followed it.
  return left.size === 0 && exact >= 2 && behind >= exact ? cells[exact - 1] : undefined;
}
