import { performance } from 'node:perf_hooks';
import type { Clock } from '../../src/runtime/clock.js';
import { sleepAmong, type Sleeper } from './clocks.js';

/** A clock on which nobody waits: time passes only while this process has nothing to do, and then all at once. */

/**
 * Turns of the event loop without an event, one after the other, after which the process has nothing to do. The last
 * one lasts a millisecond: not every system hands over at once what one socket of a process sends to another.
 */
const QUIET_TURNS = 4;
/** What the process waits for although no event shows it yet: files, connections and whatever runs on other threads. */
const UNDER_WAY = /Req|Wrap$|Request|Work|Immediate/;
/** Sockets are open while nobody uses them, and a server waits for ever. */
const STANDING = /^(?:TCP(?:Server|Socket)Wrap|Pipe(?:Server)?Wrap|TTYWrap|SignalWrap)$/;

/** Called when the process has nothing to do; each lets its clock pass on. */
const waiting = new Set<() => void>();
let isWatching = false;

/** Watches the event loop as long as somebody sleeps. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  let seen = -1;
  let quiet = 0;
  const turn = (): void => {
    if (waiting.size === 0) {
      isWatching = false;
      return;
    }
    const { events } = performance.nodeTiming.uvMetricsInfo;
    quiet = events === seen && !isUnderWay() ? quiet + 1 : 0;
    seen = events;
    if (quiet === QUIET_TURNS) {
      quiet = 0;
      for (const pass of [...waiting]) pass();
    }
    if (quiet === QUIET_TURNS - 1) setTimeout(turn, 1);
    else setImmediate(turn);
  };
  setImmediate(turn);
}

function isUnderWay(): boolean {
  return process.getActiveResourcesInfo().some((name) => UNDER_WAY.test(name) && !STANDING.test(name));
}

/**
 * A clock that stands still while this process works, and moves on to the next sleeper's time once it has nothing else to
 * do: no event, no file and no connection under way. So no time passes for a step or a tenant that a busy machine does
 * not let work, and no wait takes any. All of them pass at the same moment. Not for what waits for the machine's own
 * clock, or for another process: both look like having nothing to do.
 */
export function idleClock(start = Date.now()): Clock & { pass: (ms: number) => void } {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const pass = (): void => {
    const next = Math.min(...[...sleepers].map(({ until }) => until));
    now = Math.max(now, next);
    for (const { until, wake } of [...sleepers]) if (until <= now) wake();
  };
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    sleep: (ms, signal) => {
      const woken = sleepAmong(sleepers, now + ms, signal, () => {
        if (sleepers.size === 0) waiting.delete(pass);
      });
      if (sleepers.size > 0) {
        waiting.add(pass);
        watch();
      }
      return woken;
    },
  };
}
