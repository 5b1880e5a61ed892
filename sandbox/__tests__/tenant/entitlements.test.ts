import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, upload, type Answer } from './client.js';
import { differences, mediaTypes } from './specification.js';

/** Entitlements: schemas of several types, aggregation of one of them, and their list. */

const ID = 'a'.repeat(32);
const CSV = 'name,displayName,description\ng1,Staff,All\ng3,New,\n';

let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, settings: { rateLimit: 'off' } });
  token = await tokenOf(sandbox);
  sandbox.tenant.addSource({
    name: 'HR',
    id: ID,
    deleteThreshold: 1,
    connectorAttributes: { 'role.delimiter': ';', 'role.mergeRows': 'true' },
    accounts: [{ id: '1', name: 'Ada' }],
    entitlements: {
      group: {
        values: [
          { name: 'g1', displayName: 'Staff', description: 'All' },
          { name: 'g2', displayName: 'VPN', description: '' },
        ],
        edited: { g1: { name: 'Everybody' } },
      },
      role: { attributes: ['key', 'label', { name: 'parents', isMulti: true }], values: [{ key: 'r1' }] },
    },
  });
});

afterEach(async () => {
  await sandbox.close();
});

async function get(path: string): Promise<Answer> {
  return send(sandbox, 'GET', path, { token });
}

async function load(csv: string, objectType?: string): Promise<Answer> {
  const body = upload(csv, objectType === undefined ? {} : { objectType });
  return send(sandbox, 'POST', `/sources/v1/${ID}/load-entitlements`, { token, body });
}

async function list(query: Record<string, string> = {}, path = '/entitlements/v1'): Promise<Answer> {
  const filters = `source.id eq "${ID}" and type eq "group"`;
  return get(`${path}?${new URLSearchParams({ filters, count: 'true', ...query }).toString()}`);
}

const values = (answer: Answer): unknown[] =>
  (answer.body() as { value: unknown }[]).map(({ value }) => value);

async function taskOf(answer: Answer): Promise<Record<string, unknown>> {
  now += 10_000;
  const { id } = answer.body() as { id: string };
  return (await get(`/task-status/v1/${id}`)).body() as Record<string, unknown>;
}

describe('the schemas of a source', () => {
  it.each([
    ['', ['account', 'group', 'role']],
    ['?include-names=account', ['account']],
    ['?include-types=group', ['group', 'role']],
  ])('%s: %j', async (query, names) => {
    const answer = await get(`/sources/v1/${ID}/schemas${query}`);
    expect(answer.body()).toMatchObject(names.map((name) => ({ name })));
    expect(differences('/sources/v1/{sourceId}/schemas', 'get', 200, answer.body())).toEqual([]);
  });

  it('have the heading of their file', async () => {
    const answer = await get(`/sources/v1/${ID}/schemas/entitlements?schemaName=role`);
    expect(answer.text).toBe('key,label,parents');
    expect(answer.headers.get('content-type')).toBe('text/csv');
    expect(mediaTypes('/sources/v1/{id}/schemas/accounts', 'get', 200)).toEqual(['text/csv']);
  });
});

