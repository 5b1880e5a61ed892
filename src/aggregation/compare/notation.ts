/** Whether two values that are not equal differ only in how they are written, and in what. */
import { dateOf, extraBits, extraOf, FLAG, KIND, kindOfCell, type Cell } from '../../csv/values/cell.js';
import {
  calendarDay,
  exchangedDay,
  DATE_ORDERS,
  shortDay,
  type DateOrder,
} from '../../csv/values/calendar.js';
import { type WrittenDate } from '../../csv/values/dates.js';
import { hash32 } from '../../csv/values/hash.js';
import { folded, unwrapped } from '../../csv/values/text-forms.js';
import type { Moment, TenantText } from './tenant-value.js';

/** In what two values that mean the same differ. */
export const ASPECTS = [
  'leading zeros',
  'the decimal separator',
  'thousands separators',
  'zeros after the decimal separator',
  'E notation',
  'the words for true and false',
  'the order of day and month',
  'the notation of dates',
  'letter case',
  'spaces or invisible characters',
  'Unicode form',
  'characters that a spreadsheet needs (="…" or an apostrophe)',
  'names in a longer form (a distinguished name, a domain)',
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** In what a value of the file and one in ISC differ; `undefined` if in more than their notation. */
export function notationOf(cell: Cell, tenant: TenantText): Aspect | undefined {
  return wordsAgree(cell, tenant) ? 'the words for true and false' : ofKind(cell, tenant);
}

function wordsAgree({ rest }: Cell, { meaning }: TenantText): boolean {
  if (meaning === undefined) return false;
  return (rest & (meaning ? FLAG.meansTrue : FLAG.meansFalse)) !== 0;
}

function ofKind(cell: Cell, tenant: TenantText): Aspect | undefined {
  switch (kindOfCell(cell)) {
    case KIND.text:
      return ofTexts(cell, tenant);
    case KIND.number:
      return ofNumbers(cell, tenant);
    case KIND.date:
    case KIND.shortDate:
      return ofDates(cell, tenant);
  }
}

function ofTexts(cell: Cell, { folded: bare, name, text }: TenantText): Aspect | undefined {
  const { rest } = cell;
  if (hash32(bare) === cell.sense) {
    if ((unwrapped(text) === text) !== ((rest & FLAG.third) === 0)) {
      return 'characters that a spreadsheet needs (="…" or an apostrophe)';
    }
    const [upper, lower] = [/\p{Lu}/u.test(text), /\p{Ll}/u.test(text)];
    if (upper !== ((rest & FLAG.first) !== 0) || lower !== ((rest & FLAG.second) !== 0)) return 'letter case';
    if (/\s/u.test(text) !== ((rest & FLAG.fifth) !== 0)) return 'spaces or invisible characters';
    if (/^0./s.test(text)) return 'leading zeros';
    if (/[^\0-\x7f]/.test(text)) return 'Unicode form';
    return upper && lower ? 'letter case' : 'spaces or invisible characters';
  }
  const isName =
    (rest & FLAG.fourth && extraBits(hash32(bare)) === extraOf(cell)) ||
    (name !== undefined && hash32(folded(name)) === cell.sense);
  return isName ? 'names in a longer form (a distinguished name, a domain)' : undefined;
}

function ofNumbers(cell: Cell, { number, text, type }: TenantText): Aspect | undefined {
  const { rest } = cell;
  if (number?.isPercent !== ((rest & FLAG.sixth) !== 0)) return undefined;
  if (!number.readings.some((reading) => isNumber(cell, reading))) return undefined;
  if ((unwrapped(text) === text) !== ((rest & FLAG.third) === 0)) {
    return 'characters that a spreadsheet needs (="…" or an apostrophe)';
  }
  if (number.hasLeadingZeros !== ((rest & FLAG.first) !== 0)) return 'leading zeros';
  if (number.hasExponent !== ((rest & FLAG.fifth) !== 0)) return 'E notation';
  if (number.hasDecimalComma !== ((rest & FLAG.second) !== 0)) return 'the decimal separator';
  if (number.hasThousands !== ((rest & FLAG.fourth) !== 0)) return 'thousands separators';
  if (number.hasLeadingZeros && type === 'STRING') return 'leading zeros';
  return 'zeros after the decimal separator';
}

/** True if the cell can be read as this number, which is in its shortest notation. */
export function isNumber(cell: Cell, number: string): boolean {
  const hash = hash32(number);
  if (hash === cell.sense) return true;
  const hasOther = extraOf(cell) !== extraBits(cell.sense);
  return hasOther && extraBits(hash) === extraOf(cell);
}

function ofDates(cell: Cell, { dates, text }: TenantText): Aspect | undefined {
  const date = dateOf(cell);
  const order = DATE_ORDERS.find((one) => dates.some((moment) => isMoment(date, one, moment)));
  if (order === undefined) return undefined;
  const isSameStyle = date.style === 'year-last' && /^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}/.test(text);
  return isSameStyle && dates.length > 1 ? 'the order of day and month' : 'the notation of dates';
}

/** The day that a date of the file says with its numbers in this order, near to the year of `moment`. */
export function dayIn(date: WrittenDate, order: DateOrder, { day }: Moment): number | undefined {
  if (date.short !== undefined) return shortDay(date.short, order, calendarDay(day).year);
  if (date.day === undefined || !date.isInDoubt || order !== 'month-first') return date.day;
  return exchangedDay(date.day);
}

function isMoment(date: WrittenDate, order: DateOrder, moment: Moment): boolean {
  return (
    date.second === moment.second && date.milli === moment.milli && dayIn(date, order, moment) === moment.day
  );
}
