/** Links from a report to lines, rules and pages. */
import type { RunContext } from '../../github/run-context.js';
import type { Rule } from '../../model/finding.js';
import type { CsvLocation } from '../../model/settings.js';
import { forUrlPath } from '../../runtime/escape.js';

/** A path so long that its links would fill the page is not linked. */
const MAX_PATH = 500;

/** The line of a file of the repository at this commit; `undefined` where the address cannot be known. */
export function lineUrl(
  context: RunContext,
  csv: CsvLocation | undefined,
  line: number | undefined,
): string | undefined {
  const { repositoryUrl, sha } = context;
  if (repositoryUrl === undefined || sha === undefined || csv === undefined) return undefined;
  if (!csv.inWorkspace || csv.shown.length > MAX_PATH) return undefined;
  const anchor = line === undefined ? '' : `#L${line}`;
  return `${repositoryUrl}/blob/${sha}/${forUrlPath(csv.shown)}${anchor}`;
}

/** Where a rule is explained. */
export function ruleUrl(context: RunContext, rule: Rule): string | undefined {
  return context.checksUrl && `${context.checksUrl}#${rule}`;
}
