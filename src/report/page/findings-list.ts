/** The findings of a file as Markdown. */
import { ERROR_RULES, WARNING_RULES, type Finding, type Rule } from '../../model/finding.js';
import type { Outcome } from '../../model/outcome.js';
import type { Detail } from './detail.js';
import { codeSpan, forMarkdown, link } from '../../runtime/escape.js';
import { list, paragraphs } from './markdown.js';
import { lineUrl, ruleUrl } from './links.js';
import type { RunContext } from '../../github/run-context.js';
import { counted } from '../../runtime/wording.js';

/** Lines of a rule that are seen without unfolding. */
const OPEN = 10;
/** Beyond this many of a rule, lines are named without a link, which is longer than the finding. */
const LINKED = 200;
const MAX_FINDING_TEXT = 500;

/** "2 errors and 5 warnings", or `undefined` where the file has none. */
export function findingCounts({ findings }: Outcome): string | undefined {
  const parts = [
    ...(findings.errors > 0 ? [counted(findings.errors, 'error')] : []),
    ...(findings.warnings > 0 ? [counted(findings.warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}

/** The findings of a file, a block a rule, each with its line linked at the commit; empty where there are none. */
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
  const entries = shown.map((finding, index) =>
    entryOf(finding, index < LINKED ? lineUrl(context, outcome.target.csv, finding.line) : undefined, detail),
  );
  const severity = kept[0]?.severity;
  const mark = severity === 'error' ? '❌ ' : severity === 'warning' ? '⚠️ ' : '';
  const name = link(codeSpan(rule, 100), ruleUrl(context, rule));
  const heading = `${mark}**${name}**: ${counted(total, severity ?? 'finding')}`;
  const left = total - shown.length;
  const rest = left === 0 ? undefined : `And ${counted(left, 'more finding')} of this rule.`;
  return paragraphs([heading, list(entries, OPEN, 'lines'), rest]);
}

function entryOf({ line, column, message }: Finding, url: string | undefined, detail: Detail): string {
  const text = forMarkdown(message, Math.min(MAX_FINDING_TEXT, detail.text));
  if (line === undefined) return text;
  const place = column === undefined ? `Line ${line}` : `Line ${line}, column ${column}`;
  return `${link(place, url)}: ${text}`;
}
