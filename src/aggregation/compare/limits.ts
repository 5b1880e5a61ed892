/** All limits of a file: what each allows of a plan, and why a file over one of them must not be sent. */
import {
  allowsAll,
  exceeds,
  isDefault,
  mostAllowed,
  percentFor,
  type AccountLimit,
  type LimitName,
} from '../../model/limit.js';
import type { LimitedPlan, Limits } from '../../model/limit-standing.js';
import type { Plan } from '../../model/outcome.js';
import type { Target } from '../../model/settings.js';
import type { ColumnChanges, NotComparedWhy, ValueChanges } from '../../model/value-changes.js';
import { count, counted, enumerated } from '../../model/words.js';

/** Up to this number every account is compared; above, the two counts alone may show that the limit is exceeded. */
export const COMPARE_ALWAYS_UP_TO = 100_000;

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** A limit that stops a file. */
export interface BrokenLimit {
  readonly input: LimitName;
  /**
   * `REJECTED`: more than the limit allows; a reviewed pull request can allow exactly this. `FAILED`: the limit cannot be
   * enforced, since not everything is visible; no review helps.
   */
  readonly status: 'REJECTED' | 'FAILED';
  /** How many accounts it is about, and how many the limit allows. */
  readonly message: string;
  /** How to go on, such as the value of the input that allows it on purpose. */
  readonly next: string;
}

/** What the limits are held against. */
export interface LimitFacts {
  /** `undefined` if the two counts alone decide about a very large source. */
  readonly plan: LimitedPlan | undefined;
  /** What the two counts alone have decided. */
  readonly byCount: BrokenLimit | undefined;
  /** What is wrong with all native identities, so that a higher limit is never the answer. */
  readonly mistake: string | undefined;
  /** True if all deletions lie behind the last account of a file that is in order. */
  readonly endedEarly: boolean;
}

/** One limit a row: `undefined` where it allows the plan. All are evaluated, in this order. */
const ROWS: readonly ((held: LimitFacts, limits: Limits) => BrokenLimit | undefined)[] = [
  ({ byCount, endedEarly, mistake, plan }, { maxDeletions }) => {
    const broken = plan === undefined ? byCount : deletionsOver(plan, maxDeletions);
    if (broken === undefined) return undefined;
    const early = endedEarly ? ` ${ENDED_EARLY}` : '';
    return { ...broken, message: broken.message + early, next: mistake ?? broken.next };
  },
  ({ plan }, { maxActiveDeletions }) => plan && maxActiveDeletions && activeOver(plan, maxActiveDeletions),
  ({ plan }, { maxCreations }) => plan && maxCreations && creationsOver(plan, maxCreations),
  ({ plan }, { maxChanges }) => {
    const broken = plan && changesOver(plan, maxChanges);
    return broken?.status === 'FAILED' && isDefault(maxChanges) ? undefined : broken;
  },
];

const ENDED_EARLY =
  'All of these deletions come after the last account of the file, which is in order: the export probably ended early.';

/** True if a reviewed pull request can allow what is over the limit. */
export function isReviewable({ status }: Pick<BrokenLimit, 'status'>): boolean {
  return status === 'REJECTED';
}

/** All limits that stop the file; none if it may be sent. */
export function limitsOf(held: LimitFacts, limits: Limits): readonly BrokenLimit[] {
  return ROWS.flatMap((row) => row(held, limits) ?? []);
}

/** A sentence for the log where the default of `max-changes` cannot be enforced, which stops nothing. */
export function unheldDefault(
  plan: Pick<Plan, 'accountsNow' | 'values'>,
  { maxChanges }: Pick<Target, 'maxChanges'>,
): string | undefined {
  const broken = isDefault(maxChanges) ? changesOver(plan, maxChanges) : undefined;
  return broken?.status === 'FAILED' ? `${broken.message} ${broken.next}` : undefined;
}

/**
 * `max-deletions`: exceeded if more accounts would be deleted than it allows. Exactly at the limit passes, and so does a
 * first load onto an empty source, which cannot delete anything.
 */
export function deletionsOver(
  plan: Pick<Plan, 'deleted' | 'accountsNow'>,
  limit: AccountLimit,
): BrokenLimit | undefined {
  return tooManyDeletions(plan, limit, '');
}

