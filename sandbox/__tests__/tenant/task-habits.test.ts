import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunPlan, SandboxSource } from '../../tenant/model.js';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import type { SourceSeed } from '../../tenant/source-seed.js';
import { send, taskIdOf, tokenOf, upload, type Answer } from './client.js';

const OURS = 'id,name,email\n1,Ada,ada@example.org\n';
const THEIRS = 'id,name,email\n7,Gus,gus@example.org\n8,Hal,hal@example.org\n';
const BUSY =
  'This aggregation failed because the currently running aggregation must complete before the next one can start.';

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

function add(seed: Partial<SourceSeed> = {}): SandboxSource {
  return sandbox.tenant.addSource({ name: 'HR', ...seed });
}

async function load(source: SandboxSource, csv = OURS): Promise<Answer> {
  return send(sandbox, 'POST', `/sources/v1/${source.id}/load-accounts`, { token, body: upload(csv) });
}

async function control(name: string, body: object): Promise<Answer> {
  const answer = await send(sandbox, 'POST', `/_sandbox/${name}`, { body: JSON.stringify(body) });
  expect({ name, status: answer.status, error: answer.status === 200 ? '' : answer.text }).toEqual({
    name,
    status: 200,
    error: '',
  });
  return answer;
}

async function task(id: string): Promise<Record<string, unknown>> {
  return (await send(sandbox, 'GET', `/task-status/v1/${id}`, { token })).body() as Record<string, unknown>;
}

function identities(source: SandboxSource): string[] {
  return sandbox.tenant.accounts(source.id).map((account) => account.nativeIdentity);
}

describe('an aggregation that another step starts', () => {
  it('brings its own file', async () => {
    const source = add({ accounts: [{ id: '7', name: 'Gus' }] });
    const started = (await control('aggregations', { sourceId: source.id, csv: THEIRS })).body();
    expect(started).toMatchObject({ sourceId: source.id, counts: { total: 2, created: 1, updated: 1 } });
    now += 10_000;
    expect(identities(source)).toEqual(['7', '8']);
  });

  it('begins while an upload is lost, so that its task looks like the upload’s', async () => {
    const source = add();
    await control('script', {
      operation: 'loadAccounts',
      fault: { kind: 'reply', status: 502, body: '<h1>Bad gateway</h1>' },
      meanwhile: { sourceId: source.id, csv: THEIRS, durationMs: 500 },
    });
    expect(sandbox.tenant.tasks()).toEqual([]);
    expect((await load(source)).status).toBe(502);
    expect(sandbox.tenant.tasks()).toMatchObject([{ sourceId: source.id, created: now }]);
    now += 10_000;
    expect(identities(source)).toEqual(['7', '8']);
  });

  it('begins just before an upload is processed, which then finds the source busy', async () => {
    const source = add();
    const meanwhile = { sourceId: source.id, csv: THEIRS };
    await control('script', { operation: 'loadAccounts', fault: { kind: 'pass' }, meanwhile });
    const answer = await load(source);
    expect(answer.body()).toMatchObject({ task: { messages: [{ type: 'WARN', localizedText: BUSY }, {}] } });
    now += 10_000;
    expect(identities(source)).toEqual(['7', '8']);
  });

  it('may have ended long ago', async () => {
    const source = add();
    const past = { durationMs: 1_000, createdLateMs: -3_600_000, counts: { total: 40 } };
    await control('aggregations', { sourceId: source.id, ...past });
    expect(sandbox.tenant.isBusy(source.id)).toBe(false);
    const [ended] = (await send(sandbox, 'GET', '/task-status/v1', { token })).body() as unknown[];
    expect(ended).toMatchObject({ completionStatus: 'SUCCESS', attributes: { total: 40 } });
  });

  it.each([
    ['aggregations', { sourceId: 'nowhere' }, '"sourceId" must be the id of a source'],
    [
      'script',
      { operation: 'any', fault: { kind: 'pass' }, meanwhile: { csv: OURS } },
      '"sourceId" must be the id of a source',
    ],
  ])('%s refuses one of no source', async (name, body, error) => {
    const answer = await send(sandbox, 'POST', `/_sandbox/${name}`, { body: JSON.stringify(body) });
    expect([answer.status, (answer.body() as { error: string }).error]).toEqual([
      400,
      expect.stringContaining(error),
    ]);
  });

  it('is refused for a heading that is not the schema’s', async () => {
    const body = JSON.stringify({ sourceId: add().id, csv: 'a,b\n' });
    const answer = await send(sandbox, 'POST', '/_sandbox/aggregations', { body });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('is unknown and/or')]);
  });
});

