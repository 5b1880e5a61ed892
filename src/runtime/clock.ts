/** Time as a value that is passed in, so that a test can set it. */

/** Time as a value that is passed in, so that a test can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects at once with the signal's reason when it fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }),
};

/** A line in the log at most this often, in milliseconds. */
const SAY_EVERY_MS = 10_000;

/** Passes its arguments to `say`, at most every 10 s and not before 10 s have passed. */
export function nowAndThen<A extends readonly unknown[]>(
  clock: Pick<Clock, 'now'>,
  say: (...args: A) => void,
): (...args: A) => void {
  let saidAt = clock.now();
  return (...args) => {
    if (clock.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = clock.now();
    say(...args);
  };
}
