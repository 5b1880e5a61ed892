import { describe, expect, it } from '@jest/globals';
import { valuesInWords } from '../../../src/aggregation/compare/plan.js';
import type { PlannedValues } from '../../../src/model/outcome.js';
import { changes, column, times } from './comparing.js';

const NOTHING_ASKED: PlannedValues = { kind: 'not-compared', why: '' };
const RULE: PlannedValues = { kind: 'not-compared', why: 'The source has a rule.' };

/** Ten accounts, of which `howMany` get another name. */
function changed(howMany: number): PlannedValues {
  return {
    kind: 'compared',
    changes: changes(
      [column('name')],
      times(10, (n) => [`${n}`, n < howMany ? 'new' : 'old']),
      times(10, (n) => [`${n}`, { name: 'old' }]),
    ),
  };
}

describe('the log', () => {
  it.each<[string, PlannedValues, string[]]>([
    [
      'says how many accounts change',
      changed(2),
      ['Values: 2 of 10 accounts in the file and on the source would change, in 1 column.'],
    ],
    [
      'says that no account changes',
      changed(0),
      ['Values: nothing would change in 10 accounts in the file and on the source.'],
    ],
    [
      'says that ISC does not show the values of any account',
      { kind: 'compared', changes: changes([column('name')], [['1', 'new']], [['1', undefined]]) },
      ['Values could not be compared: ISC does not show them.'],
    ],
    [
      'says how many accounts change only in notation',
      {
        kind: 'compared',
        changes: changes(
          [column('name')],
          times(20, (n) => [`${n}`, `NAME ${n}`]),
          times(20, (n) => [`${n}`, { name: `name ${n}` }]),
        ),
      },
      [
        'Values: 20 of 20 accounts in the file and on the source would change, in 1 column (20 only in notation).',
      ],
    ],
    ['says why values were not compared', RULE, ['The source has a rule.']],
    ['says nothing of values that nobody asked for', NOTHING_ASKED, []],
    [
      'says nothing where the file and the source have no account in common',
      {
        kind: 'compared',
        changes: changes([column('name')], [['1', 'new']], [['2', { name: 'old' }]]),
      },
      [],
    ],
  ])('%s', (_name, values, lines) => {
    expect(valuesInWords(values)).toEqual(lines);
  });

  it.each<[string, readonly string[], string]>([
    ['that some profile reads them', [], 'Identity profiles read "c0", '],
    [
      'ten profiles',
      times(11, (n) => `P${n}`),
      'Identity profiles (P0, P1, P2, P3, P4, P5, P6, P7, P8 and P9) read ',
    ],
  ])('names ten columns that identity profiles read, and %s', (_name, profiles, said) => {
    const names = times(11, (n) => `c${n}`);
    const found = changes(
      names.map((name) => column(name)),
      [['1', ...names]],
      [['1', Object.fromEntries(names.map((name) => [name, 'old']))]],
    );
    const values = { ...found, profileUse: { profiles, attributes: names } };
    const [, line] = valuesInWords({ kind: 'compared', changes: values });
    expect(line).toContain(said);
    expect(line).toMatch(/"c8" and "c9"\.$/);
  });
});
