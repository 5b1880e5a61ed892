/** How a plan stands against its limits: number, base and value of each, as every report says it. */
import { allowsAll, exceeds, limitInWords, type AccountLimit } from './limit.js';
import type { Plan } from './outcome.js';
import type { Target } from './settings.js';
import { isOrAre, thousands } from './words.js';

/** What a limit of a file allows, and what its plan needs. */
export interface Standing {
  readonly limit: AccountLimit;
  /** Accounts that count; `undefined` if that is not known. */
  readonly count: number | undefined;
  /** Accounts that may count as well, since it is not known of them. */
  readonly unknown: number;
  /** Accounts of which the limit's percentage is taken. */
  readonly base: number;
  /** `45 of 1,196 kept accounts change a value (3.8 %); max-changes is 50 %, the default`, without a period. */
  readonly words: string;
}

/** The plan and the limits that it is held against. */
export type LimitedPlan = Pick<Plan, 'accountsNow' | 'created' | 'deleted' | 'deletedPeople' | 'values'>;

/** The limits of an entry. */
export type Limits = Pick<Target, 'maxActiveDeletions' | 'maxChanges' | 'maxCreations' | 'maxDeletions'>;

/** All limits that are set, in the order of the documentation. */
export function standingsOf(plan: LimitedPlan, limits: Limits): readonly Standing[] {
  const { maxActiveDeletions, maxChanges, maxCreations, maxDeletions } = limits;
  return [
    deletions(plan, maxDeletions),
    ...(maxActiveDeletions === undefined ? [] : [ofActivePeople(plan, maxActiveDeletions)]),
    ...(maxCreations === undefined ? [] : [creations(plan, maxCreations)]),
    changes(plan, maxChanges),
  ];
}

/** True if the accounts that certainly count are beyond the limit. */
export function isOverLimit({ base, count, limit }: Standing): boolean {
  return count !== undefined && !allowsAll(limit) && exceeds(limit, count, base);
}

/** True if only the accounts of which it is not known could be beyond the limit. */
export function mayBeOverLimit(standing: Standing): boolean {
  const { base, count = 0, limit, unknown } = standing;
  return !isOverLimit(standing) && !allowsAll(limit) && exceeds(limit, count + unknown, base);
}

function deletions({ accountsNow, deleted }: LimitedPlan, limit: AccountLimit): Standing {
  const of = `${thousands(deleted)} of ${onSource(accountsNow)} ${isOrAre(deleted)} deleted`;
  return standing(limit, { count: deleted, base: accountsNow, what: of });
}

function ofActivePeople({ accountsNow, deletedPeople }: LimitedPlan, limit: AccountLimit): Standing {
  const { active, unknown } = deletedPeople;
  const rest = unknown === 0 ? '' : `, and it is not known of ${thousands(unknown)} more`;
  const of = `${thousands(active)} of ${onSource(accountsNow)} ${active === 1 ? 'belongs to an active person and is' : 'belong to active people and are'} deleted${rest}`;
  return { ...standing(limit, { count: active, base: accountsNow, what: of }), unknown };
}

function creations({ accountsNow, created }: LimitedPlan, limit: AccountLimit): Standing {
  const of = `${thousands(created)} account${created === 1 ? ' is' : 's are'} created beside ${thousands(accountsNow)} on the source`;
  return standing(limit, { count: created, base: accountsNow, what: of });
}

function changes({ values }: LimitedPlan, limit: AccountLimit): Standing {
  if (values.kind === 'not-compared') {
    const words = `Values are not compared; ${limitInWords(limit)}`;
    return { limit, count: undefined, unknown: 0, base: 0, words };
  }
  const { affected, compared, unseen } = values.changes;
  const kept = compared + unseen;
  const rest = unseen === 0 ? '' : ` and ${thousands(unseen)} are not shown`;
  const of = `${thousands(affected)} of ${thousands(kept)} kept account${kept === 1 ? '' : 's'} change${affected === 1 ? 's' : ''} a value${rest}`;
  return { ...standing(limit, { count: affected, base: kept, what: of }), unknown: unseen };
}

function standing(
  limit: AccountLimit,
  { base, count, what }: { readonly count: number; readonly base: number; readonly what: string },
): Standing {
  return { limit, count, unknown: 0, base, words: `${what} (${share(count, base)}); ${limitInWords(limit)}` };
}

function onSource(accounts: number): string {
  return `${thousands(accounts)} account${accounts === 1 ? '' : 's'} on the source`;
}

/** `0 %`, `3.8 %`; never rounded to 0 % or 100 %. Over 100 % for creations. */
function share(part: number, whole: number): string {
  if (part === 0 || whole === 0) return part === 0 ? '0 %' : 'a first load';
  const percent = (part * 100) / whole;
  if (percent < 0.1) return 'under 0.1 %';
  const rounded = Math.round(percent * 10) / 10;
  return `${part < whole ? Math.min(99.9, rounded) : rounded} %`;
}
