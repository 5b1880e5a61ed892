import { describe, expect, it } from '@jest/globals';
import { checkDeleteThreshold } from '../../../src/aggregation/compare/plan-findings.js';
import {
  findReformatted,
  reformattedFinding,
} from '../../../src/aggregation/compare/reformatted-identities.js';
import { column, findings, times, type Account, type Row } from './comparing.js';

const DEPT = column('department');

/** What the file and ISC have in one column, by the number of the account. */
interface Side {
  readonly file: (index: number) => string;
  readonly now: (index: number) => string;
}

const same = (index: number): string => `v${index}`;

function rulesOf(count: number, { file, now }: Side): string[] {
  const rows = times(count, (index): Row => [`${index}`, file(index)]);
  const accounts = times(count, (index): Account => [`${index}`, { department: now(index) }]);
  return findings([DEPT], rows, accounts).map(({ rule }) => rule);
}

describe('values-emptied', () => {
  const emptiedUpTo = (end: number): Side => ({
    file: (index) => (index < end ? '' : same(index)),
    now: same,
  });

  it.each<[string, number, Side]>([
    ['more than half', 9, emptiedUpTo(5)],
    ['all of five', 5, emptiedUpTo(5)],
    ['blanks are no values', 9, { file: () => '  ', now: same }],
    [
      'accounts without a value in ISC do not count',
      90,
      { file: () => '', now: (index) => (index < 5 ? 'x' : '') },
    ],
  ])('fires: %s', (_, count, side) => {
    expect(rulesOf(count, side)).toEqual(['values-emptied']);
  });

  it.each<[string, number, Side]>([
    ['exactly half', 10, emptiedUpTo(5)],
    ['four of four', 4, emptiedUpTo(4)],
    ['changed, not emptied', 9, { file: () => 'x', now: () => 'y' }],
    ['never filled', 9, { file: () => '', now: () => '' }],
  ])('does not fire: %s', (_, count, side) => {
    expect(rulesOf(count, side)).toEqual([]);
  });

  it('names the columns and their counts in one finding, and never a value', () => {
    const rows = times(6, (index): Row => [`${index}`, '', '']);
    const accounts = times(6, (index): Account => [
      `${index}`,
      { a: 'SECRET', b: index > 0 ? 'SECRET' : '' },
    ]);
    const [one, ...others] = findings([column('a'), column('b')], rows, accounts);
    expect(others).toEqual([]);
    expect(one?.message).toMatch(/"a" \(6 accounts\) and "b" \(5 accounts\)/);
    expect(one?.message).toContain('still reads these columns.');
    expect(one?.message).not.toContain('SECRET');
    expect(one).toMatchObject({ severity: 'error', line: undefined });
  });

  it('is the only finding where another column was blank before', () => {
    const rows = times(10, (index): Row => [`${index}`, '', '']);
    const accounts = times(10, (index): Account => [`${index}`, { department: `d${index}`, floor: '' }]);
    const found = findings([DEPT, column('floor')], rows, accounts);
    expect(found.map(({ rule }) => rule)).toEqual(['values-emptied']);
  });

  it('speaks of one column in the singular', () => {
    const rows = times(6, (index): Row => [`${index}`, '']);
    const accounts = times(6, (index): Account => [`${index}`, { department: 'x' }]);
    expect(findings([DEPT], rows, accounts)[0]?.message).toContain('still reads this column.');
  });

  it('counts what ISC returns and nobody can read as a value like others', () => {
    const rows = times(9, (index): Row => [`${index}`, '']);
    const accounts = times(9, (index): Account => [
      `${index}`,
      { department: index === 0 ? { name: 'x' } : 'x' },
    ]);
    expect(findings([DEPT], rows, accounts)[0]?.message).toContain('(9 accounts)');
  });

  it('names ten columns at most', () => {
    const columns = times(12, (index) => column(`c${index}`));
    const rows = times(6, (index): Row => [`${index}`, ...times(12, () => '')]);
    const accounts = times(6, (index): Account => [
      `${index}`,
      Object.fromEntries(columns.map(({ name }) => [name, 'x'])),
    ]);
    expect(findings(columns, rows, accounts)[0]?.message).toMatch(/"c9" \(6 accounts\) and 2 more\./);
  });
});

