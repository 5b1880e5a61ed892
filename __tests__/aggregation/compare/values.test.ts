import { describe, expect, it } from '@jest/globals';
import { MAX_KEPT_WAYS } from '../../../src/aggregation/compare/value-ways.js';
import { changes, column, times, type Account, type Row } from './comparing.js';

const NAME = column('name');
const NONE = { changed: 0, emptied: 0, filled: 0 };

describe('one value', () => {
  it.each<[what: string, cell: string, now: unknown, expected: Partial<typeof NONE> | 'same']>([
    ['the same text', 'Sales', 'Sales', 'same'],
    ['blanks around, in the file', ' Sales ', 'Sales', 'same'],
    ['blanks around, in ISC', 'Sales', ' Sales', 'same'],
    ['another text', 'Sales', 'Support', { changed: 1 }],
    ['another letter case', 'Sales', 'sales', { changed: 1 }],
    ['gone from the file', '', 'Sales', { emptied: 1 }],
    ['blanks instead', '  ', 'Sales', { emptied: 1 }],
    ['new in the file', 'Sales', '', { filled: 1 }],
    ['null in ISC', 'Sales', null, { filled: 1 }],
    ['an empty list in ISC', 'Sales', [], { filled: 1 }],
    ['a list of nothing in ISC', 'Sales', ['', null], { filled: 1 }],
    ['null and blank', '', null, 'same'],
    ['an empty list and blank', ' ', [], 'same'],
    ['blanks in ISC', '', '  ', 'same'],
    ['a list of one', 'Sales', ['Sales'], 'same'],
    ['a number in ISC', '7', 7, 'same'],
    ['a decimal number in ISC', '7.5', 7.5, 'same'],
    ['a Boolean in ISC', 'true', true, 'same'],
    ['several where the file has one', 'Sales', ['Sales', 'Support'], { changed: 1 }],
  ])('%s', (_, cell, now, expected) => {
    const { columns, affected, limited } = changes([NAME], [['1', cell]], [['1', { name: now }]]);
    const isSame = expected === 'same';
    expect(columns).toEqual(isSame ? [] : [{ column: 'name', ...NONE, ...expected }]);
    expect(affected).toBe(isSame ? 0 : 1);
    expect(limited).toBe(isSame || expected.filled === 1 ? 0 : 1);
  });

  it('is only read from own attributes', () => {
    const { notCompared } = changes([column('constructor')], [['1', 'x']], [['1', {}]]);
    expect(notCompared).toEqual([{ column: 'constructor', why: 'not-shown' }]);
  });
});

describe('several values that ISC shows as one text with commas', () => {
  const groups = [column('groups', { isMulti: true })];
  const rows = times(60, (n): Row[] => [
    [String(n), 'a'],
    // Every second one has two.
    ...(n % 2 === 0 ? [[String(n), 'b'] as const] : []),
  ]).flat();
  const joined = (n: number): unknown => (n % 2 === 0 ? 'b,a' : 'a');
  const changed = (now: (n: number) => unknown): ReturnType<typeof changes> =>
    changes(
      groups,
      rows,
      times(60, (n) => [String(n), { groups: now(n) }]),
    );

  it('are no changes where it shows all of them so', () => {
    const { affected, formattedOtherwise } = changed(joined);
    expect(affected).toBe(0);
    expect(formattedOtherwise).toEqual([{ column: 'groups', accounts: 30 }]);
  });

  it('are no changes either where single values come in lists of one', () => {
    const { affected, formattedOtherwise } = changed((n) => (n % 2 === 0 ? 'b,a' : ['a']));
    expect(affected).toBe(0);
    expect(formattedOtherwise).toEqual([{ column: 'groups', accounts: 30 }]);
  });

  it.each([
    [19, 19],
    [20, 0],
  ])('are no changes from 20 accounts on: of %i, %i would change', (count, affected) => {
    const file = times(count, (n): Row[] => [
      [String(n), 'a'],
      [String(n), 'b'],
    ]).flat();
    const single = times(100, (n): Row => [`one ${n}`, 'a']);
    const now = times(count, (n): Account => [String(n), { groups: 'a,b' }]);
    const alike = times(100, (n): Account => [`one ${n}`, { groups: 'a' }]);
    expect(changes(groups, [...file, ...single], [...now, ...alike]).affected).toBe(affected);
  });

  it.each<[string, (n: number) => unknown, number]>([
    ['others come one by one', (n) => (n === 0 ? ['a', 'b'] : joined(n)), 29],
    ['the text stands in a list, and so is one value', (n) => (n % 2 === 0 ? ['b,a'] : ['a']), 30],
    ['many hold others than the file', (n) => (n < 10 ? 'a,c' : joined(n)), 35],
  ])('are changes where %s', (_name, now, affected) => {
    expect(changed(now)).toMatchObject({ affected, formattedOtherwise: [] });
  });

  it('are changes where nearly all are such a text, but some come one by one', () => {
    const file = times(60, (n): Row[] => [
      [String(n), 'a'],
      [String(n), 'b'],
    ]).flat();
    const now = times(60, (n): Account => [String(n), { groups: n === 0 ? ['a,b', 'c'] : 'a,b' }]);
    expect(changes(groups, file, now)).toMatchObject({ affected: 60, formattedOtherwise: [] });
  });

  it('are changes where they are few, since such a text may be one value', () => {
    const few = changes(
      groups,
      [
        ['1', 'a'],
        ['1', 'b'],
      ],
      [['1', { groups: 'a,b' }]],
    );
    expect(few.affected).toBe(1);
  });

  it('are not split if an account can have only one', () => {
    const one = times(30, (n): Row => [String(n), 'a;b']);
    const accounts = times(30, (n): Account => [String(n), { groups: 'a,b' }]);
    expect(changes([column('groups')], one, accounts).affected).toBe(30);
  });
});

