/** Decides which source is started first. */
import { ACCOUNT } from '../model/object-kind.js';
import type { Target } from '../model/settings.js';
import { busyTextOf, isOver, type Task } from '../model/task.js';

/** What is known before the start about how long an aggregation will take. */
export interface Expectation {
  /** How long the last aggregation of this source took, in milliseconds; `undefined` if ISC lists none. */
  readonly lastMs: number | undefined;
  /** Size of the file; 0 if there is none. */
  readonly bytes: number;
}

/**
 * The order in which to start sources, so that the step ends soon after the longest aggregation. Sources of unknown
 * duration come first, since any may be the longest, with the largest file first; then the others, the longest first.
 * Equal ones stay in the given order.
 */
export function startOrder<T extends Expectation>(sources: readonly T[]): readonly T[] {
  const expectedMs = ({ lastMs }: T): number => lastMs ?? Number.MAX_VALUE;
  return sources.toSorted((a, b) => expectedMs(b) - expectedMs(a) || b.bytes - a.bytes);
}

/** The same targets, those about entitlements before those about accounts: accounts wait for them. */
export function entitlementsFirst<T extends Pick<Target, 'objectType'>>(targets: readonly T[]): readonly T[] {
  const isLate = ({ objectType }: T): number => (objectType === ACCOUNT ? 1 : 0);
  return targets.toSorted((a, b) => isLate(a) - isLate(b));
}

/**
 * The duration in milliseconds of the last aggregation that has ended, given those of one source, newest first. An
 * aggregation refused because another was running does not count.
 */
export function lastDurationOf(newestFirst: readonly Task[]): number | undefined {
  const last = newestFirst.find((task) => isOver(task) && busyTextOf(task) === undefined);
  if (last?.created === undefined || last.completed === undefined) return undefined;
  return last.completed - last.created;
}
