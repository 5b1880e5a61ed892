/** Limits as a workflow writes them, for tests of what a limit does. */
import { parseLimit, type AccountLimit, type LimitName } from '../../src/model/limit.js';

/** The limit that is written; throws if it is none. */
export function limitOf(name: LimitName, written: string): AccountLimit {
  const limit = parseLimit(name, written);
  if ('problem' in limit) throw new Error(limit.problem);
  return limit;
}

/** Limits that allow everything. */
export const NO_LIMITS = {
  maxDeletions: limitOf('max-deletions', '100%'),
  maxChanges: limitOf('max-changes', '100%'),
  maxCreations: undefined,
  maxActiveDeletions: undefined,
};
