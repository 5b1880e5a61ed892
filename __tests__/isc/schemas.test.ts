import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getAccountSchema, getEntitlementSchema, schemaFor } from '../../src/isc/schemas.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';

let sandbox: Sandbox;
let tenant: Connected;

beforeAll(async () => {
  sandbox = await startSandbox({
    settings: { rateLimit: 'off' },
    sources: [{ id: ID, name: 'HR', attributes: ['id', 'name', { name: 'groups', isMulti: true }] }],
  });
  tenant = connect(sandbox.url);
});

afterAll(async () => {
  tenant.close();
  await sandbox.close();
});

describe('the schema of a type of entitlements', () => {
  const asked = (body: unknown): ReturnType<typeof getEntitlementSchema> => {
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'replace-body', body } });
    return getEntitlementSchema(tenant.connection, { id: ID, name: 'HR', objectType: 'group' });
  };
  const group = { name: 'group', identityAttribute: 'value', attributes: [{ name: 'value' }] };

  it('is found among all schemas, which a server may list', async () => {
    const account = { name: 'account', identityAttribute: 'id', attributes: [{ name: 'id' }] };
    expect(await asked([account, 7, {}, group])).toMatchObject({
      ...{ identityAttribute: 'value', objectType: 'group' },
      attributes: [{ name: 'value', type: 'STRING', isMulti: false }],
    });
  });

  it('is refused without what identifies an entitlement', async () => {
    expect(await failureOf(asked([{ ...group, identityAttribute: '' }]))).toMatchObject({
      ...{ fault: 'shape', operation: 'entitlement-schema' },
    });
  });

  it.each([
    [[], /no entitlements of the type "group"\. It has no types of entitlements\./],
    [[{ name: 'account' }, { name: 'role' }, {}], /It has the types "role"\./],
  ])('is a failure with those that there are: %#', async (body, message) => {
    expect((await failureOf(asked(body))).message).toMatch(message);
  });
});

describe('the account schema', () => {
  it('names its attributes and those that identify an account', async () => {
    expect(await getAccountSchema(tenant.connection, ID)).toEqual({
      identityAttribute: 'id',
      displayAttribute: 'name',
      attributes: [
        { name: 'id', type: 'STRING', isMulti: false },
        { name: 'name', type: 'STRING', isMulti: false },
        { name: 'groups', type: 'STRING', isMulti: true },
      ],
    });
  });

  it('may say types in any letter case, and Booleans as texts', async () => {
    const attributes = [
      { name: 'id', type: 'string', isMulti: 'false' },
      { name: 'level', type: 'int' },
      { name: 'groups', type: 'Groups', isMulti: 'true' },
    ];
    const body = [{ name: 'account', identityAttribute: 'id', attributes }];
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'replace-body', body } });
    expect((await getAccountSchema(tenant.connection, ID)).attributes).toEqual([
      { name: 'id', type: 'STRING', isMulti: false },
      { name: 'level', type: 'INT', isMulti: false },
      { name: 'groups', type: 'STRING', isMulti: true },
    ]);
  });

  it.each<[string, unknown]>([
    ['no schema', []],
    ['another schema', [{ name: 'group', identityAttribute: 'id', attributes: [{ name: 'id' }] }]],
    ['no identity attribute', [{ name: 'account', attributes: [{ name: 'id' }] }]],
    ['no attributes', [{ name: 'account', identityAttribute: 'id', attributes: [{ isMulti: true }, 7] }]],
    ['an object', { name: 'account' }],
  ])('refuses %s', async (_name, body) => {
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'replace-body', body } });
    expect(await failureOf(getAccountSchema(tenant.connection, ID))).toMatchObject({
      fault: 'shape',
      operation: 'schema',
    });
  });

  it.each<[unknown, string]>([
    ['DATE', 'DATE'],
    ['LONG', 'LONG'],
    ['DECIMAL', 'STRING'],
    ['date', 'DATE'],
    [null, 'STRING'],
    [undefined, 'STRING'],
    [{}, 'STRING'],
  ])('takes the type %j for %s', async (type, taken) => {
    const attributes = [{ name: 'id', type, isMulti: false }];
    const body = [{ name: 'account', identityAttribute: 'id', attributes }];
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'replace-body', body } });
    const { attributes: read } = await getAccountSchema(tenant.connection, ID);
    expect(read).toEqual([{ name: 'id', type: taken, isMulti: false }]);
  });

  it('does without a display attribute', async () => {
    const body = [{ name: 'account', identityAttribute: 'id', attributes: [{ name: 'id' }] }];
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'replace-body', body } });
    expect(await getAccountSchema(tenant.connection, ID)).toMatchObject({
      displayAttribute: undefined,
      attributes: [{ name: 'id', isMulti: false }],
    });
  });
});

describe('a schema in a step', () => {
  const ACCOUNTS = { id: ID, name: 'HR', objectType: 'account' };
  const asked = (): number => sandbox.requests.filter(({ operation }) => operation === 'getSchemas').length;

  it('is asked for once, whoever needs it, and again only where that failed', async () => {
    const other = connect(sandbox.url);
    const before = asked();
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'reply', status: 403 } });
    expect(await failureOf(schemaFor(other.connection, ACCOUNTS))).toMatchObject({ httpStatus: 403 });
    const [one, same] = await Promise.all([
      schemaFor(other.connection, ACCOUNTS),
      schemaFor(other.connection, ACCOUNTS),
    ]);
    expect(await schemaFor(other.connection, ACCOUNTS)).toBe(one);
    expect(same).toBe(one);
    expect(asked() - before).toBe(2);
    expect(await failureOf(schemaFor(other.connection, { ...ACCOUNTS, objectType: 'group' }))).toMatchObject({
      message: expect.stringContaining('no entitlements of the type "group"'),
    });
    other.close();
  });
});
