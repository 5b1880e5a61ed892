import { nextLookIn } from '../src/aggregation/common/follower.js';
import { PACE } from '../src/runtime/pace.js';
import { figure, table } from './markdown.js';

/** When to poll: milliseconds until the next poll, `elapsedMs` after the start. */
type Schedule = (elapsedMs: number) => number;

const SECOND = 1_000;
const TEN_MINUTES = 600 * SECOND;

/** The maximum lag for a task of this length: 5 % of it, or a second. */
export function allowedLagMs(taskMs: number): number {
  return Math.max(SECOND, taskMs * 0.05);
}

/** The lengths that are compared. */
export const TASKS_MS = [1, 5, 30, 120, 600].map((seconds) => seconds * SECOND);

/** A script that polls every `ms` milliseconds. */
export function each(ms: number): Schedule {
  return () => ms;
}

const SCHEDULES: readonly (readonly [name: string, schedule: Schedule])[] = [
  ['this action: 5 %, from 1 to 10 s', (elapsed) => nextLookIn(elapsed, PACE)],
  ['10 %, from 1 to 10 s', (elapsed) => nextLookIn(elapsed, { ...PACE, lookShare: 0.1 })],
  ['20 %, from 1 to 10 s', (elapsed) => nextLookIn(elapsed, { ...PACE, lookShare: 0.2 })],
  [
    '1 s, then every 10 s: the minimum, since polls may be at most 10 s apart',
    (elapsed) => (elapsed === 0 ? SECOND : 10 * SECOND),
  ],
  ['5 % without an upper limit: the minimum that keeps the lag', allowedLagMs],
  ['10 % without an upper limit', (elapsed) => Math.max(SECOND, elapsed * 0.1)],
  ['15 % without an upper limit', (elapsed) => Math.max(SECOND, elapsed * 0.15)],
  ['every second', each(SECOND)],
  ['every 5 s', each(5 * SECOND)],
];

/** How many polls a task of `taskMs` takes, and how long after its end the last one comes. */
export function play(schedule: Schedule, taskMs: number): { looks: number; lagMs: number } {
  let elapsed = 0;
  let looks = 0;
  do {
    elapsed += schedule(elapsed);
    looks += 1;
  } while (elapsed < taskMs);
  return { looks, lagMs: elapsed - taskMs };
}

/**
 * Lengths around `taskMs`, 2 % to either side. With a single length, chance would decide whether a poll falls on its
 * end.
 */
export function lengthsAround(taskMs: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    Math.round(taskMs * (0.98 + (0.04 * (index + 0.5)) / count)),
  );
}

/** Every schedule that was considered, with its cost and its lag. */
export function compareSchedules(): string {
  const rows = SCHEDULES.map(([name, schedule]) => {
    const worst = worstShare(schedule);
    const late = TASKS_MS.map((taskMs) => {
      const lags = lengthsAround(taskMs, 1_000).map((length) => play(schedule, length).lagMs);
      return figure(Math.max(...lags) / SECOND);
    });
    return [name, String(play(schedule, TEN_MINUTES).looks), ...late, `${figure(worst)} ×`];
  });
  const lengths = TASKS_MS.map((taskMs) => `${taskMs / SECOND} s`);
  return table(
    ['schedule, and worst lag in s', 'polls in 600 s', ...lengths, 'worst, relative to the aim'],
    rows,
  );
}

/** The worst lag of all tasks from 1 s to ten minutes, as a multiple of the allowed lag. */
function worstShare(schedule: Schedule): number {
  let worst = 0;
  for (let taskMs = SECOND; taskMs <= TEN_MINUTES; taskMs += 50) {
    worst = Math.max(worst, play(schedule, taskMs).lagMs / allowedLagMs(taskMs));
  }
  return worst;
}
