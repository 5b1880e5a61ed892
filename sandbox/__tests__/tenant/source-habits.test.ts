import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import type { SourceSeed } from '../../tenant/source-seed.js';
import { send, tokenOf, upload, type Answer } from './client.js';

const ID = 'a'.repeat(32);
const TAB = '\t';

let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now });
  token = await tokenOf(sandbox);
});

afterEach(async () => {
  await sandbox.close();
});

function add(seed: Partial<SourceSeed>): void {
  sandbox.tenant.addSource({ name: 'HR', id: ID, ...seed });
}

async function get(path = ''): Promise<Answer> {
  return send(sandbox, 'GET', `/sources/v1/${ID}${path}`, { token });
}

async function connectorAttributes(): Promise<unknown> {
  return ((await get()).body() as { connectorAttributes: unknown }).connectorAttributes;
}

/** The accounts after aggregating this file. */
async function aggregated(csv: string): Promise<unknown> {
  await send(sandbox, 'POST', `/sources/v1/${ID}/load-accounts`, { token, body: upload(csv) });
  now += 10_000;
  return sandbox.tenant.accounts(ID).map((account) => account.attributes);
}

describe('the delimiter of a source', () => {
  it.each([
    ['a tab', TAB, TAB],
    ['a tab as two characters', '\\t', TAB],
    ['a tab as six characters', '\\u0009', TAB],
    ['a semicolon as six characters', '\\u003B', ';'],
    ['none', '', ','],
  ])('%s', async (_name, delimiter, character) => {
    add({ attributes: ['id', 'name'], connectorAttributes: { delimiter } });
    expect(await connectorAttributes()).toEqual({ delimiter });
    expect(await aggregated(`id${character}name\n1${character}Ada\n`)).toEqual([{ id: '1', name: 'Ada' }]);
  });

  it.each([
    [{ delimiter: 'escape' }, TAB, '\\t'],
    [{ delimiter: 'escape' }, ';', ';'],
    [{ delimiter: 'unicode-escape' }, TAB, '\\u0009'],
    [{ delimiter: 'unicode-escape' }, '\\t', '\\u0009'],
    [{ delimiter: 'unicode-escape' }, undefined, '\\u002c'],
  ] as const)('as %j: %j is shown as %s', async (habit, delimiter, shown) => {
    Object.assign(sandbox.settings.sources, habit);
    add({ connectorAttributes: delimiter === undefined ? {} : { delimiter } });
    expect(await connectorAttributes()).toEqual({ delimiter: shown });
  });
});

describe('connector attributes', () => {
  it('are JSON booleans if they are described so', async () => {
    add({ connectorAttributes: { hasHeader: false, mergeRows: true, commentCharacter: null } });
    expect(await connectorAttributes()).toEqual({
      hasHeader: false,
      mergeRows: true,
      commentCharacter: null,
    });
    expect(await aggregated('1,Ada,a\n')).toEqual([{ id: '1', name: 'Ada', email: 'a' }]);
  });

  it('are JSON booleans by habit, and name a rule', async () => {
    Object.assign(sandbox.settings.sources, { booleans: 'json', buildMapRule: 'Rewrite' });
    add({ connectorAttributes: { hasHeader: 'true', mergeRows: 'false', delimiter: ';' } });
    const shown = { hasHeader: true, mergeRows: false, delimiter: ';', buildMapRule: 'Rewrite' };
    expect(await connectorAttributes()).toEqual(shown);
    expect((await send(sandbox, 'GET', '/sources/v1', { token })).body()).toMatchObject([
      { connectorAttributes: shown },
    ]);
  });
});

describe('a BuildMap rule', () => {
  it('rewrites, combines and drops columns', async () => {
    add({
      attributes: ['id', 'first', 'last', 'mail'],
      buildMap: { id: 'HR-{id}', first: '{first} {last}', last: null },
    });
    expect(await connectorAttributes()).toEqual({ buildMapRule: 'Rewrite rows' });
    expect(await aggregated('id,first,last,mail\n1,Ada,Byron,a@x\n')).toEqual([
      { id: 'HR-1', first: 'Ada Byron', last: '', mail: 'a@x' },
    ]);
  });
});

describe('the connections of a source', () => {
  it('are the identity profiles and the attributes that they read, each once', async () => {
    add({
      identityProfiles: [
        { name: 'Employees', sourceAttributes: ['name', 'email'] },
        { name: 'Contractors', sourceAttributes: ['name'] },
      ],
    });
    expect((await get('/connections')).body()).toMatchObject({
      identityProfiles: [{ name: 'Employees' }, { name: 'Contractors' }],
      sourceAttributes: ['name', 'email'],
      mappingProfiles: ['Employees', 'Contractors'],
    });
  });

  it('are empty if nothing uses the source', async () => {
    add({});
    expect((await get('/connections')).body()).toMatchObject({ identityProfiles: [], sourceAttributes: [] });
  });

  it.each([
    [403, ['idn:accounts:read'], {}],
    [200, ['idn:sources:read'], {}],
    [200, ['idn:sources:manage'], {}],
    [403, ['idn:sources:manage'], { getConnections: 403 }],
    [404, ['idn:sources:manage'], { getConnections: 404 }],
  ] as const)('answer %i to %j with %j refused', async (status, scopes, refused) => {
    add({});
    sandbox.settings.refused = refused;
    const client = { id: 'me', secret: 'mine', scopes, userContext: false };
    sandbox.tokens.addClient(client);
    token = await tokenOf(sandbox, client);
    expect((await get('/connections')).status).toBe(status);
  });

  it('answer 404 for a source that does not exist', async () => {
    expect((await get('/connections')).status).toBe(404);
  });
});

describe('the type of a source', () => {
  it.each([
    [{ type: 'null' }, { type: null, connectionType: 'file' }],
    [
      { type: 'generic' },
      { type: 'Generic', connectionType: null, connectorAttributes: { connectionType: 'file' } },
    ],
  ] as const)('%j', async (change, expected) => {
    Object.assign(sandbox.settings.sources, change);
    add({});
    expect((await get()).body()).toMatchObject(expected);
  });
});
