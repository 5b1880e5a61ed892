/** Forms accounts from rows. */
import { isFlag, namesOf } from './connector-attributes.js';
import type { AttributeValues, SandboxSource } from './model.js';

/** The accounts formed by the rows of a file, and how many rows form none. */
export interface MergedRows {
  /** By native identity. */
  readonly accounts: ReadonlyMap<string, AttributeValues>;
  /** Rows without a native identity. */
  readonly ignored: number;
}

/**
 * Forms accounts from rows, one by one. Adjacent rows of one account are merged if the source has `mergeRows` or the
 * schema a multi-valued attribute. Otherwise, and if they are not adjacent, the later row replaces the earlier one,
 * which is why a file must be sorted (docs/isc-api.md#the-file). "Of one account" means the same native identity, or
 * the same values in `indexColumn` or `indexColumns` if the source has them; in any letter case with
 * `isCaseInsensitiveMerge`. Merging collects multiple values, and keeps the last non-blank one of a single-valued
 * attribute.
 */
export class RowMerger implements MergedRows {
  readonly accounts = new Map<string, AttributeValues>();
  ignored = 0;
  readonly #identityAttribute: string;
  readonly #multi: ReadonlySet<string>;
  readonly #merges: boolean;
  readonly #index: readonly string[];
  readonly #anyCase: boolean;
  /** The spelling under which an account is stored. */
  readonly #spelling = new Map<string, string>();
  #previous: { readonly key: string; readonly identity: string } | undefined;

  constructor(source: SandboxSource) {
    const { identityAttribute, attributes } = source.schema;
    const index = namesOf(source, 'indexColumns') ?? namesOf(source, 'indexColumn');
    this.#identityAttribute = identityAttribute;
    this.#multi = new Set(attributes.filter((one) => one.isMulti).map((one) => one.name));
    this.#merges = isFlag(source, 'mergeRows') || this.#multi.size > 0;
    this.#index = index ?? [identityAttribute];
    this.#anyCase = isFlag(source, 'isCaseInsensitiveMerge');
  }

  /** Takes the next row. */
  add(row: AttributeValues): void {
    const written = single(row[this.#identityAttribute]);
    if (written === '') {
      this.ignored += 1;
      this.#previous = undefined;
      return;
    }
    const values = this.#index.map((name) => single(row[name])).join('\0');
    const key = this.#anyCase ? values.toLowerCase() : values;
    const together = this.#merges && this.#previous?.key === key ? this.#previous : undefined;
    const identity = together?.identity ?? this.#kept(written);
    const before = together === undefined ? undefined : this.accounts.get(identity);
    this.accounts.set(identity, before === undefined ? this.#first(row) : this.#merged(before, row));
    this.#previous = { key, identity };
  }

  #kept(identity: string): string {
    if (!this.#anyCase) return identity;
    const folded = identity.toLowerCase();
    const known = this.#spelling.get(folded) ?? identity;
    this.#spelling.set(folded, known);
    return known;
  }

  #first(row: AttributeValues): AttributeValues {
    const values: Record<string, string | readonly string[]> = { ...row };
    for (const [name, value] of Object.entries(row)) {
      if (this.#multi.has(name)) values[name] = several(value);
      else if (typeof value !== 'string') values[name] = single(value);
    }
    return values;
  }

  #merged(before: AttributeValues, row: AttributeValues): AttributeValues {
    const values: Record<string, string | readonly string[]> = { ...before };
    for (const [name, value] of Object.entries(row)) {
      if (this.#multi.has(name)) {
        values[name] = [...new Set([...several(before[name]), ...several(value)])];
      } else if (name !== this.#identityAttribute && single(value) !== '') {
        values[name] = single(value);
      }
    }
    return values;
  }
}

/** The accounts formed by all of these rows. */
export function mergeRows(rows: Iterable<AttributeValues>, source: SandboxSource): MergedRows {
  const merger = new RowMerger(source);
  for (const row of rows) merger.add(row);
  return merger;
}

function single(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

function several(value: string | readonly string[] | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return value ?? [];
}
