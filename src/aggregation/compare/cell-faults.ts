/** Finds out what has become of a single value that differs from the one in ISC, and counts it for its column. */
import {
  type Cell,
  dateOf,
  dayOfCell,
  FLAG,
  hashValue,
  isEqual,
  keyOf,
  KIND,
  kindOfCell,
} from '../../csv/values/cell.js';
import { dayNumber } from '../../csv/values/calendar.js';
import type { ValueHash } from '../../csv/values/hash.js';
import { booleanMeaning } from '../../csv/values/words.js';
import { type ColumnCounts, type Filling, increment, MARK, type Mark, noteWord } from './column-counts.js';
import { garbledForms, isBeyond1252, isBeyondAscii, plainForms } from './garbled.js';
import { isNumber, notationOf } from './notation.js';
import { TenantText } from './tenant-value.js';
import { decimalCount, digitCount, rounded, scaled } from '../../csv/values/numbers.js';
import type { FileValues, OpenEnd } from '../../csv/values/row-values.js';
import { stored } from '../../csv/values/text-forms.js';
import type { AttributeType } from '../../model/source.js';
import type { Finding } from '../../model/finding.js';

const MS_A_DAY = 86_400_000;

/** The first and last days of programs' calendars, and what they write for a date that was never set. */
const MEANINGLESS = [
  [1, 1, 1],
  [1601, 1, 1],
  [1753, 1, 1],
  [1899, 12, 30],
  [1900, 1, 1],
  [1970, 1, 1],
  [2079, 6, 6],
  [9999, 12, 31],
] as const;

/** Years between the Buddhist and the Gregorian calendar. */
const BUDDHIST_YEARS = 543;

/** With more different values, no value is that of more than half of the accounts. */
const MAX_FILLINGS = 1_000;

/** Counts what has become of values, by column. */
export class CellFaults {
  readonly #meaningless: ReadonlySet<number>;
  readonly #hash: ValueHash = { low: 0, high: 0 };

  /** `nowMs`: the time of the run, in milliseconds since 1970. */
  constructor(nowMs: number | undefined) {
    const years = [0, BUDDHIST_YEARS];
    const days = MEANINGLESS.flatMap(([year, month, day]) =>
      years.map((more) => dayNumber({ year: year + more, month, day })),
    );
    // A time zone may make it the day before or after.
    const today = nowMs === undefined ? undefined : Math.floor(nowMs / MS_A_DAY);
    const all = [...days, today].filter((day) => day !== undefined);
    this.#meaningless = new Set(all.flatMap((day) => [day - 1, day, day + 1]));
  }

  /** A value in ISC that has a character beyond ASCII. */
  noteLetters(counts: ColumnCounts, text: string): void {
    counts.beyondAscii += 1;
    if (isBeyond1252(text)) counts.beyond1252 += 1;
  }

  /** A value on both sides. `areEqual`: both are the same, so that the text need not be read again. */
  noteBoth(counts: ColumnCounts, cell: Cell, text: string, areEqual: boolean): void {
    const { type } = counts.about;
    if (type === 'BOOLEAN') {
      const meaning = booleanMeaning(text);
      const isKnown = (cell.rest & (FLAG.meansTrue | FLAG.meansFalse)) !== 0;
      if (meaning !== undefined) noteWord(counts, cell, meaning, isKnown);
    }
    if (kindOfCell(cell) < KIND.date) return;
    const isSame = areEqual && kindOfCell(cell) === KIND.date;
    const moment = isSame ? { day: dayOfCell(cell) } : new TenantText(text, type).dates[0];
    if (moment !== undefined) counts.dates.noteBoth(moment);
  }

  /** Counts a difference. `text`: the value in ISC, '' for none. Returns the mark of the value. */
  count(counts: ColumnCounts, cell: Cell, text: string, mark: Mark): Mark {
    if (mark === MARK.emptied) return mark;
    if (cell.rest & FLAG.nullWord) this.#countNullWord(counts, cell, text);
    if (cell.rest & FLAG.objectWord) increment(counts.garbled, 'written as the name of their type');
    if (mark === MARK.filled) {
      this.#countFilling(counts, cell);
      return mark;
    }
    return this.#countChange(counts, cell, text);
  }

