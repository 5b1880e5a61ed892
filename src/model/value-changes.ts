/** What a file would do to the values of the accounts that it has in common with the source. Counts of accounts. */
export interface ValueChanges {
  /** Accounts in the file and on the source whose values were compared. */
  readonly compared: number;
  /** Accounts in the file and on the source of which ISC shows no values. */
  readonly unseen: number;
  /** Accounts with at least one value that the file changes, empties or fills. */
  readonly affected: number;
  /** Accounts with at least one value that the file changes or empties: what `max-changes` limits. */
  readonly limited: number;
  /** How many columns were compared. */
  readonly comparedColumns: number;
  /** Columns in which the file changes, empties or fills a value: those with most accounts first. */
  readonly columns: readonly ColumnChanges[];
  /** Columns that ISC shows in another way of writing than the file, with the accounts in which only that differs. */
  readonly formattedOtherwise: readonly { readonly column: string; readonly accounts: number }[];
  /** Columns that were not compared, and why. */
  readonly notCompared: readonly { readonly column: string; readonly why: NotComparedWhy }[];
  /** Of each column in `show-values`. */
  readonly ways: readonly ColumnWays[];
  /** The first accounts with a change, by the order of the file: only filled with `show-ids`. */
  readonly ids: readonly ChangedAccount[];
  /** Who reads the columns that change; `undefined` where nobody asked, or ISC did not tell. */
  readonly profileUse: ProfileUse | undefined;
}

/** What identity profiles read of a source (docs/isc-api.md#what-values-do). ISC does not say which of them reads what. */
export interface ProfileUse {
  /** Names of the identity profiles. */
  readonly profiles: readonly string[];
  /** Names of the account attributes that they read. */
  readonly attributes: readonly string[];
}

/** `ignored`: named in `ignore-columns`. `not-shown`: no account of the source has it. `unreadable`: ISC shows no text there. */
export type NotComparedWhy = 'ignored' | 'not-shown' | 'unreadable';

export interface ColumnChanges {
  readonly column: string;
  /** ISC and the file have a value, and they differ. */
  readonly changed: number;
  /** ISC has a value, and the file has none. */
  readonly emptied: number;
  /** The file has a value, and ISC has none. */
  readonly filled: number;
}

/** From which value to which the accounts go in one column. */
export interface ColumnWays {
  readonly column: string;
  /** Those with most accounts first; `undefined` where the column has too many different values to show. */
  readonly ways: readonly ValueWay[] | undefined;
}

export interface ValueWay {
  readonly from: ShownValue;
  readonly to: ShownValue;
  readonly accounts: number;
}

/** A text, shortened and still unescaped; or no value, or several of them. */
export type ShownValue = { readonly text: string } | 'none' | 'several';

export interface ChangedAccount {
  readonly identity: string;
  readonly columns: readonly string[];
}

/** The columns that the file would change and identity profiles read, in the order of `columns`. */
export function columnsInUse({ columns, profileUse }: ValueChanges): readonly string[] {
  const read = new Set(profileUse?.attributes);
  return columns.map(({ column }) => column).filter((column) => read.has(column));
}
