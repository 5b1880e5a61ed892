/** When a comparison of a file with its source reports a problem with the file. Counts of accounts. */
export const THRESHOLDS = {
  /** Of the deletions, those that match a creation in another spelling of the native identity. */
  identitiesReformatted: { accounts: 3, percent: 50 },
  /** Of the accounts on the source, those that are in the file: fewer than this. */
  identitiesUnknown: { percent: 5 },
  /** Of the accounts with a value in ISC, those without one in the file: more than this. */
  valuesEmptied: { accounts: 5, morePercent: 50 },
  /** Of the accounts without a value in ISC, those that get one and the same: more than this. */
  valuesFilled: { accounts: 5, morePercent: 50 },
  /** Of the accounts with a value in ISC, those whose value in the file no notation of the type fits: more than this. */
  valuesMistyped: { accounts: 5, morePercent: 50 },
  /** Of the accounts whose values differ, those whose list became one text: more than this. */
  valuesJoined: { accounts: 5, morePercent: 50 },
  /** Accounts whose number lost digits. */
  valuesRounded: { accounts: 3 },
  /** Accounts whose letters were dropped or made plain, of those that have such letters. */
  lettersDropped: { accounts: 3, percent: 50 },
  /** Accounts with a value in ISC; of those, the ones that would change: more than this. */
  valuesCollapsed: { accounts: 10, morePercent: 50, warnedBooleans: 5, severalAccounts: 5 },
  /** Accounts in the file and on the source; of those, the ones with the value of another column: more than this. */
  valuesShifted: { accounts: 10, morePercent: 50 },
  /** Accounts that differ, of those with a value on both sides; of the differences, those of one kind. */
  ofDifferences: { accounts: 5, morePercent: 50, percent: 95 },
  /** Accounts without a value in ISC, in a column of type STRING, whose cell holds a word for nothing: more than this. */
  nullWords: { morePercent: 50 },
} as const;

/** True if `part` is at least `percent` of `whole`. */
export function isAtLeast(part: number, percent: number, whole: number): boolean {
  return part * 100 >= percent * whole;
}

/** True if `part` is more than `percent` of `whole`. */
export function isMoreThan(part: number, percent: number, whole: number): boolean {
  return part * 100 > percent * whole;
}
