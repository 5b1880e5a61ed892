/** Checks the heading of a file against the account schema. */
import { similarName, simplified } from '../model/similar-name.js';
import { mergesByOthers, type AccountSchema, type FileFormat } from '../model/source.js';
import { quotedName } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import { explainNoHeading } from './no-heading.js';
import { isHeading, readsLikeName } from './resemblance.js';

/** Positions in the record of what the checks of the rows need. */
export interface Layout {
  /** The cells of the heading. */
  readonly heading: readonly string[];
  /** `undefined` if the file does not have the column, or has it twice. */
  readonly identity: number | undefined;
  readonly display: number | undefined;
  /** The single-valued columns, except that of the native identity. */
  readonly singleValued: readonly { readonly index: number; readonly name: string }[];
  /** The columns by which the source merges rows, if not by the native identity; otherwise empty. */
  readonly mergedBy: readonly number[];
}

const BYTE_ORDER_MARK = '\u{feff}';

/** Names are compared one by one, so only this many are checked for "Did you mean". */
const MAX_COMPARED = 200;

/**
 * Compares the heading on `line` with the account schema: ISC accepts exactly the schema's attributes
 * (docs/isc-api.md#the-file). Returns `undefined` if the line is not a heading, so that no row can be understood.
 */
export function checkHeading(
  fields: readonly string[],
  line: number,
  format: FileFormat,
  schema: AccountSchema,
  findings: FindingCollector,
): Layout | undefined {
  if (!isHeading(fields, schema)) {
    explainNoHeading(fields.join(format.delimiter), line, format, schema, findings);
    return undefined;
  }
  const { identityAttribute } = schema;
  const names = new Set(schema.attributes.map(({ name }) => name));
  const suggest = suggestions(fields, names);
  const hasIdentity = fields.includes(identityAttribute);
  const isSecondIdentity = (field: string): boolean =>
    hasIdentity && !names.has(field) && loosely(field) === loosely(identityAttribute);
  const seen = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const column = `Column ${index + 1}`;
    if (seen.has(field)) {
      const message =
        field === identityAttribute
          ? `${column} is a second ${quotedName(field)}, the column of the native identity: ISC could read either one.`
          : `${column} repeats the heading ${quotedName(field)}.`;
      findings.add('duplicate-column', message, { line });
    } else if (field.trim() === '') {
      findings.add('unknown-column', `${column} has no heading.${nameless(index, fields.length)}`, { line });
    } else if (field.startsWith(BYTE_ORDER_MARK)) {
      const message = `${column} begins with a byte order mark that is not the first sign of the file: a second one, or files were joined. Have the export write UTF-8 without it.`;
      findings.add('unknown-column', message, { line });
    } else if (isSecondIdentity(field)) {
      const message = `${column} differs from ${quotedName(identityAttribute)}, the column of the native identity, only in letter case or spaces around it: ISC could read either one.`;
      findings.add('duplicate-column', message, { line });
    } else if (!names.has(field)) {
      const name = readsLikeName(field, names) ? `, ${quotedName(field)},` : '';
      const message = `${column}${name} is not in the account schema of the source.${suggest(field)}`;
      findings.add('unknown-column', message, { line });
    }
    seen.add(field);
  }
  for (const name of names) {
    if (seen.has(name) || name === identityAttribute) continue;
    findings.add('missing-column', `The column ${quotedName(name)} of the account schema is missing.`, {
      line,
    });
  }
  if (!seen.has(identityAttribute)) {
    const message = `The column ${quotedName(identityAttribute)} is missing: it holds the native identity of each account.`;
    findings.add('missing-identity-column', message, { line });
  }
  return layoutOf(fields, format, schema);
}

/** What a column without a name probably is, as a sentence with a leading space. */
function nameless(index: number, width: number): string {
  if (index === 0)
    return ' It probably has the number of the row: have the export leave it out (pandas: index=False, R: row.names=FALSE).';
  return index === width - 1 ? ' The heading ends with a delimiter: have the export leave it out.' : '';
}

/** Suggests which of the missing columns a name may stand for, as a sentence with a leading space. */
function suggestions(fields: readonly string[], names: ReadonlySet<string>): (field: string) => string {
  const present = new Set(fields);
  const missing = [...names].filter((name) => !present.has(name));
  const byForm = new Map(missing.map((name) => [simplified(name), name]));
  let left = MAX_COMPARED;
  return (field) => {
    const same = byForm.get(simplified(field));
    if (same !== undefined) {
      return ` Did you mean ${quotedName(same)}? Names are case-sensitive, and spaces and punctuation count.`;
    }
    left -= 1;
    const near = left < 0 || missing.length > MAX_COMPARED ? undefined : similarName(field, missing);
    return near === undefined ? '' : ` Did you mean ${quotedName(near)}?`;
  };
}

function layoutOf(fields: readonly string[], format: FileFormat, schema: AccountSchema): Layout {
  // From the end, so that the first column counts if a heading occurs twice.
  const positions = new Map(fields.map((field, index) => [field, index] as const).reverse());
  const position = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : positions.get(name);
  return {
    heading: fields,
    identity: hasOneIdentity(fields, schema) ? position(schema.identityAttribute) : undefined,
    display: position(schema.displayAttribute),
    singleValued: schema.attributes.flatMap(({ name, isMulti }) => {
      const index = position(name);
      return isMulti || index === undefined || name === schema.identityAttribute ? [] : [{ index, name }];
    }),
    mergedBy: mergesByOthers(format, schema).flatMap((name) => position(name) ?? []),
  };
}

/**
 * True if exactly one column can hold the native identities. Of two, it is not known which one ISC reads; and one that
 * differs only in letter case or surrounding spaces may be the same to ISC.
 */
function hasOneIdentity(
  fields: readonly string[],
  { attributes, identityAttribute }: AccountSchema,
): boolean {
  const others = new Set(attributes.map(({ name }) => name).filter((name) => name !== identityAttribute));
  const wanted = loosely(identityAttribute);
  return fields.filter((field) => !others.has(field) && loosely(field) === wanted).length === 1;
}

function loosely(name: string): string {
  return name.trim().toLowerCase();
}
