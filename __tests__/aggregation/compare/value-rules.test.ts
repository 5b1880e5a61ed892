import { describe, expect, it } from '@jest/globals';
import { diagnoseValues } from '../../../src/aggregation/compare/diagnoses.js';
import type { Finding, Rule } from '../../../src/model/finding.js';
import { NULL_WORDS } from '../../../src/csv/values/words.js';
import type { AttributeType } from '../../../src/model/source.js';
import { column, comparison, times, type Account, type Row } from './comparing.js';

/** When a rule on the values of a column fires, and when it just does not. */

/** What the file and ISC have for one account. */
type Pair = readonly [file: string | readonly string[], now: unknown];

interface About {
  readonly type?: AttributeType;
  readonly isMulti?: boolean;
  readonly warnOnly?: readonly Rule[];
}

function findingsOf(pairs: readonly Pair[], { warnOnly = [], ...about }: About = {}): readonly Finding[] {
  const rows = pairs.flatMap(([file], index): Row[] =>
    (typeof file === 'string' ? [file] : file).map((cell) => [`${index}`, cell]),
  );
  const accounts = pairs.map(([, now], index): Account => [`${index}`, { value: now }]);
  // Another account shows that the source has the column.
  const all: Account[] = [...accounts, ['only in ISC', { value: null }]];
  return diagnoseValues(comparison([column('value', about)], rows, all), warnOnly).findings;
}

function rulesOf(pairs: readonly Pair[], about: About = {}): readonly string[] {
  return findingsOf(pairs, about).map(({ rule, severity }) => (severity === 'error' ? rule : `(${rule})`));
}

function messageOf(pairs: readonly Pair[], about: About = {}): string {
  return findingsOf(pairs, about)[0]?.message ?? '';
}

/** `count` pairs of this kind. */
function of(count: number, pair: (index: number) => Pair): Pair[] {
  return times(count, pair);
}

const same = (index: number): Pair => [`v${index}`, `v${index}`];
const other = (index: number): Pair => [`x${index}`, `y${index}`];
const unzeroed = (index: number): Pair => [`${index + 1}`, `00${index + 1}`];
const day = (index: number, month = 7): string => `2026-${pad(month)}-${pad(13 + index)}`;
const sameDay = (index: number): Pair => [day(index), day(index)];

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

describe('values-reformatted', () => {
  it.each<[string, readonly Pair[]]>([
    ['five of five', of(5, unzeroed)],
    ['five of nine', [...of(5, unzeroed), ...of(4, same)]],
    ['19 of 20 differences', [...of(19, unzeroed), ...of(1, other)]],
    [
      'accounts with a value on one side alone do not count',
      [...of(5, unzeroed), ['', 'x'], ...of(9, (): Pair => ['', ''])],
    ],
  ])('fires: %s', (_, pairs) => {
    expect(rulesOf(pairs)).toEqual(['values-reformatted']);
  });

  it.each<[string, readonly Pair[]]>([
    ['four of four', of(4, unzeroed)],
    ['exactly half', [...of(5, unzeroed), ...of(5, same)]],
    ['18 of 19 differences', [...of(18, unzeroed), ...of(1, other)]],
  ])('does not fire: %s', (_, pairs) => {
    expect(rulesOf(pairs)).toEqual([]);
  });

  it.each<[string, AttributeType, (index: number) => Pair]>([
    ['leading zeros', 'STRING', unzeroed],
    ['the decimal separator', 'STRING', (index) => [`0,${index + 1}`, `0.${index + 1}`]],
    ['thousands separators', 'STRING', (index) => [`${index + 1},000,000`, `${index + 1}000000`]],
    ['zeros after the decimal separator', 'STRING', (index) => [`0.${index + 1}`, `0.${index + 1}0`]],
    ['E notation', 'LONG', (index) => [`${index + 1}E+3`, `${index + 1}000`]],
    ['letter case', 'STRING', (index) => [`ADA ${index}`, `Ada ${index}`]],
    ['spaces or invisible characters', 'STRING', (index) => [`a\u{a0}${index}`, `a ${index}`]],
    ['Unicode form', 'STRING', (index) => [`e\u{301}${index}`, `\u{e9}${index}`]],
    ['the words for true and false', 'BOOLEAN', (index) => [index % 2 === 0 ? 't' : 'f', index % 2 === 0]],
    ['the order of day and month', 'STRING', (index) => [`0${index + 2}/01/2026`, `01/0${index + 2}/2026`]],
    ['the notation of dates', 'DATE', (index) => [`${13 + index}.07.2026`, day(index)]],
    ['names in a longer form', 'STRING', (index) => [`ACME\\ada${index}`, `ada${index}`]],
  ])('says in what: %s', (what, type, pair) => {
    expect(rulesOf(of(6, pair), { type })).toEqual(['values-reformatted']);
    expect(messageOf(of(6, pair), { type })).toContain(`they differ in ${what}`);
  });
});

