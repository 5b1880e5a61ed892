import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, taskIdOf, tokenOf, upload, type Answer } from './client.js';
import { differences, mediaTypes } from './specification.js';

let now = Date.parse('2026-11-22T10:00:00Z');
let sandbox: Sandbox;
let token: string;
let source: string;
let task: string;

const CSV = 'id,name,email\n1,Ada,ada@example.org\n';

async function get(path: string): Promise<Answer> {
  return send(sandbox, 'GET', path, { token });
}

async function load(csv: string): Promise<Answer> {
  return send(sandbox, 'POST', `/sources/v1/${source}/load-accounts`, { token, body: upload(csv) });
}

describe('what the sandbox replies, against the vendor’s specification', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ clock: () => now, settings: { rateLimit: 'off' } });
    token = await tokenOf(sandbox);
    const accounts = [{ id: '9', name: 'Zoe', email: '' }];
    source = sandbox.tenant.addSource({ name: 'HR', deleteThreshold: 10, accounts }).id;
    sandbox.tenant.addSource({ name: 'Directory', kind: 'direct' });
    task = taskIdOf(await load(CSV));
  });

  afterAll(async () => {
    await sandbox.close();
  });

  it.each([
    ['sources', () => '/sources/v1', '/sources/v1'],
    ['one source', () => `/sources/v1/${source}`, '/sources/v1/{id}'],
    ['schemas', () => `/sources/v1/${source}/schemas`, '/sources/v1/{sourceId}/schemas'],
    ['accounts in full', () => '/accounts/v1', '/accounts/v1'],
    ['accounts in short', () => '/accounts/v1?detailLevel=SLIM', '/accounts/v1'],
    ['a queued task', () => `/task-status/v1/${task}`, '/task-status/v1/{id}'],
    ['tasks', () => '/task-status/v1', '/task-status/v1'],
  ])('%s: no difference', async (_name, path, specified) => {
    const answer = await get(path());
    expect(answer.status).toBe(200);
    expect(differences(specified, 'get', 200, answer.body())).toEqual([]);
  });

  it('the heading of the file is text/csv', async () => {
    const answer = await get(`/sources/v1/${source}/schemas/accounts`);
    expect(mediaTypes('/sources/v1/{id}/schemas/accounts', 'get', 200)).toEqual([
      answer.headers.get('content-type'),
    ]);
  });

  it('an aggregation and its task: no difference in any phase', async () => {
    const status = `/account-aggregations/v1/${task}/status`;
    const seen: unknown[] = [];
    for (const step of [200, 700, 600, 100]) {
      now += step;
      const aggregation = await get(status);
      seen.push((aggregation.body() as { status: string }).status);
      expect(differences('/account-aggregations/v1/{id}/status', 'get', 200, aggregation.body())).toEqual([]);
      const followed = await get(`/task-status/v1/${task}`);
      expect(differences('/task-status/v1/{id}', 'get', 200, followed.body())).toEqual([]);
    }
    expect(seen).toEqual(['STARTED', 'ACCOUNTS_COLLECTED', 'COMPLETED', 'COMPLETED']);
  });

  it('the 202 of load-accounts: dates are numbers (docs/isc-api.md#starting); nothing else differs', async () => {
    const answer = await load(CSV);
    expect(answer.status).toBe(202);
    expect(differences('/sources/v1/{id}/load-accounts', 'post', 202, answer.body())).toEqual([
      '/task/created type',
    ]);
  });

  it('the 202 of a busy source: likewise', async () => {
    sandbox.tenant.runElsewhere(source);
    const answer = await load(CSV);
    expect(differences('/sources/v1/{id}/load-accounts', 'post', 202, answer.body())).toEqual([
      '/task/created type',
    ]);
  });

  it('refusals: no difference', async () => {
    const wrongHeading = await load('a,b\n');
    expect(wrongHeading.status).toBe(400);
    expect(differences('/sources/v1/{id}/load-accounts', 'post', 400, wrongHeading.body())).toEqual([]);
    const absent = await get('/sources/v1/nowhere');
    expect(absent.status).toBe(404);
    expect(differences('/sources/v1/{id}', 'get', 404, absent.body())).toEqual([]);
    const stranger = await send(sandbox, 'GET', '/sources/v1', { token: 'nobody' });
    expect(stranger.status).toBe(401);
    expect(differences('/sources/v1', 'get', 401, stranger.body())).toEqual([]);
  });

  it('no right, too many requests and an inner fault: no difference', async () => {
    const poor = { id: 'poor', secret: 'also-poor', scopes: [], userContext: false };
    sandbox.tokens.addClient(poor);
    const forbidden = await send(sandbox, 'GET', '/accounts/v1', { token: await tokenOf(sandbox, poor) });
    expect(forbidden.status).toBe(403);
    expect(differences('/accounts/v1', 'get', 403, forbidden.body())).toEqual([]);

    const direct = sandbox.tenant.sources()[1]?.id ?? '';
    const fault = await send(sandbox, 'POST', `/sources/v1/${direct}/load-accounts`, {
      token,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(fault.status).toBe(500);
    expect(differences('/sources/v1/{id}/load-accounts', 'post', 500, fault.body())).toEqual([]);

    sandbox.settings.rateLimit = 'on';
    let last = await get('/sources/v1');
    for (let sent = 1; sent < 101; sent += 1) last = await get('/sources/v1');
    expect(last.status).toBe(429);
    expect(differences('/sources/v1', 'get', 429, last.body())).toEqual([]);
  });
});
