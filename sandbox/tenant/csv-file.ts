/** Reads an uploaded file as a Delimited File source does: rows, heading, BuildMap rule, and the accounts that they form. */
import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { delimiterOf, isFlag, textOf } from './connector-attributes.js';
import type { Delivery } from './aggregation.js';
import { RowMerger } from './merge-rows.js';
import type { AttributeValues, BuildMap, SandboxSource } from './model.js';
import { Refused, badRequest } from './replies.js';
import { trimmed } from './stored-values.js';

/**
 * The rows of a file including the heading, one by one. Reads as leniently as ISC: stray quotes, ragged rows and blank
 * lines are not errors, and rows that begin with the source's comment character are skipped. Records end as the first one
 * does: any other line break is part of a cell. Never throws, whatever the file contains.
 */
export function rowsOf(
  chunks: readonly Buffer[],
  source: Pick<SandboxSource, 'connectorAttributes'>,
): AsyncIterable<readonly string[]> {
  const comment = textOf(source, 'commentCharacter') ?? '#';
  return Readable.from(chunks).pipe(
    parse({
      delimiter: delimiterOf(source),
      record_delimiter: recordEndOf(chunks, comment),
      comment,
      comment_no_infix: true,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      // To the parser, a blank line that does not end like the first line is text.
      on_record: (row: string[]) => (row.length === 1 && /^[\r\n]+$/.test(row[0] ?? '') ? null : row),
    }),
  );
}

/** Longer than any heading, in bytes. */
const BEGINNING = 64 * 1024;

/** How the first record ends that is neither blank nor a comment: with CRLF, LF or CR. */
function recordEndOf(chunks: readonly Buffer[], comment: string): string {
  let beginning = Buffer.alloc(0);
  for (const chunk of chunks) {
    if (beginning.length < BEGINNING) beginning = Buffer.concat([beginning, chunk]);
  }
  const text = beginning.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  for (const [, record = '', end = ''] of text.matchAll(/((?:"[^"]*"|[^"\r\n])*)(\r\n|\r|\n|$)/g)) {
    const isSkipped = record === '' || (comment !== '' && record.startsWith(comment));
    if (!isSkipped && end !== '') return end;
  }
  return '\n';
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

/**
 * Converts rows to values by attribute, without blanks around them but those of the native identity. Of a column that is
 * there twice the last one counts. All have the same shape, so that those of a large file fit into memory.
 */
export function valuesOf(
  names: readonly string[],
  identity: string,
): (row: readonly string[]) => AttributeValues {
  const blank = Object.fromEntries(names.map((name) => [name, '']));
  return (row) => {
    const values = { ...blank };
    for (const [index, name] of names.entries()) {
      const cell = row[index] ?? '';
      values[name] = name === identity ? cell : trimmed(cell);
    }
    return values;
  };
}

/** A row after the rule. */
export function applyBuildMap(row: AttributeValues, rule: BuildMap): AttributeValues {
  const made = Object.entries(rule).map(([name, template]): [string, string] => [
    name,
    (template ?? '').replace(/\{([^{}]+)\}/g, (_whole, column: string) => String(row[column] ?? '')),
  ]);
  return { ...row, ...Object.fromEntries(made) };
}

/**
 * What an uploaded file delivers to a source. Only the accounts from its rows are kept. Throws `Refused` (400) for a
 * heading that does not match the account schema.
 */
export async function deliveryOf(source: SandboxSource, chunks: readonly Buffer[]): Promise<Delivery> {
  const stops = isFlag(source, 'stopIfLineHasWrongColumnLength');
  const merged = new RowMerger(source);
  let names = hasHeading(source) ? undefined : attributesOf(source);
  let valuesIn = valuesOf(names ?? [], source.schema.identityAttribute);
  let number = 0;
  for await (const row of rowsOf(chunks, source)) {
    if (names === undefined) {
      refuseMismatch(row, source);
      names = row;
      valuesIn = valuesOf(names, source.schema.identityAttribute);
      continue;
    }
    number += 1;
    if (stops && row.length !== names.length) {
      const text = `Row ${number} has ${row.length} columns, but ${names.length} are expected.`;
      return { kind: 'unreadable', text };
    }
    const values = valuesIn(row);
    merged.add(source.buildMap === undefined ? values : applyBuildMap(values, source.buildMap));
  }
  if (names === undefined) refuseMismatch([], source);
  return { kind: 'accounts', merged };
}

function refuseMismatch(heading: readonly string[], source: SandboxSource): void {
  const mismatch = headingMismatch(heading, source);
  if (mismatch !== undefined) throw new Refused(badRequest(mismatch, '400.1.3 Illegal value'));
}

function attributesOf(source: SandboxSource): readonly string[] {
  return source.schema.attributes.map((attribute) => attribute.name);
}