/**
 * Decides without listing the accounts, from their number (`X-Total-Count`) and that of the file: whatever the ids are,
 * at least the difference is deleted. Returns `undefined` if that is within the limit or the source is small, so that
 * the accounts must be compared. The numbers are lower bounds, and the message says so.
 */
export function deletionsOverByCount(
  accountsNow: number,
  fileAccounts: number,
  limit: AccountLimit,
  { deletionDisabled }: { readonly deletionDisabled: boolean },
): BrokenLimit | undefined {
  if (deletionDisabled || accountsNow <= COMPARE_ALWAYS_UP_TO) return undefined;
  const deleted = Math.max(0, accountsNow - fileAccounts);
  const broken = tooManyDeletions({ deleted, accountsNow }, limit, 'at least ');
  const note =
    `The source has ${counted(accountsNow, 'account')} and the file ${count(fileAccounts)}: that alone exceeds the limit, so they ` +
    `were not compared one by one. At least ${count(deleted)} would be deleted, and one more for each account that would be created.`;
  return broken && { ...broken, message: `${broken.message} ${note}` };
}

function tooManyDeletions(
  { deleted, accountsNow }: Pick<Plan, 'deleted' | 'accountsNow'>,
  limit: AccountLimit,
  atLeast: '' | 'at least ',
): BrokenLimit | undefined {
  const most = mostAllowed(limit, accountsNow);
  if (deleted <= most) return undefined;
  const isTooFew = limit.count === undefined && limit.percent !== '0' && most === 0;
  return {
    input: 'max-deletions',
    status: 'REJECTED',
    message:
      `The file would delete ${atLeast}${count(deleted)} of the ${counted(accountsNow, 'account')} on the source; ` +
      `max-deletions: ${limit.written} ${isTooFew ? 'of so few accounts allows none' : `allows ${count(most)}`}.`,
    next:
      'Check that the file is complete. If these deletions are intended, set ' +
      `max-deletions: ${deleted} (or ${percentFor(deleted, accountsNow)}%)${atLeast === '' ? '' : ' or more'} for one run.` +
      (isTooFew ? ' For a source this small, set max-deletions to a number rather than a percentage.' : ''),
  };
}

/**
 * `max-active-deletions`: accounts of whose people ISC does not say whether they are active count as active. Where only
 * they could exceed the limit, it cannot be enforced.
 */
function activeOver(
  { accountsNow, deletedPeople }: LimitedPlan,
  limit: AccountLimit,
): BrokenLimit | undefined {
  if (allowsAll(limit)) return undefined;
  const { active, unknown } = deletedPeople;
  const most = mostAllowed(limit, accountsNow);
  const isKnown = active > most;
  if (active + unknown <= most) return undefined;
  const about = { input: 'max-active-deletions' } as const;
  const allows = `max-active-deletions: ${limit.written} allows ${count(most)}`;
  const rest = unknown === 0 ? '' : `, and ${count(unknown)} of people whose state ISC does not say`;
  const next = `Check whose accounts these are: show-ids and plan-file name them. If these deletions are intended, set max-active-deletions: ${active + unknown} for one run.`;
  const message = isKnown
    ? `The file would delete ${counted(active, 'account')} of active people${rest}; ${allows}.`
    : `ISC does not say of ${counted(unknown, 'account')} to be deleted whether the person is active, so max-active-deletions: ${limit.written} cannot be enforced${active === 0 ? '' : ` (${count(active)} more of active people)`}.`;
  return { ...about, status: isKnown ? 'REJECTED' : 'FAILED', message, next };
}

/** `max-creations`: exceeded if more accounts would be created than it allows. Of an empty source, percentages pass. */
function creationsOver({ accountsNow, created }: LimitedPlan, limit: AccountLimit): BrokenLimit | undefined {
  if (!exceeds(limit, created, accountsNow)) return undefined;
  const share = accountsNow === 0 ? '' : ` (or ${percentFor(created, accountsNow)}%)`;
  return {
    input: 'max-creations',
    status: 'REJECTED',
    message:
      `The file would create ${counted(created, 'account')} in addition to the ${count(accountsNow)} on the source; ` +
      `max-creations: ${limit.written} allows ${count(mostAllowed(limit, accountsNow))}.`,
    next: `Check that this is the file of this source. If the new accounts are intended, set max-creations: ${created}${share} for one run.`,
  };
}