describe('a refusal that shows only at the end of the task', () => {
  it.each(['SUCCESS', 'WARNING'])('with %s: a 202 as usual, and no account changes', async (busyStatus) => {
    const source = add({ busyReply: 'at-the-end', busyStatus });
    sandbox.tenant.runElsewhere(source.id, { durationMs: 60_000 });
    const answer = await load(source);
    expect(answer.body()).toMatchObject({ success: true, task: { completionStatus: null, messages: [] } });
    expect(await task(taskIdOf(answer))).toMatchObject({ completionStatus: null, messages: [] });
    now += 30_000;
    expect(await task(taskIdOf(answer))).toMatchObject({
      completionStatus: busyStatus,
      messages: [{ type: 'WARN', localizedText: { message: BUSY } }, {}],
      attributes: { total: 0 },
    });
    expect(identities(source)).toEqual([]);
  });

  it('can be planned for a source that is free, too', async () => {
    const source = add();
    await control('run-config', {
      sourceId: source.id,
      completionStatus: 'SUCCESS',
      changesAccounts: false,
      messages: [{ type: 'WARN', text: BUSY }],
    });
    const id = taskIdOf(await load(source));
    now += 30_000;
    expect(await task(id)).toMatchObject({ completionStatus: 'SUCCESS', messages: [{ type: 'WARN' }, {}] });
    expect(identities(source)).toEqual([]);
  });

  it('may have other words and another message type', async () => {
    const source = add({ busyMessage: { type: 'INFO', text: 'Another one is under way.' } });
    sandbox.tenant.runElsewhere(source.id);
    const { task: shown } = (await load(source)).body() as { task: { messages: unknown[] } };
    expect(shown.messages[0]).toMatchObject({ type: 'INFO', localizedText: 'Another one is under way.' });
  });
});

describe('an unusual 202', () => {
  const INFO = { type: 'INFO', text: 'An entitlement aggregation is already running.' } as const;

  it('carries a message although its task has started', async () => {
    const source = add();
    await control('run-config', { sourceId: source.id, accepted: { messages: [INFO] } });
    const answer = await load(source);
    expect(answer.body()).toMatchObject({
      success: true,
      task: { messages: [{ type: 'INFO', error: false, warning: false, localizedText: INFO.text }, {}] },
    });
    now += 10_000;
    expect(await task(taskIdOf(answer))).toMatchObject({ completionStatus: 'SUCCESS', messages: [] });
    expect(identities(source)).toEqual(['1']);
  });

  it('names an old task, and nothing has started', async () => {
    const source = add();
    const old = sandbox.tenant.runElsewhere(source.id, { durationMs: 1_000, createdLateMs: -60_000 });
    sandbox.tenant.planRun(source.id, { starts: false, accepted: { taskId: old.id } });
    const answer = await load(source);
    expect(answer.body()).toMatchObject({ success: true, task: { id: old.id, created: now - 60_000 } });
    now += 10_000;
    expect(sandbox.tenant.tasks()).toHaveLength(1);
    expect(identities(source)).toEqual([]);
  });

  it('names the task of another source', async () => {
    const other = sandbox.tenant.runElsewhere(add({ name: 'Payroll' }).id);
    const source = add();
    sandbox.tenant.planRun(source.id, { accepted: { taskId: other.id } });
    const answer = await load(source);
    expect(answer.body()).toMatchObject({ task: { id: other.id, attributes: { appId: other.sourceId } } });
    expect(sandbox.tenant.tasks()).toHaveLength(2);
  });

  it('names a task that does not exist', async () => {
    const source = add({ run: { accepted: { taskId: 'f'.repeat(32) } } });
    const id = taskIdOf(await load(source));
    expect(id).toBe('f'.repeat(32));
    expect((await send(sandbox, 'GET', `/task-status/v1/${id}`, { token })).status).toBe(404);
  });

  it('is the same for two sources', async () => {
    const run: RunPlan = { taskId: 'e'.repeat(32) };
    const ids = [];
    for (const name of ['HR', 'Payroll']) ids.push(taskIdOf(await load(add({ name, run }))));
    expect(ids).toEqual(['e'.repeat(32), 'e'.repeat(32)]);
  });

  it.each([
    [{ success: false }, { success: false, task: { completionStatus: null } }],
    [{ completionStatus: 'ERROR' }, { success: true, task: { completionStatus: 'ERROR' } }],
  ])('%j', async (accepted, body) => {
    const source = add({ run: { accepted, starts: false } });
    expect((await load(source)).body()).toMatchObject(body);
    expect(sandbox.tenant.tasks()).toEqual([]);
  });
});

