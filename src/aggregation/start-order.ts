/** Decides which source is started first. */
import { busyTextOf, isOver, type Task } from '../model/task.js';

/** What is known, before the start, of how long an aggregation will take. */
export interface Expectation {
  /** How long the last one of this source took, in milliseconds; `undefined` where ISC shows none. */
  readonly lastMs: number | undefined;
  /** Size of the file; 0 where there is none. */
  readonly bytes: number;
}

/**
 * The order in which sources are started, so that the step ends soon after the longest aggregation: those of which
 * nothing is known first, since any of them may be the longest, the largest file before the others; then those that
 * took longest. Those that are alike stay in the order in which they are given.
 */
export function startOrder<T extends Expectation>(sources: readonly T[]): readonly T[] {
  const expectedMs = ({ lastMs }: T): number => lastMs ?? Number.MAX_VALUE;
  return sources.toSorted((a, b) => expectedMs(b) - expectedMs(a) || b.bytes - a.bytes);
}

/**
 * How long the last aggregation that is over took, in milliseconds, of those of one source, newest first. One that was
 * refused because another ran says nothing.
 */
export function lastDurationOf(newestFirst: readonly Task[]): number | undefined {
  const last = newestFirst.find((task) => isOver(task) && busyTextOf(task) === undefined);
  if (last?.created === undefined || last.completed === undefined) return undefined;
  return last.completed - last.created;
}
