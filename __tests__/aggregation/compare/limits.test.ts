import { describe, expect, it } from '@jest/globals';
import {
  changesOver,
  deletionsOver,
  deletionsOverByCount,
  limitsOf,
  unheldDefault,
  type BrokenLimit,
} from '../../../src/aggregation/compare/limits.js';
import { mostAllowed, type AccountLimit } from '../../../src/model/limit.js';
import type { Plan, PlannedValues } from '../../../src/model/outcome.js';
import type { ValueChanges } from '../../../src/model/value-changes.js';
import { limitOf, NO_LIMITS } from '../../support/limits.js';
import { changes, column, times } from './comparing.js';
import { deletedPeople, peopleCounts } from '../../support/planned-people.js';
import { PLAN } from '../../report/fixtures.js';
import type { DeletedPeople } from '../../../src/model/people.js';

const percent = (value: number): AccountLimit => limitOf('max-deletions', `${value}%`);
const count = (value: number): AccountLimit => limitOf('max-deletions', String(value));

describe('max-deletions', () => {
  it.each([
    ['exactly at the percentage', 10, 100, percent(10), true, 10],
    ['one more', 11, 100, percent(10), false, 10],
    ['a percentage between two whole numbers, below', 10, 109, percent(10), true, 10],
    ['a percentage between two whole numbers, above', 11, 109, percent(10), false, 10],
    ['any deletion with 0 %', 1, 1_000_000, percent(0), false, 0],
    ['no deletion with 0 %', 0, 1_000_000, percent(0), true, 0],
    ['all with 100 %', 5, 5, percent(100), true, 5],
    ['exactly at the number', 25, 30, count(25), true, 25],
    ['one more than the number', 26, 30, count(25), false, 25],
    ['a number above the accounts', 3, 3, count(1_000), true, 1_000],
    ['a first load with a percentage', 0, 0, percent(10), true, Infinity],
    ['a first load with 0', 0, 0, count(0), true, 0],
  ])('%s', (_, deleted, accountsNow, limit, allowed, mostDeletions) => {
    expect(deletionsOver({ deleted, accountsNow }, limit) === undefined).toBe(allowed);
    expect(mostAllowed(limit, accountsNow)).toBe(mostDeletions);
  });

  it('says how many would be deleted, how many may be, and which limit would allow it', () => {
    expect(deletionsOver({ deleted: 25, accountsNow: 180 }, percent(10))).toEqual({
      ...{ input: 'max-deletions', status: 'REJECTED' },
      message: 'The file would delete 25 of the 180 accounts on the source; max-deletions: 10% allows 18.',
      next: expect.stringMatching(/max-deletions: 25 \(or 13\.89%\) for one run\.$/),
    });
  });

  it('says of a source of one account that the percentage allows none, and which number would', () => {
    expect(deletionsOver({ deleted: 1, accountsNow: 1 }, percent(10))).toMatchObject({
      message:
        'The file would delete 1 of the 1 account on the source; max-deletions: 10% of so few accounts allows none.',
      next: expect.stringMatching(
        /max-deletions: 1 \(or 100%\) for one run\. For a source this small, set max-deletions to a number/,
      ),
    });
    for (const closed of [
      deletionsOver({ deleted: 1, accountsNow: 8 }, percent(0)),
      deletionsOver({ deleted: 1, accountsNow: 8 }, count(0)),
    ]) {
      expect(closed).toMatchObject({ message: expect.stringMatching(/allows 0\.$/) });
    }
  });

  it('writes large numbers for people in the message, and for the input in the advice', () => {
    expect(deletionsOver({ deleted: 50_000, accountsNow: 60_000 }, percent(10))).toMatchObject({
      message:
        'The file would delete 50,000 of the 60,000 accounts on the source; max-deletions: 10% allows 6,000.',
      next: expect.stringContaining('max-deletions: 50000 (or 83.34%)'),
    });
  });

  it.each([
    [25, 180],
    [1, 3],
    [1, 99_999],
    [2_301, 100_000],
    [7, 7],
    [1, 1],
  ])('suggests a percentage that really lets %d of %d through', (deleted, accountsNow) => {
    const closed = deletionsOver({ deleted, accountsNow }, count(0));
    const suggested = /\(or ([\d.]+)%\)/.exec(closed?.next ?? '')?.[1];
    expect(deletionsOver({ deleted, accountsNow }, percent(Number(suggested)))).toBeUndefined();
  });
});

