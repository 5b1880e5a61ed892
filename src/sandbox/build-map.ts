import type { AttributeValues } from './model.js';

/**
 * What a BuildMap rule of the source makes of a row, by attribute: a text in which `{column}` stands for the row's
 * value, or null for a column that it drops. Columns that are not named stay.
 */
export type BuildMap = Readonly<Record<string, string | null>>;

/** A row as the rule leaves it. */
export function applyBuildMap(row: AttributeValues, rule: BuildMap): AttributeValues {
  const made = Object.entries(rule).map(([name, template]): [string, string] => [
    name,
    (template ?? '').replace(/\{([^{}]+)\}/g, (_whole, column: string) => String(row[column] ?? '')),
  ]);
  return { ...row, ...Object.fromEntries(made) };
}
