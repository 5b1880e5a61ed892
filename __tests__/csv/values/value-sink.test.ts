import { describe, expect, it } from '@jest/globals';
import { isNone, noCell } from '../../../src/csv/values/cell.js';
import { ValueSink } from '../../../src/csv/values/value-sink.js';
import { accountsOf, recordOf, schemaOf } from '../checking.js';

const SCHEMA = schemaOf(['id', 'name', 'dept', 'floor'], ['dept']);
const ACCOUNTS = accountsOf(['1']);
const NONE = { ignoreColumns: [], showValues: [] };

/** Whether the account with this key has a value in a column. */
function has(sink: ValueSink, key: string, column: string): boolean {
  const { values } = sink;
  const account = values?.accountOf(key);
  if (values === undefined || account === undefined) throw new Error(`no account ${key}`);
  const index = values.columns.findIndex(({ name }) => name === column);
  const list = values.lists(index)?.of(account);
  if (list !== undefined) return list.length > 0;
  const cell = noCell();
  values.read(account, index, cell);
  return !isNone(cell);
}

describe('the columns of a file that are compared', () => {
  it('are those of the schema except the native identity, in any order of the heading', () => {
    const sink = new ValueSink(SCHEMA, { ignoreColumns: [], showValues: ['dept'] });
    sink.heading(['dept', 'id', 'name'], ACCOUNTS);
    expect(sink.values?.columns).toMatchObject([
      { name: 'name', isMulti: false, isShown: false },
      { name: 'dept', isMulti: true, isShown: true },
    ]);
    expect(sink.ignored).toEqual([]);
  });

  it('are not those of ignore-columns, which are named if the file has them', () => {
    const sink = new ValueSink(SCHEMA, { ignoreColumns: ['floor', 'name', 'id', 'x'], showValues: [] });
    sink.heading(['id', 'name', 'dept'], ACCOUNTS);
    expect(sink.values?.columns.map(({ name }) => name)).toEqual(['dept']);
    expect(sink.ignored).toEqual(['name']);
  });

  it('are unknown before the heading', () => {
    const sink = new ValueSink(SCHEMA, NONE);
    sink.row(0, recordOf(['1', 'Ada']));
    expect(sink.values).toBeUndefined();
  });
});

describe('the rows of a file', () => {
  it('are kept by their columns', () => {
    const sink = new ValueSink(SCHEMA, NONE);
    sink.heading(['dept', 'id', 'name'], ACCOUNTS);
    sink.row(0, recordOf(['', '1', 'Ada']));
    expect([has(sink, '1', 'name'), has(sink, '1', 'dept')]).toEqual([true, false]);
  });

  it.each([
    [undefined, true],
    [true, true],
    // Only the last row counts.
    [false, false],
  ])('of one account are merged if the source merges rows (%s): %s', (mergesRows, isKept) => {
    const sink = new ValueSink(SCHEMA, NONE, mergesRows === undefined ? {} : { mergesRows });
    sink.heading(['id', 'name'], ACCOUNTS);
    sink.row(0, recordOf(['1', 'Ada']));
    sink.row(0, recordOf(['1', '']));
    expect(has(sink, '1', 'name')).toBe(isKept);
  });

  it('are not kept for an empty source, only the columns', () => {
    const sink = new ValueSink(SCHEMA, NONE, { keepsRows: false });
    sink.heading(['id', 'name'], ACCOUNTS);
    sink.row(0, recordOf(['1', 'Ada']));
    expect(sink.values).toMatchObject({ accounts: 0, columns: [{ name: 'name' }] });
  });
});