describe('values-collapsed', () => {
  const two = (index: number): string => (index % 2 === 0 ? 'a' : 'b');

  it.each<[string, number, Side]>([
    ['to a new value', 10, { file: () => 'x', now: two }],
    ['to the rarer of two values', 11, { file: () => 'b', now: two }],
    ['some become blank', 12, { file: (index) => (index < 2 ? '' : 'x'), now: two }],
  ])('fires: %s', (_, count, side) => {
    expect(rulesOf(count, side)).toEqual(['values-collapsed']);
  });

  it.each<[string, number, Side]>([
    ['fewer than ten accounts', 9, { file: () => 'x', now: two }],
    ['exactly half would change', 10, { file: () => 'a', now: two }],
    ['one value in ISC already', 10, { file: () => 'x', now: () => 'a' }],
    ['two values in the file', 20, { file: (index) => (index === 0 ? 'y' : 'x'), now: two }],
  ])('does not fire: %s', (_, count, side) => {
    expect(rulesOf(count, side)).toEqual([]);
  });

  it('is not said of a column that becomes blank', () => {
    expect(rulesOf(10, { file: () => '', now: two })).toEqual(['values-emptied']);
  });
});

describe('values-shifted', () => {
  const columns = [DEPT, column('location'), column('manager')];
  const now = (index: number): Account => [
    `${index}`,
    { department: `d${index}`, location: `l${index}`, manager: `m${index}` },
  ];
  const shiftedRow = (index: number): Row => [`${index}`, 'x', `d${index}`, `l${index}`];
  const soundRow = (index: number): Row => [`${index}`, `d${index}`, `l${index}`, `m${index}`];
  const shiftedUpTo = (end: number) => (index: number) => (index < end ? shiftedRow : soundRow)(index);

  it.each([
    ['all of ten', 10, shiftedUpTo(10)],
    ['more than half', 11, shiftedUpTo(6)],
  ])('fires: %s', (_, count, row) => {
    const found = findings(columns, times(count, row), times(count, now));
    expect(found.filter(({ rule }) => rule === 'values-shifted')).toHaveLength(1);
  });

  it.each([
    ['nine accounts', 9, shiftedUpTo(9)],
    ['exactly half', 12, shiftedUpTo(6)],
    [
      'values that stood in both columns before',
      10,
      (index: number): Row => [`${index}`, `d${index}`, `l${index}`, `m${index}`],
    ],
  ])('does not fire: %s', (_, count, row) => {
    expect(findings(columns, times(count, row), times(count, now))).toEqual([]);
  });

  it('does not fire where the values come from different columns', () => {
    const row = (index: number): Row =>
      index % 2 === 0
        ? [`${index}`, `l${index}`, `l${index}`, `m${index}`]
        : [`${index}`, `m${index}`, `l${index}`, `m${index}`];
    expect(findings(columns, times(20, row), times(20, now))).toEqual([]);
  });

  it('does not fire where both columns had the same value, and still have', () => {
    const row = (index: number): Row => [`${index}`, 'new', 'new', 'new'];
    const equal = (index: number): Account => [
      `${index}`,
      { department: 'old', location: 'old', manager: 'old' },
    ];
    expect(findings(columns, times(20, row), times(20, equal))).toEqual([]);
  });

  it('names both columns, of each pair', () => {
    const [found] = findings(columns, times(10, shiftedRow), times(10, now)).filter(
      ({ rule }) => rule === 'values-shifted',
    );
    expect(found?.message).toContain(
      'the values of "department" in column "location" (10 of 10 accounts) and the values of "location" in column "manager" (10 of 10 accounts)',
    );
  });

  it('is the only finding where the lost column leaves another one empty, and one with a constant', () => {
    const constant = (index: number): Account => [
      `${index}`,
      { department: `d${index}`, location: `l${index}`, manager: index % 2 === 0 ? 'x' : 'y' },
    ];
    const row = (index: number): Row => [`${index}`, `l${index}`, index % 2 === 0 ? 'x' : 'y', ''];
    const found = findings(columns, times(20, row), times(20, constant));
    expect(found.map(({ rule }) => rule)).toEqual(['values-shifted']);
  });

  it('sees through the types of the columns', () => {
    const typed = [column('start', { type: 'DATE' }), column('end', { type: 'STRING' })];
    const found = findings(
      typed,
      times(10, (index): Row => [`${index}`, `x${index}`, `2024-01-${index + 10}`]),
      times(10, (index): Account => [`${index}`, { start: `2024-01-${index + 10}`, end: `e${index}` }]),
    );
    expect(found.map(({ rule }) => rule)).toContain('values-shifted');
  });

  it('looks at the neighbours in a file of a thousand columns', () => {
    const wide = times(1_000, (index) => column(`c${index}`));
    const rows = times(10, (index): Row => [`${index}`, ...times(1_000, (at) => `${index} ${at + 1}`)]);
    const accounts = times(10, (index): Account => [
      `${index}`,
      Object.fromEntries(wide.map(({ name }, at) => [name, `${index} ${at}`])),
    ]);
    expect(findings(wide, rows, accounts)[0]?.message).toMatch(/"c1" in column "c0".* 989 more/);
  });
});

