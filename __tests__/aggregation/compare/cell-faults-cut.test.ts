import { expect, it } from '@jest/globals';
import { UNKNOWN_OWNERSHIP } from '../../support/planned-people.js';
import { cutValueFinding } from '../../../src/aggregation/compare/cell-faults.js';
import { ValueComparison } from '../../../src/aggregation/compare/value-comparison.js';
import { ValueSink } from '../../../src/csv/values/value-sink.js';
import type { AttributeType } from '../../../src/model/source.js';
import { checkChunks } from '../../../src/csv/check-file.js';
import { FORMAT } from '../../csv/checking.js';

async function* blockOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

/** Whether a file whose last value is this is taken for cut off. */
async function isCut(
  text: string,
  now: unknown,
  type: AttributeType = 'STRING',
  isMulti = false,
): Promise<boolean> {
  const schema = {
    identityAttribute: 'id',
    displayAttribute: 'id',
    attributes: [
      { name: 'id', type: 'STRING' as const, isMulti: false },
      { name: 'value', type, isMulti },
    ],
  };
  const sink = new ValueSink(schema, { ignoreColumns: [], showValues: [] });
  const file = `id,value\n1,a\n2,${text}`;
  await checkChunks(blockOf(file), FORMAT, schema, { sink });
  const { values } = sink;
  if (values === undefined) throw new Error('The file has values.');
  const compared = new ValueComparison(values);
  compared.take(0, '1', { attributes: { value: 'abc' }, ownership: UNKNOWN_OWNERSHIP });
  compared.take(1, '2', { attributes: { value: now }, ownership: UNKNOWN_OWNERSHIP });
  if (compared.isCut && values.openEnd !== undefined) {
    const { line, message } = cutValueFinding(values, values.openEnd);
    expect(line).toBe(3);
    expect(message).toContain('"value"');
  }
  return compared.isCut;
}

it.each<[what: string, text: string, now: unknown, type?: AttributeType, isMulti?: boolean]>([
  ['a text', 'Sal', 'Sales'],
  ['at a blank', 'Sales ', 'Sales Europe'],
  ['in quotes that close', '"Sales"', 'Sales "Europe"'],
  ['a date', '2026-01-3', '2026-01-31', 'DATE'],
  ['a number', '41', 417, 'INT'],
  ['one of several values', 'sta', ['hr', 'staff'], 'STRING', true],
])('the file ends within its last value: %s', async (_, text, now, ...about) => {
  expect(await isCut(text, now, ...about)).toBe(true);
});

it.each<[what: string, text: string, now: unknown, type?: AttributeType, isMulti?: boolean]>([
  ['a line end follows', 'Sal\n', 'Sales'],
  ['the same value', 'Sales', 'Sales'],
  ['equal for its type', '41', '041', 'INT'],
  ['one of several that ISC has', 'hr', ['hr', 'hr-admins'], 'STRING', true],
  ['another value', 'Support', 'Sales'],
  ['a longer value', 'Sales Europe', 'Sales'],
  ['no value', '', 'Sales'],
  ['no value in ISC', 'Sales', null],
])('the file does not: %s', async (_, text, now, ...about) => {
  expect(await isCut(text, now, ...about)).toBe(false);
});
