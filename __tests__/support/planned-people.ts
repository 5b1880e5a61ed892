import type { DeletedPeople, Ownership, PeopleCounts } from '../../src/model/people.js';

/** Accounts of which ISC says nothing but their values. */
export const UNKNOWN_OWNERSHIP: Ownership = {
  person: { kind: 'somebody', lifecycleState: undefined, activity: 'unknown' },
  hasEntitlements: undefined,
  manuallyCorrelated: undefined,
  isMachine: undefined,
};

/** So many accounts of people of whom nothing is known, but for `changes`. */
export function peopleCounts(accounts: number, changes: Partial<PeopleCounts> = {}): PeopleCounts {
  const known = { active: 0, inactive: 0, nobody: 0, unknown: accounts, withoutState: accounts };
  return { accounts, ...known, states: [], ...changes };
}

/** The same of accounts to be deleted. */
export function deletedPeople(accounts: number, changes: Partial<DeletedPeople> = {}): DeletedPeople {
  const nothingSaid = { yes: 0, unknown: accounts };
  return {
    ...peopleCounts(accounts),
    ...{ withEntitlements: nothingSaid, correlatedByHand: nothingSaid, machines: nothingSaid },
    ...changes,
  };
}
