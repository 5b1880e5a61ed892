/**
 * Text that the step shows: numbers in readable English, and text of others (names of sources and files, what a program
 * said) made safe for where it stands. `max` counts characters before any escaping.
 */

/** `1,234`, or a dash if there is no number. Not by `toLocaleString`: its first call takes 14 ms and more. */
export function count(value: number | undefined): string {
  return value === undefined ? '–' : String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 account`, `2,000 accounts`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/**
 * One line for the log. The runner takes a line for a command if it begins with `::` (after blanks) or holds `##[`
 * anywhere: a blank breaks both.
 */
export function forLog(text: string, max: number): string {
  return inert(shortened(visible(text, ' ⏎ '), max));
}

/** Text for an annotation, in several lines if need be: `@actions/core` escapes line ends there. */
export function forAnnotation(text: string, max: number): string {
  return inert(shortened(visible(text, '\n'), max));
}

/**
 * One line that Markdown shows as it is, also in a table cell: signs with a meaning become entities, and mentions,
 * references and links, which GitHub makes after rendering, are broken by a zero-width space.
 */
export function forMarkdown(text: string, max: number): string {
  return shortened(visible(text, ' ').trim(), max)
    .replace(/[&<>\\`*_[\]|~$#+=-]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/@|:(?=\/\/|[a-z])|\bwww(?=\.)|\bGH-(?=\d)|&#35;(?=\d)/gi, '$&&#8203;')
    .replace(/^(\d{1,9})\./, '$1&#46;');
}

const NEWLINE = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/** Colors and cursor moves of a terminal, then control characters and those that reverse or hide text. */
const UNSEEN = /\u001b\[[0-?]*[ -/]*[@-~]|(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

function visible(text: string, newline: string): string {
  return text.replace(NEWLINE, newline).replaceAll('\t', ' ').replace(UNSEEN, '');
}

function inert(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}

function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}