it('several values are compared as a set over all rows', () => {
  const groups = [column('groups', { isMulti: true })];
  const rows: Row[] = [
    ['1', 'a'],
    ['1', 'b'],
    ['2', 'a'],
    ['3', 'a'],
    ['3', 'b'],
  ];
  const { columns, affected } = changes(groups, rows, [
    ['1', { groups: ['b', 'a', 'a'] }],
    ['2', { groups: ['a', 'b'] }],
    ['3', { groups: null }],
  ]);
  expect(columns).toEqual([{ column: 'groups', changed: 1, emptied: 0, filled: 1 }]);
  expect(affected).toBe(2);
});

it('an account counts once, whatever it changes in', () => {
  const { affected, columns, compared, limited } = changes(
    [NAME, column('dept'), column('city')],
    [
      ['1', 'x', '', 'Berlin'],
      ['2', 'a', 'b', 'Berlin'],
      ['3', 'a', 'b', 'c'],
      ['new', 'a', 'b', 'c'],
    ],
    [
      ['1', { name: 'a', dept: 'b', city: '' }],
      ['2', { name: 'a', dept: 'b', city: '' }],
      ['3', { name: 'a', dept: 'b', city: 'c' }],
      ['gone', { name: 'z', dept: 'z', city: 'z' }],
    ],
  );
  expect({ affected, compared, limited }).toEqual({ affected: 2, compared: 3, limited: 1 });
  expect(columns).toEqual([
    { column: 'city', changed: 0, emptied: 0, filled: 2 },
    { column: 'name', changed: 1, emptied: 0, filled: 0 },
    { column: 'dept', changed: 0, emptied: 1, filled: 0 },
  ]);
});

