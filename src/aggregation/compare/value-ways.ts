/** `show-values`: how many accounts go from which value to which. */
import { shortened } from '../../csv/shown-values.js';
import type { ShownValue, ValueWay } from '../../model/value-changes.js';

/** Reports name this many ways a column. */
export const MAX_SHOWN_WAYS = 10;

/** With more different ways a column is no list of states, and is not shown. */
export const MAX_KEPT_WAYS = 2_000;

interface CountedWay {
  readonly from: ShownValue;
  readonly to: ShownValue;
  accounts: number;
  rewritten: number;
}

/** Counts from which value to which the accounts go in one column, as long as there are few ways. */
export class ValueWays {
  #ways: Map<string, CountedWay> | undefined = new Map<string, CountedWay>();

  /** `isRewritten`: the two values are only written otherwise. */
  add(texts: readonly string[], to: ShownValue, isRewritten: boolean): void {
    if (this.#ways === undefined) return;
    const from = shownValue(texts);
    const key = JSON.stringify([from, to]);
    const way = this.#ways.get(key) ?? { from, to, accounts: 0, rewritten: 0 };
    if (isRewritten) way.rewritten += 1;
    else way.accounts += 1;
    this.#ways.set(key, way);
    if (this.#ways.size > MAX_KEPT_WAYS) this.#ways = undefined;
  }

  /** The most frequent ways; `undefined` if there are too many. */
  most(withRewritten: boolean): readonly ValueWay[] | undefined {
    if (this.#ways === undefined) return undefined;
    return [...this.#ways.values()]
      .map(({ from, to, accounts, rewritten }) => ({
        from,
        to,
        accounts: withRewritten ? accounts + rewritten : accounts,
      }))
      .filter(({ accounts }) => accounts > 0)
      .sort((a, b) => b.accounts - a.accounts)
      .slice(0, MAX_SHOWN_WAYS);
  }
}

/** What ISC has, as reports show it. */
function shownValue(texts: readonly string[]): ShownValue {
  const values = new Set(texts.map((text) => text.trim()).filter((text) => text !== ''));
  const [first] = values;
  if (first === undefined) return 'none';
  return values.size > 1 ? 'several' : { text: shortened(first) };
}
