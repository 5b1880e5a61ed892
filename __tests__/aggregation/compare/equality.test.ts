import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ATTRIBUTE_TYPES, type AttributeType } from '../../../src/model/source.js';
import { summarizeChanges } from '../../../src/aggregation/compare/summarize-changes.js';
import { MARK } from '../../../src/aggregation/compare/column-counts.js';
import { column, comparison, type Account, type Row } from './comparing.js';

/**
 * Equality, read a second time from docs/checks.md ("When two values are equal") without the code under test, and held
 * against it on random accounts. It knows nothing of hashes: it keeps texts, whole numbers and instants.
 */

type Verdict = 'same' | 'changed' | 'emptied' | 'filled';

/** As a Java reader trims, with line breaks of one kind. */
function trimmed(text: string): string {
  const units = Array.from(text);
  while (units.length > 0 && (units[0] ?? '') <= ' ') units.shift();
  while (units.length > 0 && (units.at(-1) ?? '') <= ' ') units.pop();
  return units.join('').split('\r\n').join('\n').split('\r').join('\n');
}

function instant(text: string): number | undefined {
  const [, day = '', time] = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  if (time === undefined) return midnight;
  const ms = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(time) ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether a text of the file and one of ISC, both trimmed, are one value. */
function isOne(file: string, now: string, type: AttributeType): boolean {
  if (file === now) return true;
  if (type === 'BOOLEAN') {
    return ['true', 'false'].includes(file.toLowerCase()) && file.toLowerCase() === now.toLowerCase();
  }
  if (type === 'INT' || type === 'LONG') {
    const digits = /^[+-]?[0-9]+$/;
    return digits.test(file) && digits.test(now) && BigInt(plus(file)) === BigInt(plus(now));
  }
  if (type !== 'DATE') return false;
  const at = instant(file);
  return at !== undefined && (at === instant(now) || (/^-?\d+$/.test(now) && at === Number(now)));
}

function plus(digits: string): string {
  return digits.replace('+', '');
}

function isSameSet(some: readonly string[], others: readonly string[], type: AttributeType): boolean {
  return (
    some.every((one) => others.some((other) => isOne(one, other, type))) &&
    others.every((other) => some.some((one) => isOne(one, other, type)))
  );
}

function parts(texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => text.split(','))
    .map(trimmed)
    .filter((part) => part !== '');
}

function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values
    .filter((one) => one !== null && one !== undefined)
    .map((one) => trimmed(String(one as string | number | boolean)))
    .filter((text) => text !== '');
}

function verdict(rows: readonly string[], value: unknown, type: AttributeType, isMulti: boolean): Verdict {
  const all = rows.map(trimmed).filter((text) => text !== '');
  const file = isMulti ? all : all.slice(-1);
  const now = textsOf(value);
  if (file.length === 0) return now.length === 0 ? 'same' : 'emptied';
  if (now.length === 0) return 'filled';
  if (isSameSet(file, now, type)) return 'same';
  const isJoined = isMulti && typeof value === 'string' && value.includes(',');
  return isJoined && isSameSet(parts(file), parts(now), type) ? 'same' : 'changed';
}

const POOLS: Readonly<Record<AttributeType, readonly string[]>> = {
  STRING: ['', 'Sales', 'sales', 'SALES', '007', '7', '7.0', 'true', 'TRUE', '2026-01-31', 'a\nb', 'a\r\nb'],
  BOOLEAN: ['', 'true', 'True', 'FALSE', 'false', '1', '0', 't', 'yes', 'no', 'NULL'],
  INT: ['', '7', '007', '+7', '-7', '-07', '0', '-0', '00', '7.0', '7,0', '1e1', '10'],
  LONG: [
    '',
    '8826799443740708',
    '08826799443740708',
    '8826799443740709',
    '8.826799443740708e15',
    '9007199254740993',
  ],
  DATE: [
    ...['', '2026-01-31', '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z', '2026-01-31T01:00:00+01:00'],
    ...['2026-01-31T00:00', '1769817600000', '1769817600', '31.01.2026', '2026/01/31', '20260131'],
    ...['2026-02-30', '2026-01-30', '1970-01-01', '0', '2026-01-31 00:00:00', '2026-01-31T24:00:00Z'],
  ],
};

