/**
 * Values as a Java reader of the file stores them, and when two of them are equal. How far ISC itself goes is not known
 * (docs/isc-api.md#what-values-do).
 */
import { assertNever, type AttributeValues, type SchemaAttribute } from './model.js';

/** A cell as read: without signs up to U+0020 at both ends, and with LF for every line end inside. */
export function trimmed(cell: string): string {
  return cell.replace(/^[\0- ]+|[\0- ]+$/g, '').replace(/\r\n?/g, '\n');
}

/** Values as stored: of a BOOLEAN everything but "true", in any letter case, is false. Blanks stay blank. */
export function asRead(values: AttributeValues, attributes: readonly SchemaAttribute[]): AttributeValues {
  const booleans = attributes.filter(({ type }) => type === 'BOOLEAN');
  if (booleans.length === 0) return values;
  const read: Record<string, AttributeValues[string]> = { ...values };
  for (const { name } of booleans) {
    const value = values[name];
    if (typeof value === 'string') read[name] = readBoolean(value);
    else if (value !== undefined) read[name] = value.map(readBoolean);
  }
  return read;
}

function readBoolean(text: string): string {
  return text === '' || /^(?:true|false)$/i.test(text) ? text : 'false';
}

/**
 * True if an aggregation finds nothing to change from `before` to `after`: the same value in every attribute of the
 * schema. Blank, absent and an empty list are equal, and multiple values are a set. By type, a BOOLEAN is compared in
 * any letter case, an INT or LONG as a number, and a DATE as an instant.
 */
export function sameValues(
  before: AttributeValues,
  after: AttributeValues,
  attributes: readonly SchemaAttribute[],
): boolean {
  return attributes.every((attribute) => {
    const [one, other] = [before[attribute.name], after[attribute.name]];
    return one === other || sameValue(one, other, attribute);
  });
}

type Value = AttributeValues[string] | undefined;

function sameValue(before: Value, after: Value, { type }: SchemaAttribute): boolean {
  const [one, other] = [normalized(before, type), normalized(after, type)];
  return one.size === other.size && [...one].every((value) => other.has(value));
}

function normalized(value: Value, type: SchemaAttribute['type']): ReadonlySet<string> {
  const texts = (typeof value === 'string' ? [value] : (value ?? [])).map(trimmed);
  return new Set(texts.filter((text) => text !== '').map((text) => byType(text, type)));
}

function byType(text: string, type: SchemaAttribute['type']): string {
  switch (type) {
    case 'STRING':
      return text;
    case 'BOOLEAN':
      return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text;
    case 'INT':
    case 'LONG':
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : text;
    case 'DATE':
      return instantOf(text) ?? text;
    default:
      return assertNever(type);
  }
}

/** A date with hyphens, with or without a time. */
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

/** Milliseconds since the epoch; `undefined` for a text that is no ISO 8601 date. Without an offset it is UTC. */
function instantOf(text: string): string | undefined {
  if (!ISO.test(text)) return undefined;
  const hasOffset = /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T');
  const time = Date.parse(hasOffset ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : String(time);
}
