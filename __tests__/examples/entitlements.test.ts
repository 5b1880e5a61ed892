import { expect, it } from '@jest/globals';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { pullRequestOf, pushOf } from '../runner/occasion.js';
import { useStage } from './stage.js';

/** Both files of a source in one pull request. */

const GROUPS = ['staff', 'vpn', 'approvers'];

const APP: SourceSeed = {
  id: '2c9180835d2e5168015d32f890ca1590',
  name: 'Legacy App',
  deleteThreshold: 20,
  attributes: ['id', 'name', { name: 'groups', isMulti: true, isEntitlement: true }],
  accounts: [{ id: '1', name: 'Ada', groups: ['staff'] }],
  entitlements: {
    group: { values: GROUPS.map((name) => ({ name, displayName: name, description: '' })) },
  },
};

const stage = useStage(import.meta.url, [APP]);

const FILES = {
  'data/app-groups.csv': `name,displayName,description\n${[...GROUPS, 'audit'].map((name) => `${name},${name},\n`).join('')}`,
  'data/app-accounts.csv': 'id,name,groups\n1,Ada,audit\n2,Bob,staff\n',
};

it('examples/entitlements.yml plans both files, and loads the entitlements first', async () => {
  const base = stage().commit(undefined, { 'data/app-groups.csv': '', 'data/app-accounts.csv': '' });
  const pull = stage().github.repository.open(base, stage().commit(base, FILES));
  const planned = await stage().play('examples/entitlements.yml', pullRequestOf(pull));
  expect(planned.jobs['preview']?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED' });
  expect(pull.comments[0]?.body).toContain('Legacy App (group)');
  expect(stage().started()).toEqual([]);

  const merged = stage().github.repository.merge(pull, 'squash');
  const { jobs } = await stage().play('examples/entitlements.yml', pushOf(base, merged));
  const outputs = jobs['aggregate']?.steps[1]?.outputs;
  expect(outputs).toMatchObject({ status: 'SUCCESS' });
  expect(JSON.parse(outputs?.['results'] ?? '')).toMatchObject([
    { 'object-type': 'group', 'entitlements-created': '1', 'accounts-created': '' },
    { 'object-type': 'account', 'accounts-created': '1', 'entitlements-created': '' },
  ]);
  const tasks = stage()
    .tenant.tenant.tasks()
    .toSorted((a, b) => a.created - b.created);
  expect(tasks.map(({ kind }) => kind)).toEqual(['entitlements', 'accounts']);
});

it('examples/entitlements.yml does not start the accounts if the entitlements failed', async () => {
  stage().tenant.script({ operation: 'loadEntitlements', fault: { kind: 'reply', status: 400 } });
  const base = stage().commit(undefined, { 'data/app-groups.csv': '', 'data/app-accounts.csv': '' });
  const { jobs } = await stage().play('examples/entitlements.yml', pushOf(base, stage().commit(base, FILES)));
  const { outputs } = jobs['aggregate']?.steps[1] ?? {};

  expect(jobs['aggregate']?.result).toBe('failure');
  expect(JSON.parse(outputs?.['results'] ?? '[]')).toMatchObject([
    { 'object-type': 'group', status: 'FAILED' },
    {
      'object-type': 'account',
      status: 'FAILED',
      reason: expect.stringMatching(/^The accounts were not aggregated, because .*entitlements failed/),
    },
  ]);
  expect(stage().started()).toEqual([]);
  expect(stage().tenant.tenant.tasks()).toEqual([]);
});
