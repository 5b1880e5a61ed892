import { expect, it } from '@jest/globals';
import {
  isUploadOnly,
  labelOf,
  type CsvLocation,
  type Settings,
  type Target,
} from '../../src/model/settings.js';
import { TARGET } from '../report/fixtures.js';
import { limitOf } from '../support/limits.js';

const FILE: CsvLocation = {
  path: '/work/repo/data/hr.csv',
  name: 'hr.csv',
  shown: 'data/hr.csv',
  inWorkspace: true,
  sourceId: undefined,
};
const ALL = {
  ...TARGET,
  maxDeletions: limitOf('max-deletions', '100%'),
  maxChanges: limitOf('max-changes', '100%'),
};
const OFF = { csvChecks: 'off', planFile: undefined, verify: false } as const;

it('a file is only uploaded if nothing needs the plan', () => {
  expect(isUploadOnly(OFF, ALL)).toBe(true);
});

it.each<[string, Partial<Settings>, Partial<Target>]>([
  ['csv-checks: warn', { csvChecks: 'warn' }, {}],
  ['csv-checks: error', { csvChecks: 'error' }, {}],
  ['another max-deletions', {}, { maxDeletions: limitOf('max-deletions', '99.9%') }],
  ['max-deletions as a number', {}, { maxDeletions: limitOf('max-deletions', '100') }],
  ['another max-changes', {}, { maxChanges: limitOf('max-changes', '99.9%') }],
  ['max-creations, also of 100%', {}, { maxCreations: limitOf('max-creations', '100%') }],
  ['max-active-deletions', {}, { maxActiveDeletions: limitOf('max-active-deletions', '0') }],
  ['protected-accounts', {}, { protectedAccounts: ['4711'] }],
  ['plan-file', { planFile: '/work/repo/plan.csv' }, {}],
  ['verify', { verify: true }, {}],
])('with %s it is read', (_, settings, target) => {
  expect(isUploadOnly({ ...OFF, ...settings }, { ...ALL, ...target })).toBe(false);
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
