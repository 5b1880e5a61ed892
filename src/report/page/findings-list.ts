/** The findings of a file as Markdown. */
import { ERROR_RULES, WARNING_RULES, type Finding, type Rule } from '../../model/finding.js';
import type { Outcome } from '../../model/outcome.js';
import type { Detail } from './detail.js';
import { codeSpan, forMarkdown, link } from '../../runtime/escape.js';
import { rangeInWords, rangesOf, type LineRange } from './line-ranges.js';
import { foldedInline, list, paragraphs } from './markdown.js';
import { exportUrl, fileUrl, ruleUrl } from './links.js';
import type { RunContext } from '../../github/run-context.js';
import { counted } from '../../runtime/wording.js';

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
  return `${entry} ${foldedInline('More lines', ranges.length > FOLDED_RANGES ? `${folded}, …` : folded)}`;
}