describe('an aggregation of entitlements', () => {
  it('is answered with the bare task, as specified', async () => {
    const answer = await load(CSV);
    expect(answer.status).toBe(202);
    expect(differences('/sources/v1/{sourceId}/load-entitlements', 'post', 202, answer.body())).toEqual([]);
    expect(answer.body()).toMatchObject({
      uniqueName: 'Cloud Group Aggregation - HR',
      created: '2026-11-22T10:00:00.000Z',
    });
  });

  it('creates, updates and deletes those of its type, whatever the delete threshold', async () => {
    const task = await taskOf(await load(CSV));
    expect(task).toMatchObject({
      completionStatus: 'SUCCESS',
      attributes: { total: 2, groupsCreated: 1, groupsUpdated: 0, groupsDeleted: 1 },
    });
    expect(differences('/task-status/v1/{id}', 'get', 200, task)).toEqual([]);
    expect(values(await list())).toEqual(['g1', 'g3']);
    expect(sandbox.tenant.entitlements(ID, 'role')).toHaveLength(1);
    expect(sandbox.tenant.accounts(ID)).toHaveLength(1);
  });

  it('reads the file with the delimiter and the merging of its type', async () => {
    await taskOf(await load('key;label;parents\nr1;One;a\nr1;;b\n', 'role'));
    expect(sandbox.tenant.entitlements(ID, 'role').map((one) => one.attributes)).toEqual([
      { key: 'r1', label: 'One', parents: ['a', 'b'] },
    ]);
  });

  it('as in replies of 2026: without counts', async () => {
    sandbox.settings.entitlements.taskForm = '2026';
    const { attributes } = await taskOf(await load(CSV));
    expect(Object.keys(attributes as object)).not.toContain('groupsCreated');
    expect(Object.keys(attributes as object)).not.toContain('total');
  });

  it.each([
    ['an unknown type', upload(CSV, { objectType: 'permission' }), 400],
    ['another heading', upload('id,name\n'), 400],
    ['no file', upload('', {}), 400],
    ['no part at all', new FormData(), 500],
  ])('%s: %i', async (_name, body, status) => {
    const answer = await send(sandbox, 'POST', `/sources/v1/${ID}/load-entitlements`, { token, body });
    expect(answer.status).toBe(status);
  });

  it('and one of accounts of the same source refuse each other', async () => {
    await load(CSV);
    const accounts = await send(sandbox, 'POST', `/sources/v1/${ID}/load-accounts`, {
      token,
      body: upload('id,name,email\n1,Ada,\n'),
    });
    expect(accounts.text).toContain('currently running aggregation must complete');
    expect((await load(CSV)).text).toContain('currently running aggregation must complete');
    now += 10_000;
    expect(values(await list())).toEqual(['g1', 'g3']);
  });

  it('of somebody else brings its own file', async () => {
    const body = JSON.stringify({ sourceId: ID, objectType: 'group', csv: CSV });
    expect((await send(sandbox, 'POST', '/_sandbox/aggregations', { body })).status).toBe(200);
    now += 10_000;
    expect(values(await list())).toEqual(['g1', 'g3']);
  });

  it.each([
    ['loads', { scopes: ['idn:entitlement:manage'], userContext: true }, 202],
    ['not without a person', { scopes: ['idn:entitlement:manage'], userContext: false }, 403],
    ['not by the scope of accounts', { scopes: ['idn:sources:manage'], userContext: true }, 403],
  ])('%s', async (_name, client, status) => {
    const own = { ...DEFAULT_CLIENT, id: 'own', ...client };
    sandbox.tokens.addClient(own);
    token = await tokenOf(sandbox, own);
    expect((await load(CSV)).status).toBe(status);
  });
});

describe('the list of entitlements', () => {
  it('shows what was edited by hand', async () => {
    expect((await list()).body()).toMatchObject([
      {
        value: 'g1',
        name: 'Everybody',
        description: 'All',
        manuallyUpdatedFields: { DISPLAY_NAME: true, DESCRIPTION: false },
      },
      { value: 'g2', name: 'VPN', description: null, manuallyUpdatedFields: { DISPLAY_NAME: false } },
    ]);
  });

  it.each([
    [`source.id eq "${ID}"`, ['g1', 'g2', 'r1']],
    [`source.id eq "${ID}" and type eq "role"`, ['r1']],
    ['value in ("g2", "r1")', ['g2', 'r1']],
  ])('%s', async (filters, expected) => {
    expect(values(await list({ filters }))).toEqual(expected);
  });

  it('goes on after the sorted fields of the last one', async () => {
    const sorters = 'name,id';
    const [first, second] = values(await list({ sorters }));
    const last = (await list({ sorters, limit: '1' })).body() as { name: string; id: string }[];
    const after = `${last[0]?.name ?? ''},${last[0]?.id ?? ''}`;
    expect(first).toBe('g1');
    expect(values(await list({ sorters, searchAfter: after }))).toEqual([second]);
    expect((await list({ sorters, searchAfter: 'one' })).status).toBe(400);
    expect((await list({ sorters, searchAfter: after }, '/v2025/entitlements')).status).toBe(400);
    expect((await list({ sorters, searchAfter: after }, '/v2026/entitlements')).status).toBe(200);
  });

  it('may be behind, short, and without attributes', async () => {
    Object.assign(sandbox.settings.entitlements, { lagLooks: 1, pageSize: 1, attributes: 'absent' });
    await taskOf(await load(CSV));
    expect(values(await list({ offset: '0' }))).toEqual(['g1']);
    const [third] = (await list({ offset: '1' })).body() as Record<string, unknown>[];
    expect(third).toMatchObject({ value: 'g2' });
    expect(third).not.toHaveProperty('attributes');
  });
});

it('refuses a filter of tasks by type', async () => {
  const answer = await get(`/task-status/v1?filters=${encodeURIComponent('type eq "QUARTZ"')}`);
  expect(answer.status).toBe(400);
});