describe('max-deletions by the two counts alone', () => {
  const on = { deletionDisabled: false };

  it.each([
    ['a source that is small enough to compare', 100_000, 0, percent(10), on],
    ['a difference exactly at the limit', 200_000, 180_000, percent(10), on],
    ['a file with more accounts', 200_000, 250_000, percent(0), on],
    ['a source that deletes nothing', 200_000, 0, percent(10), { deletionDisabled: true }],
  ])('leaves it to the comparison: %s', (_, accountsNow, fileAccounts, limit, options) => {
    expect(deletionsOverByCount(accountsNow, fileAccounts, limit, options)).toBeUndefined();
  });

  it('rejects where the difference alone passes the limit, with numbers that say they are bounds', () => {
    expect(deletionsOverByCount(100_001, 0, percent(10), on)).toMatchObject({ status: 'REJECTED' });
    const verdict = deletionsOverByCount(200_000, 179_999, percent(10), on);
    expect(verdict?.message).toContain('At least 20,001 would be deleted');
    expect(verdict?.message).toContain('at least 20,001 of the 200,000 accounts');
    expect(verdict?.next).toContain('or more for one run');
  });
});

const ofChanges = (value: number | string): AccountLimit => limitOf('max-changes', `${value}%`);
const changesUpTo = (value: number): AccountLimit => limitOf('max-changes', String(value));

const found = (changes: Partial<ValueChanges>): ValueChanges => ({
  ...{ compared: 100, unseen: 0, affected: 0, affectedInNotation: 0, comparedColumns: 3, columns: [] },
  ...{ people: peopleCounts(0), notCompared: [], transitions: [], ids: [], profileUse: undefined },
  ...changes,
});

const overIn = (changes: ValueChanges, limit: AccountLimit): BrokenLimit | undefined =>
  changesOver({ accountsNow: 1, values: { kind: 'compared', changes } }, limit);

describe('max-changes', () => {
  it.each([
    ['exactly at the percentage', { affected: 20 }, ofChanges(20), 'allowed'],
    ['one more', { affected: 21 }, ofChanges(20), 'over'],
    ['exactly at the number', { affected: 5 }, changesUpTo(5), 'allowed'],
    ['one more than the number', { affected: 6 }, changesUpTo(5), 'over'],
    ['nothing in common', { compared: 0 }, ofChanges(0), 'allowed'],
    ['all with 100 %', { affected: 100 }, ofChanges(100), 'allowed'],
    ['not one with 0 %', { affected: 1 }, ofChanges(0), 'over'],
    [
      'accounts that are not seen might be over',
      { affected: 15, compared: 90, unseen: 10 },
      ofChanges(20),
      'unknown',
    ],
    [
      'accounts that are not seen cannot be over',
      { affected: 10, compared: 90, unseen: 10 },
      ofChanges(20),
      'allowed',
    ],
    [
      'it is over without those that are not seen',
      { affected: 21, compared: 90, unseen: 10 },
      ofChanges(20),
      'over',
    ],
    [
      'the only one that is not seen might be over',
      { affected: 20, compared: 99, unseen: 1 },
      ofChanges(20),
      'unknown',
    ],
    ['nothing is seen, and nothing limited', { compared: 0, unseen: 100 }, ofChanges(100), 'allowed'],
    ['nothing is seen', { compared: 0, unseen: 100 }, ofChanges(99), 'unknown'],
    [
      'a column cannot be read',
      { notCompared: [{ column: 'a', why: 'unreadable' }] },
      ofChanges(20),
      'unknown',
    ],
    [
      'a column cannot be read, and half of the accounts are not seen',
      { compared: 50, unseen: 50, notCompared: [{ column: 'a', why: 'unreadable' }] },
      ofChanges(50),
      'unknown',
    ],
    [
      'a column that cannot be read is ignored',
      { notCompared: [{ column: 'a', why: 'ignored' }] },
      ofChanges(20),
      'allowed',
    ],
    [
      'a column that nobody has',
      { notCompared: [{ column: 'a', why: 'not-shown' }] },
      ofChanges(20),
      'unknown',
    ],
    [
      'nobody has any column',
      { comparedColumns: 0, notCompared: [{ column: 'a', why: 'not-shown' }] },
      ofChanges(20),
      'unknown',
    ],
    [
      'nobody has any column that is not ignored',
      {
        comparedColumns: 0,
        notCompared: [
          { column: 'a', why: 'ignored' },
          { column: 'b', why: 'not-shown' },
        ],
      },
      ofChanges(20),
      'unknown',
    ],
    [
      'every column is ignored',
      { comparedColumns: 0, notCompared: [{ column: 'a', why: 'ignored' }] },
      ofChanges(20),
      'allowed',
    ],
  ] as const)('%s', (_, changes, limit, kind) => {
    const broken = overIn(found(changes), limit);
    expect(broken?.status).toBe({ allowed: undefined, over: 'REJECTED', unknown: 'FAILED' }[kind]);
  });

  it('names the columns with most accounts, and what lets the file through', () => {
    const columns = [
      { column: 'dept', changed: 2_000, notation: 0, emptied: 0, filled: 9, losing: undefined },
      { column: 'city', changed: 1, notation: 0, emptied: 400, filled: 0, losing: undefined },
      { column: 'mail', changed: 0, notation: 0, emptied: 0, filled: 300, losing: undefined },
    ];
    expect(overIn(found({ compared: 11_992, affected: 2_400, columns }), ofChanges(20))).toEqual({
      ...{ input: 'max-changes', status: 'REJECTED' },
      message:
        'The file would change, empty or fill values of 2,400 of the 11,992 accounts that are in the file and on the source; ' +
        'max-changes: 20% allows 2,398. Most changes are in "dept" (2,000 changed, 9 filled), "city" (1 changed, 400 emptied) and ' +
        '"mail" (300 filled).',
      next: expect.stringContaining('max-changes: 2400 (or 20.02%) for one run'),
    });
  });

  it('names at most five columns, each with what happens to it', () => {
    const columns = ['a', 'b', 'c', 'd', 'e', 'f'].map((column) => ({
      column,
      changed: 1,
      notation: 0,
      emptied: 0,
      filled: 0,
      losing: undefined,
    }));
    columns[0] = { column: 'a', changed: 0, notation: 0, emptied: 1, filled: 0, losing: undefined };
    const over = overIn(found({ affected: 6, columns }), changesUpTo(5));
    expect(over).toMatchObject({
      message: expect.stringMatching(
        /Most changes are in "a" \(1 emptied\), "b" \(1 changed\), "c" \(1 changed\), "d" \(1 changed\) and "e" \(1 changed\)\.$/,
      ),
    });
  });
});

