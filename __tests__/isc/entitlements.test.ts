import { afterEach, describe, expect, it } from '@jest/globals';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { hasEntitlements, listEntitlements, listOfValues } from '../../src/isc/entitlements.js';
import type { Account } from '../../src/isc/decode-account.js';
import { getSource } from '../../src/isc/sources.js';
import type { ApiVersion } from '../../src/model/settings.js';
import { withEntitlements, type Source } from '../../src/model/source.js';
import { answer } from '../support/answers.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';

let sandbox: Sandbox;
let tenant: Connected;

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

/** The groups of a source with `count` of them, one role, and a type without any. */
async function withGroups(
  count: number,
  habits: SettingsChange['entitlements'] = {},
  apiVersion: ApiVersion = 'v1',
): Promise<Source> {
  const values = Array.from({ length: count }, (_, index) => ({
    name: `g${index + 1}`,
    displayName: index === 0 ? '' : `G${index + 1}`,
    description: 'All',
  }));
  sandbox = await startSandbox({
    settings: { rateLimit: 'off', entitlements: habits },
    sources: [
      {
        ...{ id: ID, name: 'App' },
        connectorAttributes: { delimiter: ';', 'role.mergeRows': 'true', 'role.delimiter': '|' },
        entitlements: {
          group: { values, edited: { g2: { name: 'By hand' } } },
          role: { attributes: ['key', 'label'], values: [{ key: 'r1', label: 'R1' }] },
          team: {},
        },
      },
    ],
  });
  tenant = connect(sandbox.url, { apiVersion });
  return withEntitlements(await getSource(tenant.connection, ID), 'group');
}

async function all(source: Source): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  for await (const page of (await listEntitlements(tenant.connection, source)).pages())
    accounts.push(...page);
  return accounts;
}

function asked(): readonly URLSearchParams[] {
  return sandbox.requests
    .filter(({ operation }) => operation === 'listEntitlements')
    .map(({ url }) => new URL(url, 'http://tenant').searchParams);
}