describe('an end that contradicts itself', () => {
  it.each<[string, RunPlan, object]>([
    [
      'SUCCESS with total 0',
      { counts: { total: 0, created: 0 } },
      { completionStatus: 'SUCCESS', attributes: { total: 0, created: 0 } },
    ],
    [
      'SUCCESS with an ERROR message',
      { messages: [{ type: 'ERROR', text: 'The file could not be read.' }] },
      { completionStatus: 'SUCCESS', messages: [{ type: 'ERROR' }, { type: 'ERROR' }] },
    ],
    [
      'an aggregation of something else',
      { taskName: 'Cloud Entitlement Aggregation' },
      { uniqueName: 'Cloud Entitlement Aggregation', parentName: 'Cloud Entitlement Aggregation' },
    ],
  ])('%s', async (_name, plan, expected) => {
    const source = add();
    sandbox.tenant.planRun(source.id, plan);
    const id = taskIdOf(await load(source));
    now += 10_000;
    expect(await task(id)).toMatchObject(expected);
    expect(identities(source)).toEqual(['1']);
  });
});

describe('a server that repeats what it was sent', () => {
  it('quotes the first line of the file, in the 202 and at the end of the task', async () => {
    const text = 'Cannot map <{{first-line}}> to the schema.';
    const messages = [{ type: 'ERROR', text }] as const;
    const source = add({ run: { messages, accepted: { success: false, messages } } });
    const answer = await load(source);
    const filled = 'Cannot map <id,name,email> to the schema.';
    expect(answer.body()).toMatchObject({
      success: false,
      task: { messages: [{ localizedText: filled }, {}] },
    });
    now += 10_000;
    const ended = await task(taskIdOf(answer));
    expect(ended).toMatchObject({ messages: [{ localizedText: { message: filled } }, {}] });
  });

  it('quotes token, secret and first line in a fault', async () => {
    const body = '{{token|zero-width}} {{secret|ansi}} {{first-line}}';
    sandbox.script({ operation: 'loadAccounts', fault: { kind: 'reply', status: 400, body } });
    const answer = await load(add());
    const { secret } = DEFAULT_CLIENT;
    const middle = Math.floor(secret.length / 2);
    const half = Math.floor(token.length / 2);
    expect(answer.text).toBe(
      `${token.slice(0, half)}\u200B${token.slice(half)} ${secret.slice(0, middle)}\u001B[31m${secret.slice(middle)} id,name,email`,
    );
  });

  it('quotes the secret of a token that it refuses', async () => {
    const fault = { kind: 'reply', status: 401, body: { error_description: 'Not {{secret}}' } } as const;
    sandbox.script({ operation: 'token', fault });
    const answer = await send(sandbox, 'POST', '/oauth/token', {
      body: new URLSearchParams({ grant_type: 'client_credentials', client_secret: 'wrong-one' }),
    });
    expect(answer.body()).toEqual({ error_description: 'Not wrong-one' });
  });
});

describe('operations that are refused', () => {
  it.each([403, 404] as const)('with %i, whatever the client may do', async (status) => {
    await control('settings', { refused: { listTasks: status } });
    const answer = await send(sandbox, 'GET', '/task-status/v1', { token });
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(String(status))]);
    expect((await send(sandbox, 'GET', '/sources/v1', { token })).status).toBe(200);
  });
});
