import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { delimiterOf, isFlag, textOf } from './connector-attributes.js';
import type { AttributeValues, SandboxSource } from './model.js';

/**
 * The rows of a file including the heading, one by one. Reads as leniently as ISC: stray quotes, ragged rows and blank
 * lines are not errors, and rows that begin with the source's comment character are skipped. Never throws, whatever the
 * file contains.
 */
export function rowsOf(chunks: readonly Buffer[], source: SandboxSource): AsyncIterable<readonly string[]> {
  return Readable.from(chunks).pipe(
    parse({
      delimiter: delimiterOf(source),
      comment: textOf(source, 'commentCharacter') ?? '#',
      comment_no_infix: true,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
    }),
  );
}

/** True for a source whose file begins with a heading. */
export function hasHeading(source: SandboxSource): boolean {
  return !isFlag(source, 'hasHeader', false);
}

/** ISC's message for a heading that does not match the account schema exactly; `undefined` if it does. */
export function headingMismatch(heading: readonly string[], source: SandboxSource): string | undefined {
  const wanted = source.schema.attributes.map((attribute) => attribute.name);
  const unknown = heading.filter((name) => !wanted.includes(name));
  const missing = wanted.filter((name) => !heading.includes(name));
  if (unknown.length === 0 && missing.length === 0) return undefined;
  return `Column: "[${unknown.join(', ')}]" is unknown and/or column: "[${missing.join(', ')}]" is missing`;
}

/** Converts rows to values by attribute. All have the same shape, so that those of a large file fit into memory. */
export function valuesOf(names: readonly string[]): (row: readonly string[]) => AttributeValues {
  const blank = Object.fromEntries(names.map((name) => [name, '']));
  return (row) => {
    const values = { ...blank };
    for (const [index, name] of names.entries()) values[name] = row[index] ?? '';
    return values;
  };
}
