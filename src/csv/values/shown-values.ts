/** The values of a column that reports may show. */

/** With more different values, a column is not a list of states, and is not shown. */
export const MAX_SHOWN_VALUES = 100;

/** Longer values are truncated to this length. Characters. */
const MAX_SHOWN_LENGTH = 60;

/** The values of one column that reports may show, by their fingerprints, as long as there are few. */
export class ShownValues {
  #texts: Map<number, string> | undefined = new Map<number, string>();

  /** Takes a value whose plain form has this key. */
  add(key: number, text: string): void {
    if (this.#texts === undefined || this.#texts.has(key)) return;
    if (this.#texts.size === MAX_SHOWN_VALUES) this.#texts = undefined;
    else this.#texts.set(key, shortened(text));
  }

  /** True once there were too many to keep. */
  get isFull(): boolean {
    return this.#texts === undefined;
  }

  /** The text of a value that was taken; `undefined` for any other, such as multiple values. */
  textOf(key: number): string | undefined {
    return this.#texts?.get(key);
  }

  /** The text of a value of several, of which 48 bits of the hash are kept. */
  textOfValue({ low, high }: { readonly low: number; readonly high: number }): string | undefined {
    for (const [key, text] of this.#texts ?? []) {
      const isLow = key % 0x1_0000_0000 === low;
      if (isLow && (Math.floor(key / 0x1_0000_0000) & 0xffff) === high) return text;
    }
    return undefined;
  }
}

/** A value as reports show it, still unescaped. */
export function shortened(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= MAX_SHOWN_LENGTH) return trimmed;
  // Cut between characters, and copied, so that it does not keep the file's text in memory.
  const start = Array.from(trimmed.slice(0, MAX_SHOWN_LENGTH)).slice(0, -1).join('');
  return `${Buffer.from(start).toString()}…`;
}
