import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceSeed } from '../../../sandbox/tenant/source-seed.js';
import type { PREPARATION } from '../../../src/model/failures/preparation.js';
import { csvOf, people } from '../../support/people.js';
import { HR, SOURCE_ID, type Scenario } from '../../support/play.js';
import { asProcess, during, inside, type RowPlay, UPLOAD_ONLY, write } from './play.js';

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
  'no-such-source': inside('nothing-sent', byName('HR Employes')),
  'several-such-sources': inside('nothing-sent', {
    ...byName('HR Employees'),
    otherSources: [{ ...HR, id: OTHER_ID }],
  }),
  'source-disagrees': inside('nothing-sent', { inputs: { 'source-name': 'Contractors' } }),
  'source-given-twice': inside('nothing-sent', {
    inputs: {
      'source-id': '',
      'csv-path': '',
      sources: `- { source-id: ${SOURCE_ID}, csv-path: hr.csv }\n- { source-name: HR Employees, csv-path: hr.csv }`,
    },
  }),
  'file-of-another-source': inside('nothing-sent', {
    files: { [`${OTHER_ID}-hr.csv`]: csvOf(people(20)) },
    inputs: { ...byName('HR Employees').inputs, 'csv-path': `${OTHER_ID}-hr.csv` },
  }),
  'file-not-given': inside('nothing-sent', { inputs: { 'csv-path': '' } }),
  'takes-no-file': inside('nothing-sent', { source: { kind: 'direct' } }),
  'object-type-unknown': inside('nothing-sent', {
    ...GROUPS,
    inputs: { ...GROUPS.inputs, 'object-type': 'Group' },
  }),
  'object-type-without-file': inside('nothing-sent', {
    source: { kind: 'direct' },
    inputs: { 'csv-path': '', 'object-type': 'group' },
  }),
  'accounts-held-back': inside('nothing-sent', GROUPS_AND_ACCOUNTS),
  'source-without-heading': inside('nothing-sent', {
    source: { connectorAttributes: { hasHeader: 'false' } },
  }),
  'file-unreadable': inside('nothing-sent', {
    ...during('getSource', ({ checkout }) => {
      rmSync(join(checkout, 'hr.csv'));
    }),
  }),
  'file-empty': inside('nothing-sent', { ...file(''), inputs: UPLOAD_ONLY }),
  'file-changed': inside('nothing-started', {
    ...during('listAccounts', (step) => {
      write(step, 'hr.csv', csvOf(people(21)));
    }),
  }),
  findings: asProcess('nothing-sent', file(`${csvOf(people(20))}acct-00021\nacct-00022\n`)),
  'identities-unreadable': inside('nothing-sent', {
    ...file(csvOf(people(20)).replace('id,', 'key,')),
    inputs: { 'csv-checks': 'warn' },
  }),
  'list-incomplete': inside('nothing-sent', { settings: { accounts: { totalCountError: 5 } } }),
  'first-load-unproven': inside('nothing-sent', {
    settings: { accounts: { emptyList: true }, refused: { listTasks: 403 } },
  }),
  'over-a-limit': asProcess('nothing-sent', { ...file(HALF), source: { deleteThreshold: 60 } }),
  'limit-not-held': inside('nothing-sent', {
    inputs: { 'max-changes': '10%' },
    settings: { values: { attributes: 'null' } },
  }),
  'not-approved': inside('nothing-sent', {
    ...file(HALF),
    source: { deleteThreshold: 60 },
    inputs: { 'reviewed-plan': 'true' },
    env: { GITHUB_EVENT_NAME: 'workflow_dispatch' },
  }),
  'plan-file-unwritable': inside('nothing-sent', {
    inputs: { 'plan-file': 'plans/plan.csv' },
    ...during('listAccounts', ({ checkout }) => {
      mkdirSync(join(checkout, 'plans', 'plan.csv'), { recursive: true });
    }),
  }),
  'outputs-unwritable': asProcess('in-words', { env: { GITHUB_OUTPUT: '/nowhere/output' } }, { started: 0 }),
};