describe('values-inverted', () => {
  const inverted = (index: number): Pair => [String(index % 2 === 0), index % 2 !== 0];
  const kept = (index: number): Pair => [String(index % 2 === 0), index % 2 === 0];

  it.each<[string, AttributeType, readonly Pair[]]>([
    ['five of five', 'BOOLEAN', of(5, inverted)],
    ['five of nine', 'BOOLEAN', [...of(5, inverted), ...of(4, kept)]],
    ['texts', 'STRING', of(6, inverted)],
    [
      'other words at the same time',
      'BOOLEAN',
      of(6, (index): Pair => [index % 2 === 0 ? 'J' : 'N', index % 2 !== 0]),
    ],
    ['userAccountControl as a flag', 'BOOLEAN', of(6, (index): Pair => [`${index % 2}`, index % 2 === 0])],
  ])('fires: %s', (_, type, pairs) => {
    expect(rulesOf(pairs, { type })).toEqual(['values-inverted']);
  });

  it.each<[string, AttributeType, readonly Pair[], readonly string[]]>([
    ['four of four', 'BOOLEAN', of(4, inverted), []],
    ['exactly half', 'BOOLEAN', [...of(5, inverted), ...of(5, kept)], []],
    ['1 and 0 as texts', 'STRING', of(6, (index): Pair => [`${index % 2}`, `${1 - (index % 2)}`]), []],
    ['18 of 19 differences', 'BOOLEAN', [...of(18, inverted), ['?', true]], []],
  ])('does not fire: %s', (_, type, pairs, expected) => {
    expect(rulesOf(pairs, { type })).toEqual(expected);
  });
});

