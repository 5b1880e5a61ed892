import { describe, expect, it } from '@jest/globals';
import { hiddenPlan } from '../../../src/aggregation/reviewed/hidden-plan.js';
import { CommentRoom, MOST_DELETIONS } from '../../../src/aggregation/reviewed/review.js';
import { leavers, planOf, SECRET } from './plans.js';

/** The characters of the hidden plan of so many deletions. */
function over(deletions: number): number {
  return hiddenPlan(planOf(leavers(deletions)), SECRET).length;
}

describe('the hidden plans of one step', () => {
  it('fit into its comment, up to 4,000 deletions of one source', () => {
    expect(new CommentRoom().take(over(MOST_DELETIONS))).toBe(true);
  });

  it.each([
    [44_000, true],
    [44_001, false],
  ])('may be 44,000 characters long together: %d fit: %s', (length, fits) => {
    const room = new CommentRoom();
    expect([room.take(20_000), room.take(length - 20_000)]).toEqual([true, fits]);
  });

  it('leave room for a smaller one after one that does not fit', () => {
    const room = new CommentRoom();
    expect([over(2_500), over(2_000), over(1_000)].map((length) => room.take(length))).toEqual([
      true,
      false,
      true,
    ]);
  });
});
