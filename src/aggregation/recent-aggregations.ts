/** What has run on all sources lately, in one request instead of one a source. */
import type { ListedAggregations } from '../isc/tasks.js';
import type { Source } from '../model/source.js';
import { busyTextOf, isRunning, namesItsSource, type Task } from '../model/task.js';
import type { Clock } from '../runtime/clock.js';

export interface RecentAggregationsParts {
  /** Looks at all sources of the step; `undefined` where that cannot be done. */
  readonly list: () => Promise<ListedAggregations | undefined>;
  readonly clock: Clock;
  /** For how long what a look has shown may be relied on, in milliseconds. */
  readonly freshMs: number;
}

/**
 * Looks at the aggregations of all sources together, instead of one for each source. A source may be started a minute
 * after the step has begun, and whether it is free must not be a minute old then: accounts that another aggregation is
 * just loading are missing from the comparison with the file. So the list is read again when it is needed and is no longer fresh.
 */
export class RecentAggregations {
  readonly #parts: RecentAggregationsParts;
  #latest: Promise<ListedAggregations | undefined> | undefined;
  /** Milliseconds since the epoch. */
  #freshUntil = Infinity;

  constructor(parts: RecentAggregationsParts) {
    this.#parts = parts;
  }

  /**
   * The account aggregations of a source, newest first; `undefined` where the common look does not show them for
   * certain: then the source has to be looked at by itself, which also tells what is wrong. Never rejects.
   */
  async aggregationsOf(source: Pick<Source, 'id' | 'name'>): Promise<readonly Task[] | undefined> {
    const recent = await this.#look();
    if (recent === undefined) return undefined;
    const seen = recent.of(source);
    return recent.isWhole || isTelling(seen) ? seen : undefined;
  }

  /** One that failed is not tried again. */
  #look(): Promise<ListedAggregations | undefined> {
    const { clock, freshMs, list } = this.#parts;
    if (this.#latest === undefined || clock.now() >= this.#freshUntil) {
      this.#freshUntil = Infinity;
      this.#latest = list().then(
        (recent) => {
          if (recent !== undefined) this.#freshUntil = clock.now() + freshMs;
          return recent;
        },
        () => undefined,
      );
    }
    return this.#latest;
  }
}

/**
 * True if the newest aggregations of a source say whether one runs, although older ones may not be listed. ISC works on
 * one at a time: behind one that has run there is none that still runs, behind one that was refused there may be.
 */
function isTelling(newestFirst: readonly Task[]): boolean {
  const newest = newestFirst.find(namesItsSource);
  if (newest === undefined) return false;
  return newestFirst.some(isRunning) || busyTextOf(newest) === undefined;
}
