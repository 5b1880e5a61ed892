import { describe, expect, it } from '@jest/globals';
import { checkSource } from '../../../src/aggregation/prepare/check-source.js';
import { FORMAT, SCHEMA } from '../../csv/checking.js';

describe('checkSource', () => {
  it.each([
    ['a threshold', 10, false, []],
    ['the smallest threshold', 1, false, []],
    ['a threshold of 0', 0, false, ['no-delete-threshold']],
    ['no threshold', undefined, false, ['no-delete-threshold']],
    ['deletion detection switched off', 10, true, ['deletion-disabled']],
    ['neither deletion detection nor a threshold', undefined, true, ['deletion-disabled']],
  ])('%s', (_, deleteThreshold, deletionDisabled, rules) => {
    const found = checkSource({ deleteThreshold, file: { ...FORMAT, deletionDisabled } }, SCHEMA);
    expect(found.map(({ rule }) => rule)).toEqual(rules);
    expect(found.every(({ severity, line }) => severity === 'warning' && line === undefined)).toBe(true);
  });
});

it('says nothing of a threshold beside entitlements, of which it stops none', () => {
  expect(checkSource({ deleteThreshold: 0, file: FORMAT }, { ...SCHEMA, objectType: 'group' })).toEqual([]);
});

it.each([
  [0, 'The source has a delete threshold of 0: ISC itself does not stop mass deletions.'],
  [undefined, 'The source has no delete threshold: ISC itself does not stop mass deletions.'],
])('says of a delete threshold of %s that ISC stops nothing', (deleteThreshold, message) => {
  expect(checkSource({ deleteThreshold, file: FORMAT }, SCHEMA)).toMatchObject([{ message }]);
});

it('a BuildMap rule makes the plan uncertain', () => {
  const found = checkSource({ deleteThreshold: 10, file: { ...FORMAT, hasBuildMapRule: true } }, SCHEMA);
  expect(found).toMatchObject([{ severity: 'warning', rule: 'build-map-rule' }]);
});

describe('a source that merges rows', () => {
  it.each<[string, boolean, readonly string[], readonly string[]]>([
    ['by nothing in particular', true, [], []],
    ['by the native identity', true, ['id'], []],
    ['by the native identity in other letter case', true, ['ID'], []],
    ['by another column of the schema, which the rows of the file show', true, ['dept'], []],
    ['by a column that the schema does not have', true, ['id', 'ssn'], ['other-merge-column']],
    ['never, though it names such a column', false, ['ssn'], []],
  ])('%s', (_, mergeRows, indexColumns, rules) => {
    const found = checkSource({ deleteThreshold: 10, file: { ...FORMAT, mergeRows, indexColumns } }, SCHEMA);
    expect(found.map(({ rule }) => rule)).toEqual(rules);
    for (const { message } of found) expect(message).toContain('"ssn"');
  });
});

it('a source that leaves out rows is warned about, and so is what it leaves out', () => {
  const leavesOut = ['rows that match its filter string', 'the first 2 rows'];
  const found = checkSource({ deleteThreshold: 10, file: { ...FORMAT, leavesOut } }, SCHEMA);
  expect(found).toMatchObject([
    {
      severity: 'warning',
      rule: 'rows-left-out',
      message:
        'The source leaves out rows that match its filter string and the first 2 rows of every file: ISC may delete accounts that the plan keeps.',
    },
  ]);
});
