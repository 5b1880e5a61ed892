import { describe, expect, it } from '@jest/globals';
import { MAX_KEPT_TRANSITIONS } from '../../../src/aggregation/compare/transitions.js';
import { summarizeChanges } from '../../../src/aggregation/compare/summarize-changes.js';
import type { ValueChanges } from '../../../src/model/value-changes.js';
import { UNKNOWN_OWNERSHIP } from '../../support/planned-people.js';
import { changes, column, comparison, times, type Account, type Row } from './comparing.js';

const NAME = column('name');
const NONE = { changed: 0, notation: 0, emptied: 0, filled: 0, losing: undefined };

describe('one value', () => {
  it.each<[what: string, cell: string, now: unknown, expected: Partial<typeof NONE> | 'same']>([
    ['the same text', 'Sales', 'Sales', 'same'],
    ['spaces around, in the file', ' Sales ', 'Sales', 'same'],
    ['spaces around, in ISC', 'Sales', ' Sales', 'same'],
    ['another text', 'Sales', 'Support', { changed: 1 }],
    ['another letter case', 'Sales', 'sales', { changed: 1, notation: 1 }],
    ['a no-break space in front', '\u{a0}Sales', 'Sales', { changed: 1, notation: 1 }],
    ['line ends of another kind inside', 'a\r\nb\rc', 'a\nb\nc', 'same'],
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
    const { affected, affectedInNotation, columns } = changes([NAME], [['1', cell]], [['1', { name: now }]]);
    const isSame = expected === 'same';
    expect(columns).toEqual(isSame ? [] : [{ column: 'name', ...NONE, ...expected }]);
    expect(affected).toBe(isSame ? 0 : 1);
    expect(affectedInNotation).toBe(isSame ? 0 : (expected.notation ?? 0));
  });

  it('is only read from own attributes', () => {
    const { notCompared } = changes([column('constructor')], [['1', 'x']], [['1', {}]]);
    expect(notCompared).toEqual([{ column: 'constructor', why: 'not-shown' }]);
  });
});