describe('dates-moved', () => {
  const moved = (to: (index: number) => string, now = day): readonly Pair[] =>
    of(6, (index): Pair => [to(index), now(index)]);
  const at =
    (ms: number) =>
    (index: number): string =>
      new Date(Date.parse(day(index)) + ms).toISOString().replace('.000Z', 'Z');
  const HOUR = 3_600_000;
  const ago =
    (days: number) =>
    (index: number): string =>
      new Date(Date.parse(day(index)) + days * 24 * HOUR).toISOString().slice(0, 10);

  it.each<[words: string, file: readonly Pair[]]>([
    ['a day later', moved((index) => `2026-07-${14 + index}`)],
    ['a day earlier', moved((index) => `2026-07-${12 + index}`)],
    ['a day earlier', moved((index) => `07/${12 + index}/2026`)],
    ['1,462 days off', moved(ago(1_462))],
    ['1,462 days off', moved(ago(-1_462))],
    ['a hundred years off', moved((index) => `1926-07-${13 + index}`)],
    ['in the Buddhist calendar', moved((index) => `2569-07-${13 + index}`)],
    ['in the Persian calendar', moved((index) => `1405-04-${20 + index}`)],
    ['in the Islamic calendar', moved((index) => `1448-01-${10 + index}`)],
    ['all on the first of their month', [...moved(() => '2026-07-01'), ['2026-08-01', '2026-08-19']]],
    ['all on the first of their year', moved(() => '2026-01-01')],
    ['−2:00 h off', moved(at(-2 * HOUR))],
    ['+5:30 h off', moved(at(5.5 * HOUR))],
    ['+14:00 h off', moved(at(14 * HOUR))],
    ['+1:00 h or +2:00 h off', of(8, (index): Pair => [at((1 + (index % 2)) * HOUR)(index), day(index)])],
    ['day and month exchanged', of(6, (index): Pair => [`2026-0${index + 2}-01`, `2026-01-0${index + 2}`])],
  ])('names the move: %s', (words, pairs) => {
    expect(rulesOf(pairs, { type: 'DATE' })).toEqual(['dates-moved']);
    expect(messageOf(pairs, { type: 'DATE' })).toContain(words);
  });

  it.each<[string, readonly Pair[]]>([
    ['renewed by a year', moved((index) => `2027-07-${13 + index}`)],
    ['renewed by two days', moved((index) => `2026-07-${15 + index}`)],
    ['a whole day in a time zone', moved(at(15 * HOUR))],
    ['minutes', moved(at(7 * 60_000))],
    ['one and the same date for everybody', of(6, (): Pair => ['2026-07-14', '2026-07-13'])],
    ['four of four', moved((index) => `2026-07-${14 + index}`).slice(0, 4)],
    ['exactly half', [...moved((index) => `2026-07-${14 + index}`).slice(0, 5), ...of(5, sameDay)]],
    [
      'half a day early, half a day late',
      of(6, (index): Pair => [`2026-07-${12 + index + 2 * (index % 2)}`, day(index)]),
    ],
    ['exchanged, four of four', of(4, (index): Pair => [`2026-0${index + 2}-01`, `2026-01-0${index + 2}`])],
  ])('does not fire: %s', (_, pairs) => {
    expect(rulesOf(pairs, { type: 'DATE' })).toEqual([]);
  });

  it('counts an exchange among the dates whose day is at most 12, and says how many became empty', () => {
    const low = of(6, (index): Pair => [`2026-0${index + 2}-01`, `2026-01-0${index + 2}`]);
    const high = of(8, (index): Pair => ['', `2026-01-${13 + index}`]);
    expect(rulesOf([...low, ...high], { type: 'DATE' })).toEqual(['dates-moved']);
    expect(messageOf([...low, ...high], { type: 'DATE' })).toMatch(/6 accounts.* 8 more dates became empty/);
  });

  it('is told from another notation: the same day, read in the order that fits', () => {
    const american = of(6, (index): Pair => [`01/0${index + 2}/2026`, `2026-01-0${index + 2}`]);
    expect(rulesOf(american, { type: 'DATE' })).toEqual(['values-reformatted']);
  });
});

describe('values-filled', () => {
  const filled = (value: string) => (): Pair => [value, ''];
  const blank = (): Pair => ['', ''];

  it.each<[string, AttributeType, readonly Pair[]]>([
    ['five of five', 'STRING', of(5, filled('x'))],
    ['five of nine', 'STRING', [...of(5, filled('x')), ...of(4, blank)]],
    ['a date to come', 'DATE', of(5, filled('2030-01-01'))],
    ['one day, at different times', 'DATE', of(5, (index): Pair => [`2030-01-01T0${index}:00:00Z`, ''])],
    ['true for all', 'BOOLEAN', of(5, filled('true'))],
  ])('warns: %s', (_, type, pairs) => {
    expect(rulesOf(pairs, { type })).toEqual(['(values-filled)']);
  });

  it.each<[string, readonly Pair[]]>([
    ['four of four', of(4, filled('x'))],
    ['exactly half', [...of(5, filled('x')), ...of(5, blank)]],
    ['different values', of(6, (index): Pair => [`x${index}`, ''])],
  ])('does not fire: %s', (_, pairs) => {
    expect(rulesOf(pairs)).toEqual([]);
  });

  it.each<[AttributeType, string]>([
    ['DATE', '0001-01-01'],
    ['DATE', '01/01/0001 00:00:00'],
    ['DATE', '0544-01-01'],
    ['DATE', '1601-01-01'],
    ['DATE', '1600-12-31T23:00:00Z'],
    ['DATE', '1753-01-01'],
    ['DATE', '30.12.1899'],
    ['DATE', '1900-01-01'],
    ['DATE', '1970-01-01T01:00:00'],
    ['DATE', '0'],
    ['DATE', '2079-06-06'],
    ['DATE', '9999-12-31T23:59:59.999'],
    ['DATE', '2026-07-15'],
    ['DATE', '2026-07-14T22:00:00Z'],
    ['DATE', 'never'],
    ['BOOLEAN', 'f'],
    ['INT', 'n/a yet'],
    ['STRING', '1900-01-01'],
  ])('stops at what has no meaning: %s %s', (type, value) => {
    expect(rulesOf(of(5, filled(value)), { type })).toEqual(['values-filled']);
  });
});

