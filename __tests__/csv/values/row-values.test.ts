import { describe, expect, it } from '@jest/globals';
import { isEqual, isNone, keyOf, noCell } from '../../../src/csv/values/cell.js';
import { Accounts } from '../../../src/csv/identities.js';
import type { ComparedColumn } from '../../../src/csv/values/cell-facts.js';
import { RowValues, type RowValuesOptions } from '../../../src/csv/values/row-values.js';
import { MAX_SHOWN_VALUES } from '../../../src/csv/values/shown-values.js';
import { recordOf } from '../checking.js';

const column = (name: string, about: Partial<ComparedColumn> = {}): ComparedColumn => ({
  ...{ name, type: 'STRING', isMulti: false, isShown: false },
  ...about,
});

/** The values of a file with an identity in front of these columns. */
function read(
  columns: readonly ComparedColumn[],
  rows: readonly string[],
  options: RowValuesOptions = {},
): RowValues {
  const accounts = new Accounts({ ignoresLetterCase: false });
  const values = new RowValues(
    columns.map((one, index) => ({ ...one, field: index + 1 })),
    accounts,
    options,
  );
  for (const row of rows) values.row(accounts.add(row.split(',')[0] ?? '', 1), recordOf(row.split(',')));
  return values;
}

/** Whether two accounts have the same value in the first column. */
function areSame(values: RowValues, one: string, other: string): boolean {
  const accounts = [one, other].map((key) => values.accountOf(key) ?? -1);
  const lists = values.lists(0);
  if (lists !== undefined) {
    const [a, b] = accounts.map((account) =>
      lists
        .of(account)
        .map(({ high, low }) => `${high} ${low}`)
        .sort(),
    );
    return String(a) === String(b);
  }
  const [a, b] = accounts.map((account) => {
    const cell = noCell();
    values.read(account, 0, cell);
    return cell;
  });
  return a !== undefined && b !== undefined && isEqual(a, b);
}

describe('rows of one account', () => {
  const dept = [column('dept')];
  const groups = [column('groups', { isMulti: true })];
  const LONG = ['Administrators of the first floor', 'Administrators of the second floor'] as const;

  it.each([
    ['the last value counts that is not blank', dept, ['1,a', '1,b', '1,', '2,b'], true],
    ['a value that was there before', dept, ['1,a', '1,', '2,a'], true],
    ['an earlier value does not count', dept, ['1,a', '1,b', '2,a'], false],
    ['a value is not kept for the next account', dept, ['1,a', '2,'], false],
    [
      'long values in another order',
      groups,
      LONG.map((cell) => `1,${cell}`).concat(LONG.toReversed().map((cell) => `2,${cell}`)),
      true,
    ],
    ['values that differ behind their 16th byte', groups, [`1,${LONG[0]}`, `2,${LONG[1]}`], false],
    ['several values are a set', groups, ['1,a', '1,b', '2,b', '2,a'], true],
    ['a value that comes twice counts once', groups, ['1,a', '1,b', '1,a', '2,b', '2,a'], true],
    ['also if it was not the first one', groups, ['1,a', '1,b', '1,b', '2,b', '2,a'], true],
    ['spaces around do not count', groups, ['1,a', '1, b', '2,b', '2,a '], true],
    ['a blank is no value of the set', groups, ['1,a', '1,', '1,b', '2,b', '2,a'], true],
    ['a set is not its first value', groups, ['1,a', '1,b', '2,a'], false],
    ['a set of one is a value', groups, ['1,a', '1,a', '2,a'], true],
    ['sets of the same size differ', groups, ['1,a', '1,b', '2,a', '2,c'], false],
    ['rows that come again later count alone', groups, ['1,a', '3,x', '1,b', '2,b'], true],
    ['also where a value was there before', dept, ['1,a', '3,x', '1,', '2,'], true],
  ])('%s', (_, columns, rows, expected) => {
    expect(areSame(read(columns, rows), '1', '2')).toBe(expected);
  });
});

it('an account whose rows come again later is one account', () => {
  const values = read([column('dept')], ['1,a', '2,b', '1,c']);
  expect([values.accounts, ...values.keys()]).toEqual([2, '1', '2']);
});

it.each([
  ['a blank one too', ['1,a', '1,', '2,'], true],
  ['the earlier ones not', ['1,a', '1,', '2,a'], false],
])('of rows that the source does not merge, the last one counts alone: %s', (_, rows, expected) => {
  const values = read([column('dept')], rows, { mergesRows: false });
  expect(areSame(values, '1', '2')).toBe(expected);
});

it('blank cells have no value', () => {
  const values = read([column('dept')], ['1,', '2,  ', '3,x']);
  const print = noCell();
  const blank = ['1', '2', '3'].map((identity) => {
    values.read(values.accountOf(identity) ?? -1, 0, print);
    return isNone(print);
  });
  expect(blank).toEqual([true, true, false]);
});

it('keeps the accounts of many blocks', () => {
  const rows = Array.from({ length: 70_000 }, (_, index) => `${index},v${index}`);
  const values = read([column('a'), column('b')], [...rows, 'x,v12345', 'y,v69999']);
  expect(values.accounts).toBe(70_002);
  expect(areSame(values, '12345', 'x')).toBe(true);
  expect(areSame(values, '69999', 'y')).toBe(true);
  expect(areSame(values, '69998', 'y')).toBe(false);
});

it('does not know an account that the file does not have', () => {
  expect(read([column('dept')], ['1,a']).accountOf('2')).toBeUndefined();
});

it('keeps no more cells than it may, and says so', () => {
  const full = read([column('a'), column('b')], ['1,a,b', '2,a,b', '3,a,b'], { maxCells: 4 });
  expect(full.isFull).toBe(true);
  expect(full.accounts).toBe(2);
  const after = read([column('a'), column('b')], ['1,a,b', '2,a,b', '3,a,b', '1,z,z'], { maxCells: 4 });
  expect(areSame(after, '1', '2')).toBe(true);
  expect(read([column('a'), column('b')], ['1,a,b', '2,a,b'], { maxCells: 4 }).isFull).toBe(false);
});

describe('values that may be shown', () => {
  const textOf = (values: RowValues, identity: string): string | undefined => {
    const print = noCell();
    values.read(values.accountOf(identity) ?? -1, 0, print);
    return values.shownValues(0)?.textOf(keyOf(print));
  };

  it('are remembered, trimmed', () => {
    const values = read([column('status', { isShown: true })], ['1,active', '2, inactive ']);
    expect([textOf(values, '1'), textOf(values, '2')]).toEqual(['active', 'inactive']);
  });

  it('are not remembered in other columns', () => {
    expect(read([column('status')], ['1,active']).shownValues(0)).toBeUndefined();
  });

  it('are forgotten once there are too many of them', () => {
    const shown = [column('status', { isShown: true })];
    const rows = Array.from({ length: MAX_SHOWN_VALUES }, (_, index) => `${index},v${index}`);
    expect(read(shown, rows).shownValues(0)?.isFull).toBe(false);
    const full = read(shown, [...rows, 'x,one more']);
    expect(full.shownValues(0)?.isFull).toBe(true);
    expect(textOf(full, '1')).toBeUndefined();
  });

  it('are shortened, between characters', () => {
    const values = read([column('status', { isShown: true })], [`1,${'\u{1f600}'.repeat(100)}`]);
    expect(textOf(values, '1')).toMatch(/^\u{1f600}{29}…$/u);
  });
});
