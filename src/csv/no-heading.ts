import type { AccountSchema, FileFormat } from '../model/source.js';
import type { FindingCollector } from './findings-collector.js';
import { matches } from './resemblance.js';

/** Signs that separate columns in files seen in the wild; any other sign in the line is tried after these. */
const USUAL_DELIMITERS = [',', ';', '\t', '|', ':', '^', '~'];

/** A heading that is longer shows its delimiter up to here; a first line of megabytes must not take seconds. */
const MAX_LOOKED_AT = 65_536;

/**
 * Says what a first line is that is no heading: written with another delimiter, or probably a person's row,
 * of which nothing is shown.
 */
export function explainNoHeading(
  firstLine: string,
  line: number,
  { delimiter }: Pick<FileFormat, 'delimiter'>,
  schema: AccountSchema,
  findings: FindingCollector,
): void {
  const text = firstLine.slice(0, MAX_LOOKED_AT);
  const signs = text.match(/[^\p{L}\p{N}\p{M}\s"_]/gu) ?? [];
  let best = { sign: '', matches: 0 };
  for (const sign of new Set([...USUAL_DELIMITERS, ...signs.slice(0, 100)])) {
    if (sign === delimiter) continue;
    const headings = text.split(sign).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    const count = headings.length > 1 ? matches(headings, schema) : 0;
    if (count > best.matches) best = { sign, matches: count };
  }
  const message =
    best.matches > 0
      ? `The columns are parted by ${nameOf(best.sign)}, but the source expects ${nameOf(delimiter)}.`
      : 'No column of the first line is in the account schema of the source: the heading is missing, or this is another file. ' +
        'The line is not shown, since it may be the data of a person.';
  findings.add(best.matches > 0 ? 'wrong-delimiter' : 'not-a-header', message, { line });
}

function nameOf(delimiter: string): string {
  switch (delimiter) {
    case '\t':
      return 'tabs';
    case ',':
      return 'commas';
    case ';':
      return 'semicolons';
    case '|':
      return 'vertical bars';
    case ' ':
      return 'blanks';
    default:
      return `"${delimiter}"`;
  }
}
