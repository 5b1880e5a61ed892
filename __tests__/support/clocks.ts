import type { Clock } from '../../src/runtime/clock.js';

/** A clock on which nobody waits: each sleep moves it on by its own length and is written down. */
export function skippingClock(start = 0): Clock & { readonly sleeps: number[]; pass: (ms: number) => void } {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      sleeps.push(ms);
      now += ms;
      await Promise.resolve();
    },
  };
}
