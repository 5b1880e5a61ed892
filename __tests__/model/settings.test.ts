import { expect, it } from '@jest/globals';
import { isUploadOnly, labelOf, type CsvLocation, type Target } from '../../src/model/settings.js';
import { TARGET } from '../report/fixtures.js';
import { limitOf } from '../support/limits.js';

const FILE: CsvLocation = {
  path: '/work/repo/data/hr.csv',
  name: 'hr.csv',
  shown: 'data/hr.csv',
  inWorkspace: true,
  sourceId: undefined,
};
const ALL = limitOf('max-deletions', '100%');
const HUNDRED = limitOf('max-deletions', '100');
const MOST = limitOf('max-deletions', '99.9%');

it.each([
  ['off', ALL, true],
  ['off', MOST, false],
  ['off', HUNDRED, false],
  ['warn', ALL, false],
  ['error', ALL, false],
] as const)('csv-checks: %s with %j only uploads: %s', (csvChecks, maxDeletions, expected) => {
  expect(isUploadOnly({ csvChecks }, { maxDeletions, maxChanges: ALL })).toBe(expected);
  expect(isUploadOnly({ csvChecks }, { maxDeletions, maxChanges: MOST })).toBe(false);
});

it.each<[string, Partial<Target>, string]>([
  ['its name', { sourceName: 'HR', sourceId: 'x' }, 'HR'],
  ['its id', { sourceId: 'x' }, 'x'],
  ['its file', {}, 'data/hr.csv'],
  [
    'its file, where that was found by a glob',
    { sourceId: 'x', csv: { ...FILE, glob: 'data/*.csv' } },
    'data/hr.csv',
  ],
  ['its name before its file', { sourceName: 'HR', csv: { ...FILE, glob: 'data/*.csv' } }, 'HR'],
  ['nothing', { csv: undefined }, 'source'],
])('a target is called by %s', (_name, target, expected) => {
  expect(labelOf({ ...TARGET, sourceId: undefined, ...target })).toBe(expected);
});
