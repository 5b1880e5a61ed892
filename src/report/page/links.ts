/** Links from a report to lines, rules and pages. */
import type { RunContext } from '../../github/run-context.js';
import type { Rule } from '../../model/finding.js';
import type { CsvLocation } from '../../model/settings.js';
import { forUrlPath } from '../../runtime/escape.js';
import type { LineRange } from './line-ranges.js';

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