const AROUND = ['', '', '', ' ', '\t', '\n', '\u{a0}', '\u{1}'];

function textOf(type: AttributeType): fc.Arbitrary<string> {
  const around = fc.constantFrom(...AROUND);
  return fc.tuple(around, fc.constantFrom(...POOLS[type]), around).map((all) => all.join(''));
}

/** What ISC may show for one value. */
function shownOf(type: AttributeType): fc.Arbitrary<unknown> {
  const text = textOf(type);
  return fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 1, arbitrary: fc.constantFrom(null, [], [null, ''], true, false, 7, 0, 1_769_817_600_000) },
    { weight: 1, arbitrary: text.map((one) => [one]) },
  );
}

interface Case {
  readonly rows: readonly string[];
  readonly now: unknown;
}

/** The verdicts that the marks of values stand for: words and notations are changes. */
const VERDICTS: Readonly<Record<number, Verdict>> = {
  ...{ [MARK.same]: 'same', [MARK.emptied]: 'emptied', [MARK.filled]: 'filled' },
  ...{ [MARK.changed]: 'changed', [MARK.notation]: 'changed', [MARK.word]: 'changed' },
};

/** Compares all cases at once, an account each, and expects the verdict on each of them, and their number. */
function played(cases: readonly Case[], type: AttributeType, isMulti: boolean): void {
  const rows = cases.flatMap(({ rows: cells }, index) => cells.map((cell): Row => [`${index}`, cell]));
  const known: Account = ['not in the file', { value: null }];
  const accounts = cases.map(({ now }, index): Account => [`${index}`, { value: now }]);
  const expected = cases.map(({ now, rows: cells }) => verdict(cells, now, type, isMulti));
  const number = (wanted: Verdict): number => expected.filter((one) => one === wanted).length;

  const compared = comparison([column('value', { type, isMulti })], rows, [known, ...accounts]);
  const { affected, columns } = summarizeChanges(compared, { ignored: [], showIds: false });

  const { changed = 0, emptied = 0, filled = 0 } = columns[0] ?? {};
  expect({
    verdicts: cases.map((_, account) => VERDICTS[compared.file.markOf(account, 0)]),
    ...{ affected, changed, emptied, filled },
  }).toEqual({
    verdicts: expected,
    affected: cases.length - number('same'),
    ...{ changed: number('changed'), emptied: number('emptied'), filled: number('filled') },
  });
}

/** So many cases are compared at once, and so often: a comparison of one takes as long as one of a hundred. */
const CASES = { minLength: 1, maxLength: 80 };
const RUNS = { numRuns: 25 };

describe('values are equal as a second reading of the rules says', () => {
  it.each(ATTRIBUTE_TYPES)('one value of type %s', (type) => {
    const rows = fc.array(textOf(type), { minLength: 1, maxLength: 3 });
    const cases = fc.array(fc.record({ rows, now: shownOf(type) }), CASES);
    fc.assert(
      fc.property(cases, (some) => {
        played(some, type, false);
      }),
      RUNS,
    );
  });

  it.each(ATTRIBUTE_TYPES)('several values of type %s', (type) => {
    // Milliseconds among the parts of a joined text are not looked for.
    const part = textOf(type).filter((text) => type !== 'DATE' || !/^\d+$/.test(trimmed(text)));
    const comma = fc.array(part, { minLength: 2, maxLength: 3 }).map((some) => some.join(','));
    const cell = fc.oneof({ weight: 3, arbitrary: textOf(type) }, { weight: 1, arbitrary: comma });
    const now = fc.oneof(fc.array(textOf(type), { maxLength: 3 }), comma, fc.constant(null));
    const rows = fc.array(cell, { minLength: 1, maxLength: 3 });
    const cases = fc.array(fc.record({ rows, now }), CASES);
    fc.assert(
      fc.property(cases, (some) => {
        played(some, type, true);
      }),
      RUNS,
    );
  });

  it.each(ATTRIBUTE_TYPES)('a column of type %s that is the same on both sides has no change', (type) => {
    const cell = textOf(type);
    fc.assert(
      fc.property(fc.array(cell, CASES), (some) => {
        const cases = some.map((one) => ({ rows: [one], now: one }));
        played(cases, type, false);
        played(cases, type, true);
      }),
      RUNS,
    );
  });
});
