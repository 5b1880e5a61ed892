import { describe, expect, it } from '@jest/globals';
import {
  isOverLimit,
  mayBeOverLimit,
  standingsOf,
  type LimitedPlan,
  type Limits,
} from '../../src/model/limit-standing.js';
import { manyChanges, PLAN } from '../report/fixtures.js';
import { limitOf, NO_LIMITS } from '../support/limits.js';
import { deletedPeople } from '../support/planned-people.js';

/** Values of which `affected` of `compared` accounts change, and `unseen` are not shown. */
function values(affected: number, compared: number, unseen = 0): LimitedPlan['values'] {
  return { kind: 'compared', changes: { ...manyChanges(1, 'dept'), affected, compared, unseen } };
}

function wordsOf(plan: Partial<LimitedPlan>, limits: Partial<Limits>): readonly string[] {
  return standingsOf({ ...PLAN, ...plan }, { ...NO_LIMITS, ...limits }).map(({ words }) => words);
}

describe('a plan beside its limits', () => {
  it.each<[Partial<LimitedPlan>, Partial<Limits>, string]>([
    [{ deleted: 1, accountsNow: 1 }, {}, '1 of 1 account on the source is deleted (100 %)'],
    [{ deleted: 0, accountsNow: 40 }, {}, '0 of 40 accounts on the source are deleted (0 %)'],
    [{ deleted: 1, accountsNow: 5_000 }, {}, '1 of 5,000 accounts on the source is deleted (under 0.1 %)'],
    [
      { deleted: 4_999, accountsNow: 5_000 },
      {},
      '4,999 of 5,000 accounts on the source are deleted (99.9 %)',
    ],
    [
      { created: 1, accountsNow: 0 },
      { maxCreations: limitOf('max-creations', '5') },
      '1 account is created beside 0 on the source (a first load)',
    ],
    [
      { created: 50, accountsNow: 20 },
      { maxCreations: limitOf('max-creations', '300%') },
      '50 accounts are created beside 20 on the source (250 %)',
    ],
    [
      { accountsNow: 20, deletedPeople: deletedPeople(3, { active: 1, unknown: 2 }) },
      { maxActiveDeletions: limitOf('max-active-deletions', '2') },
      '1 of 20 accounts on the source belongs to an active person and is deleted, and it is not known of 2 more (5 %)',
    ],
    [
      { accountsNow: 20, deletedPeople: deletedPeople(3, { active: 3, unknown: 0 }) },
      { maxActiveDeletions: limitOf('max-active-deletions', '2') },
      '3 of 20 accounts on the source belong to active people and are deleted (15 %)',
    ],
    [{ values: values(1, 1) }, {}, '1 of 1 kept account changes a value (100 %)'],
    [{ values: values(2, 3, 1) }, {}, '2 of 4 kept accounts change a value and 1 are not shown (50 %)'],
    [{ values: PLAN.values }, {}, 'Values are not compared'],
  ])('%#: %j with %j', (plan, limits, words) => {
    expect(wordsOf(plan, limits).map((said) => said.split(';')[0])).toContain(words);
  });

  it('may be over where the accounts of which ISC says nothing decide, and is over where the known ones do', () => {
    const maxActiveDeletions = limitOf('max-active-deletions', '2');
    const of = (active: number, unknown: number): readonly boolean[] => {
      const plan = { ...PLAN, deletedPeople: deletedPeople(active + unknown, { active, unknown }) };
      const [, standing] = standingsOf(plan, { ...NO_LIMITS, maxActiveDeletions });
      return standing === undefined ? [] : [isOverLimit(standing), mayBeOverLimit(standing)];
    };
    expect([of(2, 0), of(2, 1), of(3, 1)]).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
  });
});
