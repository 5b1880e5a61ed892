import { describe, expect, it } from '@jest/globals';
import {
  reviewInWords,
  reviewOverLimit,
  type OverLimit,
} from '../../../src/aggregation/reviewed/over-limit.js';
import type { ReviewAnswer } from '../../../src/aggregation/reviewed/review.js';
import type { BrokenLimit } from '../../../src/aggregation/compare/limits.js';
import { PLAN } from '../../report/fixtures.js';
import { leavers, SHA256, SOURCE } from './plans.js';

const LIMIT: BrokenLimit = {
  ...{ input: 'max-deletions', isReviewed: true, status: 'REJECTED' },
  ...{ message: 'Too many.', next: 'Raise it.' },
};

const COMPARISON = {
  ...{ byCount: undefined, mistake: undefined, findings: [], deletedPeople: [], endedEarly: false },
  ...{ protection: { deleted: [], nowhere: [] }, rows: () => [] },
};

function over(changes: Partial<OverLimit> = {}): OverLimit {
  return {
    comparison: { ...COMPARISON, plan: PLAN, deletions: leavers(8) },
    limit: LIMIT,
    sourceId: SOURCE,
    fileSha256: SHA256,
    showIds: false,
    ...changes,
  };
}

const answering = (answer: ReviewAnswer) => () => Promise.resolve(answer);

describe('a plan over max-deletions', () => {
  it.each([
    ['without reviewed-plan', undefined, over()],
    [
      'of a file that was not read',
      answering({ kind: 'to-approve', hidden: '' }),
      over({ fileSha256: undefined }),
    ],
  ])('is REJECTED as ever %s', async (_, review, plan) => {
    await expect(reviewOverLimit(review, plan)).resolves.toMatchObject({
      review: undefined,
      failure: { status: 'REJECTED', message: 'Too many.', next: 'Nothing was sent. Raise it.' },
    });
  });

  it('is for the pull request to approve', async () => {
    const { review, failure } = await reviewOverLimit(answering({ kind: 'to-approve', hidden: 'x' }), over());
    expect([review, failure]).toEqual([{ kind: 'to-approve', hidden: 'x', deletions: 8 }, undefined]);
    expect(reviewInWords(review)).toContain('approves exactly these 8 deletions');
  });

  it('goes on where it was approved', async () => {
    const answer = { kind: 'approved', pullRequest: 12, reviewed: 9 } as const;
    const { review, failure } = await reviewOverLimit(answering(answer), over());
    expect([review, failure]).toEqual([answer, undefined]);
    expect(reviewInWords(review)).toContain('among the 9 that pull request #12 showed');
  });

  const refused = answering({
    kind: 'refused',
    refusal: { kind: 'edited', number: 12 },
    others: leavers(60),
  });

  it('is REJECTED with both reasons where it was not', async () => {
    const { review, failure } = await reviewOverLimit(refused, over());
    expect(review).toBeUndefined();
    expect(failure).toMatchObject({
      status: 'REJECTED',
      message: expect.stringMatching(/^Too many\. The hidden plan .* was edited\.$/),
      next: expect.stringMatching(/^Nothing was sent\. Find out who/),
    });
    expect(reviewInWords(review)).toBeUndefined();
  });

  it('names at most 50 ids, and only with show-ids', async () => {
    const { review } = await reviewOverLimit(refused, over({ showIds: true }));
    expect(review).toEqual({ kind: 'refused', otherIds: leavers(60).slice(0, 50) });
  });

  it('cannot be approved where the numbers alone show that there are too many', async () => {
    const comparison = { ...COMPARISON, plan: undefined, byCount: LIMIT, deletions: [] };
    const { failure } = await reviewOverLimit(refused, over({ comparison }));
    expect(failure?.message).toMatch(/^Too many\. Merging cannot approve so many deletions/);
  });
});
