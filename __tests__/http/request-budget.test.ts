import { describe, expect, it } from '@jest/globals';
import { RequestBudget } from '../../src/http/request-budget.js';
import { skippingClock } from '../support/clocks.js';
import { failureOf } from '../support/tenant.js';

const FOR_EVER = new AbortController().signal;

/** When each of so many requests may be sent, all asked for at once. */
async function times(
  budget: RequestBudget,
  clock: { now: () => number },
  count: number,
): Promise<readonly number[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      await budget.take(FOR_EVER);
      return clock.now();
    }),
  );
}

describe('the budget of requests', () => {
  it('never lets more than 98 go in any 10 s, and wastes no time', async () => {
    const clock = skippingClock();
    const sent = await times(new RequestBudget(clock), clock, 300);
    for (const time of sent) {
      expect(sent.filter((other) => other > time - 10_000 && other <= time).length).toBeLessThanOrEqual(98);
    }
    expect(sent.at(-1)).toBe(30_000);
  });

  it('lets requests go at once that come slowly', async () => {
    const clock = skippingClock();
    const budget = new RequestBudget(clock);
    for (let index = 0; index < 200; index += 1) {
      await budget.take(FOR_EVER);
      clock.pass(120);
    }
    expect(clock.sleeps).toEqual([]);
  });

  it('pauses for as long as the longest 429 has asked', async () => {
    const clock = skippingClock(1_000);
    const budget = new RequestBudget(clock);
    budget.pause(7_000);
    budget.pause(2_000);
    expect(await times(budget, clock, 2)).toEqual([8_000, 8_000]);
  });

  it('lets an urgent request go before all that wait', async () => {
    const clock = skippingClock();
    const budget = new RequestBudget(clock);
    await times(budget, clock, 98);
    const order: string[] = [];
    const asked = ['first', 'second', 'upload'].map(async (name) => {
      await budget.take(FOR_EVER, name === 'upload');
      order.push(name);
    });
    expect(budget.hasRoom).toBe(false);
    await Promise.all(asked);
    expect(order).toEqual(['upload', 'first', 'second']);
  });

  it('takes nobody else along when one gives up', async () => {
    const clock = skippingClock();
    const budget = new RequestBudget(clock);
    const reason = new Error('cancelled');
    const cancelled = failureOf(budget.take(AbortSignal.abort(reason)));
    const other = times(budget, clock, 1);
    expect(await cancelled).toBe(reason);
    expect(await other).toEqual([0]);
  });
});