describe('null-word', () => {
  it.each(NULL_WORDS)('stops from one account on in a DATE, BOOLEAN, INT or LONG column: %s', (word) => {
    for (const type of ['DATE', 'BOOLEAN', 'INT', 'LONG'] as const) {
      expect(rulesOf([[word, '']], { type })).toEqual(['null-word']);
    }
    expect(rulesOf([[word, '7']], { type: 'INT' })).toEqual(['null-word']);
    expect(rulesOf([[word, word]], { type: 'INT' })).toEqual([]);
  });

  it.each<[string, readonly Pair[], readonly string[]]>([
    [
      'more than half of the blanks',
      [
        ['NULL', ''],
        ['NULL', ''],
        ['', ''],
        ['x', 'x'],
      ],
      ['null-word'],
    ],
    [
      'exactly half of the blanks',
      [
        ['NULL', ''],
        ['', ''],
        ['x', 'x'],
      ],
      [],
    ],
    [
      'a word that ISC has elsewhere',
      [
        ['NULL', ''],
        ['NULL', 'NULL'],
      ],
      [],
    ],
    [
      'another word than ISC has',
      [
        ['NULL', ''],
        ['None', 'None'],
      ],
      ['null-word'],
    ],
    ['in place of values alone', of(9, (): Pair => ['NULL', 'x']), []],
    ['not in this spelling', of(4, (): Pair => ['Null', '']), []],
  ])('in a column of texts: %s', (_, pairs, expected) => {
    expect(rulesOf(pairs)).toEqual(expected);
  });
});

describe('values-rounded', () => {
  const badge = (index: number): string => `88267994437407${11 + index}`;
  const cut = (index: number): Pair => [`8.82679944374E+15`, badge(index)];

  it.each<[string, AttributeType, readonly Pair[]]>([
    ['E notation, three accounts', 'LONG', of(3, cut)],
    ['fifteen digits', 'STRING', of(3, (index): Pair => [`${badge(index).slice(0, 15)}0`, badge(index)])],
    ['a double', 'LONG', of(3, (): Pair => ['9007199254740992', '9007199254740993'])],
    ['among others', 'STRING', [...of(3, cut), ...of(50, same)]],
    ['fewer decimals in a whole column', 'STRING', of(5, (index): Pair => [`0.${index + 1}`, `0.${index}7`])],
  ])('fires: %s', (_, type, pairs) => {
    expect(rulesOf(pairs, { type })).toEqual(['values-rounded']);
  });

  it.each<[string, readonly Pair[]]>([
    ['two accounts', of(2, cut)],
    ['fewer than six digits', of(4, (index): Pair => [`12340`, `1234${index + 1}`])],
    ['four decimals of four', of(4, (index): Pair => [`0.${index + 1}`, `0.${index}7`])],
    ['another number', of(6, (index): Pair => [`882679944374071${index}`, `992679944374071${index}`])],
  ])('does not fire: %s', (_, pairs) => {
    expect(rulesOf(pairs)).toEqual([]);
  });
});

