/** `max-deletions`: whether a file may delete that many accounts. */
import type { Plan } from '../../model/outcome.js';
import type { DeletionLimit } from '../../model/settings.js';

/** Up to here every account is compared; above, the two counts alone may show that the limit is passed. */
export const COMPARE_ALWAYS_UP_TO = 100_000;

/** Whether the file may delete that many accounts. */
export type Gate =
  | { readonly allowed: true; readonly mostDeletions: number }
  | {
      readonly allowed: false;
      readonly mostDeletions: number;
      /** How many accounts would go and how many may. */
      readonly message: string;
      /** The value of `max-deletions` that lets it through on purpose. */
      readonly next: string;
    };

/**
 * The deletion gate: closed if more accounts than `max-deletions` would be deleted. Exactly
 * at the limit passes, and so does a first load onto an empty source, where nothing can be deleted.
 */
export function gate(plan: Pick<Plan, 'deleted' | 'accountsNow'>, limit: DeletionLimit): Gate {
  return gateFor(plan, limit, '');
}

/**
 * Decides without listing the accounts, from their number (`X-Total-Count`) and that of the file: whatever
 * the ids are, at least the difference is deleted. Returns `undefined` where that does not pass the limit or
 * the source is small, so that the accounts have to be compared. The numbers are bounds, and the message says so.
 */
export function rejectByCount(
  accountsNow: number,
  fileAccounts: number,
  limit: DeletionLimit,
  { deletionDisabled }: { readonly deletionDisabled: boolean },
): Extract<Gate, { allowed: false }> | undefined {
  if (deletionDisabled || accountsNow <= COMPARE_ALWAYS_UP_TO) return undefined;
  const deleted = Math.max(0, accountsNow - fileAccounts);
  const verdict = gateFor({ deleted, accountsNow }, limit, 'at least ');
  if (verdict.allowed) return undefined;
  const note =
    `The source has ${accounts(accountsNow)} and the file ${fileAccounts}: that alone passes the limit, so they ` +
    `were not compared one by one. At least ${deleted} would be deleted, and just as many more as would be created.`;
  return { ...verdict, message: `${verdict.message} ${note}` };
}

function gateFor(
  { deleted, accountsNow }: Pick<Plan, 'deleted' | 'accountsNow'>,
  limit: DeletionLimit,
  atLeast: '' | 'at least ',
): Gate {
  const mostDeletions = mostDeletionsOf(limit, accountsNow);
  if (deleted <= mostDeletions) return { allowed: true, mostDeletions };
  return {
    allowed: false,
    mostDeletions,
    message:
      `The file would delete ${atLeast}${deleted} of the ${accounts(accountsNow)} on the source; ` +
      `max-deletions: ${limit.written} allows ${mostDeletions}.`,
    next:
      'Check that the file is complete. If these accounts are meant to go, set ' +
      `max-deletions: ${deleted} (or ${percentFor(deleted, accountsNow)}%)${atLeast === '' ? '' : ' or more'} for this run.`,
  };
}

/** The largest whole number of accounts that may be deleted. Whole-number arithmetic: 10% of 30 is 3, not 3.0000000000000004. */
function mostDeletionsOf(limit: DeletionLimit, accountsNow: number): number {
  if (limit.kind === 'count') return limit.count;
  const { units, scale } = decimal(limit.percent);
  return Number((units * BigInt(accountsNow)) / (100n * scale));
}

/** A number as its shortest decimal notation says it: 12.5 is 125 / 10. */
function decimal(value: number): { readonly units: bigint; readonly scale: bigint } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const power = Number(exponent) - fraction.length;
  const units = BigInt(whole + fraction);
  return power < 0
    ? { units, scale: 10n ** BigInt(-power) }
    : { units: units * 10n ** BigInt(power), scale: 1n };
}

/** The smallest percentage with at most two decimals that allows this many deletions. */
function percentFor(deleted: number, accountsNow: number): number {
  const hundredths = (BigInt(deleted) * 10_000n + BigInt(accountsNow) - 1n) / BigInt(accountsNow);
  return Number(hundredths) / 100;
}

function accounts(count: number): string {
  return count === 1 ? '1 account' : `${count} accounts`;
}
