import { describe, expect, it } from '@jest/globals';
import { CellStore } from '../../src/csv/cell-store.js';
import { noFingerprint, type Fingerprint } from '../../src/csv/fingerprint.js';

const printOf = (seed: number): Fingerprint => ({ low: seed, high: seed + 1, loose: seed + 2 });

function cell(store: CellStore, row: number, column: number): Fingerprint {
  const print = noFingerprint();
  store.get(row, column, print);
  return print;
}

describe('the fingerprints of a table', () => {
  // One column takes a block of 65,536 rows; more columns than a block has cells take one row each.
  it.each([
    [1, 65_537],
    [2, 32_769],
    [3, 40_000],
    [20, 8_000],
    [70_000, 3],
  ])('of %i columns and %i rows are kept', (columns, rows) => {
    const store = new CellStore(columns);
    const last = columns - 1;
    for (let row = 0; row < rows; row += 1) {
      if (store.addRow() !== row) throw new Error(`Row ${row} has another number.`);
      store.set(row, 0, printOf(10 * row + 1));
      if (last > 0) store.set(row, last, printOf(10 * row + 2));
    }
    expect(store.rows).toBe(rows);
    for (const row of [0, 1, Math.floor(rows / 2), rows - 2, rows - 1]) {
      expect(cell(store, row, 0)).toEqual(printOf(10 * row + 1));
      if (last > 0) expect(cell(store, row, last)).toEqual(printOf(10 * row + 2));
    }
  });

  it('are blank in a new row', () => {
    const store = new CellStore(2);
    store.addRow();
    expect(cell(store, 0, 1)).toEqual({ low: 0, high: 0, loose: 0 });
  });

  it('are blank in a cleared row, and in no other', () => {
    const store = new CellStore(2);
    for (let row = 0; row < 3; row += 1) {
      store.addRow();
      for (const column of [0, 1]) store.set(row, column, printOf(10 * row + column + 1));
    }
    store.clearRow(1);
    expect([cell(store, 1, 0), cell(store, 1, 1)]).toEqual([noFingerprint(), noFingerprint()]);
    expect([cell(store, 0, 0), cell(store, 0, 1)]).toEqual([printOf(1), printOf(2)]);
    expect([cell(store, 2, 0), cell(store, 2, 1)]).toEqual([printOf(21), printOf(22)]);
  });

  it('of a row that is not there are an error', () => {
    const store = new CellStore(1);
    expect(() => cell(store, 0, 0)).toThrow('There is no row 0.');
  });
});
