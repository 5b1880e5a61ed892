import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceSeed } from '../../../sandbox/tenant/source-seed.js';
import type { PREPARATION } from '../../../src/model/failures/preparation.js';
import { csvOf, people } from '../../support/people.js';
import { HR, SOURCE_ID, type Scenario } from '../../support/play.js';
import { asProcess, during, type RowPlay, UPLOAD_ONLY, write } from './play.js';

/** What stops a step before anything is sent, row by row. */

const OTHER_ID = 'd'.repeat(32);
const byName = (name: string): Scenario => ({ inputs: { 'source-id': '', 'source-name': name } });
const file = (content: string): Scenario => ({ files: { 'hr.csv': content } });
/** Every second account is missing: the file has not simply ended early. */
const HALF = csvOf(people(20).filter((_, index) => index % 2 === 0));

const WITH_GROUPS: Partial<SourceSeed> = {
  attributes: ['id', 'name', { name: 'groups', isMulti: true, isEntitlement: true }],
  accounts: [{ id: '1', name: 'Ada', groups: ['g1'] }],
  entitlements: {
    group: {
      values: ['g1', 'g2', 'g3', 'g4'].map((name) => ({ name, displayName: name, description: '' })),
    },
  },
};
export const GROUPS: Scenario = {
  source: WITH_GROUPS,
  files: { 'groups.csv': 'name,displayName,description\ng1,g1,\ng2,g2,\ng3,g3,\ng4,g4,\n' },
  inputs: { 'csv-path': 'groups.csv', 'object-type': 'group' },
};
/** The file of groups lacks too many of them. */
const GROUPS_AND_ACCOUNTS: Scenario = {
  source: WITH_GROUPS,
  files: {
    'groups.csv': 'name,displayName,description\ng1,g1,\n',
    'accounts.csv': 'id,name,groups\n1,Ada,g1\n',
  },
  inputs: {
    'source-id': '',
    'csv-path': '',
    sources: `- { source-id: ${SOURCE_ID}, csv-path: accounts.csv }
- { source-id: ${SOURCE_ID}, csv-path: groups.csv, object-type: group }`,
  },
};

export const PREPARATION_PLAYS: Readonly<Record<keyof typeof PREPARATION, RowPlay>> = {
  'inputs-wrong': asProcess('nothing-sent', { inputs: { wait: 'x' } }),
  'credentials-missing': asProcess('nothing-sent', { inputs: { 'client-secret': '' } }),
  'no-such-source': asProcess('nothing-sent', byName('HR Employes')),
  'several-such-sources': asProcess('nothing-sent', {
    ...byName('HR Employees'),
    otherSources: [{ ...HR, id: OTHER_ID }],
  }),
  'source-disagrees': asProcess('nothing-sent', { inputs: { 'source-name': 'Contractors' } }),
  'source-given-twice': asProcess('nothing-sent', {
    inputs: {
      'source-id': '',
      'csv-path': '',
      sources: `- { source-id: ${SOURCE_ID}, csv-path: hr.csv }\n- { source-name: HR Employees, csv-path: hr.csv }`,
    },
  }),
  'file-of-another-source': asProcess('nothing-sent', {
    files: { [`${OTHER_ID}-hr.csv`]: csvOf(people(20)) },
    inputs: { ...byName('HR Employees').inputs, 'csv-path': `${OTHER_ID}-hr.csv` },
  }),
  'file-not-given': asProcess('nothing-sent', { inputs: { 'csv-path': '' } }),
  'takes-no-file': asProcess('nothing-sent', { source: { kind: 'direct' } }),
  'object-type-unknown': asProcess('nothing-sent', {
    ...GROUPS,
    inputs: { ...GROUPS.inputs, 'object-type': 'Group' },
  }),
  'object-type-without-file': asProcess('nothing-sent', {
    source: { kind: 'direct' },
    inputs: { 'csv-path': '', 'object-type': 'group' },
  }),
  'accounts-held-back': asProcess('nothing-sent', GROUPS_AND_ACCOUNTS),
  'source-without-heading': asProcess('nothing-sent', {
    source: { connectorAttributes: { hasHeader: 'false' } },
  }),
  'file-unreadable': asProcess('nothing-sent', {
    ...during('getSource', ({ checkout }) => {
      rmSync(join(checkout, 'hr.csv'));
    }),
  }),
  'file-empty': asProcess('nothing-sent', { ...file(''), inputs: UPLOAD_ONLY }),
  'file-changed': asProcess('nothing-started', {
    ...during('listAccounts', (step) => {
      write(step, 'hr.csv', csvOf(people(21)));
    }),
  }),
  findings: asProcess('nothing-sent', file(`${csvOf(people(20))}acct-00021\nacct-00022\n`)),
  'identities-unreadable': asProcess('nothing-sent', {
    ...file(csvOf(people(20)).replace('id,', 'key,')),
    inputs: { 'csv-checks': 'warn' },
  }),
  'list-incomplete': asProcess('nothing-sent', { settings: { accounts: { totalCountError: 5 } } }),
  'first-load-unproven': asProcess('nothing-sent', {
    settings: { accounts: { emptyList: true }, refused: { listTasks: 403 } },
  }),
  'over-a-limit': asProcess('nothing-sent', { ...file(HALF), source: { deleteThreshold: 60 } }),
  'limit-not-held': asProcess('nothing-sent', {
    inputs: { 'max-changes': '10%' },
    settings: { values: { attributes: 'null' } },
  }),
  'not-approved': asProcess('nothing-sent', {
    ...file(HALF),
    source: { deleteThreshold: 60 },
    inputs: { 'reviewed-plan': 'true' },
    env: { GITHUB_EVENT_NAME: 'workflow_dispatch' },
  }),
  'plan-file-unwritable': asProcess('nothing-sent', {
    inputs: { 'plan-file': 'plans/plan.csv' },
    ...during('listAccounts', ({ checkout }) => {
      mkdirSync(join(checkout, 'plans', 'plan.csv'), { recursive: true });
    }),
  }),
  'outputs-unwritable': asProcess('in-words', { env: { GITHUB_OUTPUT: '/nowhere/output' } }, { started: 0 }),
};
