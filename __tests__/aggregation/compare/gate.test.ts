import { describe, expect, it } from '@jest/globals';
import { gate, rejectByCount } from '../../../src/aggregation/compare/gate.js';
import type { AccountLimit } from '../../../src/model/limit.js';
import { limitOf } from '../../support/limits.js';

const percent = (value: number): AccountLimit => limitOf('max-deletions', `${value}%`);
const count = (value: number): AccountLimit => limitOf('max-deletions', String(value));

describe('gate', () => {
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
    expect(gate({ deleted, accountsNow }, limit)).toMatchObject({ allowed, mostDeletions });
  });

  it('says how many would be deleted, how many may be, and which limit would allow it', () => {
    expect(gate({ deleted: 25, accountsNow: 180 }, percent(10))).toEqual({
      allowed: false,
      mostDeletions: 18,
      message: 'The file would delete 25 of the 180 accounts on the source; max-deletions: 10% allows 18.',
      next: expect.stringMatching(/max-deletions: 25 \(or 13\.89%\) for this run\.$/),
    });
  });

  it('says of a source of one account that the percentage allows none, and which number would', () => {
    expect(gate({ deleted: 1, accountsNow: 1 }, percent(10))).toMatchObject({
      message:
        'The file would delete 1 of the 1 account on the source; max-deletions: 10% of so few allows none.',
      next: expect.stringMatching(
        /max-deletions: 1 \(or 100%\) for this run\. For a source this small, set max-deletions to a number/,
      ),
    });
    for (const closed of [
      gate({ deleted: 1, accountsNow: 8 }, percent(0)),
      gate({ deleted: 1, accountsNow: 8 }, count(0)),
    ]) {
      expect(closed).toMatchObject({ message: expect.stringMatching(/allows 0\.$/) });
    }
  });

  it('writes large numbers for people in the message, and for the input in the advice', () => {
    expect(gate({ deleted: 50_000, accountsNow: 60_000 }, percent(10))).toMatchObject({
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
    const closed = gate({ deleted, accountsNow }, count(0));
    const suggested = /\(or ([\d.]+)%\)/.exec(closed.allowed ? '' : closed.next)?.[1];
    expect(gate({ deleted, accountsNow }, percent(Number(suggested))).allowed).toBe(true);
  });
});

describe('rejectByCount', () => {
  const on = { deletionDisabled: false };

  it.each([
    ['a source that is small enough to compare', 100_000, 0, percent(10), on],
    ['a difference exactly at the limit', 200_000, 180_000, percent(10), on],
    ['a file with more accounts', 200_000, 250_000, percent(0), on],
    ['a source that deletes nothing', 200_000, 0, percent(10), { deletionDisabled: true }],
  ])('leaves it to the comparison: %s', (_, accountsNow, fileAccounts, limit, options) => {
    expect(rejectByCount(accountsNow, fileAccounts, limit, options)).toBeUndefined();
  });

  it('rejects where the difference alone passes the limit, with numbers that say they are bounds', () => {
    expect(rejectByCount(100_001, 0, percent(10), on)).toMatchObject({ allowed: false });
    const verdict = rejectByCount(200_000, 179_999, percent(10), on);
    expect(verdict?.message).toContain('At least 20,001 would be deleted');
    expect(verdict?.message).toContain('at least 20,001 of the 200,000 accounts');
    expect(verdict?.next).toContain('or more for this run');
  });
});
