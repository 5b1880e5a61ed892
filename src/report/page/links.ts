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
export function ruleUrl(context: RunContext, rule: Rule): string | undefined {
  return context.checksUrl && `${context.checksUrl}#${rule}`;
}
