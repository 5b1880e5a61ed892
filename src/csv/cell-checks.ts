/** The checks of the cells of a row. */
import { quotedNames } from './column-names.js';
import { type FindingCollector, Occurrences } from './findings-collector.js';
import { isMisread, mayHoldGarbledText, REPLACEMENT } from './garbled-text.js';
import { BEYOND_ASCII, DIGIT, NUMBER_SIGN as NUMBER_SIGNS, SIGN, UPPER, type CsvRecord } from './record.js';

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
 * Checks for cells that another program has corrupted. Cells with one cause are one finding, on the first line. The kinds
 * of their bytes tell which cells need a look.
 */
export class CellChecks {
  readonly #misread = new Occurrences();
  readonly #replaced = new Occurrences();
  readonly #errors = new Occurrences();
  readonly #rounded = new Occurrences();

  /** Takes the next row that is as long as the heading; `identity` is the column of the native identity. */
  check(record: CsvRecord, identity: number | undefined): void {
    if (record.kinds & BEYOND_ASCII) this.#checkLetters(record);
    if (record.kinds & NUMBER_SIGNS) note(this.#errors, record, isSpreadsheetError);
    if (identity !== undefined && isRounded(record, identity)) this.#rounded.addLine(record.line);
  }

  #checkLetters(record: CsvRecord): void {
    note(this.#misread, record, (cell) => mayBeGarbled(record, cell) && isMisread(record.text(cell)));
    note(
      this.#replaced,
      record,
      (cell) => mayBeGarbled(record, cell) && record.text(cell).includes(REPLACEMENT),
    );
  }

  /** Reports what was found in all rows. */
  report(heading: readonly string[], findings: FindingCollector): void {
    const where = (found: Occurrences): string =>
      `${found.inWords()} (${quotedNames(found.columns.map((index) => heading[index] ?? ''))})`;
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

function mayBeGarbled(record: CsvRecord, cell: number): boolean {
  if (!(record.kindsOf(cell) & BEYOND_ASCII)) return false;
  return mayHoldGarbledText(record.bytes, record.startOf(cell), record.endOf(cell));
}

function isSpreadsheetError(cell: number, record: CsvRecord): boolean {
  if (!(record.kindsOf(cell) & NUMBER_SIGNS)) return false;
  return record.bytes[record.startOf(cell)] === NUMBER_SIGN && SPREADSHEET_ERROR.test(record.text(cell));
}

function isRounded(record: CsvRecord, cell: number): boolean {
  return record.kindsOf(cell) === (DIGIT | SIGN | UPPER) && ROUNDED_NUMBER.test(record.text(cell));
}

function note(
  found: Occurrences,
  record: CsvRecord,
  isSpoilt: (cell: number, record: CsvRecord) => boolean,
): void {
  let any = false;
  for (let cell = 0; cell < record.length; cell += 1) {
    if (!isSpoilt(cell, record)) continue;
    found.addColumn(cell);
    any = true;
  }
  if (any) found.addLine(record.line);
}