describe('a column that ISC shows in another way', () => {
  const accounts = (count: number, value: (index: number) => unknown): Account[] =>
    times(count, (index) => [`${index}`, { name: value(index) }]);
  const rows = (count: number, value: (index: number) => string): Row[] =>
    times(count, (index) => [`${index}`, value(index)]);

  it.each([
    ['letter case', (index: number) => `NAME${index}`],
    ['blanks', (index: number) => `na me${index}`],
  ])('is recognised: %s', (_, value) => {
    const result = changes(
      [NAME],
      rows(20, (index) => `name${index}`),
      accounts(20, value),
    );
    expect(result).toMatchObject({ affected: 0, columns: [] });
    expect(result.formattedOtherwise).toEqual([{ column: 'name', accounts: 20 }]);
  });

  it('counts what really changes in it, and what is emptied', () => {
    const file = rows(40, (index) => (index === 0 ? 'other' : index === 1 ? '' : `name${index}`));
    const result = changes(
      [NAME],
      file,
      accounts(40, (index) => `NAME${index}`),
    );
    expect(result.formattedOtherwise).toEqual([{ column: 'name', accounts: 38 }]);
    expect(result.columns).toEqual([{ column: 'name', changed: 1, emptied: 1, filled: 0 }]);
    expect(result).toMatchObject({ affected: 2, limited: 2 });
  });

  it.each([
    ['fewer than 20 values', 19, 0, 0],
    ['more than 5 % of the values are the same', 40, 3, 0],
    ['more than 5 % of the differing values do not agree', 40, 0, 3],
  ])('is not assumed: %s', (_, count, same, other) => {
    const value = (index: number): string => {
      if (index < same) return `name${index}`;
      return index < same + other ? 'another' : `NAME${index}`;
    };
    const result = changes(
      [NAME],
      rows(count, (index) => `name${index}`),
      accounts(count, value),
    );
    expect(result.formattedOtherwise).toEqual([]);
    expect(result.affected).toBe(count - same);
  });

  it('is assumed with exactly 5 % of either', () => {
    const value = (index: number): string =>
      index < 2 ? `name${index}` : index < 3 ? 'another' : `NAME${index}`;
    const result = changes(
      [NAME],
      rows(40, (index) => `name${index}`),
      accounts(40, value),
    );
    expect(result.formattedOtherwise).toEqual([{ column: 'name', accounts: 37 }]);
    expect(result.affected).toBe(1);
  });
});

describe('what is not compared', () => {
  it('is no column if no account is both in the file and on the source', () => {
    expect(changes([NAME], [['1', 'a']], [])).toMatchObject({ compared: 0, notCompared: [] });
    expect(changes([NAME], [['1', 'a']], [['2', {}]])).toMatchObject({ compared: 0, notCompared: [] });
  });

  it('is a column that no account of the source has', () => {
    const result = changes([NAME, column('secret')], [['1', 'a', 'x']], [['1', { name: 'a' }]]);
    expect(result).toMatchObject({ affected: 0, comparedColumns: 1, columns: [] });
    expect(result.notCompared).toEqual([{ column: 'secret', why: 'not-shown' }]);
  });

  it('is not one that an account to be deleted has', () => {
    const result = changes(
      [NAME],
      [['1', 'a']],
      [
        ['1', {}],
        ['gone', { name: null }],
      ],
    );
    expect(result).toMatchObject({ affected: 1, notCompared: [] });
  });

  it.each([
    ['an object', { x: 1 }],
    ['a list of objects', [{ x: 1 }]],
    ['a list of lists', [['a']]],
    ['a number that has lost digits', 2 ** 53],
  ])('is a column in which ISC shows %s', (_, value) => {
    const result = changes(
      [NAME],
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [
        ['1', { name: 'z' }],
        ['2', { name: value }],
      ],
    );
    expect(result).toMatchObject({
      affected: 0,
      columns: [],
      notCompared: [{ column: 'name', why: 'unreadable' }],
    });
  });

  it('is an account of which ISC shows no attributes', () => {
    const result = changes(
      [NAME],
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [
        ['1', undefined],
        ['2', { name: 'x' }],
      ],
    );
    expect(result).toMatchObject({ affected: 1, compared: 1, unseen: 1 });
  });

  it('is a column of ignore-columns', () => {
    const result = changes([NAME], [['1', 'a']], [['1', { name: 'a' }]], { ignored: ['lastLogin'] });
    expect(result.notCompared).toEqual([{ column: 'lastLogin', why: 'ignored' }]);
  });
});

