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

/**
 * A clock that counts the turns of this process's event loop: each one is `msATurn` milliseconds, however long it takes.
 * So no time passes for a step or a tenant that a busy machine does not let work, and waits are short. It stands still
 * while nobody sleeps on it, and keeps no process alive then.
 */
export function turnClock(msATurn: number, start = Date.now()): Clock & { pass: (ms: number) => void } {
  let now = start;
  let turns: NodeJS.Timeout | undefined;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  const turn = (): void => {
    now += msATurn;
    const due = [...sleepers].filter(({ until }) => until <= now).toSorted((a, b) => a.until - b.until);
    for (const { wake } of due) wake();
  };
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const rise = (): void => {
          signal.removeEventListener('abort', stop);
          sleepers.delete(sleeper);
          if (sleepers.size > 0) return;
          clearInterval(turns);
          turns = undefined;
        };
        const stop = (): void => {
          rise();
          reject(signal.reason as Error);
        };
        const wake = (): void => {
          rise();
          resolve();
        };
        const sleeper = { until: now + ms, wake };
        signal.addEventListener('abort', stop, { once: true });
        sleepers.add(sleeper);
        turns ??= setInterval(turn, 1);
      }),
  };
}
