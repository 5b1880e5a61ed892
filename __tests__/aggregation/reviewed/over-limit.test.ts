import { describe, expect, it } from '@jest/globals';
import {
  reviewInWords,
  reviewOverLimit,
  type PlanOverLimit,
} from '../../../src/aggregation/reviewed/over-limit.js';
import type { PlanToReview, Review, ReviewAnswer } from '../../../src/aggregation/reviewed/review.js';
import type { BrokenLimit } from '../../../src/aggregation/compare/limits.js';
import type { Activity, Person } from '../../../src/model/people.js';
import { PLAN } from '../../report/fixtures.js';
import { leavers, SHA256, SOURCE } from './plans.js';

const LIMIT: BrokenLimit = {
  ...{ input: 'max-deletions', status: 'REJECTED' },
  ...{ message: 'Too many.', next: 'Raise it.' },
};

const CHANGES: BrokenLimit = { ...LIMIT, input: 'max-changes', message: 'Too much.' };

function over(changes: Partial<PlanOverLimit> = {}): PlanOverLimit {
  return {
    comparison: { plan: PLAN, deletions: leavers(8), deletedPeople: [] },
    limits: [LIMIT],
    sourceId: SOURCE,
    objectType: 'account',
    fileSha256: SHA256,
    showIds: false,
    ...changes,
  };
}

const answering = (answer: ReviewAnswer): Review => ({
  ask: () => Promise.resolve(answer),
  isBeforeMerge: true,
});

describe('a plan over a limit', () => {
  it('is for the pull request to approve', async () => {
    const answer = { kind: 'to-approve', hidden: 'x' } as const;
    const limits = [LIMIT, CHANGES];
    const { review, failure } = await reviewOverLimit(answering(answer), over({ limits }));
    expect(review).toEqual({ kind: 'to-approve', over: ['max-deletions', 'max-changes'], hidden: 'x' });
    expect(failure).toBeUndefined();
    expect(reviewInWords(review)).toMatch(
      /^Over max-deletions and max-changes: merging .* approves exactly this plan\.$/,
    );
  });

  it('goes on where it was approved', async () => {
    const { review, failure } = await reviewOverLimit(
      answering({ kind: 'approved', pullRequest: 12 }),
      over(),
    );
    expect(review).toEqual({ kind: 'approved', over: ['max-deletions'], pullRequest: 12 });
    expect(failure).toBeUndefined();
    expect(reviewInWords(review)).toMatch(
      /^Over max-deletions: .* no more than what pull request #12 showed/,
    );
  });

  it('is asked about with whose accounts it deletes: only what ISC says is not active', async () => {
    const asked: PlanToReview[] = [];
    const review: Review = {
      ask: (plan) => {
        asked.push(plan);
        return Promise.resolve({ kind: 'approved', pullRequest: 12 });
      },
      isBeforeMerge: false,
    };
    const somebody = (activity: Activity) =>
      ({ kind: 'somebody', lifecycleState: undefined, activity }) as const;
    const deletedPeople: readonly Person[] = [
      ...[somebody('active'), somebody('inactive'), somebody('unknown'), { kind: 'nobody' } as const],
    ];
    await reviewOverLimit(review, over({ comparison: { plan: PLAN, deletions: leavers(5), deletedPeople } }));
    expect(asked[0]?.deletions.map(({ isInactive }) => isInactive)).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  const refused = answering({
    kind: 'refused',
    refusal: { kind: 'edited', number: 12 },
    others: leavers(60),
  });

  it('is REJECTED with all reasons where it was not', async () => {
    const { review, failure } = await reviewOverLimit(refused, over({ limits: [LIMIT, CHANGES] }));
    expect(review).toBeUndefined();
    expect(failure).toMatchObject({
      status: 'REJECTED',
      message: expect.stringMatching(/^Too many\. Too much\. The hidden plan .* was edited\.$/),
      next: expect.stringMatching(/^Nothing was sent\. Find out who/),
    });
    expect(reviewInWords(review)).toBeUndefined();
  });

  it('names at most 50 ids, and only with show-ids', async () => {
    const { review } = await reviewOverLimit(refused, over({ showIds: true }));
    expect(review).toEqual({ kind: 'refused', otherIds: leavers(60).slice(0, 50) });
  });

  it('cannot be approved where the numbers alone show that there are too many', async () => {
    const comparison = { plan: undefined, deletions: [], deletedPeople: [] };
    const { failure } = await reviewOverLimit(refused, over({ comparison }));
    expect(failure?.message).toMatch(/^Too many\. Merging cannot approve so many deletions/);
  });
});
