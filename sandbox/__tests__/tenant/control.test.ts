import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, type Answer } from './client.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({
    sources: [{ name: 'HR', accounts: [{ id: '1', name: 'Ada', email: '' }] }],
  });
});

afterEach(async () => {
  await sandbox.close();
});

async function post(name: string, body: unknown): Promise<Answer> {
  return send(sandbox, 'POST', `/_sandbox/${name}`, { body: JSON.stringify(body) });
}

describe('the addresses under /_sandbox/', () => {
  it('show the state without secrets', async () => {
    const token = await tokenOf(sandbox);
    const answer = await send(sandbox, 'GET', '/_sandbox/state');
    expect(answer.body()).toMatchObject({
      peakRequestsIn10s: 1,
      clients: [{ id: DEFAULT_CLIENT.id, userContext: true }],
      sources: [{ name: 'HR', accounts: [{ nativeIdentity: '1' }] }],
      tasks: [],
    });
    expect(answer.text).not.toContain(DEFAULT_CLIENT.secret);
    expect(answer.text).not.toContain(token);
  });

  it('are not requests to the tenant', async () => {
    await send(sandbox, 'GET', '/_sandbox/state');
    expect((await send(sandbox, 'GET', '/_sandbox/requests')).body()).toEqual([]);
    expect(sandbox.rateLimit.peak).toBe(0);
  });

  it('script faults', async () => {
    await post('script', { operation: 'any', times: 'always', fault: { kind: 'reply', status: 503 } });
    expect((await send(sandbox, 'GET', '/sources/v1')).status).toBe(503);
    expect((await send(sandbox, 'GET', '/sources/v1')).status).toBe(503);
  });

  it('add sources and clients, plan runs, start aggregations of a source', async () => {
    const id = 'c'.repeat(32);
    await post('sources', { name: 'New', id, kind: 'direct' });
    await post('clients', { id: 'me', secret: 'mine', scopes: ['idn:sources:manage'], userContext: false });
    await post('run-config', { sourceId: id, completionStatus: 'ERROR', durationMs: 0, completedEarlyMs: 0 });
    const token = await tokenOf(sandbox, { id: 'me', secret: 'mine', scopes: [], userContext: false });
    await send(sandbox, 'POST', `/sources/v1/${id}/load-accounts`, { token });
    expect(sandbox.tenant.tasks()).toMatchObject([{ sourceId: id, completionStatus: 'ERROR' }]);
    await post('aggregations', { sourceId: id, durationMs: 60_000 });
    expect(sandbox.tenant.isBusy(id)).toBe(true);
  });

  it('change settings and end tokens', async () => {
    const token = await tokenOf(sandbox);
    await post('settings', { taskMs: 7 });
    expect(sandbox.settings.taskMs).toBe(7);
    await post('expire-tokens', {});
    expect((await send(sandbox, 'GET', '/sources/v1', { token })).status).toBe(401);
  });

  it('reset everything', async () => {
    const before = sandbox.tenant.sources()[0]?.id;
    sandbox.tenant.addSource({ name: 'New' });
    await post('settings', { taskMs: 7, versionsOff: ['v1'] });
    await tokenOf(sandbox);
    await post('reset', {});
    expect(sandbox.tenant.sources().map((source) => source.id)).toEqual([before]);
    expect(sandbox.settings).toMatchObject({ taskMs: 1_500, versionsOff: [] });
    expect(sandbox.requests).toEqual([]);
  });

  it.each([
    ['script', { operation: 'sing', fault: { kind: 'no-reply' } }, '"operation" must be one of'],
    ['script', { operation: 'any', fault: { kind: 'explode' } }, '"fault" must have one of these kinds'],
    ['sources', {}, 'A source needs a "name".'],
    ['clients', { id: 'me' }, 'A client needs'],
    ['settings', { colour: 'red' }, 'There is no setting "colour".'],
    ['run-config', { sourceId: 'nowhere' }, '"sourceId" must be the id of a source'],
    ['aggregations', {}, '"sourceId" must be the id of a source'],
    ['settings', 'text', 'A JSON object is wanted.'],
  ])('%s refuses %j', async (name, body, error) => {
    const answer = await post(name, body);
    expect(answer.status).toBe(400);
    expect((answer.body() as { error: string }).error).toContain(error);
  });

  it('list the existing addresses in the reply to an unknown one', async () => {
    const answer = await send(sandbox, 'GET', '/_sandbox/nothing');
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('GET requests');
  });
});