describe('values-garbled', () => {
  const only = (file: string, now: string): Side => ({ file: () => file, now: () => now });

  it.each([
    ['UTF-8 read as Windows-1252', 'MÃ¼ller', 'Müller'],
    ['a sign that Windows-1252 has and Latin-1 has not', 'Oâ€™Neill', 'O’Neill'],
    ['UTF-8 read as Latin-1', 'MÃ\u{9c}LLER', 'MÜLLER'],
    ['question marks', 'M?ller', 'Müller'],
    ['two question marks a letter', 'M??ller', 'Müller'],
    ['replacement characters', 'M\u{fffd}ller', 'Müller'],
    ['two replacement characters a letter', 'M\u{fffd}\u{fffd}ller', 'Müller'],
    ['beyond the basic plane', 'a?b', 'a\u{1f600}b'],
  ])('fires, for one account already: %s', (_, file, now) => {
    expect(rulesOf(1, only(file, now))).toEqual(['values-garbled']);
  });

  it.each([
    ['repaired', 'Müller', 'MÃ¼ller'],
    ['another name', 'Mueller', 'Müller'],
    ['ASCII that changes', 'M?ller', 'Miller'],
    ['the same garbled text as before', 'MÃ¼ller', 'MÃ¼ller'],
    ['only one of two letters', 'M?llér', 'Müllér'],
  ])('does not fire: %s', (_, file, now) => {
    expect(rulesOf(1, only(file, now))).toEqual([]);
  });

  it('counts the accounts', () => {
    const rows = times(3, (index): Row => [`${index}`, index === 0 ? 'x' : 'M?ller']);
    const accounts = times(3, (index): Account => [`${index}`, { department: 'Müller' }]);
    expect(findings([DEPT], rows, accounts)[0]?.message).toContain('"department" (2 of 3 accounts)');
  });

  it('fires for several values of an account', () => {
    const groups = [column('groups', { isMulti: true })];
    const rows: Row[] = [
      ['1', 'GÃ¤ste'],
      ['1', 'IT'],
    ];
    const found = findings(groups, rows, [['1', { groups: ['IT', 'Gäste'] }]]);
    expect(found.map(({ rule }) => rule)).toEqual(['values-garbled']);
  });
});

