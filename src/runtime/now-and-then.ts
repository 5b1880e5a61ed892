/** Reports the progress of long work at intervals. */
import type { Clock } from './clock.js';

/** A line in the log at most this often, in milliseconds. */
const SAY_EVERY_MS = 10_000;

/** Passes its arguments to `say`, at most every 10 s and not before 10 s have passed. */
export function nowAndThen<A extends readonly unknown[]>(
  clock: Pick<Clock, 'now'>,
  say: (...told: A) => void,
): (...told: A) => void {
  let saidAt = clock.now();
  return (...told) => {
    if (clock.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = clock.now();
    say(...told);
  };
}
