/** Whether a line looks like the heading, even misspelled, or with rows joined to it. */
import { simplified } from '../model/similar-name.js';
import type { AccountSchema } from '../model/source.js';
import type { CsvRecord } from './record.js';

/**
 * True if these cells are a heading: more than half of them are attributes of the schema, exactly; one that is there
 * twice counts once. A person's row may contain the name of an attribute ("Manager"), but not so many of them.
 */
export function isHeading(cells: readonly string[], schema: AccountSchema): boolean {
  const names = new Set(schema.attributes.map(({ name }) => name));
  return matches(cells, names) * 2 > cells.length;
}

/** What a name of a column may look like: letters of any script, digits, `_`, `.`, `-` and single spaces inside. */
const NAME = /^[\p{L}\p{M}\p{N}_.-]+(?: [\p{L}\p{M}\p{N}_.-]+)*$/u;
const MAX_NAME_LENGTH = 64;

/**
 * True if a cell of a heading that is no attribute may be named: it reads like a name, and holds no attribute followed by
 * more text, as where line breaks were lost. Other cells may be a person's.
 */
export function readsLikeName(cell: string, attributes: Iterable<string>): boolean {
  if (cell.length > MAX_NAME_LENGTH || !NAME.test(cell) || /^[\p{N}]+$/u.test(cell)) return false;
  for (const name of attributes) if (cell.length > name.length && cell.startsWith(`${name} `)) return false;
  return true;
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

/** The names of a heading, and what tells most cells from them without looking at their text. */
export interface HeadingNames {
  readonly names: ReadonlySet<string>;
  /** The first byte of each, and its number of bytes in one number. */
  readonly looks: ReadonlySet<number>;
}

/** The names of this heading. */
export function headingNames(heading: readonly string[]): HeadingNames {
  const looks = heading.map((name) => {
    const bytes = Buffer.from(name);
    return lookOf(bytes[0] ?? 0, bytes.length);
  });
  return { names: new Set(heading), looks: new Set(looks) };
}

function lookOf(firstByte: number, bytes: number): number {
  return bytes * 0x100 + firstByte;
}

/**
 * True if a record below the heading repeats it, as in joined files: the native identity's column contains a heading,
 * (`identity` is its cell; the first one in a file without the column), and so do most others. The columns may be in
 * another order, and a byte order mark may precede them.
 */
export function isRepeatedHeading(record: CsvRecord, identity: number, headings: HeadingNames): boolean {
  const { looks, names } = headings;
  const start = record.startOf(identity);
  const look = lookOf(record.bytes[start] ?? 0, record.endOf(identity) - start);
  const isOther = record.isPlain(identity) && !looks.has(look);
  if (isOther || !names.has(withoutMark(record.text(identity)))) return false;
  return matches(record.texts().map(withoutMark), names) * 2 > record.length;
}

function withoutMark(cell: string): string {
  return cell.startsWith('\ufeff') ? cell.slice(1) : cell;
}

/** How many of the names are among the cells; duplicate cells count once. */
function matches(cells: readonly string[], names: ReadonlySet<string>): number {
  return new Set(cells.filter((cell) => names.has(cell))).size;
}

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
