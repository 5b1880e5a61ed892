/** What a file would do to the values of the accounts that are also on the source. Counts of accounts. */
import type { PeopleCounts } from './people.js';

/** What the file does to the values, over all columns. */
export interface ValueChanges {
  /** Accounts in the file and on the source whose values were compared. */
  readonly compared: number;
  /** Accounts in the file and on the source whose values ISC does not return. */
  readonly unseen: number;
  /** Accounts with at least one value that the file changes, empties or fills: what `max-changes` limits. */
  readonly affected: number;
  /** Of the affected, those whose values change in nothing but their notation. */
  readonly affectedInNotation: number;
  /** Whose the affected accounts are. */
  readonly people: PeopleCounts;
  /** Number of compared columns. */
  readonly comparedColumns: number;
  /** Columns in which the file changes, empties or fills a value, those with most accounts first. */
  readonly columns: readonly ColumnChanges[];
  /** Columns that were not compared, and why. */
  readonly notCompared: readonly { readonly column: string; readonly why: NotComparedWhy }[];
  /** For each column in `show-values`. */
  readonly transitions: readonly ColumnTransitions[];
  /** The first accounts with a change, in the order of the file: filled only with `show-ids`. */
  readonly ids: readonly ChangedAccount[];
  /** Which profiles read the changing columns; `undefined` if ISC was not asked, or did not say. */
  readonly profileUse: ProfileUse | undefined;
}

/**
 * What identity profiles read from a source (docs/isc-api.md#what-values-do). ISC does not say which profile reads
 * what.
 */
export interface ProfileUse {
  /** Names of the identity profiles. */
  readonly profiles: readonly string[];
  /** Names of the account attributes that they read. */
  readonly attributes: readonly string[];
}

/**
 * `ignored`: listed in `ignore-columns`. `not-shown`: no account of the source has it. `unreadable`: ISC returns
 * something other than text.
 */
export type NotComparedWhy = 'ignored' | 'not-shown' | 'unreadable';

/** What the file does to one column; an account counts in one of `changed`, `emptied` and `filled`. */
export interface ColumnChanges {
  readonly column: string;
  /** ISC and the file have a value, and they are not equal. */
  readonly changed: number;
  /** Of the changed, those that differ only in notation: in letter case, leading zeros, the notation of a date. */
  readonly notation: number;
  /** ISC has a value, and the file has none. */
  readonly emptied: number;
  /** The file has a value, and ISC has none. */
  readonly filled: number;
  /** Accounts that lose one of several values; `undefined` for a column of single values. */
  readonly losing: number | undefined;
}

/** How many accounts change from which value to which in one column. */
export interface ColumnTransitions {
  readonly column: string;
  /** The most frequent first; `undefined` if the column has too many different values to show. */
  readonly transitions: readonly Transition[] | undefined;
}

/** A value now, the value after the upload, and the number of accounts that change so. */
export interface Transition {
  readonly from: ShownValue;
  readonly to: ShownValue;
  readonly accounts: number;
}

/** A text, shortened and still unescaped, or no value, or several values. */
export type ShownValue = { readonly text: string } | 'none' | 'several';

/** An account whose values differ, by its native identity, and the names of the columns in question. */
export interface ChangedAccount {
  readonly identity: string;
  readonly columns: readonly string[];
}

/** False if there was something to compare, and ISC showed none of it. */
export function hasCompared({ compared, comparedColumns, notCompared, unseen }: ValueChanges): boolean {
  if (compared === 0) return unseen === 0;
  return comparedColumns > 0 || notCompared.every(({ why }) => why === 'ignored');
}

/** The columns that the file would change and that identity profiles read, in the order of `columns`. */
export function columnsInUse({ columns, profileUse }: ValueChanges): readonly string[] {
  const read = new Set(profileUse?.attributes);
  return columns.map(({ column }) => column).filter((column) => read.has(column));
}
