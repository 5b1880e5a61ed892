import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ALL_SCOPES } from '../../tenant/permissions.js';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, type Answer } from './client.js';

let now: number;
let sandbox: Sandbox;
let source: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now });
  source = sandbox.tenant.addSource({ name: 'HR' }).id;
});

afterEach(async () => {
  await sandbox.close();
});

const { id, secret } = DEFAULT_CLIENT;
const GRANT = { grant_type: 'client_credentials' };

async function get(path: string, token: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send(sandbox, 'GET', path, { token, headers });
}

describe('a token', () => {
  const form = (fields: Record<string, string>): FormData => {
    const made = new FormData();
    for (const [name, value] of Object.entries(fields)) made.append(name, value);
    return made;
  };
  const basic = (password: string): string => `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;

  it.each([
    ['a form', { body: new URLSearchParams({ ...GRANT, client_id: id, client_secret: secret }) }, 200],
    [
      'a multipart form, as the vendor’s SDK',
      { body: form({ ...GRANT, client_id: id, client_secret: secret }) },
      200,
    ],
    [
      'Basic authentication',
      { body: new URLSearchParams(GRANT), headers: { Authorization: basic(secret) } },
      200,
    ],
    ['a wrong secret', { body: new URLSearchParams({ ...GRANT, client_id: id, client_secret: 'no' }) }, 401],
    ['a wrong id', { body: new URLSearchParams({ ...GRANT, client_id: 'no', client_secret: secret }) }, 401],
    [
      'a wrong secret by Basic authentication',
      { body: new URLSearchParams(GRANT), headers: { Authorization: basic('no') } },
      401,
    ],
    ['another grant', { body: new URLSearchParams({ grant_type: 'password' }) }, 400],
    ['nothing', {}, 400],
  ])('for %s', async (_name, options, status) => {
    const answer = await send(sandbox, 'POST', '/oauth/token', options);
    expect(answer.status).toBe(status);
    const keys = Object.keys(answer.body() as object);
    if (status === 200) expect(answer.body()).toMatchObject({ token_type: 'bearer', expires_in: 749 });
    else expect(keys).toEqual(['error', 'error_description']);
  });

  it('expires when its lifetime is over', async () => {
    sandbox.settings.tokenSeconds = 2;
    const token = await tokenOf(sandbox);
    now += 1_999;
    expect((await get('/sources/v1', token)).status).toBe(200);
    now += 1;
    const answer = await get('/sources/v1', token);
    expect([answer.status, answer.body()]).toEqual([401, { error: 'JWT validation failed: JWT is expired' }]);
    expect(sandbox.requests.at(-1)?.authorization).toBe('expired');
  });

  it('can be revoked at once', async () => {
    const token = await tokenOf(sandbox);
    sandbox.tokens.expireAll();
    expect((await get('/sources/v1', token)).status).toBe(401);
  });
});

describe('the right to do something', () => {
  const paths = {
    getSource: () => `/sources/v1/${source}`,
    listSources: () => '/sources/v1',
    getSchemas: () => `/sources/v1/${source}/schemas`,
    getSchemaHeader: () => `/sources/v1/${source}/schemas/accounts`,
    listAccounts: () => '/accounts/v1',
    listTasks: () => '/task-status/v1',
    getAggregationStatus: () => '/account-aggregations/v1/none/status',
  };
  type Asked = keyof typeof paths;

  it.each<[string, readonly string[], boolean, Asked[]]>([
    ['nothing', [], false, []],
    ['idn:sources:manage', ['idn:sources:manage'], false, ['getSource', 'listSources']],
    ['idn:sources:read', ['idn:sources:read'], false, ['getSource', 'listSources']],
    ['idn:accounts:read', ['idn:accounts:read'], false, ['listAccounts']],
    ['idn:task-management:read', ['idn:task-management:read'], false, ['listTasks']],
    ['idn:source-schema:read without user context', ['idn:source-schema:read'], false, []],
    [
      'idn:source-schema:read',
      ['idn:source-schema:read'],
      true,
      ['getSchemas', 'getSchemaHeader', 'getAggregationStatus'],
    ],
    ['all of them', ALL_SCOPES, true, Object.keys(paths) as Asked[]],
  ])('%s', async (_name, scopes, userContext, allowed) => {
    const client = { id: 'somebody', secret: 'something', scopes, userContext };
    sandbox.tokens.addClient(client);
    const token = await tokenOf(sandbox, client);
    const passed: string[] = [];
    for (const [operation, path] of Object.entries(paths)) {
      if ((await get(path(), token)).status !== 403) passed.push(operation);
    }
    expect(passed.toSorted()).toEqual(allowed.toSorted());
  });

  it('to upload takes the scope idn:sources:manage alone', async () => {
    const client = { id: 'reader', secret: 'something', scopes: ['idn:sources:read'], userContext: true };
    sandbox.tokens.addClient(client);
    const answer = await send(sandbox, 'POST', `/sources/v1/${source}/load-accounts`, {
      token: await tokenOf(sandbox, client),
    });
    const text = 'The server understood the request but refuses to authorize it.';
    expect(answer.status).toBe(403);
    expect(answer.body()).toMatchObject({ detailCode: '403 Forbidden', messages: [{ text }, { text }] });
    expect((answer.body() as { trackingId: string }).trackingId).toBe(answer.headers.get('slpt-request-id'));
  });
});

describe('the limit of 100 requests in 10 s', () => {
  it('answers 429 with the seconds until there is room, by client and version', async () => {
    const token = await tokenOf(sandbox);
    for (let sent = 0; sent < 100; sent += 1) await get('/sources/v1', token);
    now += 4_000;
    const answer = await get('/sources/v1', token);
    expect([answer.status, answer.headers.get('retry-after'), answer.body()]).toEqual([
      429,
      '6',
      { message: 'Rate limit exceeded' },
    ]);
    expect((await get('/v2025/sources', token)).status).toBe(200);
    now += 6_000;
    expect((await get('/sources/v1', token)).status).toBe(200);
    expect(sandbox.rateLimit.peak).toBe(103);
  });

  it('can be switched off; requests are still counted', async () => {
    sandbox.settings.rateLimit = 'off';
    const token = await tokenOf(sandbox);
    for (let sent = 0; sent < 101; sent += 1) await get('/sources/v1', token);
    expect(sandbox.requests.at(-1)?.status).toBe(200);
    expect(sandbox.rateLimit.peak).toBe(102);
  });
});

describe('versions', () => {
  it.each([
    ['/sources/v1', 200],
    ['/v2026/sources', 200],
    ['/v2025/sources', 200],
    ['/v2024/sources', 200],
    ['/beta/sources', 200],
    ['/v3/sources', 200],
    ['/v3/task-status', 404],
    ['/v2/sources', 404],
    ['/v1/sources', 404],
    ['/sources/v2', 404],
    ['/', 404],
    ['//', 404],
    ['/sources/v1/%E0%A4%A', 404],
  ])('%s: %i', async (path, status) => {
    expect((await get(path, await tokenOf(sandbox))).status).toBe(status);
  });

  it('v3 has no load-accounts', async () => {
    const token = await tokenOf(sandbox);
    expect((await send(sandbox, 'POST', `/v3/sources/${source}/load-accounts`, { token })).status).toBe(404);
    expect((await send(sandbox, 'POST', `/beta/sources/${source}/load-accounts`, { token })).status).toBe(
      400,
    );
  });

  it('v2024 requires X-SailPoint-Experimental for the operations of an aggregation', async () => {
    const token = await tokenOf(sandbox);
    expect((await get('/v2024/task-status', token)).status).toBe(400);
    expect((await get('/v2024/task-status', token, { 'X-SailPoint-Experimental': 'true' })).status).toBe(200);
  });

  it('a version that is switched off is gone, and a deprecated operation says that it is deprecated', async () => {
    sandbox.settings.versionsOff = ['v2024'];
    sandbox.settings.deprecated = ['listSources'];
    const token = await tokenOf(sandbox);
    expect((await get('/v2024/sources', token)).status).toBe(410);
    expect((await get('/sources/v1', token)).headers.get('x-deprecated')).toBe('true');
    expect((await get(`/sources/v1/${source}`, token)).headers.get('x-deprecated')).toBeNull();
  });

  it('the Date header shows the server’s clock, which may be wrong', async () => {
    sandbox.settings.clockSkewMs = -3_600_000;
    const answer = await get('/sources/v1', await tokenOf(sandbox));
    expect(answer.headers.get('date')).toBe('Sun, 22 Nov 2026 09:00:00 GMT');
  });
});
