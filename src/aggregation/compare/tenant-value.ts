/** A value as ISC returns it, and everything that it can be read as. */
import { calendarDay, dayNumber, exchangedDay } from '../../csv/values/calendar.js';
import { numberDate, writtenDate } from '../../csv/values/dates.js';
import { writtenNumber, type WrittenNumber } from '../../csv/values/numbers.js';
import { folded, shortName, stored, unwrapped } from '../../csv/values/text-forms.js';
import { booleanMeaning } from '../../csv/values/words.js';
import type { AttributeType } from '../../model/source.js';

/**
 * The texts of a value as ISC returns it: one, several, or none for null, '' and an empty list. `undefined` for
 * anything that a file cannot contain, and for a number that has lost digits in JSON. Tenants return values as strings,
 * numbers, Booleans and lists of these (docs/isc-api.md#accounts-now-in-the-tenant).
 */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return scalar(value);
  const texts: string[] = [];
  for (const one of value as readonly unknown[]) {
    const text = Array.isArray(one) ? undefined : textsOf(one);
    if (text === undefined) return undefined;
    texts.push(...text);
  }
  return texts;
}

/** True for what ISC returns and no file can hold. Texts, nulls and Booleans are not even looked at. */
export function isUnreadable(shown: unknown): boolean {
  return (
    (typeof shown === 'number' || (typeof shown === 'object' && shown !== null)) &&
    textsOf(shown) === undefined
  );
}

function scalar(value: unknown): readonly string[] | undefined {
  if (typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'number' || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    return undefined;
  return [String(value)];
}

/** The different texts that are not blank, as they are stored. */
export function storedTexts(value: unknown): readonly string[] {
  const texts = (textsOf(value) ?? []).map(stored).filter((text) => text !== '');
  return texts.length < 2 ? texts : [...new Set(texts)];
}

/** A moment of a calendar: the days since 1970-01-01, and the time of the day. */
export interface Moment {
  readonly day: number;
  /** 0 to 86,399. */
  readonly second: number;
  /** 0 to 999. */
  readonly milli: number;
}

/** One text of ISC. What it can be read as is found out when it is asked for. */
export class TenantText {
  readonly text: string;
  readonly type: AttributeType;
  #number: WrittenNumber | false | undefined;
  #dates: readonly Moment[] | undefined;
  #folded: string | undefined;

  /** `text` is `stored`. */
  constructor(text: string, type: AttributeType) {
    this.text = text;
    this.type = type;
  }

  /** The number that it says; `undefined` if it says none. */
  get number(): WrittenNumber | undefined {
    this.#number ??= writtenNumber(unwrapped(this.text)) ?? false;
    return this.#number === false ? undefined : this.#number;
  }

  /** The moments that it says: two if day and month may be exchanged, none if it is no date. */
  get dates(): readonly Moment[] {
    this.#dates ??= momentsOf(unwrapped(this.text), this.type);
    return this.#dates;
  }

  /** Without its notation. */
  get folded(): string {
    this.#folded ??= folded(this.text);
    return this.#folded;
  }

  /** The short name in it, such as that of a distinguished name. */
  get name(): string | undefined {
    return shortName(this.text);
  }

  /** What it means as true or false. In a column of type STRING only `true` and `false` mean it. */
  get meaning(): boolean | undefined {
    if (this.type === 'STRING' && !/^(?:true|false)$/i.test(this.text)) return undefined;
    return booleanMeaning(this.text);
  }
}

function momentsOf(text: string, type: AttributeType): readonly Moment[] {
  if (/^-?\d+(?:[.,]\d+)?$/.test(text)) {
    const date = type === 'DATE' ? (epoch(text) ?? numberDate(text)) : undefined;
    return date?.day === undefined ? [] : [{ day: date.day, second: date.second, milli: date.milli }];
  }
  const date = writtenDate(text);
  if (date === undefined) return [];
  const { isInDoubt, milli, second, short } = date;
  const days =
    short === undefined ? [date.day, isInDoubt ? exchanged(date.day) : undefined] : shortDays(short);
  return days.flatMap((day) => (day === undefined ? [] : [{ day, second, milli }]));
}

/** Milliseconds since 1970 of any size, as ISC returns dates; digits that are a day of their own apart. */
function epoch(
  text: string,
): { readonly day: number; readonly second: number; readonly milli: number } | undefined {
  if (!/^-?\d{1,13}$/.test(text) || /^(?:19|2[01])\d{6}$/.test(text) || /^\d{5}$|^\d{9,10}$/.test(text))
    return undefined;
  const ms = Number(text);
  const day = Math.floor(ms / 86_400_000);
  const rest = ms - day * 86_400_000;
  return { day, second: Math.floor(rest / 1000), milli: rest % 1000 };
}

function exchanged(day: number | undefined): number | undefined {
  return day === undefined ? undefined : exchangedDay(day);
}

/** The days of this and the last century that three short numbers say, the day first, then the month. */
function shortDays([first, second, third]: readonly [number, number, number]): readonly (
  number | undefined
)[] {
  const year = third + (third < 50 ? 2000 : 1900);
  return [dayNumber({ year, month: second, day: first }), dayNumber({ year, month: first, day: second })];
}

/** The calendar day of a moment. */
export function calendarDayOf({ day }: Moment): ReturnType<typeof calendarDay> {
  return calendarDay(day);
}
