import { listed } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import { isMisread, mayHoldGarbledText, REPLACEMENT } from './garbled-text.js';
import type { Layout } from './heading.js';
import { Occurrences } from './occurrences.js';

/**
 * What spreadsheets write instead of a value, in English, German, French and Spanish; only number signs: the column was
 * too narrow.
 */
const SPREADSHEET_ERROR =
  /^#(?:REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|BEZUG!|NV|WERT!|ZAHL!|VALEUR!|NOM\?|NOMBRE!|¡REF!|¡VALOR!|¿NOMBRE\?|##+)$/;

/** A long number in a spreadsheet's notation: `1.23E+11`. */
const ROUNDED_NUMBER = /^\d(?:[.,]\d+)?E\+\d{2,3}$/;

const NUMBER_SIGN = 0x23;

/**
 * Checks for cells that another program has corrupted. Cells with one cause are one finding, on the first line. Cells
 * are not checked if the bytes show that there can be none.
 */
export class CellChecks {
  readonly #misread = new Occurrences();
  readonly #replaced = new Occurrences();
  readonly #errors = new Occurrences();
  readonly #rounded = new Occurrences();
  #anyGarbled = false;
  #anyError = false;
  #anyRounded = false;

  /** Takes the bytes of the next records, before any of these records. */
  expect(lines: Buffer): void {
    this.#anyGarbled ||= mayHoldGarbledText(lines);
    this.#anyError ||= lines.includes('#');
    this.#anyRounded ||= lines.includes('E+');
  }

  /** Takes the next row that is as long as the heading. */
  check(fields: readonly string[], line: number, layout: Layout): void {
    if (this.#anyGarbled) {
      note(this.#misread, fields, line, isMisread);
      note(this.#replaced, fields, line, (field) => field.includes(REPLACEMENT));
    }
    if (this.#anyError) note(this.#errors, fields, line, isSpreadsheetError);
    if (this.#anyRounded && ROUNDED_NUMBER.test(fields[layout.identity ?? -1] ?? ''))
      this.#rounded.addLine(line);
  }

  /** Reports what was found in all rows. */
  report(heading: readonly string[], findings: FindingCollector): void {
    const where = (found: Occurrences): string =>
      `${found.inWords()} (${listed(found.columns.map((index) => heading[index] ?? ''))})`;
    const add = (rule: 'garbled-text' | 'spreadsheet-error', found: Occurrences, message: string): void => {
      if (found.firstLine !== undefined) findings.add(rule, message, { line: found.firstLine });
    };
    add(
      'garbled-text',
      this.#misread,
      `Text was read in the wrong encoding before it came into this file ("Ã¼" for "ü"): ${where(this.#misread)}. Have the export read its data as UTF-8.`,
    );
    add(
      'garbled-text',
      this.#replaced,
      `Letters were replaced by "${REPLACEMENT}" before they came into this file: ${where(this.#replaced)}. They cannot be restored: export the data again as UTF-8.`,
    );
    add(
      'spreadsheet-error',
      this.#errors,
      `A spreadsheet error such as #REF! or #N/A takes the place of a value: ${where(this.#errors)}. Correct the formula, or export without a spreadsheet.`,
    );
    add(
      'spreadsheet-error',
      this.#rounded,
      `A spreadsheet has rounded native identities to numbers such as 1.23E+11: ${this.#rounded.inWords()}. Format the column as text, or export without a spreadsheet.`,
    );
  }
}

function isSpreadsheetError(field: string): boolean {
  return field.charCodeAt(0) === NUMBER_SIGN && SPREADSHEET_ERROR.test(field);
}

function note(
  found: Occurrences,
  fields: readonly string[],
  line: number,
  isSpoilt: (field: string) => boolean,
): void {
  let any = false;
  for (const [index, field] of fields.entries()) {
    if (!isSpoilt(field)) continue;
    found.addColumn(index);
    any = true;
  }
  if (any) found.addLine(line);
}