  #countNullWord(counts: ColumnCounts, cell: Cell, text: string): void {
    counts.nullWords += 1;
    if (text === '') increment(counts.nullWordsInBlank, keyOf(cell));
  }

  #countFilling({ about, filledWith }: ColumnCounts, cell: Cell): void {
    const date = kindOfCell(cell) === KIND.date ? dateOf(cell) : undefined;
    const key = about.type === 'DATE' && date !== undefined ? `day ${date.day ?? 0}` : String(keyOf(cell));
    let filling: Filling | undefined = filledWith.get(key);
    if (filling === undefined) {
      if (filledWith.size === MAX_FILLINGS) dropRare(filledWith);
      const isMeaningless = date?.day !== undefined && this.#meaningless.has(date.day);
      filling = { accounts: 0, isSenseless: isMeaningless || (cell.rest & FLAG.unheld) !== 0 };
      filledWith.set(key, filling);
    }
    filling.accounts += 1;
  }

  #countChange(counts: ColumnCounts, cell: Cell, text: string): Mark {
    const { type } = counts.about;
    const tenant = new TenantText(text, type);
    if (type === 'DATE' && cell.rest & FLAG.mistyped) counts.mistyped += 1;
    const [moment] = tenant.dates;
    if (moment !== undefined) counts.dates.add(cell, moment);
    const aspect = notationOf(cell, tenant);
    if (aspect !== undefined) {
      counts.notation += 1;
      increment(counts.aspects, aspect);
      return MARK.notation;
    }
    if (isInverted(cell, tenant)) counts.inverted += 1;
    this.#countNumber(counts, cell, tenant);
    this.#countGarbled(counts, cell, text);
    if (type === 'BOOLEAN' && tenant.meaning !== undefined && cell.rest & FLAG.mistyped) return MARK.word;
    if (type !== 'DATE' && cell.rest & FLAG.mistyped) counts.mistyped += 1;
    return MARK.changed;
  }

  #countNumber(counts: ColumnCounts, cell: Cell, tenant: TenantText): void {
    const fault = numberFault(cell, tenant);
    if (fault === undefined) return;
    if (fault.kind === 'digits') counts.digits += 1;
    else if (fault.kind === 'decimals') counts.decimals += 1;
    else increment(counts.powers, fault.power);
  }

  #countGarbled(counts: ColumnCounts, cell: Cell, text: string): void {
    const { type } = counts.about;
    const isCell = (form: string): boolean => {
      hashValue(this.#hash, form, type);
      return isEqual(this.#hash, cell);
    };
    const garbled =
      cell.rest & FLAG.suspicious ? garbledForms(text).find((form) => isCell(form.text)) : undefined;
    if (garbled !== undefined) increment(counts.garbled, garbled.how);
    else if (isBeyondAscii(text) && plainForms(text).some(isCell)) counts.plain += 1;
  }
}

function isInverted({ rest }: Cell, { meaning }: TenantText): boolean {
  if (meaning === undefined) return false;
  return (rest & (meaning ? FLAG.meansFalse : FLAG.meansTrue)) !== 0;
}

function dropRare(fillings: Map<string, Filling>): void {
  for (const [key, { accounts }] of fillings) if (accounts === 1) fillings.delete(key);
}

/** What has become of a number. */
export type NumberFault =
  /** Cut or rounded to at least six digits, of the more that it had. */
  | { readonly kind: 'digits' }
  /** Fewer digits behind the decimal separator. */
  | { readonly kind: 'decimals' }
  /** Times ten to the power of this. */
  | { readonly kind: 'power'; readonly power: number };

/** A number with fewer digits than these may have been another one. */
const LEAST_DIGITS = 6;

const MAX_POWER = 9;

/** A whole number as a program has it whose numbers are doubles: beyond 15 digits not every one exists. */
function asDouble(number: string): string {
  return /^-?\d{16,20}$/.test(number) ? String(BigInt(Number(number))) : number;
}

/** What has become of the number in ISC; `undefined` if it is another number, or none. */
export function numberFault(cell: Cell, { number }: TenantText): NumberFault | undefined {
  const reading = number?.readings[0];
  if (kindOfCell(cell) !== KIND.number || reading === undefined) return undefined;
  const isCut = (count: number): boolean => rounded(reading, count).some((one) => isNumber(cell, one));
  const digits = digitCount(reading);
  if (isNumber(cell, asDouble(reading))) return { kind: 'digits' };
  for (let count = digits - 1; count >= LEAST_DIGITS; count -= 1) if (isCut(count)) return { kind: 'digits' };
  const isPercent = (cell.rest & FLAG.sixth) !== 0;
  const decimals = decimalCount(reading);
  for (let dropped = 1; !isPercent && dropped <= decimals; dropped += 1) {
    if (isCut(digits - dropped)) return { kind: 'decimals' };
  }
  for (let power = -MAX_POWER; power <= MAX_POWER; power += 1) {
    const other = power === 0 ? undefined : scaled(reading, power);
    if (other !== undefined && isNumber(cell, other)) return { kind: 'power', power };
  }
  return undefined;
}

/** In a longer value, only so many characters at its beginning are looked at. */
const LONGEST = 10_000;

/** True if the last value of the file is the beginning of one of these texts, which ISC has there, and not all of it. */
export function isCut({ value }: OpenEnd, texts: readonly string[], type: AttributeType): boolean {
  const hash: ValueHash = { low: 0, high: 0 };
  const isValue = (text: string): boolean => {
    hashValue(hash, stored(text), type);
    return isEqual(hash, value);
  };
  if (texts.some(isValue)) return false;
  return texts.some((text) => {
    const last = Math.min(text.length - 1, LONGEST);
    for (let length = last; length > 0; length -= 1) if (isValue(text.slice(0, length))) return true;
    return false;
  });
}

/** The finding, on the line of the last record. */
export function cutValueFinding(
  { columns }: Pick<FileValues, 'columns'>,
  { column, line }: OpenEnd,
): Finding {
  const message =
    `The file was probably cut off: its last record has no line end, and its value of "${columns[column]?.name ?? ''}" is only ` +
    'the beginning of the one in ISC. The rest is missing. Export the file again, and check that it arrives complete.';
  return { severity: 'error', rule: 'cut-value', message, line, column: undefined };
}
