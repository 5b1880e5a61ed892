import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { delimiterOf, isFlag, textOf } from './connector-attributes.js';
import type { AttributeValues, SandboxSource } from './model.js';

/** What stands in an uploaded file: its heading, and the rows below it. */
export interface CsvContent {
  /** Empty for a source whose file has no heading. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a file as leniently as ISC does: stray quotes, ragged rows and blank lines are no error, and rows
 * that begin with the source's comment character are skipped. Never throws for what stands in the file.
 */
export async function readCsv(content: Buffer, source: SandboxSource): Promise<CsvContent> {
  const parser = Readable.from([content]).pipe(
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
  const rows: string[][] = [];
  for await (const row of parser as AsyncIterable<string[]>) rows.push(row);
  const header = isFlag(source, 'hasHeader', false) ? [] : (rows.shift() ?? []);
  return { header, rows };
}

/** ISC's words for a heading that is not exactly the account schema; `undefined` where it is. */
export function headerMismatch(header: readonly string[], source: SandboxSource): string | undefined {
  if (isFlag(source, 'hasHeader', false)) return undefined;
  const wanted = source.schema.attributes.map((attribute) => attribute.name);
  const unknown = header.filter((name) => !wanted.includes(name));
  const missing = wanted.filter((name) => !header.includes(name));
  if (unknown.length === 0 && missing.length === 0) return undefined;
  return `Column: "[${unknown.join(', ')}]" is unknown and/or column: "[${missing.join(', ')}]" is missing`;
}

/** The rows as values by attribute: by the heading, or by the order of the schema where there is none. */
export function valuesOf(content: CsvContent, source: SandboxSource): AttributeValues[] {
  const names =
    content.header.length > 0 ? content.header : source.schema.attributes.map((attribute) => attribute.name);
  return content.rows.map((row) =>
    Object.fromEntries(names.map((name, index): [string, string] => [name, row[index] ?? ''])),
  );
}