/**
 * `max-changes`: exceeded if the file changes, empties or fills a value in more accounts than it allows, of those both in the
 * file and on the source. Exactly at the limit passes, and so does a file that has no account in common with the source.
 */
export function changesOver(
  { accountsNow, values }: Pick<Plan, 'accountsNow' | 'values'>,
  limit: AccountLimit,
): BrokenLimit | undefined {
  if (allowsAll(limit)) return undefined;
  if (values.kind === 'compared') return tooManyChanges(values.changes, limit);
  if (accountsNow === 0) return undefined;
  return unenforceable(
    `${values.why} So max-changes: ${limit.written} cannot be enforced.`.trim(),
    'Set max-changes: 100% for a source whose values cannot be compared.',
  );
}

function tooManyChanges(changes: ValueChanges, limit: AccountLimit): BrokenLimit | undefined {
  const { affected, columns, compared, unseen } = changes;
  const kept = compared + unseen;
  const most = mostAllowed(limit, kept);
  const allows = `max-changes: ${limit.written} allows ${count(most)}`;
  if (affected > most) {
    return {
      input: 'max-changes',
      status: 'REJECTED',
      message:
        `The file would change, empty or fill values of ${count(affected)} of the ${counted(kept, 'account')} that are in the file and on ` +
        `the source; ${allows}. Most changes are in ${inWords(columns)}.`,
      next:
        'Check these columns in the export. If the changes are intended, set ' +
        `max-changes: ${affected} (or ${percentFor(affected, kept)}%) for one run; add columns that always change to ignore-columns.`,
    };
  }
  const hidden = hiddenIn(changes);
  if (hidden === undefined || Math.min(kept, affected + hidden.accounts) <= most) return undefined;
  return unenforceable(
    `${hidden.message}, so max-changes: ${limit.written} cannot be enforced.`,
    hidden.next,
  );
}

function unenforceable(message: string, next: string): BrokenLimit {
  return { input: 'max-changes', status: 'FAILED', message, next };
}

/** Accounts in which a change would go unnoticed, and why. */
interface Hidden {
  readonly accounts: number;
  readonly message: string;
  readonly next: string;
}

/** `undefined` if every change is visible. */
function hiddenIn({ compared, notCompared, unseen }: ValueChanges): Hidden | undefined {
  const kept = compared + unseen;
  const named = (why: NotComparedWhy): readonly string[] =>
    notCompared.flatMap((one) => (one.why === why ? [`"${one.column}"`] : []));
  const unreadable = named('unreadable');
  if (unreadable.length > 0) {
    return {
      accounts: kept,
      message: `ISC shows something other than text in ${enumerated(unreadable)}`,
      next: 'Add these columns to ignore-columns, so that they are not compared.',
    };
  }
  const absent = named('not-shown');
  if (absent.length > 0) {
    return {
      accounts: kept,
      message: `ISC shows ${enumerated(absent, MAX_NAMED)} in no account of the source`,
      next: `Add ${absent.length === 1 ? 'this column' : 'these columns'} to ignore-columns until ISC shows ${absent.length === 1 ? 'it' : 'them'}, or set max-changes: 100%.`,
    };
  }
  if (unseen === 0) return undefined;
  const message = `ISC does not show the values of ${count(unseen)} of the ${counted(kept, 'account')} that are in the file and on the source`;
  const next = 'Set max-changes: 100% for a source whose values ISC does not show.';
  return { accounts: unseen, message, next };
}

function inWords(columns: readonly ColumnChanges[]): string {
  return enumerated(
    columns.slice(0, MAX_NAMED).map(({ column, changed, emptied, filled }) => {
      const parts = [
        changed > 0 ? `${count(changed)} changed` : [],
        emptied > 0 ? `${count(emptied)} emptied` : [],
        filled > 0 ? `${count(filled)} filled` : [],
      ];
      return `"${column}" (${parts.flat().join(', ')})`;
    }),
  );
}
