import type { AccountSchema, FileFormat } from '../model/source.js';
import type { FindingCollector } from './findings-collector.js';
import { explainNoHeading } from './no-heading.js';
import { resemblesHeading, simplified } from './resemblance.js';

/** Where the checks of the rows find what they look at, by position in the record. */
export interface Layout {
  readonly width: number;
  /** `undefined` where the file does not have the column. */
  readonly identity: number | undefined;
  readonly display: number | undefined;
  /** The columns that can hold one value only. */
  readonly singleValued: readonly { readonly index: number; readonly name: string }[];
}

const MAX_SHOWN_LENGTH = 80;

/**
 * Compares the heading on `line` with the account schema: ISC takes exactly the schema's attributes
 * (docs/isc-api.md#the-file). Returns `undefined` where the line is no heading at all, so that no row can be understood.
 */
export function checkHeading(
  fields: readonly string[],
  line: number,
  format: Pick<FileFormat, 'delimiter'>,
  schema: AccountSchema,
  findings: FindingCollector,
): Layout | undefined {
  if (!resemblesHeading(fields, schema)) {
    explainNoHeading(fields.join(format.delimiter), line, format, schema, findings);
    return undefined;
  }
  const names = new Set(schema.attributes.map(({ name }) => name));
  const near = new Map([...names].map((name) => [simplified(name), name]));
  const seen = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const column = `Column ${index + 1}`;
    if (seen.has(field)) {
      findings.add('duplicate-column', `${column} has the heading ${shown(field)} once more.`, { line });
    } else if (field.trim() === '') {
      findings.add('unknown-column', `${column} has no heading.`, { line });
    } else if (!names.has(field)) {
      const meant = near.get(simplified(field));
      const hint = meant === undefined ? '' : ` Did you mean ${shown(meant)}?`;
      const message = `${column}, ${shown(field)}, is not in the account schema of the source.${hint}`;
      findings.add('unknown-column', message, { line });
    }
    seen.add(field);
  }
  for (const name of names) {
    if (seen.has(name) || name === schema.identityAttribute) continue;
    findings.add('missing-column', `The column ${shown(name)} of the account schema is missing.`, { line });
  }
  if (!seen.has(schema.identityAttribute)) {
    const message = `The column ${shown(schema.identityAttribute)} is missing: it holds the native identity of each account.`;
    findings.add('missing-identity-column', message, { line });
  }
  return layoutOf(fields, schema);
}

function layoutOf(fields: readonly string[], schema: AccountSchema): Layout {
  // From the end: if a heading occurs twice, its first column counts.
  const positions = new Map(fields.map((field, index) => [field, index] as const).reverse());
  const position = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : positions.get(name);
  return {
    width: fields.length,
    identity: position(schema.identityAttribute),
    display: position(schema.displayAttribute),
    singleValued: schema.attributes.flatMap(({ name, isMulti }) => {
      const index = position(name);
      return isMulti || index === undefined ? [] : [{ index, name }];
    }),
  };
}

/** A heading for a message: on one line, without control characters, not endlessly long. */
function shown(heading: string): string {
  const characters = Array.from(heading.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}'));
  const text =
    characters.length > MAX_SHOWN_LENGTH
      ? `${characters.slice(0, MAX_SHOWN_LENGTH - 1).join('')}…`
      : characters.join('');
  return `"${text}"`;
}
