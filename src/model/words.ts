/** Numbers, times and sizes in readable English. */

/** Shown if there is no number. */
export const NOT_GIVEN = '–';

/**
 * A whole number with commas: `1,234,567`. Not by `toLocaleString`, whose first call loads the data of all languages:
 * 14 ms and more, a tenth of what a small step takes.
 */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1,234`, or a dash if the number is unknown. */
export function count(value: number | undefined): string {
  return value === undefined ? NOT_GIVEN : thousands(value);
}

/** `1 account`, `2,000 accounts`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** The verb for so many: `1 account is`, `2 accounts are`. */
export function isOrAre(value: number): 'is' | 'are' {
  return value === 1 ? 'is' : 'are';
}

/** `part` of `whole` as `0%`, `0.1%`, `43.1%`; never rounded to 0% or 100%. */
export function percentage(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0%';
  const percent = (part * 100) / whole;
  if (percent < 0.1) return 'under 0.1%';
  return `${part < whole ? Math.min(99.9, Math.round(percent * 10) / 10) : 100}%`;
}

/** Milliseconds as `0.4 s`, `12 s`, `1 min 12 s`, `2 h 3 min`. */
export function duration(ms: number): string {
  const tenths = Math.round(Math.max(0, ms) / 100);
  if (tenths < 100) return `${tenths / 10} s`;
  const seconds = Math.round(Math.max(0, ms) / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${unlessZero(seconds % 60, 's')}`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h${unlessZero(minutes % 60, 'min')}`;
}

/** `a`, `a and b`, `a, b and c`; with more than `most` parts `a, b and 7 more`. */
export function enumerated(parts: readonly string[], most = Infinity): string {
  const more = parts.length - most;
  const named = more > 0 ? [...parts.slice(0, most), `${count(more)} more`] : parts;
  const last = named.at(-1) ?? '';
  return named.length < 2 ? last : `${named.slice(0, -1).join(', ')} and ${last}`;
}

/** The text with a full stop, if it ends with a letter or digit: the words of others must not run into the next sentence. */
export function asSentence(text: string): string {
  return text.replace(/[\p{L}\d]$/u, '$&.');
}

function unlessZero(value: number, unit: string): string {
  return value === 0 ? '' : ` ${value} ${unit}`;
}

/** The text before the first `sign`, and the text behind it; all of the text and nothing if it has none. */
export function halvesAt(text: string, sign: string): readonly [before: string, behind: string] {
  const at = text.indexOf(sign);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + sign.length)];
}
