/** `max-deletions`: whether a file may delete that many accounts. */
import type { Plan } from '../../model/outcome.js';
import { mostAllowed, percentFor, type AccountLimit } from '../../model/limit.js';
import { count, counted } from '../../runtime/wording.js';

/** Up to this number every account is compared; above, the two counts alone may show that the limit is exceeded. */
export const COMPARE_ALWAYS_UP_TO = 100_000;

/** Whether the file may delete that many accounts. */
export type Gate =
  | { readonly allowed: true; readonly mostDeletions: number }
  | {
      readonly allowed: false;
      readonly mostDeletions: number;
      /** How many accounts would be deleted and how many may be. */
      readonly message: string;
      /** The value of `max-deletions` that allows it on purpose. */
      readonly next: string;
    };

/**
 * The deletion gate: closed if more accounts would be deleted than `max-deletions` allows. Exactly at the limit passes,
 * and so does a first load onto an empty source, which cannot delete anything.
 */
export function gate(plan: Pick<Plan, 'deleted' | 'accountsNow'>, limit: AccountLimit): Gate {
  return gateFor(plan, limit, '');
}

/**
 * Decides without listing the accounts, from their number (`X-Total-Count`) and that of the file: whatever the ids are,
 * at least the difference is deleted. Returns `undefined` if that is within the limit or the source is small, so that
 * the accounts must be compared. The numbers are lower bounds, and the message says so.
 */
export function rejectByCount(
  accountsNow: number,
  fileAccounts: number,
  limit: AccountLimit,
  { deletionDisabled }: { readonly deletionDisabled: boolean },
): Extract<Gate, { allowed: false }> | undefined {
  if (deletionDisabled || accountsNow <= COMPARE_ALWAYS_UP_TO) return undefined;
  const deleted = Math.max(0, accountsNow - fileAccounts);
  const verdict = gateFor({ deleted, accountsNow }, limit, 'at least ');
  if (verdict.allowed) return undefined;
  const note =
    `The source has ${counted(accountsNow, 'account')} and the file ${count(fileAccounts)}: that alone exceeds the limit, so they ` +
    `were not compared one by one. At least ${count(deleted)} would be deleted, and one more for each account that would be created.`;
  return { ...verdict, message: `${verdict.message} ${note}` };
}

function gateFor(
  { deleted, accountsNow }: Pick<Plan, 'deleted' | 'accountsNow'>,
  limit: AccountLimit,
  atLeast: '' | 'at least ',
): Gate {
  const mostDeletions = mostAllowed(limit, accountsNow);
  if (deleted <= mostDeletions) return { allowed: true, mostDeletions };
  const isTooFew = limit.count === undefined && limit.percent !== '0' && mostDeletions === 0;
  return {
    allowed: false,
    mostDeletions,
    message:
      `The file would delete ${atLeast}${count(deleted)} of the ${counted(accountsNow, 'account')} on the source; ` +
      `max-deletions: ${limit.written} ${isTooFew ? 'of so few allows none' : `allows ${count(mostDeletions)}`}.`,
    next:
      'Check that the file is complete. If these deletions are intended, set ' +
      `max-deletions: ${deleted} (or ${percentFor(deleted, accountsNow)}%)${atLeast === '' ? '' : ' or more'} for this run.` +
      (isTooFew ? ' For a source this small, set max-deletions to a number rather than a percentage.' : ''),
  };
}
