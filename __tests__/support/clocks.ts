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

/** Somebody who sleeps on a clock of the tests, until it shows `until`. */
export interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Sleeps among `sleepers` until it is woken, or until the signal fires; `onRise` follows on either. */
export function sleepAmong(
  sleepers: Set<Sleeper>,
  until: number,
  signal: AbortSignal,
  onRise: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const rise = (): void => {
      signal.removeEventListener('abort', stop);
      sleepers.delete(sleeper);
      onRise();
    };
    const stop = (): void => {
      rise();
      reject(signal.reason as Error);
    };
    const wake = (): void => {
      rise();
      resolve();
    };
    const sleeper: Sleeper = { until, wake };
    signal.addEventListener('abort', stop, { once: true });
    sleepers.add(sleeper);
  });
}

/**
 * A clock that counts the turns of this process's event loop: each one is `msATurn` milliseconds, however long it takes.
 * So no time passes for a step or a tenant that a busy machine does not let work, and waits are short. It stands still
 * while nobody sleeps on it, and keeps no process alive then.
 */
export function turnClock(msATurn: number, start = Date.now()): Clock & { pass: (ms: number) => void } {
  let now = start;
  let turns: NodeJS.Timeout | undefined;
  const sleepers = new Set<Sleeper>();
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
    sleep: (ms, signal) => {
      const woken = sleepAmong(sleepers, now + ms, signal, () => {
        if (sleepers.size > 0) return;
        clearInterval(turns);
        turns = undefined;
      });
      if (sleepers.size > 0) turns ??= setInterval(turn, 1);
      return woken;
    },
  };
}
