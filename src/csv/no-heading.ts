/** Explains a first line that is not a heading. */
import type { AccountSchema, FileFormat } from '../model/source.js';
import { delimiterName, listed } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import { resemblesHeading } from './resemblance.js';

/** Common column delimiters; any other punctuation in the line is tried after these. */
const USUAL_DELIMITERS = [',', ';', '\t', '|', ':', '^', '~'];

/** The delimiter of a longer heading is found within this length; a first line of megabytes must not take seconds. */
const MAX_LOOKED_AT = 65_536;

/** The line that tells Excel the file's delimiter. */
const SEPARATOR_LINE = /^"?sep=(.)"?$/i;

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
  const separator = SEPARATOR_LINE.exec(text)?.[1];
  if (separator !== undefined) {
    findings.add('not-a-header', separatorLine(separator, delimiter), { line });
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
  const expected = `ISC expects the columns ${listed(schema.attributes.map(({ name }) => name))}.`;
  return resemblesHeading(cellsOf(text, delimiter), schema)
    ? `The first line resembles the heading, but its names differ in letter case, spaces or punctuation. ${expected} Names must match exactly.`
    : `The first line is not the heading: the heading is missing, or this is the file of another source. ${expected} ` +
        'The line is not shown because it may contain personal data.';
}

function cellsOf(text: string, delimiter: string): string[] {
  return text.split(delimiter).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
}