describe('ids', () => {
  it('are not named unless they are wanted', () => {
    expect(changes([NAME], [['1', 'a']], [['1', { name: 'b' }]]).ids).toEqual([]);
  });

  it('come with the names of their columns, by the order of the file', () => {
    const result = changes(
      [NAME, column('dept'), column('city')],
      [
        ['1', 'a', 'b', 'c'],
        ['2', 'a', 'b', 'c'],
        ['3', 'a', '', 'c'],
      ],
      [
        ['3', { name: 'x', dept: 'b', city: 'c' }],
        ['2', { name: 'a', dept: 'b', city: 'c' }],
        ['1', { name: 'a', dept: 'b', city: '' }],
      ],
      { showIds: true },
    );
    expect(result.ids).toEqual([
      { identity: '1', columns: ['city'] },
      { identity: '3', columns: ['name', 'dept'] },
    ]);
  });

  it('are the first 50', () => {
    const result = changes(
      [NAME, column('dept')],
      times(60, (index) => [`${index}`, 'a', 'b']),
      times(60, (index) => [`${index}`, { name: index === 3 ? 'a' : 'x', dept: 'y' }]),
      { showIds: true },
    );
    expect(result.ids.map(({ identity }) => identity)).toEqual(times(50, String));
    expect(result.ids[3]).toEqual({ identity: '3', columns: ['dept'] });
    expect(result.ids[49]).toEqual({ identity: '49', columns: ['name', 'dept'] });
  });

  it('leave out what is only formatted otherwise', () => {
    const result = changes(
      [NAME],
      times(40, (index) => [`${index}`, index === 7 ? 'other' : `name${index}`]),
      times(40, (index) => [`${index}`, { name: `NAME${index}` }]),
      { showIds: true },
    );
    expect(result.ids).toEqual([{ identity: '7', columns: ['name'] }]);
  });
});

describe('ways of show-values', () => {
  const status = [column('status', { isShown: true })];

  it('are counted, the most frequent first', () => {
    const result = changes(
      status,
      [
        ['1', 'inactive'],
        ['2', ' inactive'],
        ['3', ''],
        ['4', 'active'],
        ['5', 'active'],
        ['6', 'inactive'],
      ],
      [
        ['1', { status: 'active' }],
        ['2', { status: 'active' }],
        ['3', { status: 'active' }],
        ['4', { status: null }],
        ['5', { status: 'active' }],
        ['6', { status: ['active', 'leaver'] }],
      ],
    );
    expect(result.ways).toEqual([
      {
        column: 'status',
        ways: [
          { from: { text: 'active' }, to: { text: 'inactive' }, accounts: 2 },
          { from: { text: 'active' }, to: 'none', accounts: 1 },
          { from: 'none', to: { text: 'active' }, accounts: 1 },
          { from: 'several', to: { text: 'inactive' }, accounts: 1 },
        ],
      },
    ]);
  });

  it('say that the file has several', () => {
    const groups = [column('groups', { isMulti: true, isShown: true })];
    const rows: Row[] = [
      ['1', 'a'],
      ['1', 'b'],
    ];
    expect(changes(groups, rows, [['1', { groups: 'c' }]]).ways[0]?.ways).toStrictEqual([
      { from: { text: 'c' }, to: 'several', accounts: 1 },
    ]);
  });

  it('are the ten most frequent ones', () => {
    const result = changes(
      status,
      times(30, (index) => [`${index}`, `to${index % 15}`]),
      times(30, (index) => [`${index}`, { status: 'from' }]),
    );
    expect(result.ways[0]?.ways).toHaveLength(10);
  });

  it('are not told of columns that are not named', () => {
    expect(changes([NAME], [['1', 'a']], [['1', { name: 'b' }]]).ways).toEqual([]);
  });

  it('are given up where the file has too many different values', () => {
    const result = changes(
      status,
      times(101, (index) => [`${index}`, `to${index}`]),
      times(101, (index) => [`${index}`, { status: 'from' }]),
    );
    expect(result.ways).toEqual([{ column: 'status', ways: undefined }]);
  });

  it('are given up where ISC has too many different values', () => {
    const many = MAX_KEPT_WAYS + 1;
    const result = changes(
      status,
      times(many, (index) => [`${index}`, 'to']),
      times(many, (index) => [`${index}`, { status: `from${index}` }]),
    );
    expect(result.ways).toEqual([{ column: 'status', ways: undefined }]);
  });

  it('leave out what is only formatted otherwise', () => {
    const result = changes(
      status,
      times(40, (index) => [`${index}`, index === 0 ? 'left' : 'active']),
      times(40, (index) => [`${index}`, { status: 'ACTIVE' }]),
    );
    expect(result.ways[0]?.ways).toEqual([{ from: { text: 'ACTIVE' }, to: { text: 'left' }, accounts: 1 }]);
  });
});
