import { describe, expect, it } from '@jest/globals';
import {
  beginValues,
  needsAttributes,
  withSpellingOf,
  type ValuesToCompare,
} from '../../../src/aggregation/compare/compare-values.js';
import type { PlannedValues } from '../../../src/model/outcome.js';
import { SOURCE } from '../../report/fixtures.js';
import { changes, column, valuesOf, type Row } from './comparing.js';
import { UNKNOWN_OWNERSHIP } from '../../support/planned-people.js';

const rows: readonly Row[] = [['1', 'new']];
const toCompare = (columns = [column('name')]): ValuesToCompare => ({
  kind: 'values',
  file: valuesOf(columns, rows),
  ignored: [],
  hasRows: true,
});

describe('the attributes of accounts', () => {
  it.each<[string, ValuesToCompare, boolean]>([
    ['for a file with values', toCompare(), true],
    ['for a file of native identities alone', toCompare([]), false],
    ['where nothing is compared', { kind: 'none', why: 'A rule.' }, false],
  ])('%s: are they needed? %s', (_, values, needed) => {
    expect(needsAttributes(values)).toBe(needed);
    expect(beginValues(SOURCE, values).take !== undefined).toBe(needed);
  });
});

describe('what has become of the values', () => {
  it('is why they were not compared', () => {
    expect(beginValues(SOURCE, { kind: 'none', why: 'A rule.' }).result(false)).toEqual({
      values: { kind: 'not-compared', why: 'A rule.' },
      findings: [],
    });
  });

  it('are their changes and what is wrong with them', () => {
    const { result, take } = beginValues(SOURCE, toCompare());
    const account = { id: 'a', created: undefined, ownership: UNKNOWN_OWNERSHIP };
    take?.({ ...account, identity: '1', attributes: { name: 'old' } }, 0);
    expect(result(true).values).toMatchObject({
      changes: { affected: 1, ids: [{ identity: '1', columns: ['name'] }] },
    });
    expect(result(false).values).toMatchObject({ changes: { affected: 1, ids: [] } });
  });
});

describe('the ids of changed accounts', () => {
  const KEYS = new Set(['Ada', 'BO']);
  const compared = (...identities: readonly string[]): PlannedValues => ({
    kind: 'compared',
    changes: {
      ...changes([], [], []),
      ids: identities.map((identity) => ({ identity, columns: ['name'] })),
    },
  });

  it('are spelled as in the file where the source ignores letter case', () => {
    expect(withSpellingOf(KEYS, compared('bo', 'ada'), { ignoresLetterCase: true })).toMatchObject({
      changes: { ids: [{ identity: 'BO', columns: ['name'] }, { identity: 'Ada' }] },
    });
  });

  it.each<[string, PlannedValues, boolean]>([
    ['letter case matters', compared('bo'), false],
    ['none is shown', compared(), true],
    ['nothing was compared', { kind: 'not-compared', why: '' }, true],
  ])('stay as they are where %s', (_, values, ignoresLetterCase) => {
    expect(withSpellingOf(KEYS, values, { ignoresLetterCase })).toBe(values);
  });

  it('that the file does not have stay as they are', () => {
    expect(withSpellingOf(KEYS, compared('cy'), { ignoresLetterCase: true })).toEqual(compared('cy'));
  });
});
