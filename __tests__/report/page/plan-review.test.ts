import { describe, expect, it } from '@jest/globals';
import type { Plan, PlanReview } from '../../../src/model/outcome.js';
import { SUMMARY_DETAILS, type Detail } from '../../../src/report/page/detail.js';
import { reviewInShort, reviewSentence } from '../../../src/report/page/plan-review.js';
import { sourceSection } from '../../../src/report/page/source-section.js';
import { deletedPeople } from '../../support/planned-people.js';
import { CONTEXT, finding, findings, manyChanges, outcome, PLAN } from '../fixtures.js';

const [FULL] = SUMMARY_DETAILS as [Detail];

/** A plan with these numbers; `changed` is `undefined` if values were not compared. */
function plan(deleted: number, created: number, changed?: number): Plan {
  const values: Plan['values'] =
    changed === undefined
      ? PLAN.values
      : { kind: 'compared', changes: { ...manyChanges(1, 'dept'), affected: changed } };
  return { ...PLAN, deleted, created, deletedPeople: deletedPeople(deleted), values };
}

describe('a plan over a limit', () => {
  const OVER: PlanReview = { kind: 'to-approve', over: ['max-deletions', 'max-changes'], hidden: '' };

  it.each<[Plan, string]>([
    [plan(1, 0), 'this 1 deletion'],
    [plan(1_200, 1), 'these 1,200 deletions and 1 creation'],
    [plan(0, 0, 600), '600 changed accounts'],
    [
      { ...plan(8, 3, 214), deletedPeople: { ...deletedPeople(8), active: 1, unknown: 7 } },
      'these 8 deletions (1 of an **active** person), 3 creations and 214 changed accounts',
    ],
  ])('says what merging approves, and that nothing more passes: %#', (planned, what) => {
    const told = outcome({ review: OVER, plan: planned });
    expect(reviewInShort(told)).toBe(`over max-deletions and max-changes: merging approves exactly ${what}`);
    const sentence = reviewSentence(told);
    expect(sentence).toContain('**The plan is over `max-deletions` and `max-changes`.**');
    expect(sentence).toContain(
      `Merging this pull request approves exactly ${what}: the step after the merge`,
    );
    expect(sentence?.includes('more values in any column')).toBe(planned.values.kind === 'compared');
  });

  it('says so of a plan whose numbers are not known, too', () => {
    const told = outcome({ review: OVER, plan: undefined });
    expect(reviewInShort(told)).toBe(
      'over max-deletions and max-changes: merging approves exactly this plan',
    );
  });

  it('says that the delete threshold must be raised first', () => {
    const told = outcome({ review: OVER, findings: findings(finding('delete-threshold', undefined)) });
    expect(reviewSentence(told)).toContain(
      '**Raise the delete threshold of the source in ISC before you merge:**',
    );
    expect(reviewSentence(outcome({ review: OVER }))).not.toContain('delete threshold');
  });

  it.each<[PlanReview | undefined, string | undefined, RegExp | undefined]>([
    [
      { kind: 'not-approvable', over: ['max-creations'] },
      'over max-creations: merging approves nothing',
      /could not be written: merging approves nothing\.$/,
    ],
    [
      { kind: 'approved', over: ['max-active-deletions'], pullRequest: 7 },
      undefined,
      /over `max-active-deletions`: it is no more than what pull request #7 showed\.$/,
    ],
    [{ kind: 'refused', otherIds: ['x'] }, undefined, undefined],
    [undefined, undefined, undefined],
  ])('%j', (review, inShort, sentence) => {
    expect(reviewInShort(outcome({ review }))).toBe(inShort);
    if (sentence === undefined) expect(reviewSentence(outcome({ review }))).toBeUndefined();
    else expect(reviewSentence(outcome({ review }))).toMatch(sentence);
  });

  it('names the deletions that nobody reviewed, with show-ids', () => {
    const review: PlanReview = { kind: 'refused', otherIds: ['a', 'b', 'c'] };
    const page = sourceSection(outcome({ review }), CONTEXT, { ...FULL, ids: 2 });
    expect(page).toContain('Accounts whose deletion was not reviewed: 3 ids');
    expect(page).toContain('- `b`');
    expect(page).not.toContain('- `c`');
    expect(page).toContain('And 1 more.');
  });
});
