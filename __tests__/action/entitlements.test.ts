import { describe, expect, it } from '@jest/globals';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { play, playAll, SOURCE_ID, type Ending, type Scenario } from '../support/play.js';

/** Files of entitlements: `object-type`, as an input and in `sources`. */

const NAMES = Array.from({ length: 20 }, (_, index) => `g${index + 1}`);

/** A file of the groups, or of as many as there are. */
function groups(names: readonly string[], rest: Readonly<Record<string, string>> = {}): string {
  return [
    'name,displayName,description',
    ...names.map((name) => `${name},${rest[name] ?? name.toUpperCase()},`),
  ]
    .concat('')
    .join('\n');
}

const ACCOUNTS = 'id,name,groups\n1,Ada,g1\n2,Bob,g2\n3,Cem,\n';

/** A source with twenty groups, one role and three accounts. */
const SOURCE: Partial<SourceSeed> = {
  name: 'Legacy App',
  attributes: ['id', 'name', { name: 'groups', isMulti: true, isEntitlement: true }],
  accounts: [
    { id: '1', name: 'Ada', groups: ['g1'] },
    { id: '2', name: 'Bob', groups: ['g2'] },
    { id: '3', name: 'Cem' },
  ],
  entitlements: {
    group: { values: NAMES.map((name) => ({ name, displayName: name.toUpperCase(), description: '' })) },
    role: { attributes: ['key', 'label'], values: [{ key: 'r1', label: 'R1' }] },
  },
};

/** A step that loads groups; `csv` is their file. */
function loading(csv: string, more: Scenario = {}): Scenario {
  const { inputs, ...rest } = more;
  return {
    source: SOURCE,
    files: { 'groups.csv': csv },
    ...rest,
    inputs: { 'csv-path': 'groups.csv', 'object-type': 'group', ...inputs },
  };
}

const BOTH = `- { source-id: ${SOURCE_ID}, csv-path: accounts.csv }
- { source-id: ${SOURCE_ID}, csv-path: groups.csv, object-type: group, max-deletions: 2 }`;

/** A step that loads groups and accounts. */
function both(files: { groups?: string; accounts?: string } = {}, more: Scenario = {}): Scenario {
  const { inputs, ...rest } = more;
  return {
    source: SOURCE,
    files: { 'groups.csv': files.groups ?? groups(NAMES), 'accounts.csv': files.accounts ?? ACCOUNTS },
    ...rest,
    inputs: { 'source-id': '', 'csv-path': '', sources: BOTH, ...inputs },
  };
}

const ONE_GONE_ONE_NEW = groups([...NAMES.slice(0, 19), 'g21'], { g1: 'Everybody' });

describe('entitlements of a file', () => {
  it.concurrent('are aggregated like accounts, with operations and words of their own', async () => {
    const run = await play(loading(ONE_GONE_ONE_NEW, { inputs: { 'show-ids': 'true' }, mayShow: NAMES }));
    expect(run.failures).toEqual([]);
    expect(run.outputs).toMatchObject({
      ...{ status: 'SUCCESS', 'planned-created': '1', 'planned-deleted': '1', 'planned-kept': '19' },
      ...{ 'planned-changed': '1', 'csv-rows': '20', 'csv-accounts': '20' },
      ...{ 'entitlements-total': '20', 'entitlements-created': '1', 'entitlements-deleted': '1' },
      ...{ 'accounts-total': '', 'accounts-created': '', 'planned-deleted-active': '' },
    });
    expect(JSON.parse(run.outputs['results'] ?? '')).toMatchObject([{ 'object-type': 'group' }]);
    expect(run.requests.map(({ operation }) => operation)).toEqual([
      ...(['token', 'getSource', 'getSchemas', 'listTasks', 'listEntitlements'] as const),
      ...(['loadEntitlements', 'getTask'] as const),
    ]);
    expect(run.asked('loadEntitlements')).toMatchObject([{ body: { fields: { objectType: 'group' } } }]);
    expect(run.log).toContain('Plan: create 1, delete 1 and keep 19 of 20 entitlements now on the source.');
    expect(run.log).toContain('1 of 20 entitlements on the source is deleted (5 %); max-deletions is 10 %');
    expect(run.summary).toContain('Legacy App (group)');
    expect(run.summary).toContain('Entitlements to be deleted: 1 id');
    expect(`${run.log}${run.summary}`).not.toMatch(/(?<!max-|csv-)accounts? /);
    expect(run.annotations).toEqual([]);
  });

  const played = playAll(ENDINGS(), [
    'missing rows are deletions, which max-deletions stops',
    'a lost reply is made up for by the task that has appeared',
  ]);

  it.each(ENDINGS())('$name', ({ exitCode, name, says, status }) => {
    const run = played(name);
    expect(run.outputs['status']).toBe(status);
    expect(run.exitCode).toBe(exitCode);
    if (says !== undefined) expect(`${run.failures.join('\n')}${run.log}`).toMatch(says);
    if (status === 'REJECTED' || status === 'PLANNED') expect(run.asked('loadEntitlements')).toEqual([]);
  });
});

