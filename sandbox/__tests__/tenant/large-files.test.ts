import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { Job } from '../action/job.js';
import { send, taskIdOf, tokenOf, upload, type Answer, type Tenant } from './client.js';

const ID = 'a'.repeat(32);
const MiB = 1024 * 1024;

let now: number;
let sandbox: Sandbox;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, sources: [{ name: 'HR', id: ID }] });
});

afterEach(async () => {
  await sandbox.close();
});

async function load(csv: string, tenant: Tenant = sandbox): Promise<Answer> {
  const token = await tokenOf(tenant);
  return send(tenant, 'POST', `/sources/v1/${ID}/load-accounts`, { token, body: upload(csv) });
}

/** The counts of a task when it is over. */
async function ended(tenant: Tenant, taskId: string): Promise<unknown> {
  const token = await tokenOf(tenant);
  for (;;) {
    const task = (await send(tenant, 'GET', `/task-status/v1/${taskId}`, { token })).body();
    const { attributes, completed } = task as { attributes: unknown; completed: string | null };
    if (completed !== null) return attributes;
    await pause(20);
  }
}

function csvOf(lines: number): string {
  const rows = Array.from({ length: lines }, (_, index) => `${index},n,\n`);
  return `id,name,email\n${rows.join('')}`;
}

describe('a large file', () => {
  it('is aggregated like any other', async () => {
    expect((await load(csvOf(20_000))).status).toBe(202);
    now += 10_000;
    expect(sandbox.tenant.tasks()).toMatchObject([{ counts: { total: 20_000, created: 20_000 } }]);
    expect(sandbox.tenant.accounts(ID)).toHaveLength(20_000);
  });

  it('is also aggregated if it is over 32 MiB', async () => {
    // A process of its own parses many times faster than Jest's.
    const job = new Job();
    try {
      const { outputs } = await job.start({ sources: `- { name: HR, id: ${ID} }` });
      const tenant = { url: outputs['base-url'] ?? '' };
      const rows = Array.from({ length: 34 }, (_, index) => `${index},${'n'.repeat(MiB)},\n`);
      const answer = await load(`id,name,email\n${rows.join('')}`, tenant);
      expect(answer.status).toBe(202);
      await expect(ended(tenant, taskIdOf(answer))).resolves.toMatchObject({ total: 34, created: 34 });
    } finally {
      await job.cleanUp();
    }
  });

  it('may have as many lines as ISC recommends, and a few hundred bytes in each', () => {
    expect(sandbox.settings).toMatchObject({
      uploadLines: 400_000,
      uploadBytes: 256 * MiB,
      parsedBytes: null,
    });
  });

  it.each([
    ['exactly as many lines as are taken', 3, 3, 1_000, 202],
    ['one line more', 4, 3, 1_000, 413],
    ['exactly as many bytes as are taken', 3, 3, csvOf(3).length, 202],
    ['one byte more', 3, 3, csvOf(3).length - 1, 413],
  ])('%s', async (_name, lines, uploadLines, uploadBytes, status) => {
    Object.assign(sandbox.settings, { uploadLines, uploadBytes });
    const answer = await load(csvOf(lines));
    expect(answer.status).toBe(status);
    expect(sandbox.tenant.tasks()).toHaveLength(status === 202 ? 1 : 0);
    if (status === 202) return;
    const text = `at most ${uploadBytes} bytes and ${uploadLines} lines are taken.`;
    expect(answer.body()).toMatchObject({
      detailCode: '413 Request Entity Too Large',
      messages: [{ text: expect.stringContaining(text) as unknown }, {}],
    });
  });

  it('may have one more line if it has no heading', async () => {
    sandbox.tenant.addSource({ name: 'HR', id: ID, connectorAttributes: { hasHeader: 'false' } });
    sandbox.settings.uploadLines = 1;
    expect((await load('1,Ada,\n')).status).toBe(202);
    expect((await load('1,Ada,\n2,Bob,\n')).status).toBe(413);
  });

  it('is only counted if a test needs no more, however large it is', async () => {
    Object.assign(sandbox.settings, { parsedBytes: 20, uploadLines: 1, uploadBytes: 30 });
    expect((await load(csvOf(3))).status).toBe(202);
    expect(sandbox.tenant.tasks()).toMatchObject([{ counts: { total: 3, created: 0 } }]);
  });
});

describe('a large source', () => {
  it('is accepted over HTTP, even over 1 MiB', async () => {
    const accounts = Array.from({ length: 5_000 }, (_, index) => ({
      id: `${index}`,
      name: 'n'.repeat(500),
    }));
    const body = JSON.stringify({ name: 'Large', accounts });
    expect(body.length).toBeGreaterThan(2 * MiB);
    const answer = await send(sandbox, 'POST', '/_sandbox/sources', { body });
    expect(answer.status).toBe(200);
    expect(sandbox.tenant.accounts((answer.body() as { id: string }).id)).toHaveLength(5_000);
  });

  it('is refused with a clear message if it is too large', async () => {
    const body = JSON.stringify({ name: 'HR' });
    sandbox.settings.controlBytes = body.length;
    expect((await send(sandbox, 'POST', '/_sandbox/sources', { body })).status).toBe(200);
    const answer = await send(sandbox, 'POST', '/_sandbox/sources', { body: `${body} ` });
    expect([answer.status, answer.body()]).toEqual([
      413,
      { error: `The body has ${body.length + 1} bytes; at most ${body.length} are taken.` },
    ]);
  });
});
