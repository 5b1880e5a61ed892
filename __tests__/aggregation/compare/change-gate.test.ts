import { describe, expect, it } from '@jest/globals';
import { changeGate } from '../../../src/aggregation/compare/change-gate.js';
import type { AccountLimit } from '../../../src/model/limit.js';
import type { ValueChanges } from '../../../src/model/value-changes.js';
import { limitOf } from '../../support/limits.js';

const percent = (value: number | string): AccountLimit => limitOf('max-changes', `${value}%`);
const number = (value: number): AccountLimit => limitOf('max-changes', String(value));

const found = (changes: Partial<ValueChanges>): ValueChanges => ({
  ...{ compared: 100, unseen: 0, affected: 0, affectedInNotation: 0, comparedColumns: 3, columns: [] },
  ...{ notCompared: [], ways: [], ids: [], profileUse: undefined },
  ...changes,
});

describe('max-changes', () => {
  it.each([
    ['exactly at the percentage', { affected: 20 }, percent(20), 'allowed'],
    ['one more', { affected: 21 }, percent(20), 'over'],
    ['exactly at the number', { affected: 5 }, number(5), 'allowed'],
    ['one more than the number', { affected: 6 }, number(5), 'over'],
    ['nothing in common', { compared: 0 }, percent(0), 'allowed'],
    ['all with 100 %', { affected: 100 }, percent(100), 'allowed'],
    ['not one with 0 %', { affected: 1 }, percent(0), 'over'],
    [
      'accounts that are not seen might be over',
      { affected: 15, compared: 90, unseen: 10 },
      percent(20),
      'unknown',
    ],
    [
      'accounts that are not seen cannot be over',
      { affected: 10, compared: 90, unseen: 10 },
      percent(20),
      'allowed',
    ],
    [
      'it is over without those that are not seen',
      { affected: 21, compared: 90, unseen: 10 },
      percent(20),
      'over',
    ],
    [
      'the only one that is not seen might be over',
      { affected: 20, compared: 99, unseen: 1 },
      percent(20),
      'unknown',
    ],
    ['nothing is seen, and nothing limited', { compared: 0, unseen: 100 }, percent(100), 'allowed'],
    ['nothing is seen', { compared: 0, unseen: 100 }, percent(99), 'unknown'],
    [
      'a column cannot be read',
      { notCompared: [{ column: 'a', why: 'unreadable' }] },
      percent(20),
      'unknown',
    ],
    [
      'a column cannot be read, and half of the accounts are not seen',
      { compared: 50, unseen: 50, notCompared: [{ column: 'a', why: 'unreadable' }] },
      percent(50),
      'unknown',
    ],
    [
      'a column that cannot be read is ignored',
      { notCompared: [{ column: 'a', why: 'ignored' }] },
      percent(20),
      'allowed',
    ],
    [
      'a column that nobody has',
      { notCompared: [{ column: 'a', why: 'not-shown' }] },
      percent(20),
      'unknown',
    ],
    [
      'nobody has any column',
      { comparedColumns: 0, notCompared: [{ column: 'a', why: 'not-shown' }] },
      percent(20),
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
      percent(20),
      'unknown',
    ],
    [
      'every column is ignored',
      { comparedColumns: 0, notCompared: [{ column: 'a', why: 'ignored' }] },
      percent(20),
      'allowed',
    ],
  ] as const)('%s', (_, changes, limit, kind) => {
    expect(changeGate(found(changes), limit).kind).toBe(kind);
  });

  it('names the columns with most accounts, and what lets the file through', () => {
    const columns = [
      { column: 'dept', changed: 2_000, notation: 0, emptied: 0, filled: 9, losing: undefined },
      { column: 'city', changed: 1, notation: 0, emptied: 400, filled: 0, losing: undefined },
      { column: 'mail', changed: 0, notation: 0, emptied: 0, filled: 300, losing: undefined },
    ];
    expect(changeGate(found({ compared: 11_992, affected: 2_400, columns }), percent(20))).toEqual({
      kind: 'over',
      message:
        'The file would change, empty or fill values of 2,400 of the 11,992 accounts that are in the file and on the source; ' +
        'max-changes: 20% allows 2,398. Most changes are in "dept" (2,000 changed, 9 filled), "city" (1 changed, 400 emptied) and ' +
        '"mail" (300 filled).',
      next: expect.stringContaining('max-changes: 2400 (or 20.02%) for this run'),
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
    const gate = changeGate(found({ affected: 6, columns }), number(5));
    expect(gate).toMatchObject({
      message: expect.stringMatching(
        /Most changes are in "a" \(1 emptied\), "b" \(1 changed\), "c" \(1 changed\), "d" \(1 changed\) and "e" \(1 changed\)\.$/,
      ),
    });
  });
});
