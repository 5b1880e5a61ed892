/** The secrets of this run, and a filter that keeps them out of everything that is shown. */

import { withoutInvisible } from './escape.js';

/** Shorter values are words that occur by chance: masking them would make the report unreadable. */
const SHORTEST = 6;
const HIDDEN = '***';

/**
 * The secret values of this run, and a safety net for everything that is shown. The runner's own masks come first
 * (`setSecret`, by the caller); this filter also covers what the runner does not mask: comment and summary text.
 */
export class Secrets {
  /** Longest first, so that a secret inside another leaves nothing of it behind. */
  #values: readonly string[] = [];

  /**
   * Stores a secret as it is, and in the forms that it has in a URL, in JSON and in base64. Empty and very short values
   * are not stored.
   */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      ...inBase64(secret),
    ];
    this.#values = [...new Set([...this.#values, ...forms])].sort((a, b) => b.length - a.length);
  }

  /** The text with every secret replaced by `***`. Call this before shortening or escaping a text. */
  redact(text: string): string {
    const safe = this.#replaced(text);
    // A secret with invisible characters inside would become visible once they are removed.
    const visible = withoutInvisible(safe);
    return visible !== safe && this.#values.some((value) => visible.includes(value))
      ? this.#replaced(visible)
      : safe;
  }

  #replaced(text: string): string {
    return this.#values.reduce((safe, value) => safe.replaceAll(value, HIDDEN), text);
  }
}

/**
 * The base64 forms of a text that begins at any of the three positions in a group, as far as they depend only on the
 * secret.
 */
function inBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const whole = bytes.toString('base64');
  const parts = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last character may contain bits of the surrounding text.
    const own = encoded.slice(
      before === 0 ? 0 : before + 1,
      (before + bytes.length) % 3 === 0 ? undefined : -1,
    );
    return own;
  });
  return [whole, ...parts]
    .filter((form) => form.length >= SHORTEST)
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}
