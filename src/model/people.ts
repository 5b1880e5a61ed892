/** The people behind accounts, as far as ISC says, and how many of them a plan is about. Never anybody's name or id. */
import { thousands } from './words.js';

/** Whether ISC says that a person is active. */
export type Activity = 'active' | 'inactive' | 'unknown';

/**
 * Who is behind an account. `nobody`: ISC says that the account is correlated to no identity. `lifecycleState`: the
 * state's name as ISC has it; `undefined` if ISC does not say.
 */
export type Person =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'somebody'; readonly lifecycleState: string | undefined; readonly activity: Activity };

/** What ISC says of an account and of the person behind it, beside its values. `undefined`: ISC does not say. */
export interface Ownership {
  readonly person: Person;
  readonly hasEntitlements: boolean | undefined;
  readonly manuallyCorrelated: boolean | undefined;
  readonly isMachine: boolean | undefined;
}

/** Of some accounts, those of which ISC says so, and those of which it does not say. */
export interface AnswerCounts {
  readonly yes: number;
  readonly unknown: number;
}

/** Numbers of accounts by what ISC says of their people. The first four add up to `accounts`. */
export interface PeopleCounts {
  readonly accounts: number;
  readonly active: number;
  readonly inactive: number;
  readonly nobody: number;
  readonly unknown: number;
  /** By the name of the person's lifecycle state, the most frequent first. */
  readonly states: readonly { readonly state: string; readonly accounts: number }[];
  /** Accounts of a person whose lifecycle state ISC does not say. */
  readonly withoutState: number;
}

/** The same of accounts to be deleted, with what goes with them. */
export interface DeletedPeople extends PeopleCounts {
  readonly withEntitlements: AnswerCounts;
  /** Somebody has correlated them by hand: that correlation is lost. */
  readonly correlatedByHand: AnswerCounts;
  readonly machines: AnswerCounts;
}

/** True if ISC says that the account is of nobody, or of a person who is not active. */
export function isInactive(person: Person | undefined): boolean {
  return person !== undefined && (person.kind === 'nobody' || person.activity === 'inactive');
}

/** True if ISC says of at least one of the accounts whose it is. */
export function saysWhose({ accounts, unknown }: PeopleCounts): boolean {
  return unknown < accounts;
}

/** Deletions of active people; `undefined` if ISC says of no deletion whose it is. 0 if there are no deletions. */
export function activeDeletions(deleted: PeopleCounts): number | undefined {
  return deleted.accounts === 0 || saysWhose(deleted) ? deleted.active : undefined;
}

/**
 * `Deletes 8 accounts: 6 of inactive people, 1 of an active one, 1 of nobody`, without a period.
 *
 * @param emphasized marks the word that matters most, such as by asterisks.
 */
export function deletionsInWords(
  deleted: number,
  people: PeopleCounts,
  emphasized: (word: string) => string = (word) => word,
): string {
  const words = `Deletes ${deleted === 0 ? 'no' : thousands(deleted)} account${deleted === 1 ? '' : 's'}`;
  return deleted === 0 || !saysWhose(people)
    ? words
    : `${words}: ${ownersInWords(people, emphasized).join(', ')}`;
}

/** `6 of inactive people`, `1 of an active one`, `1 of nobody`, `2 unknown`: only those that are not 0. */
function ownersInWords(
  { active, inactive, nobody, unknown }: PeopleCounts,
  emphasized: (word: string) => string,
): readonly string[] {
  const [one, many] = inactive > 0 ? ['one', 'ones'] : ['person', 'people'];
  const word = emphasized('active');
  return [
    ...(inactive === 0
      ? []
      : [`${thousands(inactive)} of ${inactive === 1 ? 'an inactive person' : 'inactive people'}`]),
    ...(active === 0
      ? []
      : [`${thousands(active)} of ${active === 1 ? `an ${word} ${one}` : `${word} ${many}`}`]),
    ...(nobody === 0 ? [] : [`${thousands(nobody)} of nobody`]),
    ...(unknown === 0 ? [] : [`${thousands(unknown)} unknown`]),
  ];
}

/** What goes with the deleted accounts, as sentences; none if ISC says nothing of it, or there is nothing to say. */
export function lossesInWords(people: DeletedPeople): readonly string[] {
  const { accounts, correlatedByHand, machines, withEntitlements } = people;
  const lines: readonly (readonly [AnswerCounts, string, string])[] = [
    [withEntitlements, 'has entitlements', 'have entitlements'],
    [correlatedByHand, 'was correlated by hand, which is lost', 'were correlated by hand, which is lost'],
    [machines, 'is a machine account', 'are machine accounts'],
  ];
  return lines.flatMap(([{ unknown, yes }, one, many]) => {
    if (unknown === accounts || (yes === 0 && unknown === 0)) return [];
    const rest = unknown === 0 ? '' : ` (${thousands(unknown)} unknown)`;
    return [`Of these accounts, ${thousands(yes)} ${yes === 1 ? one : many}${rest}.`];
  });
}

/** What deletions mean on an authoritative source: the identity goes, and its state in ISC is that of the last file. */
export const AUTHORITATIVE =
  'The source is authoritative: ISC removes the identity of a deleted account. ' +
  'Somebody who leaves with this file counts as active until it is loaded.';
