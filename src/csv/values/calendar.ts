/** Days of the Gregorian calendar, and their numbers. */

/** A calendar day. `month` and `day` from 1. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The order of the numbers of a date that leaves it open. */
export const DATE_ORDERS = ['day-first', 'month-first', 'year-first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const DAYS_IN_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** From 1 March of the year 0 to 1970-01-01. */
const DAYS_TO_1970 = 719_468;
const MS_A_DAY = 86_400_000;
const DAYS_IN_400_YEARS = 146_097;

/** Days since 1970-01-01 of a day of the Gregorian calendar; `undefined` if it does not exist. */
export function dayNumber({ year, month, day }: CalendarDay): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  // The year of this calculation begins with March, so that a leap day is its last one.
  const years = month < 3 ? year - 1 : year;
  const months = month < 3 ? month + 9 : month - 3;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((153 * months + 2) / 5) + day - 1 - DAYS_TO_1970;
}

/** The day of the Gregorian calendar. */
export function calendarDay(days: number): CalendarDay {
  const date = new Date((days + DAYS_IN_400_YEARS) * MS_A_DAY);
  return { year: date.getUTCFullYear() - 400, month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day with day and month exchanged; `undefined` if there is none. */
export function exchangedDay(days: number): number | undefined {
  const { day, month, year } = calendarDay(days);
  return dayNumber({ year, month: day, day: month });
}

/** The day that three numbers with a year of two digits say in this order, in the century nearest to `year`. */
export function shortDay(
  [first, second, third]: readonly [number, number, number],
  order: DateOrder,
  year: number,
): number | undefined {
  const [short, month, day] =
    order === 'day-first'
      ? [third, second, first]
      : order === 'month-first'
        ? [third, first, second]
        : [first, second, third];
  const near = short + Math.round((year - short) / 100) * 100;
  return dayNumber({ year: near, month, day });
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return DAYS_IN_MONTHS[month - 1] ?? 0;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
