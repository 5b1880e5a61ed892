import { describe, expect, it } from '@jest/globals';
import { nextLookIn } from '../../src/aggregation/common/follower.js';
import { PACE } from '../../src/runtime/pace.js';

/** The looks at a task that takes `taskMs`, one of `tasks`: how many, and how late the last one is. */
function lookAt(taskMs: number, tasks = 1): { looks: number; lagMs: number } {
  let elapsed = 0;
  let looks = 0;
  do {
    elapsed += nextLookIn(elapsed, PACE, tasks);
    looks += 1;
  } while (elapsed < taskMs);
  return { looks, lagMs: elapsed - taskMs };
}

describe('following a task at the pace of the action', () => {
  it('is never later than 5 % of its length or a second, and never more than 10 s', () => {
    for (let taskMs = 1; taskMs < 1_000_000; taskMs += 99) {
      expect(lookAt(taskMs).lagMs).toBeLessThanOrEqual(Math.min(10_000, Math.max(1_000, taskMs * 0.05)));
    }
  });

  it.each([
    [1_000, 1],
    [30_000, 29],
    [600_000, 108],
  ])('takes for %i ms %i looks', (taskMs, looks) => {
    expect(lookAt(taskMs).looks).toBe(looks);
  });

  it('takes fewer looks for several tasks together', () => {
    expect(lookAt(60_000, 20).looks).toBeLessThan(30);
  });
});
