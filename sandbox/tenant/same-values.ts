import { type AttributeValues, type SchemaAttribute, assertNever } from './model.js';

/**
 * True if an aggregation finds nothing to change from `before` to `after`: the same value in every attribute of the
 * schema. Blank, absent and an empty list are equal, and multiple values are a set. By type, a BOOLEAN is compared in
 * any letter case, an INT or LONG as a number, and a DATE as an instant. How far ISC itself goes is not known
 * (docs/isc-api.md#what-values-do).
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
  const texts = typeof value === 'string' ? [value] : (value ?? []);
  return new Set(texts.filter((text) => text !== '').map((text) => byType(text, type)));
}

function byType(text: string, type: SchemaAttribute['type']): string {
  switch (type) {
    case 'STRING':
      return text;
    case 'BOOLEAN':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
    case 'INT':
    case 'LONG':
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : text;
    case 'DATE': {
      const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(time) ? text : String(time);
    }
    default:
      return assertNever(type);
  }
}