function ENDINGS(): readonly Ending[] {
  return [
    {
      ...{ name: 'a dry run sends nothing', status: 'PLANNED', exitCode: 0 },
      ...loading(ONE_GONE_ONE_NEW, { inputs: { 'dry-run': 'true' } }),
      says: /create 1, delete 1 and keep 19 of 20 entitlements/,
    },
    {
      ...{ name: 'missing rows are deletions, which max-deletions stops', status: 'REJECTED', exitCode: 1 },
      ...loading(groups(NAMES.slice(0, 10))),
      says: /The file would delete 10 of the 20 entitlements on the source; max-deletions: 10% allows 2\./,
    },
    {
      ...{
        name: 'the switch for deletion detection of accounts does not count',
        status: 'REJECTED',
        exitCode: 1,
      },
      ...loading(groups(NAMES.slice(0, 10)), {
        source: { ...SOURCE, connectorAttributes: { checkDeletedDisabled: 'true' } },
      }),
    },
    {
      ...{ name: 'an unknown type stops a file that is only uploaded, too', status: 'FAILED', exitCode: 1 },
      ...loading(groups(NAMES), {
        inputs: {
          ...{ 'object-type': 'team', 'csv-checks': 'off' },
          ...{ 'max-deletions': '100%', 'max-changes': '100%' },
        },
      }),
      says: /It has the types "group" and "role"\./,
    },
    {
      ...{ name: 'a refused upload fails the step', status: 'FAILED', exitCode: 1 },
      ...loading(groups(NAMES), {
        faults: [{ operation: 'loadEntitlements', fault: { kind: 'reply', status: 400, body: {} } }],
      }),
      says: /the heading must contain exactly the attributes of the source's entitlement schema/,
    },
    {
      ...{
        name: 'a lost reply is made up for by the task that has appeared',
        status: 'SUCCESS',
        exitCode: 0,
      },
      ...loading(ONE_GONE_ONE_NEW, {
        faults: [{ operation: 'loadEntitlements', fault: { kind: 'reset-after-processing' } }],
      }),
      says: /has appeared since the upload/,
    },
    {
      ...{
        name: 'an end without counts is proven by a second list, however late',
        status: 'SUCCESS',
        exitCode: 0,
      },
      ...loading(ONE_GONE_ONE_NEW, { settings: { entitlements: { taskForm: '2026', lagLooks: 1 } } }),
    },
    {
      ...{
        name: 'what somebody has edited by hand is not changed by a file',
        status: 'PLANNED',
        exitCode: 0,
      },
      ...loading(groups(NAMES), {
        source: {
          ...SOURCE,
          entitlements: {
            group: { ...SOURCE.entitlements?.['group'], edited: { g1: { name: 'Everybody' } } },
          },
        },
        inputs: { 'dry-run': 'true' },
      }),
      says: /nothing would change in 20 entitlements/,
    },
    {
      ...{
        name: 'a type without entitlements is a first load beside another type',
        status: 'SUCCESS',
        exitCode: 0,
      },
      ...loading('name,displayName,description\nteam1,Team,\n', {
        source: { ...SOURCE, entitlements: { ...SOURCE.entitlements, team: {} } },
        inputs: { 'object-type': 'team' },
      }),
    },
  ];
}

describe('a source whose entitlements and accounts are both loaded', () => {
  it.concurrent('has its entitlements first', async () => {
    const run = await play(both());
    expect(run.failures).toEqual([]);
    const results = JSON.parse(run.outputs['results'] ?? '') as Record<string, string>[];
    expect(results).toMatchObject([
      { 'object-type': 'account', status: 'SUCCESS', 'accounts-total': '3', 'entitlements-total': '' },
      { 'object-type': 'group', status: 'SUCCESS', 'accounts-total': '', 'entitlements-total': '20' },
    ]);
    const [groupsTask, accountsTask] = run.tasks.toSorted((a, b) => a.created - b.created);
    expect(groupsTask?.kind).toBe('entitlements');
    expect(accountsTask?.created).toBeGreaterThanOrEqual(groupsTask?.completed ?? Infinity);
  });

  it.concurrent('does not start its accounts where its entitlements have failed', async () => {
    const run = await play(both({ groups: groups(NAMES.slice(0, 10)) }));
    const results = JSON.parse(run.outputs['results'] ?? '') as Record<string, string>[];
    expect(results).toMatchObject([
      {
        status: 'FAILED',
        reason: expect.stringContaining(
          "The accounts were not aggregated, because the aggregation of the source's entitlements failed (Legacy App (group): REJECTED).",
        ) as unknown as string,
      },
      { status: 'REJECTED', 'object-type': 'group' },
    ]);
    expect(run.asked('loadAccounts')).toEqual([]);
  });

  it('is warned of accounts that name entitlements which the file does not have', async () => {
    const accounts = 'id,name,groups\n1,Ada,g1\n1,Ada,gone\n2,Bob,lost\n3,Cem,\n';
    const run = await play(both({ accounts }, { isInside: true, inputs: { 'dry-run': 'true' } }));
    expect(run.outputs['status']).toBe('PLANNED');
    expect(run.annotations).toMatchObject([
      {
        kind: 'warning',
        message: expect.stringContaining(
          'In the column "groups", 2 accounts name entitlements that the file of the type "group" does not have',
        ) as unknown as string,
      },
    ]);
  });

  it('starts one type after the other', async () => {
    const sources = `- { source-id: ${SOURCE_ID}, csv-path: groups.csv, object-type: group }\n- { source-id: ${SOURCE_ID}, csv-path: roles.csv, object-type: role }`;
    const run = await play({
      isInside: true,
      source: SOURCE,
      files: { 'groups.csv': groups(NAMES), 'roles.csv': 'key,label\nr1,R1\n' },
      inputs: { 'source-id': '', 'csv-path': '', sources, 'if-running': 'fail' },
    });
    expect(run.failures).toEqual([]);
    const [first, second] = run.tasks.toSorted((a, b) => a.created - b.created);
    expect(second?.created).toBeGreaterThanOrEqual(first?.completed ?? Infinity);
  });
});
