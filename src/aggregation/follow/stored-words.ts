/** What ISC has stored, in words. */
import { counted, enumerated } from '../../runtime/wording.js';
import type { Differences, Unseen } from './looks.js';

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** What differs, as half a sentence with numbers and columns, never with identities or values. */
export function differencesInWords({ changed, columns, extra, missing }: Differences): string {
  const accounts = [
    ...(missing.length === 0
      ? []
      : [`${counted(missing.length, 'account')} of the file are not on the source`]),
    ...(extra.length === 0 ? [] : [`${counted(extra.length, 'account')} on the source are not in the file`]),
    ...(changed.length === 0
      ? []
      : [
          `${counted(changed.length, 'account')} on the source ${changed.length === 1 ? 'has' : 'have'} other values than the file, in ${namesOf(columns)}`,
        ]),
  ];
  return enumerated(accounts);
}

/** What could not be held against the file, as half a sentence; `undefined` if that is nothing. */
export function unseenInWords({ accounts, columns, why }: Unseen): string | undefined {
  if (why !== undefined && why !== '') return why.replace(/\.$/, '');
  if (accounts > 0) return `ISC shows no values of ${counted(accounts, 'account')}`;
  return columns.length === 0 ? undefined : `the values of ${namesOf(columns)} were not compared`;
}

function namesOf(columns: readonly string[]): string {
  return enumerated(
    columns.map((column) => `"${column}"`),
    MAX_NAMED,
  );
}
