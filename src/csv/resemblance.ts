import type { AccountSchema } from '../model/source.js';

/** True if at least one field is a heading of the schema, be it in other letter case or with other blanks. */
export function resemblesHeading(fields: readonly string[], schema: AccountSchema): boolean {
  return matches(fields, schema) > 0;
}

/** How many of the fields are headings of the schema but for letter case, blanks and signs. */
export function matches(fields: readonly string[], schema: AccountSchema): number {
  const names = new Set(
    [...schema.attributes.map(({ name }) => name), schema.identityAttribute].map(simplified),
  );
  names.delete('');
  return fields.filter((field) => names.has(simplified(field))).length;
}

/** What stays of a heading if letter case, blanks and signs are a slip. */
export function simplified(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, '');
}
