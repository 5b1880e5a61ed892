import { describe, expect, it } from '@jest/globals';
import { activeDeletions, deletionsInWords, isInactive, lossesInWords } from '../../src/model/people.js';
import type { DeletedPeople, Person } from '../../src/model/people.js';
import { deletedPeople } from '../support/planned-people.js';

const OF = (active: number, inactive: number, nobody: number, unknown: number): DeletedPeople =>
  deletedPeople(active + inactive + nobody + unknown, { active, inactive, nobody, unknown });

describe('whose accounts a file deletes', () => {
  it.each<[DeletedPeople, string]>([
    [OF(0, 0, 0, 0), 'Deletes no accounts'],
    [OF(0, 0, 0, 1), 'Deletes 1 account'],
    [OF(0, 0, 0, 1_200), 'Deletes 1,200 accounts'],
    [OF(1, 0, 0, 0), 'Deletes 1 account: 1 of an *active* person'],
    [OF(2, 0, 0, 0), 'Deletes 2 accounts: 2 of *active* people'],
    [OF(0, 1, 0, 0), 'Deletes 1 account: 1 of an inactive person'],
    [OF(1, 6, 1, 0), 'Deletes 8 accounts: 6 of inactive people, 1 of an *active* one, 1 of nobody'],
    [OF(3, 1, 0, 2), 'Deletes 6 accounts: 1 of an inactive person, 3 of *active* ones, 2 unknown'],
  ])('%#: %s is said as "%s"', (people, words) => {
    expect(deletionsInWords(people.accounts, people, (word) => `*${word}*`)).toBe(words);
  });

  it.each<[string, DeletedPeople, number | undefined]>([
    ['no deletion at all', OF(0, 0, 0, 0), 0],
    ['deletions of which ISC says nothing', OF(0, 0, 0, 3), undefined],
    ['some of which ISC says whose they are', OF(1, 0, 1, 3), 1],
  ])('%s: so many of active people are known', (_, people, active) => {
    expect(activeDeletions(people)).toBe(active);
  });
});

describe('what goes with the deleted accounts', () => {
  const said = (changes: Partial<DeletedPeople>): readonly string[] =>
    lossesInWords(deletedPeople(5, changes));

  it.each<[string, Partial<DeletedPeople>, readonly string[]]>([
    ['nothing that ISC says', {}, []],
    ['nothing', { withEntitlements: { yes: 0, unknown: 0 } }, []],
    [
      'one of each',
      {
        withEntitlements: { yes: 1, unknown: 0 },
        correlatedByHand: { yes: 1, unknown: 0 },
        machines: { yes: 1, unknown: 0 },
      },
      [
        'Of these accounts, 1 has entitlements.',
        'Of these accounts, 1 was correlated by hand, which is lost.',
        'Of these accounts, 1 is a machine account.',
      ],
    ],
    [
      'several, and some of which ISC does not say',
      {
        withEntitlements: { yes: 3, unknown: 1 },
        correlatedByHand: { yes: 2, unknown: 3 },
        machines: { yes: 0, unknown: 4 },
      },
      [
        'Of these accounts, 3 have entitlements (1 unknown).',
        'Of these accounts, 2 were correlated by hand, which is lost (3 unknown).',
        'Of these accounts, 0 are machine accounts (4 unknown).',
      ],
    ],
  ])('%s', (_, changes, lines) => {
    expect(said(changes)).toEqual(lines);
  });
});

describe('a person counts as inactive', () => {
  it.each<[string, Person | undefined, boolean]>([
    ['not where ISC says nothing of the account', undefined, false],
    ['where the account is of nobody', { kind: 'nobody' }, true],
    ['where ISC says so', { kind: 'somebody', lifecycleState: 'inactive', activity: 'inactive' }, true],
    [
      'not where only a state is known',
      { kind: 'somebody', lifecycleState: 'gone', activity: 'unknown' },
      false,
    ],
  ])('%s', (_, person, expected) => {
    expect(isInactive(person)).toBe(expected);
  });
});