const ALL = limitOf('max-changes', '100%');
const HALF = limitOf('max-changes', '50%');
/** Any that is not the default. */
const OWN = limitOf('max-changes', '40%');
const NOTHING_ASKED: PlannedValues = { kind: 'not-compared', why: '' };
const RULE: PlannedValues = { kind: 'not-compared', why: 'The source has a rule.' };

/** Ten accounts, of which `howMany` get another name. */
function changed(howMany: number): PlannedValues {
  return {
    kind: 'compared',
    changes: changes(
      [column('name')],
      times(10, (n) => [`${n}`, n < howMany ? 'new' : 'old']),
      times(10, (n) => [`${n}`, { name: 'old' }]),
    ),
  };
}

const HELD = { byCount: undefined, mistake: undefined, endedEarly: false };

/** Of a plan without deletions. */
function brokenBy(
  plan: Pick<Plan, 'accountsNow' | 'values'>,
  maxChanges: AccountLimit,
): BrokenLimit | undefined {
  const held = { ...HELD, plan: { ...PLAN, ...plan, deleted: 0 } };
  return limitsOf(held, { ...NO_LIMITS, maxChanges })[0];
}

describe('max-changes and a plan', () => {
  it.each<[string, PlannedValues, number, AccountLimit]>([
    ['at the limit', changed(5), 10, HALF],
    ['with 100% and values that nobody compared', RULE, 10, ALL],
    ['on a source without accounts, which has no values to compare', NOTHING_ASKED, 0, HALF],
  ])('lets a file pass %s', (_name, values, accountsNow, limit) => {
    expect(brokenBy({ accountsNow, values }, limit)).toBeUndefined();
  });

  it('rejects a file above the limit', () => {
    expect(brokenBy({ accountsNow: 10, values: changed(6) }, HALF)).toMatchObject({
      status: 'REJECTED',
      message: expect.stringMatching(/values of 6 of the 10 accounts .* max-changes: 50% allows 5\./),
      next: expect.stringMatching(/^Check these columns/),
    });
  });

  it('fails where ISC shows too few values to hold the limit', () => {
    const hidden: PlannedValues = {
      kind: 'compared',
      changes: changes(
        [column('name')],
        times(10, (n) => [`${n}`, 'old']),
        times(10, (n) => [`${n}`, n < 6 ? undefined : { name: 'old' }]),
      ),
    };
    expect(brokenBy({ accountsNow: 10, values: hidden }, OWN)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('max-changes: 40% cannot be enforced'),
    });
  });

  it.each([
    [RULE, 'The source has a rule. So max-changes: 40% cannot be enforced.'],
    [NOTHING_ASKED, 'So max-changes: 40% cannot be enforced.'],
  ])('fails where values were not compared', (values, message) => {
    expect(brokenBy({ accountsNow: 1, values }, OWN)).toMatchObject({
      status: 'FAILED',
      message,
      next: expect.stringContaining('Set max-changes: 100%'),
    });
  });
  it('warns where the limit is the default, whether or not it is written out', () => {
    const plan = { accountsNow: 1, values: RULE };
    expect(brokenBy(plan, HALF)).toBeUndefined();
    expect(unheldDefault(plan, { maxChanges: HALF })).toMatch(
      /^The source has a rule\. So max-changes: 50% cannot be enforced\./,
    );
    expect(unheldDefault(plan, { maxChanges: OWN })).toBeUndefined();
    expect(unheldDefault({ accountsNow: 10, values: changed(6) }, { maxChanges: HALF })).toBeUndefined();
  });
});

