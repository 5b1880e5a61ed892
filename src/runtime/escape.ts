/**
 * External text (ISC's messages, names of sources and files, CSV headings), made safe for where it is shown. Every
 * function shortens before it searches, so that a megabyte costs no more than a line. `max` counts visible characters
 * (UTF-16 units), before any escaping.
 */

/** Terminal sequences: colors and cursor moves, and titles or links that end with BEL or ESC \. */
const ANSI = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
const NEWLINE = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/**
 * Control characters, unpaired surrogates, and characters that reverse or hide text. Joiners stay, since scripts need
 * them.
 */
const INVISIBLE = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;
/** Cleaning removes characters, so this many times `max` are read. */
const LOOKED_AT = 4;
const ELLIPSIS = '…';

/**
 * One line for the log. `core.info` prints text unchanged, and the runner treats a line as a command if it begins with
 * `::` (after spaces) or contains `##[` anywhere: a space breaks up both.
 */
export function forLog(text: string, max: number): string {
  return shortened(text, max, (near) => inert(clean(near, ' ⏎ ')));
}

/**
 * The whole text as an output that a later step may print: no line of it is a command for the runner. Anything else stays
 * as it is.
 */
export function forOutput(text: string): string {
  return inert(text);
}

/** Text for an annotation, which may have several lines: `@actions/core` escapes line ends there. */
export function forAnnotation(text: string, max: number): string {
  return shortened(text, max, (near) => inert(clean(near, '\n')));
}

/**
 * One line that GitHub's Markdown and HTML show literally: it cannot become markup, a tag, mention, issue reference,
 * link or table cell. Entities neutralize special characters; mentions, references and links are created after
 * rendering and are broken by a zero-width space. For use inside a line or a table cell.
 */
export function forMarkdown(text: string, max: number): string {
  return shortened(text, max, (near) => clean(near, ' ').trim())
    .replace(MARKDOWN, partOrEncode)
    .replace(/^[-+=:]/, entity)
    .replace(/^(\d{1,9})\./, '$1&#46;');
}

/**
 * Like `forMarkdown`, but keeps the lines of the text, and what stands between backticks as a code span: commands, scopes
 * and addresses are copied from there, so nothing invisible may stand in them. Not for table cells.
 */
export function forMarkdownLines(text: string, max: number): string {
  return shortened(text, max, (near) => clean(near, '\n').trim())
    .split('\n')
    .map((line) => line.split(CODE).map(partOrCode).join(''))
    .join('<br>');
}

/** Code between single backticks; `split` keeps it, at the odd places. */
const CODE = /(?<!`)`([^`\n]*[^`\s][^`\n]*)`(?!`)/;

function partOrCode(part: string, at: number): string {
  if (at % 2 === 1) return codeSpan(part, part.length);
  const text = part.trim();
  const start = part.indexOf(text);
  return `${part.slice(0, start)}${forMarkdown(text, text.length)}${part.slice(start + text.length)}`;
}

/** A Markdown code span: shown and copied exactly. Not for table cells, which a `|` would end. */
export function codeSpan(text: string, max: number): string {
  const shown = shortened(text, max, (near) => clean(near, ' ').trim());
  if (shown === '') return '–';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

/** A path with forward slashes as part of a URL. */
export function forUrlPath(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, percent))
    .join('/');
}

/** A Markdown link; only the text if `url` is not an http(s) address. `text` is already safe. */
export function link(text: string, url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return text;
  const { href, protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return text;
  return `[${text}](${href.replace(/[!'()*|<>\\^`[\]{}]/g, percent)})`;
}

/** Keeps both ends of a text that is too long: the beginning says what happened, and the tracking id is at the end. */
export function withoutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = max - 5;
  const tail = Math.floor(room * 0.4);
  return `${text.slice(0, room - tail)} […] ${text.slice(text.length - tail)}`.slice(0, max);
}

const MARKDOWN =
  /[&<>\\`*[\]|~$]|(?<![a-z0-9])_|_(?![a-z0-9])|#|@|:(?=\/\/|[a-z+-][\w+-]*:)|\bwww(?=\.)|\bGH-(?=\d)/gi;

function partOrEncode(found: string, offset: number, whole: string): string {
  if (found === '#') return /^\d/.test(whole.charAt(offset + 1)) ? '&#35;&#8203;' : '&#35;';
  if (/^(?:@|:|www|GH-)$/i.test(found)) return `${found}&#8203;`;
  return entity(found);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function clean(text: string, newline: string): string {
  return text.replace(ANSI, '').replace(NEWLINE, newline).replaceAll('\t', ' ').replace(INVISIBLE, '');
}

/** The runner takes U+0085 before a command for a blank, too, as .NET does. */
function inert(text: string): string {
  return text.replace(/^((?:[^\S\n]|\u0085)*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}

function shortened(text: string, max: number, made: (near: string) => string): string {
  const near = text.slice(0, max * LOOKED_AT);
  const whole = made(near);
  if (whole.length <= max && near.length === text.length) return whole;
  const cut = whole.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '');
  return cut.trimEnd() + ELLIPSIS;
}
