import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SandboxSource } from '../../tenant/model.js';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import type { SourceSeed } from '../../tenant/source-seed.js';
import { send, taskIdOf, tokenOf, upload, type Answer } from './client.js';

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

const CSV = 'id,name,email\n1,Ada,ada@example.org\n';
const STORED = [{ id: '1', name: 'Ada', email: 'ada@example.org' }];

function add(seed: Partial<SourceSeed> = {}): SandboxSource {
  return sandbox.tenant.addSource({ name: 'HR', accounts: STORED, ...seed });
}

async function load(
  source: SandboxSource,
  options: Omit<Parameters<typeof send>[3] & object, 'token'>,
): Promise<Answer> {
  return send(sandbox, 'POST', `/sources/v1/${source.id}/load-accounts`, { token, ...options });
}

async function statusOf(id: string): Promise<unknown> {
  return (await send(sandbox, 'GET', `/task-status/v1/${id}`, { token })).body();
}

function identities(source: SandboxSource): string[] {
  return sandbox.tenant.accounts(source.id).map((account) => account.nativeIdentity);
}

function withoutFile(): FormData {
  const form = new FormData();
  form.append('disableOptimization', 'true');
  return form;
}

function wrongPart(): FormData {
  const form = new FormData();
  form.append('csv', new Blob([CSV], { type: 'text/csv' }), 'hr.csv');
  return form;
}

