/** Whether a line looks like the heading, be it misspelt. */
import { simplified } from '../model/similar-name.js';
import type { AccountSchema } from '../model/source.js';

/**
 * True if these cells are a heading for certain, so that they may be named: the native identity's column is among
 * them exactly, or at least half of them are columns of the schema exactly. A person's row holds the name of a column
 * now and then ("Manager"), but not so many of them.
 */
export function isHeading(cells: readonly string[], schema: AccountSchema): boolean {
  if (cells.includes(schema.identityAttribute)) return true;
  const names = new Set(schema.attributes.map(({ name }) => name));
  return matches(cells, names) * 2 >= cells.length;
}

/** True if these cells are a heading but for letter case, blanks and punctuation: not certain enough to name them. */
export function resemblesHeading(cells: readonly string[], schema: AccountSchema): boolean {
  const names = new Set(schema.attributes.map(({ name }) => simplified(name)));
  names.delete('');
  const forms = cells.map(simplified);
  return forms.includes(simplified(schema.identityAttribute)) || matches(forms, names) * 2 >= forms.length;
}

/**
 * True if a record below the heading is a heading once more, as where files were joined: in the native identity's column
 * stands a heading, and in most others as well. The columns may be in another order, and a byte order mark in front.
 */
export function isRepeatedHeading(
  cells: readonly string[],
  { identity = 0 }: { readonly identity: number | undefined },
  headings: ReadonlySet<string>,
): boolean {
  const isNamed = headings.has(withoutMark(cells[identity] ?? ''));
  return isNamed && matches(cells.map(withoutMark), headings) * 2 > cells.length;
}

function withoutMark(cell: string): string {
  return cell.startsWith('\ufeff') ? cell.slice(1) : cell;
}

/** How many of the names are among the cells: a cell that is there twice counts once. */
function matches(cells: readonly string[], names: ReadonlySet<string>): number {
  return new Set(cells.filter((cell) => names.has(cell))).size;
}
