import { applyBuildMap } from './build-map.js';
import { isFlag } from './connector-attributes.js';
import { hasHeading, headingMismatch, rowsOf, valuesOf } from './csv-file.js';
import type { Delivery } from './delivery.js';
import { RowMerger } from './merge-rows.js';
import type { SandboxSource } from './model.js';
import { badRequest, Refused } from './replies.js';

/**
 * What an uploaded file delivers to a source. Only the accounts from its rows are kept. Throws `Refused` (400) for a
 * heading that does not match the account schema.
 */
export async function deliveryOf(source: SandboxSource, chunks: readonly Buffer[]): Promise<Delivery> {
  const stops = isFlag(source, 'stopIfLineHasWrongColumnLength');
  const merged = new RowMerger(source);
  let names = hasHeading(source) ? undefined : attributesOf(source);
  let valuesIn = valuesOf(names ?? []);
  let number = 0;
  for await (const row of rowsOf(chunks, source)) {
    if (names === undefined) {
      refuseMismatch(row, source);
      names = row;
      valuesIn = valuesOf(names);
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
