import type { Target } from '../model/settings.js';
import { sourceIdInName } from './file-name.js';
import type { Problems } from './problems.js';

/** A target and where it was given, as a problem names it. */
export interface GivenTarget {
  readonly target: Target;
  readonly place: string;
}

/**
 * Refuses to aggregate a source twice in one step: the second file would delete what the first one has brought. Two
 * targets of which one has only an id and the other only a name are told apart later, by the tenant (find-sources.ts).
 */
export function refuseSameSource(given: readonly GivenTarget[], problems: Problems): void {
  given.forEach(({ target, place }, index) => {
    const earlier = given.slice(0, index).find((one) => isSameSource(one.target, target));
    if (earlier !== undefined) {
      problems.add(place, `the same source as ${earlier.place}. A source takes one file a step.`);
    }
  });
}

function isSameSource(a: Target, b: Target): boolean {
  const [idOfA, idOfB] = [idOf(a), idOf(b)];
  // Two sources of a tenant may have the same name: ids decide where both are known.
  if (idOfA !== undefined && idOfB !== undefined) return idOfA === idOfB;
  return a.sourceName !== undefined && a.sourceName === b.sourceName;
}

function idOf({ csv, sourceId }: Target): string | undefined {
  return sourceId?.toLowerCase() ?? (csv === undefined ? undefined : sourceIdInName(csv.name));
}