describe('the list of entitlements', () => {
  it.each<[string, number, SettingsChange['entitlements'], ApiVersion, number]>([
    ['one request a page, by searchAfter', 620, {}, 'v1', 3],
    ['one more where the last page is full', 500, {}, 'v2026', 3],
    ['one more without a count', 620, { totalCount: 'absent' }, 'v1', 4],
    ['page after page where the tenant gives fewer', 300, { pageSize: 100 }, 'v1', 4],
    ['a single short page', 20, {}, 'v1', 1],
    ['beyond any window', 620, { window: 250 }, 'v1', 3],
    // A page may be limited to as many as there are: the count proves nothing then.
    ['one more where the only page could be a full one', 60, {}, 'v1', 2],
    ['of none at all', 0, {}, 'v1', 1],
  ])('%s', async (_, count, habits, version, requests) => {
    const source = await withGroups(count, habits, version);
    expect(new Set((await all(source)).map(({ identity }) => identity)).size).toBe(count);
    expect(asked()).toHaveLength(requests);
    expect(asked().every((query) => query.get('filters')?.includes('type eq "group"'))).toBe(true);
  });

  it.each<[string, SettingsChange['entitlements'], ApiVersion]>([
    ['where the version has no searchAfter', {}, 'v2025'],
    ['where the tenant refuses it', { searchAfter: 'refused' }, 'v1'],
    ['where the tenant ignores it', { searchAfter: 'ignored' }, 'v1'],
    ['where the tenant does not count them, either', { totalCount: 'absent' }, 'v2025'],
  ])('goes by offset %s', async (_, habits, version) => {
    const source = await withGroups(620, habits, version);
    expect(new Set((await all(source)).map(({ identity }) => identity)).size).toBe(620);
    expect(asked().some((query) => query.get('offset') === '250')).toBe(true);
  });

  it('goes by creation where offsets end before the list does, as far as moments can be told apart', async () => {
    const source = await withGroups(620, { window: 250 }, 'v2025');
    expect((await failureOf(all(source))).message).toMatch(/more .* were created at the same moment/);
    const byTime = asked().filter((query) => query.get('sorters') === 'created,id');
    expect(byTime.at(-1)?.get('filters')).toContain('created ge ');
  });

  it('ends with the refusal of a page', async () => {
    const source = await withGroups(620);
    sandbox.script({ operation: 'listEntitlements', fault: { kind: 'pass' } });
    sandbox.script({ operation: 'listEntitlements', fault: { kind: 'reply', status: 403 }, times: Infinity });
    expect(await failureOf(all(source))).toMatchObject({ httpStatus: 403 });
  });

  it.each<[string, object, object | RegExp]>([
    [
      'says only its value',
      { value: 'g1' },
      { id: 'g1', identity: 'g1', edited: [], attributes: { displayName: null, description: null } },
    ],
    [
      'says all that ISC has',
      {
        ...{ id: 'e1', value: 'g1', name: 'G1', description: 'All', created: '2026-01-01T00:00:00Z' },
        ...{
          source: { id: ID.toUpperCase() },
          sourceSchemaObjectType: 'group',
          attributes: { color: 'red' },
        },
        manuallyUpdatedFields: { DISPLAY_NAME: false, DESCRIPTION: true },
      },
      {
        ...{ id: 'e1', edited: ['description'], chosen: [], created: '2026-01-01T00:00:00Z' },
        attributes: { color: 'red', displayName: 'G1', description: 'All' },
      },
    ],
    ['has no value', { name: 'G1' }, /`value`/],
    ['is no object', ['g1'], /`value`/],
    [
      'is of another source',
      { value: 'g1', source: { id: 'b'.repeat(32) } },
      /`source\.id` is not the one asked for/,
    ],
    ['names another source itself', { value: 'g1', sourceId: 'b'.repeat(32) }, /`source\.id` is not the one/],
    [
      'is of another type',
      { value: 'g1', sourceSchemaObjectType: 'role' },
      /`sourceSchemaObjectType` is not/,
    ],
  ])('understands one that %s', async (_, one, expected) => {
    const source = await withGroups(1);
    sandbox.script({ operation: 'listEntitlements', fault: answer([one]) });
    if (expected instanceof RegExp) {
      expect(await failureOf(all(source))).toMatchObject({
        fault: 'shape',
        message: expect.stringMatching(expected),
      });
    } else expect(await all(source)).toMatchObject([expected]);
  });

  it('has no name or description where the schema has no such columns', async () => {
    await withGroups(1);
    const source = withEntitlements(await getSource(tenant.connection, ID), 'role');
    const [role] = await all(source);
    expect(Object.keys(role?.attributes ?? {})).not.toContain('description');
    expect(role).toMatchObject({ identity: 'r1', edited: [], chosen: [] });
  });

  it.each<[string, unknown, boolean | RegExp]>([
    ['has one', [{ sourceId: ID }], true],
    ['has none', [], false],
    ['is shown those of others', [{ source: { id: 'b'.repeat(32) } }], false],
    ['gets no list', {}, /it is not a list/],
  ])('tells whether a source has any: it %s', async (_, body, expected) => {
    const source = await withGroups(1);
    sandbox.script({ operation: 'listEntitlements', fault: answer(body) });
    const asking = hasEntitlements(tenant.connection, source);
    if (typeof expected === 'boolean') expect(await asking).toBe(expected);
    else expect((await failureOf(asking)).message).toMatch(expected);
  });

  it('has name and description in the columns of the schema, and says what was edited by hand', async () => {
    const both = await all(await withGroups(2));
    expect(both.toSorted((a, b) => (a.identity < b.identity ? -1 : 1))).toMatchObject([
      {
        identity: 'g1',
        attributes: { displayName: 'g1', description: 'All' },
        edited: [],
        chosen: ['displayName'],
      },
      { identity: 'g2', attributes: { displayName: 'By hand' }, edited: ['displayName'], chosen: [] },
    ]);
  });

  it('shows some of them by their values, and whether there are any', async () => {
    const source = await withGroups(5);
    const some = await listOfValues(tenant.connection, source, ['g2', 'g4', 'gone']);
    expect(some?.map(({ identity }) => identity).sort()).toEqual(['g2', 'g4']);
    expect(await hasEntitlements(tenant.connection, source)).toBe(true);
  });
});

describe('a type of entitlements', () => {
  it('that the source does not have is told with those that it has', async () => {
    const source = { ...(await withGroups(1)), objectType: 'Group' };
    expect(await failureOf(listEntitlements(tenant.connection, source))).toMatchObject({
      message:
        'object-type: the source "App" has no entitlements of the type "Group". It has the types "group", "role" and "team".',
    });
  });

  it('has its own settings of the file, and else the delimiter of the source', async () => {
    await withGroups(1);
    const source = await getSource(tenant.connection, ID);
    expect(withEntitlements(source, 'role').file).toMatchObject({ delimiter: '|', mergeRows: true });
    expect(withEntitlements(source, 'group').file).toMatchObject({ delimiter: ';', mergeRows: false });
  });
});
