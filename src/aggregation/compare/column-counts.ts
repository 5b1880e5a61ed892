/** What a comparison counts for one column, over all accounts that are both in the file and on the source. */
import { isNone, keyOf, type Cell } from '../../csv/values/cell.js';
import type { ValueHash } from '../../csv/values/hash.js';
import type { ComparedColumn } from '../../csv/values/cell-facts.js';
import type { Separator } from '../../csv/values/text-forms.js';
import { DateMoves } from './date-moves.js';
import type { Garbling } from './garbled.js';
import type { Aspect } from './notation.js';

/** What the file would do to one value, as it is kept beside the value's cell. */
export const MARK = {
  same: 0,
  changed: 1,
  /** Changed only in notation. */
  notation: 2,
  emptied: 3,
  filled: 4,
  /** Changed to a word that may stand for true or false: known once all accounts have been compared. */
  word: 5,
} as const;
export type Mark = (typeof MARK)[keyof typeof MARK];

/** Counts of accounts. */
export interface ColumnCounts {
  readonly about: ComparedColumn;
  /** At least one account of the source has the column, with or without a value. */
  isOnSource: boolean;
  /** Accounts for which ISC returns something that cannot be a value of a file: they count as changed. */
  unreadable: number;
  /** With a value in ISC, without one, and with a value on both sides. */
  valued: number;
  blank: number;
  both: number;
  /** Both have a value, and they are not equal; of these, only in notation, and lists that lose a value. */
  changed: number;
  notation: number;
  losing: number;
  emptied: number;
  filled: number;
  /** In what the notation differs. */
  readonly aspects: Map<Aspect, number>;
  /** For BOOLEAN: what the words of the file stand for. */
  readonly words: Map<number, { isTrue: number; isFalse: number; isKnown: boolean }>;
  inverted: number;
  readonly dates: DateMoves;
  readonly joined: Map<Separator | 'brackets', number>;
  /** Numbers with digits cut or rounded away, with fewer decimals, and times a power of ten. */
  digits: number;
  decimals: number;
  readonly powers: Map<number, number>;
  readonly garbled: Map<Garbling | 'written as the name of their type', number>;
  /** Letters beyond ASCII, or beyond Windows-1252, in ISC; of these accounts, those whose letters became plain. */
  beyondAscii: number;
  beyond1252: number;
  plain: number;
  /** A value in ISC, and one in the file that no notation of the type fits. */
  mistyped: number;
  /** What the accounts without a value in ISC get, by value, or by day. */
  readonly filledWith: Map<string, Filling>;
  /** A word for nothing in the file, where ISC has something else; of these, where ISC has nothing. */
  nullWords: number;
  nullWordsInBlank: Map<number, number>;
  /** The words for nothing that ISC has in this column. */
  readonly nullWordsNow: Set<number>;
  /** Accounts with two or more values in ISC, and in the file. */
  manyNow: number;
  manyInFile: number;
  readonly inTenant: Variety;
  readonly inFile: Variety;
}

/** What some accounts without a value in ISC get. */
export interface Filling {
  accounts: number;
  /** A date of no meaning, the day of the run, or a text that the column's type cannot hold. */
  readonly isSenseless: boolean;
}

/** Whether values are all the same. */
export interface Variety {
  low: number;
  high: number;
  /** 0, 1, or 2 for any number above. */
  different: 0 | 1 | 2;
}

/** The counts of a column before the first account. */
export function newCounts(about: ComparedColumn): ColumnCounts {
  return {
    about,
    ...{ isOnSource: false, unreadable: 0, valued: 0, blank: 0, both: 0, changed: 0, notation: 0 },
    ...{
      losing: 0,
      emptied: 0,
      filled: 0,
      inverted: 0,
      digits: 0,
      decimals: 0,
      beyondAscii: 0,
      beyond1252: 0,
    },
    ...{ plain: 0, mistyped: 0, nullWords: 0, manyNow: 0, manyInFile: 0 },
    aspects: new Map(),
    words: new Map(),
    dates: new DateMoves(),
    joined: new Map(),
    powers: new Map(),
    garbled: new Map(),
    filledWith: new Map(),
    nullWordsInBlank: new Map(),
    nullWordsNow: new Set(),
    inTenant: { low: 0, high: 0, different: 0 },
    inFile: { low: 0, high: 0, different: 0 },
  };
}

/** Adds one more value. */
export function note(variety: Variety, value: ValueHash): void {
  if (variety.different === 2 || isNone(value)) return;
  if (variety.different === 0) {
    variety.different = 1;
    variety.low = value.low;
    variety.high = value.high;
  } else if (value.low !== variety.low || value.high !== variety.high) {
    variety.different = 2;
  }
}

/** Adds one to the count of `key`. */
export function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The most frequent key, the first of several; `undefined` if there is none. */
export function mostFrequent<Key>(counts: ReadonlyMap<Key, number>): readonly [Key, number] | undefined {
  let most: readonly [Key, number] | undefined;
  for (const entry of counts) if (most === undefined || entry[1] > most[1]) most = entry;
  return most;
}

/** With more words, a column is not one of true and false. */
const MAX_WORDS = 3;

/** Notes what a word of the file stands for. */
export function noteWord({ words }: ColumnCounts, cell: Cell, stands: boolean, isKnown: boolean): void {
  const key = keyOf(cell);
  let word = words.get(key);
  if (word === undefined) {
    if (words.size === MAX_WORDS) return;
    word = { isTrue: 0, isFalse: 0, isKnown };
    words.set(key, word);
  }
  if (stands) word.isTrue += 1;
  else word.isFalse += 1;
}

/** True if the file has exactly two words, one for all that is true in ISC and one for all that is false. */
export function areWordsOfTwo({ words }: Pick<ColumnCounts, 'words'>): boolean {
  const all = [...words.values()];
  const [one, other] = all;
  if (all.length !== 2 || one === undefined || other === undefined) return false;
  const isTrueThenFalse = one.isFalse === 0 && other.isTrue === 0;
  return isTrueThenFalse || (one.isTrue === 0 && other.isFalse === 0);
}
