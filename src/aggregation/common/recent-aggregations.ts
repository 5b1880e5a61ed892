/** The recent aggregations of all sources, in one request instead of one per source. */
import type { ListedAggregations } from '../../isc/tasks.js';
import type { Source } from '../../model/source.js';
import { busyTextOf, isRunning, namesItsSource, type Task } from '../../model/task.js';
import type { Clock } from '../../runtime/clock.js';

/** Where the common list comes from, and for how long it counts. */
export interface RecentAggregationsParts {
  /** Lists the aggregations of all sources of the step; `undefined` if that is not possible. */
  readonly list: () => Promise<ListedAggregations | undefined>;
  readonly clock: Clock;
  /** How long the list may be used, in milliseconds. */
  readonly freshMs: number;
}

/**
 * Lists the aggregations of all sources together, instead of one request per source. A source may start a minute after
 * the step began, and by then the list must not be a minute old: accounts that another aggregation is loading would be
 * missing from the comparison with the file. The list is therefore read again when it is needed and too old.
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
   * The account aggregations of a source, newest first; `undefined` if the shared list does not show them reliably. The
   * source must then be checked separately, which also reports what is wrong. Never rejects.
   */
  async aggregationsOf(source: Pick<Source, 'id' | 'name'>): Promise<readonly Task[] | undefined> {
    const recent = await this.#look();
    if (recent === undefined) return undefined;
    const seen = recent.of(source);
    return recent.isWhole || isTelling(seen) ? seen : undefined;
  }

  /** A request that failed is not repeated. */
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
 * True if the newest aggregations of a source show whether one is running, although older ones may not be listed. ISC
 * runs one at a time, so none is running behind one that has run. Behind one that was refused, there may be one.
 */
function isTelling(newestFirst: readonly Task[]): boolean {
  const newest = newestFirst.find(namesItsSource);
  if (newest === undefined) return false;
  return newestFirst.some(isRunning) || busyTextOf(newest) === undefined;
}
