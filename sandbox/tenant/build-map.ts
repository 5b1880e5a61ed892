import type { AttributeValues, BuildMap } from './model.js';

/** A row after the rule. */
export function applyBuildMap(row: AttributeValues, rule: BuildMap): AttributeValues {
  const made = Object.entries(rule).map(([name, template]): [string, string] => [
    name,
    (template ?? '').replace(/\{([^{}]+)\}/g, (_whole, column: string) => String(row[column] ?? '')),
  ]);
  return { ...row, ...Object.fromEntries(made) };
}
