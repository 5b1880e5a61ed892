/** The findings of a file as Markdown, their lines as ranges that link to the file. */
import { ERROR_RULES, type Finding, type Rule, WARNING_RULES } from '../../model/finding.js';
import type { Outcome } from '../../model/outcome.js';
import type { Detail } from './detail.js';
import { codeSpan, forMarkdown, forUrlPath, link } from '../../runtime/escape.js';
import { inlineDetails, list, paragraphs } from './markdown.js';
import type { RunContext } from '../../github/run-context.js';
import { counted } from '../../model/words.js';
import type { CsvLocation } from '../../model/settings.js';

/** Entries of a rule that are visible without unfolding. */
const OPEN = 10;
/** Beyond this many of a rule, lines are not linked, since a link is longer than the finding. */
const LINKED = 200;
/** Ranges of lines that an entry shows; further ones are folded. */
const OPEN_RANGES = 20;
/** Nobody checks more than that by hand. */
const FOLDED_RANGES = 300;
const MAX_FINDING_TEXT = 500;

/** "2 errors and 5 warnings", or `undefined` if the file has none. */
export function findingCounts({ findings }: Outcome): string | undefined {
  const parts = [
    ...(findings.errors > 0 ? [counted(findings.errors, 'error')] : []),
    ...(findings.warnings > 0 ? [counted(findings.warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}

/**
 * The findings of a file, one block per rule, with their lines linked at the commit; empty if there are none. Findings
 * with the same text are one entry: "214 lines (12–60, 71)".
 */
export function findingsByRule(outcome: Outcome, context: RunContext, detail: Detail): string {
  const blocks = [...ERROR_RULES, ...WARNING_RULES].map((rule) => {
    const total = outcome.findings.counts.get(rule) ?? 0;
    return total === 0 ? undefined : ruleBlock(rule, total, outcome, context, detail);
  });
  return paragraphs(blocks);
}

function ruleBlock(rule: Rule, total: number, outcome: Outcome, context: RunContext, detail: Detail): string {
  const kept = outcome.findings.kept.filter((finding) => finding.rule === rule);
  const shown = kept.slice(0, detail.findings);
  const entries = groupsOf(shown).map((group, index) => {
    const linkTo = (text: string, lines: LineRange): string =>
      index < LINKED ? link(text, fileUrl(context, outcome.target.csv, lines)) : text;
    return entryOf(group, linkTo, detail);
  });
  const severity = kept[0]?.severity;
  const mark = severity === 'error' ? '❌ ' : severity === 'warning' ? '⚠️ ' : '';
  const name = link(codeSpan(rule, 100), ruleUrl(context, rule));
  const exports = exportUrl(context, rule);
  const options = exports === undefined ? '' : ` · ${link('what to set in the export', exports)}`;
  const heading = `${mark}**${name}**: ${counted(total, severity ?? 'finding')}${options}`;
  const left = total - shown.length;
  const rest = left === 0 ? undefined : `And ${counted(left, 'more finding')} of this rule.`;
  return paragraphs([heading, list(entries, OPEN, 'entries'), rest]);
}

/** Groups findings with the same text, in the order of their first lines. */
function groupsOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.message);
    if (group === undefined) groups.set(finding.message, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function entryOf(
  group: readonly Finding[],
  linkTo: (text: string, lines: LineRange) => string,
  detail: Detail,
): string {
  const [first] = group;
  const text = forMarkdown(first?.message ?? '', Math.min(MAX_FINDING_TEXT, detail.text));
  const lines = group.flatMap(({ line }) => line ?? []);
  const [line] = lines;
  if (line === undefined) return text;
  if (lines.length > 1) return severalLines(lines, text, linkTo);
  const place = first?.column === undefined ? `Line ${line}` : `Line ${line}, column ${first.column}`;
  return `${linkTo(place, { from: line, to: line })}: ${text}`;
}

function severalLines(
  lines: readonly number[],
  text: string,
  linkTo: (text: string, lines: LineRange) => string,
): string {
  const ranges = rangesOf(lines);
  const open = ranges.slice(0, OPEN_RANGES).map((range) => linkTo(rangeInWords(range), range));
  const more = ranges.length > open.length ? ', …' : '';
  const entry = `${counted(lines.length, 'line')} (${open.join(', ')}${more}): ${text}`;
  if (more === '') return entry;
  const folded = ranges.slice(0, FOLDED_RANGES).map(rangeInWords).join(', ');
  return `${entry} ${inlineDetails('More lines', ranges.length > FOLDED_RANGES ? `${folded}, …` : folded)}`;
}

/** Consecutive lines; `from` and `to` are the same for a single one. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** The lines as ranges, in order and each once. */
export function rangesOf(lines: readonly number[]): readonly LineRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last.to + 1) last.to = line;
    else ranges.push({ from: line, to: line });
  }
  return ranges;
}

/** `12–60`, or only `71`. */
export function rangeInWords({ from, to }: LineRange): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/** If a path is so long that its links would fill the page, it is not linked. */
const MAX_PATH = 500;

/**
 * The file, or some of its lines, in the repository at this commit; `undefined` if the address is unknown. GitHub shows
 * a CSV as a table without lines; `plain=1` requests the text.
 */
export function fileUrl(
  context: RunContext,
  csv: CsvLocation | undefined,
  lines?: LineRange,
): string | undefined {
  const { repositoryUrl, sha } = context;
  if (repositoryUrl === undefined || sha === undefined || csv === undefined) return undefined;
  if (!csv.inWorkspace || csv.shown.length > MAX_PATH) return undefined;
  return `${repositoryUrl}/blob/${sha}/${forUrlPath(csv.shown)}${lines === undefined ? '' : anchorOf(lines)}`;
}

function anchorOf({ from, to }: LineRange): string {
  return `?plain=1#L${from}${to === from ? '' : `-L${to}`}`;
}

/** The documentation of a rule. */
export function ruleUrl({ docsUrl }: Pick<RunContext, 'docsUrl'>, rule: Rule): string | undefined {
  return docsUrl && `${docsUrl}/checks.md#${rule}`;
}

/** The rules with a section in docs/exports.md: their cause is an option of the program that writes the file. */
const IN_EXPORTS: ReadonlySet<Rule> = new Set<Rule>([
  ...([
    'encoding',
    'not-a-csv',
    'unknown-column',
    'missing-column',
    'wrong-delimiter',
    'not-a-header',
  ] as const),
  ...(['lost-line-breaks', 'unterminated-quote', 'stray-quote', 'field-count', 'mixed-line-ends'] as const),
  ...([
    'truncated-last-line',
    'blank-identity',
    'scattered-identity',
    'not-an-account',
    'total-row',
  ] as const),
  ...(['cut-value', 'identities-reformatted', 'values-shifted', 'null-word', 'values-joined'] as const),
  ...(['values-inverted', 'dates-moved', 'values-reformatted', 'values-rescaled', 'values-rounded'] as const),
  ...(['values-garbled', 'values-mistyped', 'values-emptied', 'values-filled', 'values-collapsed'] as const),
  ...(['byte-order-mark', 'identity-blanks', 'garbled-text', 'spreadsheet-error', 'value-type'] as const),
]);

/** What to set in the program that writes the file; `undefined` for a rule that no option of it concerns. */
export function exportUrl({ docsUrl }: Pick<RunContext, 'docsUrl'>, rule: Rule): string | undefined {
  return docsUrl !== undefined && IN_EXPORTS.has(rule) ? `${docsUrl}/exports.md#${rule}` : undefined;
}
