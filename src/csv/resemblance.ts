/** Whether a line looks like the heading, even if it is misspelled. */
import { simplified } from '../model/similar-name.js';
import type { AccountSchema } from '../model/source.js';
import type { CsvRecord } from './record.js';

/**
 * True if these cells are certainly a heading, so that they may be named: they include the native identity's column, or
 * at least half of them are columns of the schema, all exactly. A person's row may contain the name of a column
 * ("Manager"), but not so many of them.
 */
export function isHeading(cells: readonly string[], schema: AccountSchema): boolean {
  if (cells.includes(schema.identityAttribute)) return true;
  const names = new Set(schema.attributes.map(({ name }) => name));
  return matches(cells, names) * 2 >= cells.length;
}

/**
 * True if these cells are a heading except for letter case, spaces and punctuation: not certain enough to name them.
 */
export function resemblesHeading(cells: readonly string[], schema: AccountSchema): boolean {
  const names = new Set(schema.attributes.map(({ name }) => simplified(name)));
  names.delete('');
  const forms = cells.map(simplified);
  return forms.includes(simplified(schema.identityAttribute)) || matches(forms, names) * 2 >= forms.length;
}

/**
 * True if a record below the heading repeats it, as in joined files: the native identity's column contains a heading,
 * (of a heading without it: the first column; `identity` is its text), and so do most others. The columns may be in another order, and a byte order mark may precede them.
 */
export function isRepeatedHeading(
  record: CsvRecord,
  identity: string | undefined,
  headings: ReadonlySet<string>,
): boolean {
  const isNamed = headings.has(withoutMark(identity ?? record.text(0)));
  return isNamed && matches(record.texts().map(withoutMark), headings) * 2 > record.length;
}

function withoutMark(cell: string): string {
  return cell.startsWith('\ufeff') ? cell.slice(1) : cell;
}

/** How many of the names are among the cells; duplicate cells count once. */
function matches(cells: readonly string[], names: ReadonlySet<string>): number {
  return new Set(cells.filter((cell) => names.has(cell))).size;
}
