import { isEqual, isNone, type Fingerprint } from '../../csv/fingerprint.js';

/** Counts for the values of one column, over all accounts that are both in the file and on the source. */
export interface ColumnTally {
  readonly name: string;
  /** At least one account of the source has the column, with or without a value. */
  isOnSource: boolean;
  /** ISC returns something that cannot be a value of a file. */
  isUnreadable: boolean;
  /** Accounts with a value in ISC. */
  valued: number;
  /** Accounts with a value on both sides. */
  both: number;
  /** Both have a value, and they differ in more than formatting. */
  changed: number;
  /** Both have a value, and they differ only in formatting. */
  rewritten: number;
  /** Of the rewritten, those whose values ISC returns as one text with commas. */
  joined: number;
  /** Accounts whose values ISC returns as a list. */
  apart: number;
  emptied: number;
  filled: number;
  /** Accounts whose value in the file is a garbled form of the one in ISC. */
  garbled: number;
  readonly inTenant: Variety;
  readonly inFile: Variety;
}

/** Whether values are all the same. */
export interface Variety {
  low: number;
  high: number;
  /** 0, 1, or 2 for any number above. */
  different: 0 | 1 | 2;
}

export function newTally(name: string): ColumnTally {
  return {
    name,
    isOnSource: false,
    isUnreadable: false,
    valued: 0,
    both: 0,
    changed: 0,
    rewritten: 0,
    joined: 0,
    apart: 0,
    emptied: 0,
    filled: 0,
    garbled: 0,
    inTenant: { low: 0, high: 0, different: 0 },
    inFile: { low: 0, high: 0, different: 0 },
  };
}

/** Adds one more value. */
export function note(variety: Variety, value: Fingerprint): void {
  if (variety.different === 2 || isNone(value)) return;
  if (variety.different === 0) {
    variety.different = 1;
    variety.low = value.low;
    variety.high = value.high;
  } else if (value.low !== variety.low || value.high !== variety.high) {
    variety.different = 2;
  }
}

/** What the file would do to one value. */
export const SAME = 0;
export const CHANGED = 1;
export const REWRITTEN = 2;
export const EMPTIED = 3;
export const FILLED = 4;
export type CellChange = typeof SAME | typeof CHANGED | typeof REWRITTEN | typeof EMPTIED | typeof FILLED;

/** Compares one value in ISC with the one in the file, and counts the result. */
export function tallied(tally: ColumnTally, now: Fingerprint, file: Fingerprint): CellChange {
  const [isNow, isInFile] = [!isNone(now), !isNone(file)];
  if (isNow) tally.valued += 1;
  note(tally.inTenant, now);
  note(tally.inFile, file);
  if (!isNow && !isInFile) return SAME;
  if (!isInFile) {
    tally.emptied += 1;
    return EMPTIED;
  }
  if (!isNow) {
    tally.filled += 1;
    return FILLED;
  }
  tally.both += 1;
  if (isEqual(now, file)) return SAME;
  if (now.loose === file.loose) {
    tally.rewritten += 1;
    return REWRITTEN;
  }
  tally.changed += 1;
  return CHANGED;
}
