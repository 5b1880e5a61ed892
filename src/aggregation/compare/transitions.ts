/** `show-values`: how many accounts change from which value to which. */
import { shortened } from '../../csv/values/shown-values.js';
import type { ShownValue, Transition } from '../../model/value-changes.js';

/** How many transitions per column reports show. */
export const MAX_SHOWN_TRANSITIONS = 10;

/** With more transitions, a column is not a list of states, and is not shown. */
export const MAX_KEPT_TRANSITIONS = 2_000;

interface CountedTransition {
  readonly from: ShownValue;
  readonly to: ShownValue;
  accounts: number;
}

/** Counts the transitions between values of one column, as long as there are few. */
export class TransitionCounts {
  #transitions: Map<string, CountedTransition> | undefined = new Map<string, CountedTransition>();

  /** Adds an account. */
  add(texts: readonly string[], to: ShownValue): void {
    if (this.#transitions === undefined) return;
    const from = shownValue(texts);
    const key = JSON.stringify([from, to]);
    const transition = this.#transitions.get(key) ?? { from, to, accounts: 0 };
    transition.accounts += 1;
    this.#transitions.set(key, transition);
    if (this.#transitions.size > MAX_KEPT_TRANSITIONS) this.#transitions = undefined;
  }

  /** The most frequent transitions; `undefined` if there are too many. */
  get most(): readonly Transition[] | undefined {
    if (this.#transitions === undefined) return undefined;
    return [...this.#transitions.values()]
      .sort((a, b) => b.accounts - a.accounts)
      .slice(0, MAX_SHOWN_TRANSITIONS);
  }
}

/** The value in ISC, as reports show it. */
function shownValue(texts: readonly string[]): ShownValue {
  const values = new Set(texts.map((text) => text.trim()).filter((text) => text !== ''));
  const [first] = values;
  if (first === undefined) return 'none';
  return values.size > 1 ? 'several' : { text: shortened(first) };
}
