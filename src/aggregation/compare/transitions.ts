/** `show-values`: how many accounts change from which value to which. */
import { shortened } from '../../csv/values/shown-values.js';
import type { ShownValue, ValueWay } from '../../model/value-changes.js';

/** How many transitions per column reports show. */
export const MAX_SHOWN_WAYS = 10;

/** With more transitions, a column is not a list of states, and is not shown. */
export const MAX_KEPT_WAYS = 2_000;

interface CountedWay {
  readonly from: ShownValue;
  readonly to: ShownValue;
  accounts: number;
}

/** Counts the transitions between values of one column, as long as there are few. */
export class ValueWays {
  #ways: Map<string, CountedWay> | undefined = new Map<string, CountedWay>();

  /** Adds an account. */
  add(texts: readonly string[], to: ShownValue): void {
    if (this.#ways === undefined) return;
    const from = shownValue(texts);
    const key = JSON.stringify([from, to]);
    const way = this.#ways.get(key) ?? { from, to, accounts: 0 };
    way.accounts += 1;
    this.#ways.set(key, way);
    if (this.#ways.size > MAX_KEPT_WAYS) this.#ways = undefined;
  }

  /** The most frequent transitions; `undefined` if there are too many. */
  get most(): readonly ValueWay[] | undefined {
    if (this.#ways === undefined) return undefined;
    return [...this.#ways.values()].sort((a, b) => b.accounts - a.accounts).slice(0, MAX_SHOWN_WAYS);
  }
}

/** The value in ISC, as reports show it. */
function shownValue(texts: readonly string[]): ShownValue {
  const values = new Set(texts.map((text) => text.trim()).filter((text) => text !== ''));
  const [first] = values;
  if (first === undefined) return 'none';
  return values.size > 1 ? 'several' : { text: shortened(first) };
}
