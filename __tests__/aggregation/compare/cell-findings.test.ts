import { describe, expect, it } from '@jest/globals';
import { cellFindings, cellFindingsBeside } from '../../../src/aggregation/compare/cell-findings.js';
import type { ComparedColumn } from '../../../src/csv/values/cell-facts.js';
import type { AttributeType } from '../../../src/model/source.js';
import { column, comparison, times, valuesOf, type Account, type Row } from './comparing.js';

/** What is said of the cells of one column, as `rule:line`. */
function said(
  about: ComparedColumn,
  rows: readonly Row[],
  accounts: readonly Account[] = [],
  explained: readonly string[] = [],
): readonly string[] {
  const all = cellFindingsBeside(comparison([about], rows, accounts), new Set(explained));
  return all.map(({ line, rule, severity }) => `${severity} ${rule}:${line ?? ''}`);
}

const value = (type: AttributeType, isMulti = false): ComparedColumn => column('value', { type, isMulti });
const GROUPS = value('STRING', true);

describe('value-type', () => {
  it.each<[AttributeType, string]>([
    ['BOOLEAN', 't'],
    ['BOOLEAN', '1'],
    ['BOOLEAN', 'WAHR'],
    ['BOOLEAN', 'maybe'],
    ['INT', '7.0'],
    ['INT', '1,000'],
    ['LONG', '8.8E+15'],
    ['LONG', 'seven'],
    ['DATE', '2007-00-21'],
    ['DATE', '7071.00:00:00'],
    ['DATE', 'soon'],
  ])('warns of a new account: %s %s', (type, cell) => {
    expect(said(value(type), [['1', cell]])).toEqual(['warning value-type:1']);
    expect(said(value(type, true), [['1', cell]])).toEqual(['warning value-type:1']);
  });

  it.each<[AttributeType, string]>([
    ['BOOLEAN', 'TRUE'],
    ['BOOLEAN', ' false '],
    ['BOOLEAN', ''],
    ['INT', '-007'],
    ['INT', '+7'],
    ['LONG', '8826799443740708'],
    ['DATE', '2026-01-31'],
    ['DATE', '31.01.2026'],
    ['DATE', '1769817600000'],
    ['STRING', '#'],
  ])('is silent about what the type can hold: %s %j', (type, cell) => {
    expect(said(value(type), [['1', cell]])).toEqual([]);
  });

  it.each<[what: string, now: unknown, expected: readonly string[]]>([
    ['the same', 't', []],
    ['another one', 'f', ['warning value-type:1']],
    ['none', null, ['warning value-type:1']],
  ])('takes no offence at what ISC has all the same: %s', (_, now, expected) => {
    expect(said(value('BOOLEAN'), [['1', 't']], [['1', { value: now }]])).toEqual(expected);
    expect(
      said(
        value('BOOLEAN', true),
        [
          ['1', 't'],
          ['1', 't'],
        ],
        [['1', { value: now }]],
      ),
    ).toEqual(expected);
  });

  it('speaks of cells of an account whose values ISC does not show', () => {
    expect(said(value('BOOLEAN'), [['1', 't']], [['1', undefined]])).toEqual(['warning value-type:1']);
  });

  it('says that ISC reads other Booleans as false', () => {
    const [one] = cellFindings(valuesOf([value('BOOLEAN')], [['1', 'yes']]));
    expect(one?.message).toContain('ISC reads everything but "true" as false');
  });
});

describe('null-word of new accounts', () => {
  it.each<[what: string, rows: readonly Row[], accounts: readonly Account[], expected: readonly string[]]>([
    ['a new one', [['1', 'NULL']], [], ['warning null-word:']],
    ['a kept one, which the comparison speaks of', [['1', 'NULL']], [['1', { value: null }]], []],
    [
      'one of each',
      [
        ['1', 'NULL'],
        ['2', 'NULL'],
      ],
      [['1', { value: null }]],
      ['warning null-word:'],
    ],
  ])('%s', (_, rows, accounts, expected) => {
    expect(said(value('DATE'), rows, accounts)).toEqual(expected);
  });

  it('is silent in a column of texts', () => {
    expect(said(value('STRING'), [['1', 'NULL']])).toEqual([]);
  });
});

describe('values-joined of new accounts', () => {
  const alone: Row[] = [
    ['1', 'hr'],
    ['2', 'staff'],
  ];
  const known: Account[] = [
    ['1', { value: ['hr'] }],
    ['2', { value: ['staff'] }],
  ];

  it.each<[what: string, row: Row, expected: readonly string[]]>([
    ['joined at commas', ['3', 'hr,staff'], ['warning values-joined:3']],
    ['joined at semicolons, with a blank', ['3', 'hr; staff'], ['warning values-joined:3']],
    ['joined at bars', ['3', 'hr|staff'], ['warning values-joined:3']],
    ['as JSON', ['3', '["hr","staff"]'], ['warning values-joined:3']],
    ['a part that nobody has alone', ['3', 'hr,guests'], []],
    ['a name with a comma', ['3', 'Sales, EMEA'], []],
    ['words of a name', ['3', 'hr staff'], []],
  ])('%s', (_, row, expected) => {
    expect(said(GROUPS, [...alone, row], known)).toEqual(expected);
  });

  it('leaves kept accounts to the comparison', () => {
    const rows: Row[] = [...alone, ['3', 'hr,staff']];
    expect(said(GROUPS, rows, [...known, ['3', { value: ['hr,staff'] }]])).toEqual([]);
    expect(said(GROUPS, [...rows, ['4', 'staff']], [...known, ['3', { value: ['hr,staff'] }]])).toEqual([]);
  });

  it('counts the lines of new accounts alone', () => {
    const kept = times(3, (index): Row => [`kept ${index}`, 'hr,staff']);
    const accounts = times(3, (index): Account => [`kept ${index}`, { value: ['hr,staff'] }]);
    const rows: Row[] = [...alone, ...kept, ['new', 'staff,hr']];
    const [one] = cellFindingsBeside(comparison([GROUPS], rows, [...known, ...accounts]), new Set());
    expect(one?.message).toContain('line 6.');
  });

  it('counts all of a file for an empty source', () => {
    const [one] = cellFindings(valuesOf([GROUPS], [...alone, ['3', 'hr,staff'], ['4', 'staff;hr']]));
    expect(one?.message).toContain('lines 3 and 4');
  });
});

it('a column that the comparison explains has no second finding', () => {
  expect(said(value('BOOLEAN'), [['1', 't']], [], ['value'])).toEqual([]);
});
