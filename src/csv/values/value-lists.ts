/** The lists of a column that can have several values: one for each account. */
import type { AttributeType } from '../../model/source.js';
import type { Cell } from './cell.js';
import { hash32, otherHash } from './hash.js';
import { commaParts, equalForm, isBracketed, partsAt, stored } from './text-forms.js';
import { type ListValue, VALUE_FLAG, listValue } from './list-value.js';

/** The signs at which a list can have been joined, and how many bits of the sum of its parts are kept. */
const JOIN_SIGNS = [
  [',', 8],
  [';', 8],
  ['|', 7],
  ['line breaks', 7],
] as const;

/** A sign at which the values of an account can have been joined into one text. */
export type JoinSign = (typeof JOIN_SIGNS)[number][0];

const MARK_SHIFT = 29;

const MOST_VALUES = (1 << MARK_SHIFT) - 1;

const NUMBERS_A_VALUE = 3;

/** Enough that there are few blocks, but not so many that a small file takes much memory. 16 and 48 KiB. */
const VALUES_A_BLOCK = 4_096;

/** Numbers of 32 bits in blocks, which grow without being copied. */
class NumberBlocks {
  readonly #blocks: Uint32Array[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get(index: number): number {
    return this.#blocks[Math.floor(index / this.#size)]?.[index % this.#size] ?? 0;
  }

  set(index: number, value: number): void {
    const number = Math.floor(index / this.#size);
    while (this.#blocks.length <= number) this.#blocks.push(new Uint32Array(this.#size));
    const block = this.#blocks[number];
    if (block !== undefined) block[index % this.#size] = value;
  }
}

/**
 * The lists of one column: 4 bytes an account, 12 a value, and 12 more for an account whose values may be joined lists. The
 * values of an account arrive together.
 */
export class ValueLists {
  readonly #type: AttributeType;
  /** For each account the number of values so far, its own included (29 bits; 0: it has none), below a mark. */
  readonly #ends = new NumberBlocks(VALUES_A_BLOCK);
  readonly #values = new NumberBlocks(VALUES_A_BLOCK * NUMBERS_A_VALUE);
  #count = 0;
  readonly #known = new Set<number>();
  readonly #parts = new Set<string>();
  #sum: PartsSum = NO_PARTS;
  #isSplit = false;
  #joins: Joins = NO_JOINS;

  constructor(type: AttributeType) {
    this.#type = type;
  }

  /** Begins the values of an account, which has none then. */
  begin(account: number): void {
    this.#ends.set(account, 0);
    this.#known.clear();
    this.#parts.clear();
    this.#sum = NO_PARTS;
    this.#isSplit = false;
    this.#joins = NO_JOINS;
  }

  /** Adds a value that is not blank, with its cell, to the account that was begun. Each counts once. */
  add(account: number, text: string, cell: Cell): void {
    const key = (cell.high & 0xffff) * 0x1_0000_0000 + cell.low;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    // The sum of the parts stands behind the values, and is written anew with each of them.
    if (this.#isSplit) this.#count -= 1;
    const isFirst = this.#known.size === 1;
    this.#addParts(text, isFirst);
    const value = listValue(cell, text);
    this.#write({ ...value, flags: value.flags | (isFirst ? VALUE_FLAG.first : 0) });
    if (this.#isSplit) this.#write({ ...this.#sum, ...this.#joins, words: 0, flags: VALUE_FLAG.parts });
    this.#ends.set(account, this.#count);
  }

  /** The values of an account in a new list, the last one first. The sum of their parts is not among them. */
  of(account: number): readonly ListValue[] {
    const values: ListValue[] = [];
    for (let index = this.#endOf(account) - 1; index >= 0; index -= 1) {
      const value = this.#read(index);
      if (!(value.flags & VALUE_FLAG.parts)) values.push(value);
      if (value.flags & VALUE_FLAG.first) break;
    }
    return values;
  }

  /** The sum of the parts of the values, once they are split at commas; `undefined` if they were not split, since their parts are the values. */
  partsOf(account: number): PartsSum | undefined {
    const end = this.#endOf(account);
    if (end === 0) return undefined;
    const { flags, high, low } = this.#read(end - 1);
    return flags & VALUE_FLAG.parts ? { low, high } : undefined;
  }

  /**
   * The signs at which the first value of the account, without brackets and quotes, splits into just these parts; none
   * for other parts, and for a text that has no such sign.
   */
  joinedAt(account: number, parts: readonly string[]): readonly JoinSign[] {
    const end = this.#endOf(account);
    const last = end === 0 ? undefined : this.#read(end - 1);
    if (last === undefined || !(last.flags & VALUE_FLAG.parts)) return [];
    const sum = sumOfParts(new Set(parts.map((part) => equalForm(part, this.#type)))).low;
    const kept = [last.sense >>> 8, last.sense & 0xff, last.name >>> 7, last.name & 0x7f];
    return JOIN_SIGNS.flatMap(([sign, bits], index) => (kept[index] === sum >>> (32 - bits) ? [sign] : []));
  }

  /** A number from 0 to 7 that was kept for the account. */
  markOf(account: number): number {
    return this.#ends.get(account) >>> MARK_SHIFT;
  }

  mark(account: number, mark: number): void {
    this.#ends.set(account, ((mark << MARK_SHIFT) | this.#endOf(account)) >>> 0);
  }

  #endOf(account: number): number {
    return this.#ends.get(account) & MOST_VALUES;
  }

  #addParts(text: string, isFirst: boolean): void {
    const whole = stored(text);
    const mayBeList = /[,;|\n]/.test(whole) || isBracketed(whole);
    this.#isSplit ||= mayBeList;
    if (isFirst && mayBeList) this.#joins = joinsOf(whole, this.#type);
    for (const part of commaParts(whole)) {
      const form = equalForm(part, this.#type);
      if (this.#parts.has(form)) continue;
      this.#parts.add(form);
      this.#sum = plus(this.#sum, form);
    }
  }

  #write({ low, high, sense, name, words, flags }: ListValue): void {
    const at = this.#count * NUMBERS_A_VALUE;
    this.#values.set(at, low);
    this.#values.set(at + 1, ((high & 0xffff) | (sense << 16)) >>> 0);
    this.#values.set(at + 2, ((name << 18) | (words << 8) | flags) >>> 0);
    this.#count += 1;
  }

  #read(index: number): ListValue {
    const at = index * NUMBERS_A_VALUE;
    const [second, third] = [this.#values.get(at + 1), this.#values.get(at + 2)];
    return {
      low: this.#values.get(at),
      high: second & 0xffff,
      sense: second >>> 16,
      name: third >>> 18,
      words: (third >>> 8) & 0x3ff,
      flags: third & 0xff,
    };
  }
}

/** 48 bits of the parts of values. */
export interface PartsSum {
  readonly low: number;
  readonly high: number;
}

const NO_PARTS: PartsSum = { low: 0, high: 0 };

/** The sum of the hashes of parts, in the forms in which equal ones are the same text, in any order. */
export function sumOfParts(forms: ReadonlySet<string>): PartsSum {
  let sum = NO_PARTS;
  for (const form of forms) sum = plus(sum, form);
  return sum;
}

function plus({ low, high }: PartsSum, form: string): PartsSum {
  return { low: (low + hash32(form)) >>> 0, high: (high + otherHash(form)) & 0xffff };
}

type Joins = Pick<ListValue, 'sense' | 'name'>;

const NO_JOINS: Joins = { sense: 0, name: 0 };

function joinsOf(text: string, type: AttributeType): Joins {
  const sumFor = ([sign, bits]: (typeof JOIN_SIGNS)[number]): number => {
    const parts = partsAt(text, sign).map((part) => equalForm(part, type));
    return sumOfParts(new Set(parts)).low >>> (32 - bits);
  };
  const [comma, semicolon, bar, lineBreak] = JOIN_SIGNS;
  return {
    sense: (sumFor(comma) << 8) | sumFor(semicolon),
    name: (sumFor(bar) << 7) | sumFor(lineBreak),
  };
}
