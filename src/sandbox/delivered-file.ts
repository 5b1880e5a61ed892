import { isFlag } from './connector-attributes.js';
import { headerMismatch, readCsv, valuesOf, type CsvContent } from './csv-file.js';
import type { Delivery } from './delivery.js';
import type { SandboxSource } from './model.js';
import { badRequest, Refused } from './replies.js';

/** What an uploaded file delivers to a source; throws `Refused` (400) for a heading that is not the account schema. */
export async function deliveryOf(source: SandboxSource, file: Buffer): Promise<Delivery> {
  const content = await readCsv(file, source);
  const mismatch = headerMismatch(content.header, source);
  if (mismatch !== undefined) throw new Refused(badRequest(mismatch, '400.1.3 Illegal value'));
  return raggedRow(content, source) ?? { kind: 'rows', rows: valuesOf(content, source) };
}

function raggedRow(content: CsvContent, source: SandboxSource): Delivery | undefined {
  if (!isFlag(source, 'stopIfLineHasWrongColumnLength')) return undefined;
  const columns = content.header.length > 0 ? content.header.length : source.schema.attributes.length;
  const index = content.rows.findIndex((row) => row.length !== columns);
  if (index === -1) return undefined;
  const found = content.rows[index]?.length ?? 0;
  return { kind: 'unreadable', text: `Row ${index + 1} has ${found} columns, but ${columns} are expected.` };
}
