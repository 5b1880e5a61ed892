import { isFlag } from './connector-attributes.js';
import type { AttributeValues, SandboxSource } from './model.js';

/** The accounts that the rows of a file make, and how many rows make none. */
export interface MergedRows {
  /** By native identity. */
  readonly accounts: ReadonlyMap<string, AttributeValues>;
  /** Rows without a native identity. */
  readonly ignored: number;
}

/**
 * Makes accounts of rows. Rows of one account that stand together are merged if the source has `mergeRows`
 * or the schema a multi-valued attribute; otherwise, and where they do not stand together, the later row
 * replaces the earlier one: the reason why a file must be sorted (isc-api.md, "The file").
 */
export function mergeRows(rows: readonly AttributeValues[], source: SandboxSource): MergedRows {
  const { identityAttribute, attributes } = source.schema;
  const multi = new Set(attributes.filter((one) => one.isMulti).map((one) => one.name));
  const merges = isFlag(source, 'mergeRows') || multi.size > 0;
  const accounts = new Map<string, AttributeValues>();
  let ignored = 0;
  let previous: string | undefined;
  for (const row of rows) {
    const identity = single(row[identityAttribute]);
    if (identity === '') {
      ignored += 1;
    } else {
      const before = merges && previous === identity ? accounts.get(identity) : undefined;
      accounts.set(identity, before === undefined ? first(row, multi) : merged(before, row, multi));
    }
    previous = identity;
  }
  return { accounts, ignored };
}

function first(row: AttributeValues, multi: ReadonlySet<string>): AttributeValues {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, multi.has(name) ? several(value) : single(value)]),
  );
}

function merged(before: AttributeValues, row: AttributeValues, multi: ReadonlySet<string>): AttributeValues {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      multi.has(name) ? [...new Set([...several(before[name]), ...several(value)])] : single(value),
    ]),
  );
}

function single(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

function several(value: string | readonly string[] | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return value ?? [];
}
