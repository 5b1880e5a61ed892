/** When a comparison of a file with its source reports a problem with the file. Counts of accounts. */
export const THRESHOLDS = {
  /** A column that ISC formats differently from the file. */
  formattedOtherwise: { compared: 20, differingPercent: 95, agreeingPercent: 95 },
  /** Of the deletions, those that match a creation in another spelling of the native identity. */
  identitiesReformatted: { accounts: 3, percent: 50 },
  /** Of the accounts on the source, those that are in the file: fewer than this. */
  identitiesUnknown: { percent: 5 },
  /** Of the accounts with a value in ISC, those without one in the file: more than this. */
  valuesEmptied: { accounts: 5, morePercent: 50 },
  /** Accounts with a value in ISC; of those, the ones that would change: more than this. */
  valuesCollapsed: { accounts: 10, morePercent: 50 },
  /** Accounts in the file and on the source; of those, the ones with the value of another column: more than this. */
  valuesShifted: { accounts: 10, morePercent: 50 },
} as const;

/** True if `part` is at least `percent` of `whole`. */
export function isAtLeast(part: number, percent: number, whole: number): boolean {
  return part * 100 >= percent * whole;
}

/** True if `part` is more than `percent` of `whole`. */
export function isMoreThan(part: number, percent: number, whole: number): boolean {
  return part * 100 > percent * whole;
}
