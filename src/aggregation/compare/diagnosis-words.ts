/** The findings on values, in words: what is wrong, in which columns, and what to change where the file is made. */
import type { Finding, Rule } from '../../model/finding.js';
import { count, counted, enumerated } from '../../model/words.js';
import type { ColumnCounts } from './column-counts.js';
import type { DateMove, MoveRemedy } from './date-moves.js';

/** The rules on the values of one column. */
export type DiagnosisRule = Extract<
  Rule,
  | 'null-word'
  | 'values-joined'
  | 'values-inverted'
  | 'dates-moved'
  | 'values-reformatted'
  | 'values-rescaled'
  | 'values-rounded'
  | 'values-garbled'
  | 'values-mistyped'
  | 'values-emptied'
  | 'values-filled'
  | 'values-collapsed'
>;

/** What is wrong with one column. `accounts` of `of` accounts are so. */
export interface Diagnosis {
  readonly rule: DiagnosisRule;
  readonly severity: Finding['severity'];
  readonly column: string;
  readonly accounts: number;
  readonly of: number;
  /** In what, in words; findings with different ones are apart. */
  readonly what: string;
  readonly move?: DateMove;
  /** Accounts whose value became empty, for dates with day and month exchanged. */
  readonly emptied?: number;
}

/** The values of one column have moved to another one. */
export interface Move {
  readonly into: ColumnCounts;
  readonly from: ColumnCounts;
  readonly accounts: number;
}

/** A message names this many columns, and then the number of the rest. */
const MAX_NAMED = 10;

type Group = readonly [Diagnosis, ...Diagnosis[]];

/** The columns whose values are in another one, as one finding. */
export function shiftedFinding(moves: readonly Move[], compared: number): Finding {
  const named = moves.map(
    ({ accounts, from, into }) =>
      `the values of "${from.about.name}" in column "${into.about.name}" (${count(accounts)} of ${counted(compared, 'account')})`,
  );
  const message =
    `The columns are mixed up. The file has ${enumerated(named, MAX_NAMED)}. Check the export: a column is missing or has moved, ` +
    'and the heading was not changed accordingly.';
  return { severity: 'error', rule: 'values-shifted', message, line: undefined, column: undefined };
}

/** What is wrong with some columns in the same way, as one finding. */
export function diagnosisFinding(group: Group): Finding {
  const [{ rule, severity }] = group;
  return { severity, rule, message: messageOf(group), line: undefined, column: undefined };
}

function messageOf(group: Group): string {
  const [first] = group;
  const columns = named(group);
  const { what } = first;
  switch (first.rule) {
    case 'null-word':
      return (
        `The file has a word such as NULL, \\N, NaN or 0000-00-00 for "no value" in ${columns}. ISC would store the word. ` +
        'Have the export write nothing there.'
      );
    case 'values-joined':
      return (
        `Several values were joined into one text${what === 'brackets' ? ' with brackets around it' : ` ${separatedBy(what)}`} in ${columns}: ` +
        'ISC would store the text as one value, and these accounts lose theirs. Write a row for each value.'
      );
    case 'values-inverted':
      return `True and false have changed places in ${columns}. Check the condition or the mapping in the export.`;
    case 'dates-moved':
      return datesMessage(group, columns);
    case 'values-reformatted':
      return (
        `The file writes the values of ${columns} otherwise than ISC has them: they differ in ${what}. ISC would store the new ` +
        `notation, and everything that reads these values may fail. ${reformattedRemedy(what)} If ISC stores this notation of its own accord, set warn-only: values-reformatted.`
      );
    case 'values-rescaled':
      return `The numbers in ${columns} are those in ISC ${powerInWords(what)}. A decimal separator was lost, or a percentage is written: export numbers with a decimal point and without a unit.`;
    case 'values-rounded':
      return what === 'digits'
        ? `Digits were cut or rounded away from the numbers in ${columns}, as a spreadsheet or a number type of 15 digits does. They cannot be restored: export the column as text.`
        : `The numbers in ${columns} have fewer digits behind the decimal separator than in ISC: they were rounded. Export them in full, or as text.`;
    case 'values-garbled':
      return garbledMessage(what, columns);
    case 'values-mistyped':
      return `The values in ${columns} are in no notation of the column's type (${what}). Check the format that the export uses for the column, its letters (MM is the month, mm the minute) and its language.`;
    case 'values-emptied':
      return (
        `The file empties most values of ${columns}. Check that the export still reads ` +
        `${group.length === 1 ? 'this column' : 'these columns'}. If a column is emptied on purpose, add it to ignore-columns.`
      );
    case 'values-filled':
      return what === 'senseless'
        ? `Accounts without a value in ISC would all get the same one in ${columns}: a date that programs write where there is none, the day of the export, or a text that is no value of the column's type. Have the export write nothing there.`
        : `Accounts without a value in ISC would all get the same one in ${columns}. If this is not intended, check for a default in the export.`;
    case 'values-collapsed':
      return what === 'several'
        ? `Accounts with several values in ISC have one in the file in ${columns}: the others would be lost. Write a row for each value, not only for the first.`
        : `All accounts with a value would have the same one in ${columns}. Check the export: it writes a constant or a default instead of the values.`;
  }
}