describe('what load-accounts takes', () => {
  it.each<[string, Partial<SourceSeed>, Omit<Parameters<typeof send>[3] & object, 'token'>, number]>([
    ['a file on a file source', {}, { body: upload(CSV) }, 202],
    ['no file on a file source', {}, {}, 400],
    ['options without a file on a file source', {}, { body: withoutFile() }, 400],
    ['a file in a part of another name', {}, { body: wrongPart() }, 400],
    [
      'a JSON body: 200, and nothing happens',
      {},
      { body: '{"file":"x"}', headers: { 'Content-Type': 'application/json' } },
      200,
    ],
    [
      'a body that claims to be multipart but is not',
      {},
      { body: 'nothing', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
      400,
    ],
    [
      'a multipart body without a boundary',
      {},
      { body: 'nothing', headers: { 'Content-Type': 'multipart/form-data' } },
      400,
    ],
    ['nothing on a direct source', { kind: 'direct' }, {}, 202],
    ['options alone on a direct source', { kind: 'direct' }, { body: withoutFile() }, 202],
    [
      'a Content-Type without a body on a direct source',
      { kind: 'direct' },
      { headers: { 'Content-Type': 'application/json' } },
      500,
    ],
    ['a file on a direct source', { kind: 'direct' }, { body: upload(CSV) }, 400],
    ['nothing on a source whose file a VA cluster reads', { kind: 'va-file' }, {}, 202],
    ['a file on a source whose file a VA cluster reads', { kind: 'va-file' }, { body: upload(CSV) }, 400],
  ])('%s', async (_name, seed, options, status) => {
    const source = add(seed);
    const answer = await load(source, options);
    expect(answer.status).toBe(status);
    expect(sandbox.tenant.tasks()).toHaveLength(status === 202 ? 1 : 0);
  });

  it('refuses a heading that is not the schema’s, in the server’s words and two locales', async () => {
    const answer = await load(add(), { body: upload('id,nick,age\n1,a,2\n') });
    const text = 'Column: "[nick, age]" is unknown and/or column: "[name, email]" is missing';
    expect(answer.status).toBe(400);
    expect(answer.body()).toMatchObject({
      detailCode: '400.1.3 Illegal value',
      messages: [{ text }, { text }],
    });
    expect((answer.body() as { trackingId: string }).trackingId).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    ['comment rows are skipped', {}, 'id,name,email\n#1,Ada,\n2,Bob,\n', ['2']],
    ['another comment character', { commentCharacter: ';' }, 'id,name,email\n;1,Ada,\n#2,Bob,\n', ['#2']],
    ['another delimiter', { delimiter: ';' }, 'id;name;email\n2;Bob;b\n', ['2']],
    ['a byte order mark', {}, '\uFEFFid,name,email\n2,Bob,b\n', ['2']],
    ['stray quotes and ragged rows', {}, 'id,name,email\n2,Bo"b\n3,C,c,d,e\n', ['2', '3']],
    ['no heading', { hasHeader: 'false' }, '2,Bob,b\n3,Cy,c\n', ['2', '3']],
    ['line breaks in quotes', {}, 'id,name,email\n2,"B\nob",b\n', ['2']],
  ])('reads leniently: %s', async (_name, connectorAttributes, csv, expected) => {
    const source = add({ connectorAttributes, accounts: [] });
    await load(source, { body: upload(csv) });
    now += 10_000;
    expect(identities(source)).toEqual(expected);
  });

  it('stops at a ragged row if the source is configured to', async () => {
    const source = add({ connectorAttributes: { stopIfLineHasWrongColumnLength: 'true' } });
    const id = taskIdOf(await load(source, { body: upload('id,name,email\n2,Bob\n') }));
    now += 10_000;
    expect(await statusOf(id)).toMatchObject({
      completionStatus: 'ERROR',
      messages: [{ type: 'ERROR' }, { type: 'ERROR' }],
    });
    expect(identities(source)).toEqual(['1']);
  });

  it('counts the lines of a file that is too large to be read, and changes nothing', async () => {
    sandbox.settings.parsedBytes = 20;
    const source = add();
    const id = taskIdOf(await load(source, { body: upload(`${CSV}2,Bob,b\n`) }));
    now += 10_000;
    expect(await statusOf(id)).toMatchObject({ attributes: { total: 2, created: 0, deleted: 0 } });
    expect(identities(source)).toEqual(['1']);
  });

  it('reprocesses everything with disableOptimization', async () => {
    const id = taskIdOf(await load(add(), { body: upload(CSV, { disableOptimization: 'true' }) }));
    now += 10_000;
    expect(await statusOf(id)).toMatchObject({ attributes: { updated: 1, optimized: 0 } });
  });

  it('aggregates what a direct connection delivers', async () => {
    const source = add({ kind: 'direct', remoteAccounts: [...STORED, { id: '2', name: 'Bob', email: '' }] });
    await load(source, {});
    now += 10_000;
    expect(identities(source)).toEqual(['1', '2']);
  });
});

describe('a source that is busy', () => {
  const BUSY =
    'This aggregation failed because the currently running aggregation must complete before the next one can start.';

  it.each([
    [
      'warn-message',
      {
        success: true,
        task: { completionStatus: null, messages: [{ type: 'WARN', error: false, localizedText: BUSY }, {}] },
      },
    ],
    ['success-false', { success: false, task: { completionStatus: null } }],
    ['final-status', { success: true, task: { completionStatus: 'ERROR' } }],
  ] as const)('%s: 202 nevertheless, and no account changes', async (busyReply, body) => {
    const source = add({ busyReply });
    sandbox.tenant.runElsewhere(source.id, { durationMs: 60_000 });
    const answer = await load(source, { body: upload('id,name,email\n') });
    expect(answer.status).toBe(202);
    expect(answer.body()).toMatchObject(body);
    now += 120_000;
    expect(identities(source)).toEqual(['1']);
  });

  it('takes the next file once the other aggregation is over', async () => {
    const source = add();
    sandbox.tenant.runElsewhere(source.id, { durationMs: 1_000, completedEarlyMs: 500 });
    now += 1_499;
    expect(sandbox.tenant.isBusy(source.id)).toBe(true);
    now += 1;
    const id = taskIdOf(await load(source, { body: upload(CSV) }));
    now += 10_000;
    expect(await statusOf(id)).toMatchObject({ completionStatus: 'SUCCESS' });
  });
});

describe('the 202', () => {
  it('has dates as numbers', async () => {
    const answer = await load(add(), { body: upload(CSV) });
    expect(answer.body()).toMatchObject({ success: true, task: { created: now, completionStatus: null } });
  });

  it('spells TEMP_ERROR the status that the task itself spells TEMPERROR', async () => {
    const source = add({ busyReply: 'final-status', busyStatus: 'TEMPERROR' });
    sandbox.tenant.runElsewhere(source.id);
    const answer = await load(source, { body: upload(CSV) });
    expect(answer.body()).toMatchObject({ task: { completionStatus: 'TEMP_ERROR', completed: now } });
    expect(await statusOf(taskIdOf(answer))).toMatchObject({ completionStatus: 'TEMPERROR' });
  });

  it('may arrive long before the task can be found', async () => {
    const source = add({ run: { createdLateMs: 5_000 } });
    const id = taskIdOf(await load(source, { body: upload(CSV) }));
    expect((await send(sandbox, 'GET', `/task-status/v1/${id}`, { token })).status).toBe(404);
    expect(sandbox.tenant.tasks()).toEqual([]);
    now += 5_000;
    expect(await statusOf(id)).toMatchObject({ id, completionStatus: null });
  });
});