describe('identities-reformatted', () => {
  const three = (make: (index: number) => string): string[] => times(3, make);

  it.each([
    ['leading zeros', three((index) => `00${index}`), three((index) => `${index}`), 'leading zeros'],
    [
      'leading zeros that come',
      three((index) => `${index + 1}`),
      three((index) => `0${index + 1}`),
      'leading zeros',
    ],
    ['letter case', three((index) => `AB${index}`), three((index) => `ab${index}`), 'letter case'],
    ['spaces around', three((index) => `${index} `), three((index) => `${index}`), 'spaces around them'],
    [
      'Unicode form',
      three((index) => `e\u{301}${index}`),
      three((index) => `\u{e9}${index}`),
      'Unicode form',
    ],
    [
      'a part after @',
      three((index) => `a${index}@acme.com`),
      three((index) => `a${index}`),
      'the part after "@"',
    ],
    [
      'another domain',
      three((index) => `a${index}@old.com`),
      three((index) => `a${index}@new.com`),
      'the part after "@"',
    ],
    [
      'several of them together',
      three((index) => `00${index}@ACME.com`),
      three((index) => `${index}@acme.com `),
      'the part after "@" and by leading zeros',
    ],
    [
      'exactly half',
      [...three((index) => `00${index}`), 'x', 'y', 'z'],
      three((index) => `${index}`),
      'leading zeros',
    ],
  ])('fires: %s', (_, deleted, created, name) => {
    const found = findReformatted(deleted, created);
    expect(found).toMatchObject({ accounts: 3, deleted: deleted.length });
    const { message, rule } = found === undefined ? { message: '', rule: '' } : reformattedFinding(found);
    expect(rule).toBe('identities-reformatted');
    expect(message).toContain(`differ only by ${name}`);
    expect(message).not.toContain('max-deletions');
  });

  it.each([
    ['nothing is created', ['001', '002', '003'], []],
    ['other accounts', ['001', '002', '003'], ['4', '5', '6']],
    ['zeros that are all there is', ['0', '00', '000'], ['', 'x', 'y']],
  ])('does not fire: %s', (_, deleted, created) => {
    expect(findReformatted(deleted, created)).toBeUndefined();
  });

  it.each<[string, readonly string[], readonly string[], 'error' | 'warning', number]>([
    ['two of two', ['001', '002'], ['1', '2'], 'warning', 2],
    ['under half', ['001', '002', '003', 'w', 'x', 'y', 'z'], ['1', '2', '3'], 'warning', 3],
    ['one that changes its domain', ['ada@old.example'], ['ada@new.example'], 'warning', 1],
    ['three of three', ['001', '002', '003'], ['1', '2', '3'], 'error', 3],
  ])('stops or warns by how many they are: %s', (_, deleted, created, severity, accounts) => {
    expect(findReformatted(deleted, created)).toMatchObject({ severity, accounts });
  });

  it.each<[name: string, deleted: string, created: string, severity: 'error' | 'warning']>([
    ['leading zeros', '007', '7', 'error'],
    ['a trailing ".0"', '1000', '1000.0', 'error'],
    ['="…" around them', '000417', '="000417"', 'error'],
    ['an apostrophe in front', '000417', "'000417", 'error'],
    ['invisible characters', '000417', '\u{feff}000417', 'error'],
    ['thousands separators', '1000', '1,000', 'error'],
    ['a pair of quotes around them', '000417', '"000417"', 'warning'],
    ['letter case', 'ada', 'ADA', 'warning'],
  ])('one pair of the same person, by its display name: %s', (name, deleted, created, severity) => {
    const found = findReformatted([deleted, 'gone'], [created, 'new'], () => true);
    expect(found).toMatchObject({ severity, accounts: 1, differences: [{ name }] });
    expect(findReformatted([deleted, 'gone'], [created, 'new'], () => false)?.severity).toBe('warning');
  });

  it.each([
    ['007', '7', '(more in ISC)'],
    ['7', '007', '(more in the file)'],
  ])('says which side has more: %s, %s', (deleted, created, side) => {
    const found = findReformatted([deleted], [created]);
    expect(found && reformattedFinding(found).message).toContain(side);
  });

  it.each<[string, readonly string[], readonly string[], number, readonly string[]]>([
    [
      'one that explains enough, although a second one would explain more',
      ['001', '002', '003', '004', '00A'],
      ['1', '2', '3', '4', 'a'],
      4,
      ['leading zeros'],
    ],
    [
      'the first of two that explain as much',
      ['001', '002', '003', 'A', 'B', 'C'],
      ['1', '2', '3', 'a', 'b', 'c'],
      3,
      ['letter case'],
    ],
  ])('names %s', (_, deleted, created, accounts, names) => {
    const found = findReformatted(deleted, created);
    expect(found?.accounts).toBe(accounts);
    expect(found?.differences.map(({ name }) => name)).toEqual(names);
  });
});

/** A plan that creates nothing. */
function plannedFor(deleted: number, accountsNow: number): Parameters<typeof checkDeleteThreshold>[0] {
  return { deleted, accountsNow, created: 0, kept: accountsNow - deleted };
}

describe('delete-threshold', () => {
  it.each([
    ['more than the threshold', 11, 100, 10],
    ['all of one', 1, 1, 99],
    ['a threshold with decimals', 3, 1000, 0.25],
  ])('fires: %s', (_, deleted, accountsNow, threshold) => {
    const [found] = checkDeleteThreshold(plannedFor(deleted, accountsNow), threshold);
    expect(found).toMatchObject({ rule: 'delete-threshold', severity: 'error' });
    expect(found?.message).toContain('skip every deletion');
  });

  it.each([
    ['below it by either share', 9, 100, 10],
    ['nothing is deleted', 0, 100, 1],
    ['it is 0', 100, 100, 0],
    ['there is none', 100, 100, undefined],
    ['an empty source', 0, 0, 10],
  ])('does not fire: %s', (_, deleted, accountsNow, threshold) => {
    expect(checkDeleteThreshold(plannedFor(deleted, accountsNow), threshold)).toEqual([]);
  });

  it('warns where only the share of the accounts in the file is over it', () => {
    const [one] = checkDeleteThreshold(plannedFor(4, 20), 20);
    expect(one).toMatchObject({ rule: 'delete-threshold', severity: 'warning' });
    expect(one?.message).toMatch(/^The file deletes 4 accounts and has 16\. /);
    expect(checkDeleteThreshold({ ...plannedFor(4, 20), created: 4 }, 20)).toEqual([]);
  });
});

describe('delete-threshold where the identities do not match', () => {
  it.each([
    ['never advises to raise the threshold', true, false],
    ['otherwise does', false, true],
  ])('%s', (_, isMistake, raises) => {
    const [one] = checkDeleteThreshold(plannedFor(10, 10), 5, isMistake);
    expect(one?.message.includes('raise the delete threshold')).toBe(raises);
  });
});