describe('all limits', () => {
  const plan = { ...PLAN, accountsNow: 20, deleted: 10, values: changed(6) };

  it('are evaluated, and all that fail are named', () => {
    const broken = limitsOf({ ...HELD, plan }, { ...NO_LIMITS, maxDeletions: percent(10), maxChanges: HALF });
    expect(broken.map(({ input }) => input)).toEqual(['max-deletions', 'max-changes']);
  });

  it('are not to be raised where the native identities are written otherwise', () => {
    const limits = { ...NO_LIMITS, maxDeletions: percent(10) };
    expect(limitsOf({ ...HELD, plan, mistake: 'Look.' }, limits)).toMatchObject([{ next: 'Look.' }]);
  });
});

describe('max-active-deletions', () => {
  const broken = (counts: Partial<DeletedPeople>, written: string): BrokenLimit | undefined => {
    const plan = { ...PLAN, accountsNow: 100, deleted: 8, deletedPeople: deletedPeople(8, counts) };
    const maxActiveDeletions = limitOf('max-active-deletions', written);
    return limitsOf({ ...HELD, plan }, { ...NO_LIMITS, maxActiveDeletions })[0];
  };

  it.each<[string, Partial<DeletedPeople>, string, BrokenLimit['status'] | undefined]>([
    ['exactly at the limit', { active: 2, inactive: 6, unknown: 0 }, '2', undefined],
    ['one more', { active: 3, inactive: 5, unknown: 0 }, '2', 'REJECTED'],
    ['known ones and unknown ones within it', { active: 1, inactive: 6, unknown: 1 }, '2', undefined],
    ['known ones that exceed it beside unknown ones', { active: 3, unknown: 5 }, '2', 'REJECTED'],
    ['only unknown ones that could exceed it', { active: 2, unknown: 1, inactive: 5 }, '2', 'FAILED'],
    ['nobody of whom anything is known', { unknown: 8 }, '0', 'FAILED'],
    ['accounts of nobody', { nobody: 8, unknown: 0 }, '0', undefined],
    ['a percentage of all accounts on the source', { active: 5, unknown: 0 }, '5%', undefined],
    ['100%, which allows all', { unknown: 8 }, '100%', undefined],
  ])('%s', (_name, counts, written, status) => {
    expect(broken(counts, written)?.status).toBe(status);
  });
});

describe('max-creations', () => {
  it.each([
    ['at the limit', 10, 20, '50%', true],
    ['above it', 11, 20, '50%', false],
    ['more than all', 40, 20, '200%', true],
    ['a percentage of an empty source', 40, 0, '50%', true],
    ['a number on an empty source', 40, 0, '39', false],
  ])('%s', (_name, created, accountsNow, written, passes) => {
    const maxCreations = limitOf('max-creations', written);
    const plan = { ...PLAN, created, accountsNow, deleted: 0 };
    expect(limitsOf({ ...HELD, plan }, { ...NO_LIMITS, maxCreations })).toHaveLength(passes ? 0 : 1);
  });
});

it('an export that ended early is named where it deletes too much', () => {
  const plan = { ...PLAN, accountsNow: 20, deleted: 10 };
  const limits = { ...NO_LIMITS, maxDeletions: percent(10) };
  expect(limitsOf({ ...HELD, plan, endedEarly: true }, limits)[0]?.message).toMatch(
    /after the last account of the file, which is in order: the export probably ended early\.$/,
  );
});