describe('values-rescaled', () => {
  const times100 = (index: number): Pair => [`${index + 3}00`, `${index + 3}.00`];

  it.each<[string, (index: number) => Pair, string]>([
    ['a lost decimal separator', times100, 'times 100'],
    ['percent', (index) => [`${index + 3}0 %`, `0.${index + 3}`], 'times 100'],
    ['divided', (index) => [`0.0${index + 3}`, `${index + 3}`], 'divided by 100'],
  ])('fires: %s', (_, pair, words) => {
    expect(rulesOf(of(5, pair))).toEqual(['values-rescaled']);
    expect(messageOf(of(5, pair))).toContain(words);
  });

  it.each<[string, readonly Pair[]]>([
    ['four of four', of(4, times100)],
    ['exactly half', [...of(5, times100), ...of(5, same)]],
    ['two powers', [...of(3, times100), ...of(3, (index): Pair => [`${index + 3}000`, `${index + 3}`])]],
  ])('does not fire: %s', (_, pairs) => {
    expect(rulesOf(pairs)).toEqual([]);
  });
});

describe('values-mistyped', () => {
  const minutes = (index: number): Pair => [`2007-00-${21 + index}`, `2007-07-${21 + index}`];

  it.each<[string, AttributeType, readonly Pair[]]>([
    ['minutes for the month', 'DATE', of(5, minutes)],
    ['five of nine', 'DATE', [...of(5, minutes), ...of(4, sameDay)]],
    ['a time span', 'DATE', of(5, (index): Pair => [`707${index}.00:00:00`, day(index)])],
    ['a localised month', 'DATE', of(5, (index): Pair => [`2${index}. Juli 2007`, `2007-07-2${index}`])],
    ['text for a number', 'INT', of(5, (index): Pair => [`grade ${index}`, index])],
    ['text for a long number', 'LONG', of(5, (index): Pair => [`no. ${index}`, `${index}`])],
    [
      'three words for true and false',
      'BOOLEAN',
      of(6, (index): Pair => [['actif', 'parti', '?'][index % 3] ?? '', index % 2 === 0]),
    ],
  ])('fires: %s', (_, type, pairs) => {
    expect(rulesOf(pairs, { type })).toEqual(['values-mistyped']);
  });

  it.each<[string, AttributeType, readonly Pair[]]>([
    ['four of four', 'DATE', of(4, minutes)],
    ['exactly half', 'DATE', [...of(5, minutes), ...of(5, sameDay)]],
    ['a column of texts', 'STRING', of(6, minutes)],
    ['what ISC has all the same', 'DATE', of(6, (index): Pair => [`soon ${index}`, `soon ${index}`])],
  ])('does not fire: %s', (_, type, pairs) => {
    expect(rulesOf(pairs, { type })).toEqual([]);
  });
});

describe('values-garbled, where letters were dropped or made plain', () => {
  const plain = (index: number): Pair => [`Hubner ${index}`, `Hübner ${index}`];
  const kept = (index: number): Pair => [`Möller ${index}`, `Möller ${index}`];

  it.each<[string, readonly Pair[], readonly string[]]>([
    ['three of six', [...of(3, plain), ...of(3, kept)], ['values-garbled']],
    ['two of two', of(2, plain), []],
    ['three of seven', [...of(3, plain), ...of(4, kept)], []],
    [
      'three of those beyond Windows-1252',
      [...of(3, (index): Pair => [`Lukasz ${index}`, `Łukasz ${index}`]), ...of(9, kept)],
      ['values-garbled'],
    ],
    ['the name of a type', [['System.Object[]', 'x'], ...of(9, same)], ['values-garbled']],
    ['another type', [['[object Object]', ''], ...of(9, same)], ['values-garbled']],
  ])('%s', (_, pairs, expected) => {
    expect(rulesOf(pairs)).toEqual(expected);
  });
});

