import { describe, expect, it } from '@jest/globals';
import type { Plan } from '../../../src/model/outcome.js';
import type { PeopleCounts } from '../../../src/model/people.js';
import { activeInShort, deletionsFirst, statesTable } from '../../../src/report/page/people-section.js';
import { deletedPeople, peopleCounts } from '../../support/planned-people.js';
import { manyChanges, outcome, PLAN, SOURCE } from '../fixtures.js';

const AUTHORITATIVE = { ...SOURCE, authoritative: true };

/** A plan whose deleted accounts have these lifecycle states, and whose changed ones `changed`, if values were compared. */
function planned(deleted: Partial<PeopleCounts>, accounts: number, changed?: Partial<PeopleCounts>): Plan {
  const changes = { ...manyChanges(1, 'dept'), people: peopleCounts(9, changed) };
  return {
    ...PLAN,
    deleted: accounts,
    deletedPeople: deletedPeople(accounts, deleted),
    values: changed === undefined ? PLAN.values : { kind: 'compared', changes },
  };
}

function rowsOf(plan: Plan): readonly string[] {
  const lines = statesTable(plan)?.split('\n') ?? [];
  return lines.filter((line) => line.startsWith('|') && !line.includes('--:'));
}

describe('the first lines of a plan', () => {
  const ofActive = planned({ active: 1, unknown: 1 }, 2);

  it.each<[string, Parameters<typeof deletionsFirst>[0], RegExp | undefined]>([
    ['no plan', { plan: undefined, source: SOURCE }, undefined],
    ['no deletions', { plan: planned({}, 0), source: AUTHORITATIVE }, undefined],
    ['nothing known of whose they are', { plan: planned({}, 2), source: SOURCE }, undefined],
    ['a source of which nothing is known', { plan: planned({}, 2), source: undefined }, undefined],
    [
      'an active person',
      { plan: ofActive, source: SOURCE },
      /^Deletes 2 accounts: 1 of an \*\*active\*\* person, 1 unknown\.$/,
    ],
    [
      'an authoritative source',
      { plan: planned({}, 2), source: AUTHORITATIVE },
      /^Deletes 2 accounts\. The source is authoritative: ISC removes the identity/,
    ],
  ])('%s', (_, of, said) => {
    const line = deletionsFirst(of);
    if (said === undefined) expect(line).toBeUndefined();
    else expect(line).toMatch(said);
  });

  it.each([
    [0, ''],
    [1, ' (1 of an **active** person)'],
    [2, ' (2 of **active** people)'],
  ])('%s active ones stand behind the number of deletions', (active, words) => {
    expect(activeInShort(planned({ active, unknown: 3 - active }, 3))).toBe(words);
  });
});

describe('the table of lifecycle states', () => {
  it('is left out where ISC says of nobody whose the accounts are', () => {
    expect(statesTable(undefined)).toBeUndefined();
    expect(statesTable(planned({}, 2))).toBeUndefined();
    expect(statesTable(planned({}, 2, {}))).toBeUndefined();
    expect(statesTable(outcome().plan)).toBeUndefined();
  });

  it('has deletions alone where values were not compared', () => {
    const states = [{ state: 'active', accounts: 2 }];
    expect(rowsOf(planned({ active: 2, unknown: 1, withoutState: 1, states }, 3))).toEqual([
      '| Lifecycle state | Deleted |',
      '| active | 2 |',
      '| unknown | 1 |',
    ]);
  });

  it('has changes beside them, with the states of both', () => {
    const deleted = { nobody: 1, unknown: 0, withoutState: 0, states: [{ state: 'leaver', accounts: 1 }] };
    const changed = { unknown: 0, withoutState: 2, states: [{ state: 'active', accounts: 7 }] };
    expect(rowsOf(planned(deleted, 2, changed))).toEqual([
      '| Lifecycle state | Deleted | Changed |',
      '| leaver | 1 | 0 |',
      '| active | 0 | 7 |',
      '| no person | 1 | 0 |',
      '| unknown | 0 | 2 |',
    ]);
  });

  it.each([
    [11, 11, []],
    [12, 10, ['| 2 more states | 2 | 2 |']],
  ])('of %s states has %s rows of their own', (count, own, rest) => {
    const states = Array.from({ length: count }, (_, n) => ({ state: `s${n}`, accounts: 1 }));
    const all = { unknown: 0, withoutState: 0, states };
    const rows = rowsOf(planned({ ...all, active: count }, count, all));
    expect(rows.filter((row) => /^\| s\d/.test(row))).toHaveLength(own);
    expect(rows.filter((row) => row.includes('more states'))).toEqual(rest);
  });

  it('adds up the rest of the deletions alone, too', () => {
    const states = Array.from({ length: 12 }, (_, n) => ({ state: `s${n}`, accounts: 1 }));
    expect(rowsOf(planned({ active: 12, unknown: 0, withoutState: 0, states }, 12))).toContain(
      '| 2 more states | 2 |',
    );
  });
});