describe('several values that ISC shows as one text', () => {
  const groups = [column('groups', { isMulti: true })];
  const rows: Row[] = [
    ['1', 'Sales, EMEA'],
    ['1', 'staff'],
  ];

  it.each([
    ['in another order', 'staff,Sales, EMEA'],
    ['with a blank behind each comma', 'Sales, EMEA, staff'],
  ])('are equal if the parts at commas are the same: %s', (_, now) => {
    expect(changes(groups, rows, [['1', { groups: now }]]).affected).toBe(0);
  });

  it.each<[string, unknown]>([
    ['a part is missing', 'Sales,staff'],
    ['the text stands in a list, and so is one value', ['Sales, EMEA,staff']],
  ])('are changes where %s', (_, now) => {
    expect(changes(groups, rows, [['1', { groups: now }]]).affected).toBe(1);
  });

  it('are not split if an account can have only one', () => {
    expect(changes([column('groups')], [['1', 'a;b']], [['1', { groups: 'a,b' }]]).affected).toBe(1);
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
  expect(columns).toEqual([{ column: 'groups', changed: 1, notation: 0, emptied: 0, filled: 1, losing: 1 }]);
  expect(affected).toBe(2);
});

it('an account counts once, whatever it changes in', () => {
  const { affected, affectedInNotation, columns, compared } = changes(
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
  expect({ affected, affectedInNotation, compared }).toEqual({
    affected: 2,
    affectedInNotation: 0,
    compared: 3,
  });
  expect(columns).toEqual([
    { column: 'city', ...NONE, filled: 2 },
    { column: 'name', ...NONE, changed: 1 },
    { column: 'dept', ...NONE, emptied: 1 },
  ]);
});

it('what changes only in notation is counted all the same, and beside it', () => {
  const { affected, affectedInNotation, columns } = changes(
    [NAME, column('city')],
    [
      ['1', 'SALES', 'Berlin'],
      ['2', 'SALES', 'Bonn'],
    ],
    times(2, (n): Account => [`${n + 1}`, { name: 'Sales', city: 'Berlin' }]),
  );
  expect({ affected, affectedInNotation }).toEqual({ affected: 2, affectedInNotation: 1 });
  expect(columns[0]).toEqual({ column: 'name', ...NONE, changed: 2, notation: 2 });
});

describe('a column of true and false', () => {
  const active = [column('active', { type: 'BOOLEAN' })];
  const notation = (words: readonly string[], now: readonly unknown[]): number | undefined =>
    changes(
      active,
      words.map((word, n): Row => [`${n}`, word]),
      now.map((value, n): Account => [`${n}`, { active: value }]),
    ).columns[0]?.notation;

  it.each<[string, readonly string[], readonly unknown[], number]>([
    ['words that are known', ['t', 'F', 'WAHR', 'nein'], [true, false, 'true', 'false'], 4],
    ['two words that stand for the two throughout', ['512', '514', '512'], ['true', 'false', 'true'], 3],
    ['one word alone', ['512', '512'], ['true', 'true'], 0],
    ['two words, one of them for both', ['512', '514', '514'], ['true', 'false', 'true'], 0],
    ['true and false that have changed places', ['true', 'false'], ['false', 'true'], 0],
  ])('%s', (_, words, now, expected) => {
    expect(notation(words, now)).toBe(expected);
  });
});

describe('what a file does not set', () => {
  const [NOTE, PHOTO] = [column('note'), column('photo')];
  const ROWS: Row[] = [
    ['1', 'file', ''],
    ['2', 'file', 'mine'],
  ];
  const take = (edited: readonly string[], chosen: readonly string[]): ValueChanges => {
    const compared = comparison([NOTE, PHOTO], ROWS, []);
    for (const id of ['1', '2']) {
      const attributes = { note: 'by hand', photo: 'by ISC' };
      const about = { attributes, edited, chosen, ownership: UNKNOWN_OWNERSHIP };
      compared.take(compared.file.accountOf(id), id, about);
    }
    return summarizeChanges(compared, { ignored: [], showIds: false });
  };

  it('is a value that somebody has edited in ISC', () => {
    expect(take(['note', 'photo'], [])).toMatchObject({ compared: 2, affected: 0, columns: [] });
  });

  it('is, where its cell is blank, a value that ISC has chosen', () => {
    expect(take(['note'], ['photo'])).toMatchObject({
      affected: 1,
      columns: [{ column: 'photo', changed: 1, emptied: 0 }],
    });
    expect(take(['note'], [])).toMatchObject({ affected: 2, columns: [{ changed: 1, emptied: 1 }] });
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
    // It counts for its account alone.
    expect(result).toMatchObject({
      affected: 2,
      columns: [{ column: 'name', changed: 2 }],
      notCompared: [],
    });
  });

  it('may be one of several values that cannot be read, which is certainly not what the file says', () => {
    const rows: Row[] = [
      ['1', 'a'],
      ['2', ''],
      ['3', 'a'],
      ['4', 'a'],
      ['5', 'a'],
    ];
    const now = times(5, (n): Account => [`${n + 1}`, { groups: n < 2 ? [{ x: 1 }] : ['a'] }]);
    expect(changes([column('groups', { isMulti: true })], rows, now)).toMatchObject({
      affected: 2,
      columns: [{ column: 'groups', changed: 1, emptied: 1 }],
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
});

describe('the transitions of show-values', () => {
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
    expect(result.transitions).toEqual([
      {
        column: 'status',
        transitions: [
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
    expect(changes(groups, rows, [['1', { groups: 'c' }]]).transitions[0]?.transitions).toStrictEqual([
      { from: { text: 'c' }, to: 'several', accounts: 1 },
    ]);
  });

  it('of several values name the one that there is, or none', () => {
    const groups = [column('groups', { isMulti: true, isShown: true })];
    const rows: Row[] = [
      ['1', 'b'],
      ['2', ''],
    ];
    const now: Account[] = [
      ['1', { groups: ['a'] }],
      ['2', { groups: ['a', 'b'] }],
    ];
    expect(changes(groups, rows, now).transitions[0]?.transitions).toStrictEqual([
      { from: { text: 'a' }, to: { text: 'b' }, accounts: 1 },
      { from: 'several', to: 'none', accounts: 1 },
    ]);
  });

  it('are the ten most frequent ones', () => {
    const result = changes(
      status,
      times(30, (index) => [`${index}`, `to${index % 15}`]),
      times(30, (index) => [`${index}`, { status: 'from' }]),
    );
    expect(result.transitions[0]?.transitions).toHaveLength(10);
  });

  it('are not told of columns that are not named', () => {
    expect(changes([NAME], [['1', 'a']], [['1', { name: 'b' }]]).transitions).toEqual([]);
  });

  it('are given up where the file has too many different values', () => {
    const result = changes(
      status,
      times(101, (index) => [`${index}`, `to${index}`]),
      times(101, (index) => [`${index}`, { status: 'from' }]),
    );
    expect(result.transitions).toEqual([{ column: 'status', transitions: undefined }]);
  });

  it('are given up where ISC has too many different values', () => {
    const many = MAX_KEPT_TRANSITIONS + 1;
    const result = changes(
      status,
      times(many, (index) => [`${index}`, 'to']),
      times(many, (index) => [`${index}`, { status: `from${index}` }]),
    );
    expect(result.transitions).toEqual([{ column: 'status', transitions: undefined }]);
  });
});