describe('values-collapsed', () => {
  const active = (index: number): Pair => ['true', index >= 5];

  it.each<[string, About, readonly Pair[], readonly string[]]>([
    ['[bool]"false": five of sixty become true', { type: 'BOOLEAN' }, of(60, active), ['(values-collapsed)']],
    ['four of sixty', { type: 'BOOLEAN' }, of(60, (index) => active(index + 1)), []],
    ['one stays false', { type: 'BOOLEAN' }, [...of(60, active), ['false', false]], []],
    ['five of sixty in a column of texts', {}, of(60, (index): Pair => ['a', index >= 5 ? 'a' : 'b']), []],
    [
      'only the first group, five accounts',
      { isMulti: true },
      of(5, (index): Pair => [`g${index}`, [`g${index}`, 'all']]),
      ['values-collapsed'],
    ],
    [
      'only the first group, four accounts',
      { isMulti: true },
      of(4, (index): Pair => [`g${index}`, [`g${index}`, 'all']]),
      [],
    ],
    [
      'one account has two',
      { isMulti: true },
      [
        ...of(5, (index): Pair => [`g${index}`, [`g${index}`, 'all']]),
        [
          ['a', 'b'],
          ['a', 'b'],
        ],
      ],
      [],
    ],
  ])('%s', (_, about, pairs, expected) => {
    expect(rulesOf(pairs, about)).toEqual(expected);
  });
});

describe('one cause is one finding', () => {
  const filledOn = (value: string): readonly Pair[] => of(6, (): Pair => [value, '']);

  it.each<[string, About, readonly Pair[], readonly string[]]>([
    ['a null word, not what it fills', { type: 'DATE' }, filledOn('NULL'), ['null-word']],
    [
      'the next that stops, where the first only warns',
      { type: 'DATE', warnOnly: ['null-word'] },
      filledOn('NULL'),
      ['values-filled'],
    ],
    [
      'the first that warns, where none stops',
      { type: 'DATE', warnOnly: ['null-word', 'values-filled'] },
      filledOn('NULL'),
      ['null-word'],
    ],
    ['joined, not collapsed', { isMulti: true }, of(12, (): Pair => ['a b', ['a', 'b']]), ['values-joined']],
    [
      'inverted, not collapsed',
      { type: 'BOOLEAN' },
      of(12, (): Pair => ['false', true]),
      ['values-inverted'],
    ],
    [
      'all false, where some were so before, not inverted',
      { type: 'BOOLEAN' },
      of(20, (index): Pair => ['false', index >= 4]),
      ['values-collapsed'],
    ],
    [
      'moved, not filled',
      { type: 'DATE' },
      [...of(6, (index): Pair => [`2026-07-${14 + index}`, day(index)]), ...filledOn('2030-01-01')],
      ['dates-moved'],
    ],
    ['reformatted, not filled', {}, [...of(6, unzeroed), ...filledOn('1')], ['values-reformatted']],
    [
      'the name of a type, not collapsed',
      {},
      of(12, (index): Pair => ['System.Object[]', index % 2 === 0 ? 'a' : 'b']),
      ['values-garbled'],
    ],
    ['emptied, not filled', {}, [...of(6, (): Pair => ['', 'x']), ...filledOn('y')], ['values-emptied']],
    [
      'a warning for a fill before one for a default',
      { type: 'BOOLEAN' },
      [...of(6, (): Pair => ['true', '']), ...of(20, (index): Pair => ['true', index >= 6])],
      ['(values-filled)'],
    ],
  ])('%s', (_, about, pairs, expected) => {
    expect(rulesOf(pairs, about)).toEqual(expected);
  });

  it.each<[string, (index: number) => string, number]>([
    ['columns with one cause are one finding', (index) => `00${index}`, 1],
    ['columns with different causes are not', (index) => `="${index}"`, 2],
  ])('%s', (_, second, count) => {
    const rows = times(6, (index): Row => [`${index}`, `${index}`, `${index}`]);
    const accounts = times(6, (index): Account => [`${index}`, { a: `00${index}`, b: second(index) }]);
    const { findings } = diagnoseValues(comparison([column('a'), column('b')], rows, accounts));
    expect(findings.map(({ rule }) => rule)).toEqual(Array(count).fill('values-reformatted'));
    expect(findings.map(({ message }) => message).join(' ')).toMatch(/"a".*"b"/);
  });
});
