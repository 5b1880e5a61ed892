/** The checks of the cells of a row, and how a garbled text is recognized. */
import { quotedNames } from './column-names.js';
import { type FindingCollector, Occurrences } from './findings-collector.js';
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

/** U+FFFD: some program could not read a letter, and the letter is lost. */
export const REPLACEMENT = '\u{fffd}';

/** What the bytes 80 to BF become when read as Windows-1252, or as Latin-1. */
const SECOND = '\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/**
 * The same without what may follow a capital letter in correct text: quotation marks, dashes, an ellipsis, a no-break
 * space.
 */
const UNUSUAL_SECOND = '\u0080-\u009f¡-ª¬-º¼-¿‚ƒ†‡ˆ‰Š‹ŒŽ˜™šœžŸ';

/**
 * UTF-8 read as Windows-1252: `Ã¼` was ü, `Â°` was °, `â€™` was ’, `Å‚` was ł. Greek and Cyrillic only with two such
 * letters in a row.
 */
const MISREAD = new RegExp(
  `[ÂÃ][${SECOND}]|â[€\u0080][${SECOND}]|[ÄÅ][${UNUSUAL_SECOND}]|(?:[ÎÏÐÑ][${SECOND}]){2}`,
);

/** True if the text contains UTF-8 that was read as another encoding. */
export function isMisread(text: string): boolean {
  return MISREAD.test(text);
}

const C3 = 0xc3;

/** The first byte of the replacement character, EF BF BD. */
const EF = 0xef;

/** The second bytes of Â, Ã, Ä, Å, Î, Ï, Ð, Ñ and â. */
const FIRSTS: ReadonlySet<number | undefined> = new Set([
  0x82, 0x83, 0x84, 0x85, 0x8e, 0x8f, 0x90, 0x91, 0xa2,
]);

/** The first bytes of the characters that may follow them. */
const SECONDS: ReadonlySet<number | undefined> = new Set([0xc2, 0xc5, 0xc6, 0xcb, 0xe2]);

/**
 * False if the UTF-8 text from `start` up to `end` cannot be misread nor contain a replacement character, as for nearly
 * all texts: its bytes tell at once.
 */
export function mayHoldGarbledText(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end - 2; at += 1) {
    const byte = bytes[at];
    if (byte === C3 && FIRSTS.has(bytes[at + 1]) && SECONDS.has(bytes[at + 2])) return true;
    if (byte === EF && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) return true;
  }
  return false;
}
