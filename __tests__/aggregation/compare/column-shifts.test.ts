import { describe, expect, it } from '@jest/globals';
import { ShiftedColumns } from '../../../src/aggregation/compare/column-shifts.js';
import { times } from './comparing.js';

describe('the columns that are compared with a column', () => {
  it.each<[number, number, number, number]>([
    // All with each other, up to 100.
    [1, 0, 0, 1],
    [100, 0, 0, 100],
    [100, 99, 0, 100],
    // 10,000 pairs at most: 10,000 / 101 / 2 to each side.
    [101, 0, 0, 50],
    [101, 60, 11, 101],
    [101, 50, 1, 100],
    [1_000, 500, 495, 506],
    // The neighbors are always among them.
    [50_000, 10, 9, 12],
    [50_000, 49_999, 49_998, 50_000],
  ])('of %i columns, for number %i: from %i up to %i', (columns, column, first, end) => {
    expect(new ShiftedColumns(columns).around(column)).toEqual({ first, end });
  });
});

describe('the column from which the values come', () => {
  /** For one column, how often each other one was counted. */
  function mostOf(columns: number, column: number, counts: Readonly<Record<number, number>>): unknown {
    const shifted = new ShiftedColumns(columns);
    for (const [other, accounts] of Object.entries(counts)) {
      times(accounts, () => {
        shifted.add(column, Number(other));
      });
    }
    return shifted.mostIn(column);
  }

  it.each<[string, number, number, Readonly<Record<number, number>>, unknown]>([
    ['none', 5, 2, {}, undefined],
    ['the first one', 5, 2, { 0: 1 }, { other: 0, accounts: 1 }],
    ['the last one', 5, 2, { 4: 3 }, { other: 4, accounts: 3 }],
    ['the most frequent one', 5, 2, { 0: 3, 1: 2, 4: 1 }, { other: 0, accounts: 3 }],
    ['the nearest of two, behind it', 5, 1, { 4: 2, 2: 2 }, { other: 2, accounts: 2 }],
    ['the nearest of two, before it', 5, 4, { 0: 2, 3: 2 }, { other: 3, accounts: 2 }],
    ['the first of two that are equally near', 5, 2, { 1: 2, 3: 2 }, { other: 1, accounts: 2 }],
    ['one at the edge of the reach', 1_000, 500, { 495: 1, 505: 2 }, { other: 505, accounts: 2 }],
  ])('%s', (_, columns, column, counts, most) => {
    expect(mostOf(columns, column, counts)).toEqual(most);
  });

  it('is never that of the next column', () => {
    const shifted = new ShiftedColumns(1_000);
    shifted.add(501, 496);
    expect(shifted.mostIn(500)).toBeUndefined();
  });

  it('is counted for each column by itself', () => {
    const shifted = new ShiftedColumns(3);
    shifted.add(0, 2);
    shifted.add(1, 0);
    shifted.add(1, 0);
    expect(times(3, (column) => shifted.mostIn(column))).toEqual([
      { other: 2, accounts: 1 },
      { other: 0, accounts: 2 },
      undefined,
    ]);
  });
});
