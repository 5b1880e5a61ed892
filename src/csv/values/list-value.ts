/** A value of a column that can have several, as it is kept in 12 bytes. */
import { FLAG, type Cell } from './cell.js';
import { hash32 } from './hash.js';
import { folded, isBracketed, shortName, stored, splitWords } from './text-forms.js';

/** The bits that are kept of it. */
export interface ListValue {
  /** 48 bits of the form in which equal values are the same text. */
  low: number;
  high: number;
  /** 16 bits without its notation. */
  sense: number;
  /** 14 bits of the short name in it, if it has one. */
  name: number;
  /** 10 bits of its words, where it has several; 0 if not. */
  words: number;
  /** A sum of VALUE_FLAG. */
  flags: number;
}

/** What is known of such a value beside its hashes; added up in `flags`. */
export const VALUE_FLAG = {
  /** The first value of its account. */
  first: 1,
  /**
   * Not a value, but what becomes of the values of the account once they are split: `low` and `high` are the sum of all
   * parts at commas, `sense` and `name` hold a sum of the parts of the first value at each sign of JOIN_SIGNS.
   */
  parts: 2,
  bracketed: 4,
  hasName: 8,
  unheld: 16,
  suspicious: 32,
  objectWord: 64,
  nullWord: 128,
} as const;

/** What is kept of a text beside its cell. */
export function listValue(cell: Cell, text: string): ListValue {
  const { high, low, rest } = cell;
  const name = shortName(stored(text));
  const isOne = isBracketed(stored(text));
  const flags =
    (isOne ? VALUE_FLAG.bracketed : 0) |
    (name === undefined ? 0 : VALUE_FLAG.hasName) |
    (rest & FLAG.unheld ? VALUE_FLAG.unheld : 0) |
    (rest & FLAG.suspicious ? VALUE_FLAG.suspicious : 0) |
    (rest & FLAG.objectWord ? VALUE_FLAG.objectWord : 0) |
    (rest & FLAG.nullWord ? VALUE_FLAG.nullWord : 0);
  return {
    low,
    high: high & 0xffff,
    sense: senseBits(cell),
    name: name === undefined ? 0 : nameBits(name),
    words: wordBits([text]),
    flags,
  };
}

/** 16 bits of a value without its notation. */
export function senseBits({ sense }: Pick<Cell, 'sense'>): number {
  return ((sense ^ (sense >>> 16)) & 0xffff) >>> 0;
}

/** 14 bits of a short name. */
export function nameBits(name: string): number {
  return hash32(folded(name)) >>> 18;
}

/** 10 bits of the words of values, in any order; 0 for a single word, which is no list. */
export function wordBits(texts: readonly string[]): number {
  const words = texts.flatMap((text) => splitWords(text));
  if (words.length < 2) return 0;
  let sum = 0;
  for (const word of words) sum = (sum + hash32(word)) >>> 0;
  return sum >>> 22 || 1;
}
