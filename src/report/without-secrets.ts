/** Keeps secrets out of everything that is reported, whatever fields it has. */
import type { Secrets } from '../runtime/secrets.js';

/** Left as they are: `hidden` is an authenticated plan without external text, `cause` is only for the debug log. */
const NOT_CLEANED: ReadonlySet<string> = new Set(['hidden', 'cause']);

/**
 * Fields whose single words are of this action's own closed lists, such as a status: no text from outside, though part
 * of such a word may be a secret by chance.
 */
const OWN_WORDS: ReadonlySet<string> = new Set(['status', 'kind', 'rule', 'severity', 'type']);

/**
 * The value with all secrets in all of its texts replaced, in objects, lists and maps, however deep. Call it before a
 * text is shortened or escaped. A new field of an outcome is clean without further ado.
 */
export function withoutSecrets<T>(value: T, secrets: Pick<Secrets, 'redact'>): T {
  return clean(value, (text) => secrets.redact(text)) as T;
}

function clean(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((one) => clean(one, redact));
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, clean(one, redact)]));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, isLeft(key, one) ? one : clean(one, redact)]),
  );
}

function isLeft(key: string, value: unknown): boolean {
  return (
    NOT_CLEANED.has(key) || (OWN_WORDS.has(key) && typeof value === 'string' && /^[A-Za-z_-]+$/.test(value))
  );
}
