/** Counts the people behind the accounts that a file deletes and changes. */
import type { DeletedPeople, Ownership, PeopleCounts, Person, AnswerCounts } from '../../model/people.js';

/** With more different lifecycle states than any tenant has, the names of further ones are not kept. */
const MAX_STATES = 1_000;

const NO_STATE = { kind: 'somebody', lifecycleState: undefined, activity: 'unknown' } as const;

/**
 * Gives the people of accounts small numbers, so that two bytes an account are enough to remember whose it is. Number 0
 * is a person of whom nothing is known.
 */
export class PeopleTable {
  readonly #numbers = new Map<string, number>();
  readonly #people: Person[] = [NO_STATE];
  #last: Person = NO_STATE;
  #lastNumber = 0;

  /** The number of such a person, at most 65,535. */
  numberOf(person: Person): number {
    if (person !== this.#last) {
      this.#lastNumber = this.#find(person);
      this.#last = person;
    }
    return this.#lastNumber;
  }

  #find(person: Person): number {
    const key = person.kind === 'nobody' ? 'nobody' : `${person.activity} ${person.lifecycleState ?? ''}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (
      person.kind === 'somebody' &&
      person.lifecycleState !== undefined &&
      this.#people.length > MAX_STATES
    ) {
      return this.#find({ ...person, lifecycleState: undefined });
    }
    this.#numbers.set(key, this.#people.length);
    return this.#people.push(person) - 1;
  }

  /** The person with a number that `numberOf` has returned. */
  personOf(number: number): Person {
    return this.#people[number] ?? NO_STATE;
  }
}

/** Counts accounts by their people. Memory grows with the lifecycle states, not with the accounts. */
export class PeopleTally {
  readonly #table: PeopleTable;
  /** Accounts by the number of their person. */
  readonly #accounts: number[] = [];

  constructor(table: PeopleTable) {
    this.#table = table;
  }

  /** Counts one account of the person with this number. */
  add(number: number): void {
    this.#accounts[number] = (this.#accounts[number] ?? 0) + 1;
  }

  /** The counts so far. */
  get counts(): PeopleCounts {
    const states = new Map<string, number>();
    const sums = { accounts: 0, active: 0, inactive: 0, nobody: 0, unknown: 0, withoutState: 0 };
    for (const [number, accounts = 0] of this.#accounts.entries()) {
      const person = this.#table.personOf(number);
      sums.accounts += accounts;
      if (person.kind === 'nobody') {
        sums.nobody += accounts;
        continue;
      }
      sums[person.activity] += accounts;
      const { lifecycleState } = person;
      if (lifecycleState === undefined) sums.withoutState += accounts;
      else states.set(lifecycleState, (states.get(lifecycleState) ?? 0) + accounts);
    }
    return {
      ...sums,
      states: [...states]
        .map(([state, accounts]) => ({ state, accounts }))
        .sort((a, b) => b.accounts - a.accounts || (a.state < b.state ? -1 : 1)),
    };
  }
}

/** Counts the people of accounts that are deleted, and what goes with them. */
export class DeletedTally {
  readonly #tally: PeopleTally;
  readonly #table: PeopleTable;
  readonly #said = {
    withEntitlements: { yes: 0, unknown: 0 },
    correlatedByHand: { yes: 0, unknown: 0 },
    machines: { yes: 0, unknown: 0 },
  };

  constructor(table: PeopleTable) {
    this.#table = table;
    this.#tally = new PeopleTally(table);
  }

  /** Counts one account. */
  add({ hasEntitlements, isMachine, manuallyCorrelated, person }: Ownership): void {
    this.#tally.add(this.#table.numberOf(person));
    count(this.#said.withEntitlements, hasEntitlements);
    count(this.#said.correlatedByHand, manuallyCorrelated);
    count(this.#said.machines, isMachine);
  }

  /** The counts so far. */
  get counts(): DeletedPeople {
    const { correlatedByHand, machines, withEntitlements } = this.#said;
    return {
      ...this.#tally.counts,
      withEntitlements: { ...withEntitlements },
      correlatedByHand: { ...correlatedByHand },
      machines: { ...machines },
    };
  }
}

function count(
  said: { -readonly [Key in keyof AnswerCounts]: AnswerCounts[Key] },
  is: boolean | undefined,
): void {
  if (is === undefined) said.unknown += 1;
  else if (is) said.yes += 1;
}