function named(group: Group): string {
  const columns = group.map(({ accounts, column, of, rule }) => {
    const how = rule === 'values-collapsed' ? ' would change' : '';
    const share =
      accounts === of ? counted(accounts, 'account') : `${count(accounts)} of ${counted(of, 'account')}`;
    return `"${column}" (${share}${how})`;
  });
  return enumerated(columns, MAX_NAMED);
}

function separatedBy(separator: string): string {
  return separator === 'blanks' || separator === 'line breaks' ? `with ${separator}` : `with "${separator}"`;
}

function powerInWords(power: string): string {
  const exponent = Number(power);
  const factor = `1${'0'.repeat(Math.abs(exponent))}`;
  return exponent > 0 ? `times ${count(Number(factor))}` : `divided by ${count(Number(factor))}`;
}

function datesMessage(group: Group, columns: string): string {
  const [{ move }] = group;
  if (move === undefined) return `The dates in ${columns} are not those in ISC.`;
  const gone = group.reduce((sum, { emptied = 0 }) => sum + emptied, 0);
  const beside =
    gone === 0 ? '' : ` ${counted(gone, 'more date')} became empty, since no month has that number.`;
  return `The dates in ${columns} are ${move.words}.${beside} ${MOVE_REMEDIES[move.remedy]}`;
}

const MOVE_REMEDIES: Readonly<Record<MoveRemedy, string>> = {
  zone: 'The export converts them between time zones: write dates as yyyy-MM-dd without a conversion.',
  calendar:
    'The export writes them in the calendar of its language: use the invariant culture and yyyy-MM-dd.',
  spreadsheet: 'Have the spreadsheet use the calendar from 1900, or export without a spreadsheet.',
  exchange:
    'A program read them in the order of another country: read with an exact format, and write yyyy-MM-dd.',
  century: 'A program guessed the century of years of two digits: write years with four.',
  format: 'The format of the export leaves out the day or the month: write yyyy-MM-dd.',
};

function reformattedRemedy(what: string): string {
  switch (what) {
    case 'leading zeros':
      return 'A spreadsheet, or a program that guesses types, took them for numbers: export the column as text.';
    case 'the decimal separator':
    case 'thousands separators':
    case 'zeros after the decimal separator':
    case 'E notation':
      return 'Export numbers in a culture-invariant format, or as text.';
    case 'the words for true and false':
      return 'ISC reads only "true" as true: write true and false.';
    case 'the order of day and month':
    case 'the notation of dates':
      return 'Write dates as yyyy-MM-dd.';
    default:
      return 'Have the export write them as before.';
  }
}

function garbledMessage(what: string, columns: string): string {
  if (what === 'written as the name of their type') {
    return `The values in ${columns} are the name of an object's type, such as System.Object[] or [object Object]: the export writes the object and not its values. Name the property, and write a row for each value.`;
  }
  const remedy =
    GARBLED_REMEDIES[what] ?? 'Have the export write UTF-8, and let nothing convert it on the way.';
  return `The values in ${columns} are those in ISC, but ${what}. ${remedy}`;
}

const GARBLED_REMEDIES: Readonly<Record<string, string>> = {
  'escaped for HTML': 'Have the export write plain text: leave out the step that escapes for HTML.',
  'escaped for a URL': 'Have the export write plain text: leave out the step that encodes for a URL.',
  'escaped for JSON or by backslashes':
    'Have the export write the text itself, not its JSON; in a CSV only quotes are doubled, and nothing is escaped by a backslash.',
  'escaped for a search pattern':
    'Have the export write plain text: leave out the step that escapes for a pattern.',
  'in base64': 'Have the export decode the values: LDIF writes base64 for what is not ASCII.',
};
