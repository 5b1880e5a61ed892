import type { FailureRow } from '../../src/model/failures/row.js';

/** A text as a person reads it, on one line: Markdown's entities and line breaks, and the log's, undone. */
export function readable(text: string): string {
  return text
    .replaceAll('<br>', ' ')
    .replaceAll('&#8203;', '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll('\u23ce', ' ')
    .replace(/\s+/g, ' ');
}

/** What matches the words of a row, whatever stands in its holes. */
export function wordsOfRow({ happened, next }: FailureRow): {
  readonly happened: RegExp;
  readonly next: RegExp;
} {
  const matching = (words: string): RegExp =>
    new RegExp(
      words
        .split(/\{\w+\}/)
        .map((part) => readable(part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^]*?'),
    );
  return { happened: matching(happened), next: matching(next) };
}

/** What matches the beginning of a message as the page shows it: `…` is anything, `; ` stands between two ways to say it. */
export function exampleOf(example: string): RegExp {
  const ways = example
    .split('; ')
    .map(
      (way) =>
        wordsOfRow({ happened: way.replace(/\u2026/g, '{any}'), next: '', states: ['in-words'] }).happened
          .source,
    );
  return new RegExp(ways.join('|'));
}
