/** The secrets of this run, and a net that keeps them out of everything that is shown. */

/** Shorter values are words that occur by chance: hiding them would hide the report. */
const SHORTEST = 6;
const HIDDEN = '***';

/**
 * The secret values of this run, and a safety net under everything that is shown. The runner's own masks come first
 * (`setSecret`, by the caller); this net also covers what the runner does not mask: comment and summary text.
 */
export class Secrets {
  /** Longest first, so that a secret inside another leaves nothing of it behind. */
  #values: readonly string[] = [];

  /** Remembers a secret as it is, and as it looks in a URL and in JSON. Empty and very short values are not kept. */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
    this.#values = [...new Set([...this.#values, ...forms])].sort((a, b) => b.length - a.length);
  }

  /** The text with every secret replaced by `***`. To be used before a text is shortened or escaped. */
  redact(text: string): string {
    return this.#values.reduce((safe, value) => safe.replaceAll(value, HIDDEN), text);
  }
}
