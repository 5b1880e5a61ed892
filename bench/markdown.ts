import type { Spread } from './statistics.js';

/** A Markdown table; the first column is text, the others are figures. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = headings.map((_, column) => (column === 0 ? '---' : '---:'));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** "1,234", "12.3", "0.12": three significant digits, or all before the point. */
export function figure(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "12.3 (11.9–13.0)": the median, with minimum and maximum in brackets. */
export function spread({ median, least, most }: Spread): string {
  return `${figure(median)} (${figure(least)}–${figure(most)})`;
}

/** The same with "×" after the median. */
export function times({ median, least, most }: Spread): string {
  return `**${figure(median)} ×** (${figure(least)}–${figure(most)})`;
}
