import { expect, it } from '@jest/globals';
import { nowAndThen } from '../../src/runtime/now-and-then.js';

it('logs the latest message at most every 10 s, and nothing about work that is done sooner', () => {
  let now = 0;
  const said: number[] = [];
  const tell = nowAndThen({ now: () => now }, (count: number) => said.push(count));
  for (now = 0; now <= 25_000; now += 1_000) tell(now / 1_000);
  expect(said).toEqual([10, 20]);
});
