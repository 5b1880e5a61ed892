/** Explains a first line that is not a heading. */
import type { AccountSchema, FileFormat } from '../model/source.js';
import { delimiterName, quotedNames, quotedName } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import { foreignText, notCsv } from './foreign-content.js';
import { lastOfJoinedHeading, resemblesHeading } from './resemblance.js';

/** Common column delimiters; any other punctuation in the line is tried after these. */
const USUAL_DELIMITERS = [',', ';', '\t', '|', ':', '^', '~'];

/** The delimiter of a longer heading is found within this length; a first line of megabytes must not take seconds. */
const MAX_LOOKED_AT = 65_536;

/** The line that tells Excel the file's delimiter. */
const SEPARATOR_LINE = /^"?sep=(.)"?$/i;

/** The heading that ISC gives a file of entitlements unless their schema was changed. */
const ENTITLEMENT_HEADING = new Set(
  'id name displayName created description modified entitlements groups permissions'.split(' '),
);

/**
 * Describes a first line that is not a heading: Excel's separator line, a heading with another delimiter or letter
 * case, or probably a person's row. Shows nothing of the line.
 */
export function explainNoHeading(
  firstLine: string,
  line: number,
  { delimiter }: Pick<FileFormat, 'delimiter'>,
  schema: AccountSchema,
  findings: FindingCollector,
): void {
  const text = firstLine.slice(0, MAX_LOOKED_AT);
  const other = foreignText(text.split(/[\r\n]/, 1)[0] ?? '');
  if (other !== undefined) {
    findings.add('not-a-csv', notCsv(other), { line });
    return;
  }
  const separator = SEPARATOR_LINE.exec(text)?.[1];
  if (separator !== undefined) {
    findings.add('not-a-header', separatorLine(separator, delimiter), { line });
    return;
  }
  const cells = cellsOf(text, delimiter);
  if (schema.objectType === undefined && isEntitlementHeading(cells)) {
    const message =
      'The heading is that of a file of entitlements, but this is the aggregation of accounts: load the file of the accounts here.';
    findings.add('entitlement-file', message, { line });
    return;
  }
  const last = lastOfJoinedHeading(
    cells,
    schema.attributes.map(({ name }) => name),
  );
  if (last !== undefined) {
    findings.add('lost-line-breaks', lostLineBreaks(last), { line });
    return;
  }
  if (/^(?:="|"=""|=)/.test(text)) {
    findings.add('not-a-header', FORMULAS, { line });
    return;
  }
  const found = otherDelimiter(text, delimiter, schema);
  if (found === undefined) {
    findings.add('not-a-header', noHeading(text, delimiter, schema), { line });
    return;
  }
  const message = `The columns are separated by ${delimiterName(found)}, but the source expects ${delimiterName(delimiter)}.`;
  findings.add('wrong-delimiter', message, { line });
}

const FORMULAS =
  'The first line is written for Excel, each cell as a formula (="…"): have the export write plain text. The line is not shown because it may contain personal data.';

/** Most of that heading, and a column that only entitlements have. */
function isEntitlementHeading(cells: readonly string[]): boolean {
  const known = new Set(cells.filter((cell) => ENTITLEMENT_HEADING.has(cell)));
  return known.size >= 5 && known.has('permissions') && known.size * 2 > cells.length;
}

function lostLineBreaks(last: string): string {
  return `The rows stand on the line of the heading, which ends with ${quotedName(last)}: line breaks were lost on the way, or became spaces or other characters. Have the export, and every step between it and this one, keep one line for each row. The line is not shown because it contains personal data.`;
}

function separatorLine(separator: string, delimiter: string): string {
  const other =
    separator === delimiter
      ? ''
      : ` It names ${delimiterName(separator)}, but the source expects ${delimiterName(delimiter)}.`;
  return `The first line is the separator line of Excel ("sep="), which ISC would read as the heading: have the export leave it out.${other}`;
}

function otherDelimiter(text: string, delimiter: string, schema: AccountSchema): string | undefined {
  const signs = text.match(/[^\p{L}\p{N}\p{M}\s"_]/gu) ?? [];
  return [...new Set([...USUAL_DELIMITERS, ...signs.slice(0, 100)])].find((sign) => {
    if (sign === delimiter) return false;
    const cells = cellsOf(text, sign);
    return cells.length > 1 && resemblesHeading(cells, schema);
  });
}

function noHeading(text: string, delimiter: string, schema: AccountSchema): string {
  const expected = `ISC expects the columns ${quotedNames(schema.attributes.map(({ name }) => name))}.`;
  const cells = cellsOf(text, delimiter);
  const isNamed = cells.every((cell) => schema.attributes.some(({ name }) => name === cell));
  if (isNamed && text.split(delimiter).some((cell) => cell !== cell.trim())) {
    return `The first line is the heading with spaces around the names, as if each ${delimiterName(delimiter).replace(/s$/, '')} were followed by one. ${expected} Have the export write no space beside a separator: it would stand in every value, too.`;
  }
  return resemblesHeading(cells, schema)
    ? `The first line resembles the heading, but its names differ in letter case, spaces or punctuation. ${expected} Names must match exactly.`
    : `The first line is not the heading: the heading is missing, or this is the file of another source. ${expected} ` +
        'The line is not shown because it may contain personal data.';
}

function cellsOf(text: string, delimiter: string): string[] {
  return text.split(delimiter).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
}
