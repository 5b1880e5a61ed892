/** Finds what has moved the dates of a column: a day, a spreadsheet's other calendar, a time zone, an exchange. */
import { dateOf, KIND, kindOfCell, type Cell } from '../../csv/values/cell.js';
import {
  calendarDay,
  dayNumber,
  exchangedDay,
  DATE_ORDERS,
  type DateOrder,
} from '../../csv/values/calendar.js';
import { dayIn } from './notation.js';
import type { Moment } from './tenant-value.js';
import { isAtLeast, isMoreThan, THRESHOLDS } from './thresholds.js';

/** What has become of the dates of a column, in words that follow "are", and how many are so. */
export interface DateMove {
  readonly words: string;
  readonly accounts: number;
  /** Of how many. */
  readonly of: number;
  readonly remedy: MoveRemedy;
}

/** Where to look for the cause of a move: each names a sentence of advice. */
export type MoveRemedy = 'zone' | 'calendar' | 'spreadsheet' | 'exchange' | 'century' | 'format';

const SECONDS_A_DAY = 86_400;
/** The days between the two calendars of spreadsheets, from 1900 and from 1904. */
const OTHER_SPREADSHEET_DAYS = 1462;
/** No time zone is further from another's midnight than this. */
const MAX_ZONE_SECONDS = 14 * 3600;
const ZONE_STEP_SECONDS = 900;
const SUMMER_TIME_SECONDS = 3600;

/** By kind of move: how many dates, and whether at least two different ones. */
interface Counted {
  accounts: number;
  readonly firstDay: number;
  isVaried: boolean;
}

/** Counts for one order of the numbers of a date. */
class OrderMoves {
  same = 0;
  readonly moves = new Map<string, Counted>();

  add(key: string, day: number): void {
    const known = this.moves.get(key);
    if (known === undefined) this.moves.set(key, { accounts: 1, firstDay: day, isVaried: false });
    else {
      known.accounts += 1;
      known.isVaried ||= known.firstDay !== day;
    }
  }
}

