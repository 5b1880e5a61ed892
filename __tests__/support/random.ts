/** Random choices that are the same in every run. */
export interface Random {
  /** A whole number from 0 to `most`. */
  readonly upTo: (most: number) => number;
  readonly of: <T>(items: readonly T[]) => T;
}

/** A linear congruential generator (Numerical Recipes' constants): good enough to mix faults, the same everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const upTo = (most: number): number => Math.floor(next() * (most + 1));
  return { upTo, of: (items) => items[upTo(items.length - 1)] as (typeof items)[number] };
}
