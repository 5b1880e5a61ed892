import { describe, expect, it } from '@jest/globals';
import { MOST_DELETIONS, withinOneComment } from '../../../src/aggregation/reviewed/capacity.js';
import { hiddenPlan } from '../../../src/aggregation/reviewed/hidden-plan.js';
import type { Outcome } from '../../../src/model/outcome.js';
import { outcome } from '../../report/fixtures.js';
import { leavers, planOf, SECRET } from './plans.js';

/** A planned source over the limit with so many deletions. */
function over(deletions: number): Outcome {
  const hidden = hiddenPlan(planOf(leavers(deletions)), SECRET);
  return outcome({ status: 'PLANNED', review: { kind: 'to-approve', deletions, hidden } });
}

describe('the hidden plans of one step', () => {
  it('fit into its comment, up to 4,000 deletions of one source', () => {
    const outcomes = [over(MOST_DELETIONS), outcome()];
    expect(withinOneComment(outcomes)).toEqual(outcomes);
  });

  it.each([
    [44_000, 'PLANNED'],
    [44_001, 'REJECTED'],
  ])('may be 44,000 characters long together: %d are %s', (length, status) => {
    const half = (hidden: string): Outcome =>
      outcome({ status: 'PLANNED', review: { kind: 'to-approve', deletions: 1, hidden } });
    const kept = withinOneComment([half('x'.repeat(20_000)), half('x'.repeat(length - 20_000))]);
    expect(kept.map((one) => one.status)).toEqual(['PLANNED', status]);
  });

  it('are kept in the order of the inputs; a source that finds no room is REJECTED with what to do', () => {
    const kept = withinOneComment([over(2_500), over(2_000), over(1_000)]);
    expect(kept.map(({ status, review }) => [status, review?.kind])).toEqual([
      ['PLANNED', 'to-approve'],
      ['REJECTED', undefined],
      ['PLANNED', 'to-approve'],
    ]);
    expect(kept[1]?.failure).toMatchObject({
      message: expect.stringMatching(/cannot approve these 2,000 deletions: .* about 4,000, for all/),
      next: expect.stringMatching(/^Nothing has been sent\. .*several pull requests/),
    });
  });
});