/** Counts the moves of the dates of one column, over the accounts whose values differ. */
export class DateMoves {
  readonly #orders: readonly (readonly [DateOrder, OrderMoves])[] = DATE_ORDERS.map((order) => [
    order,
    new OrderMoves(),
  ]);
  #lowBoth = 0;
  #lowDiffering = 0;

  /** A date in ISC that has a value in the file, equal or not. */
  noteBoth(moment: Pick<Moment, 'day'>): void {
    if (isExchangeable(moment)) this.#lowBoth += 1;
  }

  /** A date in ISC whose value in the file differs. */
  add(cell: Cell, moment: Moment): void {
    if (isExchangeable(moment)) this.#lowDiffering += 1;
    const kind = kindOfCell(cell);
    if (kind !== KIND.date && kind !== KIND.shortDate) return;
    const date = dateOf(cell);
    for (const [order, moves] of this.#orders) {
      const day = dayIn(date, order, moment);
      if (day === undefined) continue;
      const isSameTime = date.second === moment.second && date.milli === moment.milli;
      if (day === moment.day && isSameTime) moves.same += 1;
      else for (const key of keysOf({ ...date, day }, moment)) moves.add(key, moment.day);
    }
  }

  /**
   * The one move that explains the differences of the column, of which there are `differing`; `undefined` if there is
   * none, or if the dates are the same in one order.
   */
  found(differing: number, isColumnWide: boolean): DateMove | undefined {
    const { percent } = THRESHOLDS.ofDifferences;
    if (this.#orders.some(([, { same }]) => isAtLeast(same, percent, differing))) return undefined;
    const all = this.#orders.flatMap(([, { moves }]) => movesIn(moves));
    const wide = isColumnWide
      ? all.filter(({ accounts, key }) => key !== 'exchanged' && isAtLeast(accounts, percent, differing))
      : [];
    const best = wide.sort((a, b) => b.accounts - a.accounts)[0];
    if (best !== undefined) return { ...worded(best.key), accounts: best.accounts, of: differing };
    return this.#exchanged(all);
  }

  #exchanged(all: readonly Found[]): DateMove | undefined {
    const { percent, accounts: least, morePercent } = THRESHOLDS.ofDifferences;
    const low = this.#lowDiffering;
    if (low < least || !isMoreThan(low, morePercent, this.#lowBoth)) return undefined;
    const one = all.find(({ accounts, key }) => key === 'exchanged' && isAtLeast(accounts, percent, low));
    return one && { ...worded(one.key), accounts: one.accounts, of: low };
  }
}

/** Whether the days from 1970 on are exchangeable, as far as it was asked: 1 for no, 2 for yes. */
const knownDays = new Uint8Array(0x1_0000);

/** True if day and month of the date can change places. */
function isExchangeable({ day }: Pick<Moment, 'day'>): boolean {
  if (day < 0 || day >= knownDays.length) return areExchangeable(day);
  if (knownDays[day] === 0) knownDays[day] = areExchangeable(day) ? 2 : 1;
  return knownDays[day] === 2;
}

function areExchangeable(day: number): boolean {
  const parts = calendarDay(day);
  return parts.day <= 12 && parts.day !== parts.month;
}

interface Found {
  readonly key: string;
  readonly accounts: number;
}

/** The moves of at least two different dates; two offsets an hour apart are one. */
function movesIn(moves: ReadonlyMap<string, Counted>): readonly Found[] {
  const varied = [...moves].filter(([, { isVaried }]) => isVaried);
  const found = varied.map(([key, { accounts }]) => ({ key, accounts }));
  const zones = [...moves].flatMap(([key, { accounts }]) =>
    key.startsWith('zone:') ? [{ seconds: Number(key.slice(5)), accounts }] : [],
  );
  const pairs = zones.flatMap(({ accounts, seconds }) => {
    const other = zones.find((zone) => zone.seconds === seconds + SUMMER_TIME_SECONDS);
    return other === undefined
      ? []
      : [{ key: `zones:${seconds}:${other.seconds}`, accounts: accounts + other.accounts }];
  });
  return [...found, ...pairs];
}

function keysOf(file: Moment, now: Moment): readonly string[] {
  const days = file.day - now.day;
  const seconds = days * SECONDS_A_DAY + file.second - now.second;
  const isSameTime = file.second === now.second;
  const keys: string[] = [];
  if (isSameTime && Math.abs(days) === 1) keys.push(days > 0 ? 'day-later' : 'day-earlier');
  if (isSameTime && Math.abs(days) === OTHER_SPREADSHEET_DAYS) keys.push('spreadsheet');
  if (seconds !== 0 && Math.abs(seconds) <= MAX_ZONE_SECONDS && seconds % ZONE_STEP_SECONDS === 0) {
    keys.push(`zone:${seconds}`);
  }
  if (days === 0) return keys;
  const [to, from] = [calendarDay(file.day), calendarDay(now.day)];
  const isSameDay = to.month === from.month && to.day === from.day;
  if (isSameDay && Math.abs(to.year - from.year) === 100) keys.push('century');
  const calendar = calendarOf(to.year - from.year);
  if (calendar !== undefined) keys.push(`calendar:${calendar}`);
  if (file.day === dayNumber({ ...from, day: 1 })) keys.push('first-of-month');
  if (file.day === dayNumber({ ...from, month: 1, day: 1 })) keys.push('first-of-year');
  if (file.day === exchangedDay(now.day)) keys.push('exchanged');
  return keys;
}

/** By how many years the years of other calendars differ: an Islamic year is shorter. */
function calendarOf(years: number): string | undefined {
  if (years === 543) return 'Buddhist';
  if (years === -621 || years === -622) return 'Persian';
  if (years <= -570 && years >= -590) return 'Islamic';
  return Math.abs(years) >= 500 && Math.abs(years) <= 700 ? 'other' : undefined;
}

const WORDS: Readonly<Record<string, { readonly words: string; readonly remedy: MoveRemedy }>> = {
  'day-later': { words: 'a day later', remedy: 'zone' },
  'day-earlier': { words: 'a day earlier', remedy: 'zone' },
  spreadsheet: {
    words: "1,462 days off, as between a spreadsheet's calendars from 1900 and 1904",
    remedy: 'spreadsheet',
  },
  century: { words: 'a hundred years off', remedy: 'century' },
  'first-of-month': { words: 'all on the first of their month', remedy: 'format' },
  'first-of-year': { words: 'all on the first of their year', remedy: 'format' },
  exchanged: { words: 'read with day and month exchanged', remedy: 'exchange' },
};

function worded(key: string): { readonly words: string; readonly remedy: MoveRemedy } {
  const [kind = '', first = '', second = first] = key.split(':');
  if (kind === 'calendar') {
    const name = first === 'other' ? 'another calendar' : `the ${first} calendar`;
    return { words: `in ${name}`, remedy: 'calendar' };
  }
  if (kind === 'zone' || kind === 'zones') {
    const hours = first === second ? inHours(first) : `${inHours(first)} or ${inHours(second)}`;
    return { words: `${hours} off, the offset of a time zone`, remedy: 'zone' };
  }
  return WORDS[kind] ?? { words: 'moved', remedy: 'format' };
}

function inHours(seconds: string): string {
  const minutes = Number(seconds) / 60;
  const sign = minutes < 0 ? '−' : '+';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${sign}${hours}:${String(rest).padStart(2, '0')} h`;
}
