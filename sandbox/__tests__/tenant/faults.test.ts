import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../tenant/faults.js';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, upload, type Answer } from './client.js';

let sandbox: Sandbox;
let token: string;
let source: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  token = await tokenOf(sandbox);
  source = sandbox.tenant.addSource({ name: 'HR' }).id;
});

afterEach(async () => {
  await sandbox.close();
});

async function load(): Promise<Answer> {
  return send(sandbox, 'POST', `/sources/v1/${source}/load-accounts`, {
    token,
    body: upload('id,name,email\n1,Ada,a\n'),
  });
}

/** Why a request failed, in the words of Node's own client. */
async function failure(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'no failure';
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    return cause?.code ?? String(error);
  }
}

describe('a fault that breaks the connection', () => {
  it.each<[Fault['kind'], Fault, RegExp, number]>([
    ['reset-before-reading', { kind: 'reset-before-reading' }, /ECONNRESET|EPIPE|UND_ERR_SOCKET/, 0],
    ['reset-after-processing', { kind: 'reset-after-processing' }, /ECONNRESET|UND_ERR_SOCKET/, 1],
    ['cut-reply', { kind: 'cut-reply' }, /UND_ERR_SOCKET|ECONNRESET/, 1],
  ])('%s', async (_name, fault, code, tasks) => {
    sandbox.script({ operation: 'loadAccounts', fault });
    expect(await failure(load())).toMatch(code);
    expect(sandbox.tenant.tasks()).toHaveLength(tasks);
    expect(sandbox.requests.at(-1)).toMatchObject({
      fault: fault.kind,
      processed: tasks === 1 ? 202 : undefined,
    });
  });

  it.each<[Fault['kind'], Fault, number]>([
    ['no-reply', { kind: 'no-reply' }, 0],
    ['no-reply-after-processing', { kind: 'no-reply-after-processing' }, 1],
  ])('%s: silence until the client gives up', async (_name, fault, tasks) => {
    sandbox.script({ operation: 'loadAccounts', fault });
    const failed = failure(load());
    await sandbox.waitFor(
      ([, request]) => request !== undefined && (tasks === 0 || request.processed === 202),
    );
    expect(sandbox.tenant.tasks()).toHaveLength(tasks);
    expect(sandbox.requests.at(-1)?.status).toBeUndefined();
    await sandbox.close();
    expect(await failed).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
  });
});

describe('a fault that changes the reply', () => {
  it('reply: the scripted reply is sent, and nothing is processed', async () => {
    const fault = {
      kind: 'reply',
      status: 503,
      headers: { 'Retry-After': '7' },
      body: '<h1>Busy</h1>',
    } as const;
    sandbox.script({ operation: 'loadAccounts', fault });
    const answer = await load();
    expect([answer.status, answer.headers.get('retry-after'), answer.text]).toEqual([
      503,
      '7',
      '<h1>Busy</h1>',
    ]);
    expect(sandbox.tenant.tasks()).toEqual([]);
    expect(sandbox.requests.at(-1)?.body?.files).toHaveLength(1);
  });

  it('reply with beforeBody: sent without waiting for the body', async () => {
    sandbox.script({ operation: 'loadAccounts', fault: { kind: 'reply', status: 413, beforeBody: true } });
    // A body without an end: only a reply that does not wait for it can come.
    const endless = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('--x\r\n'));
      },
    });
    const response = await fetch(`${sandbox.url}/sources/v1/${source}/load-accounts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'multipart/form-data; boundary=x' },
      body: endless,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    expect(sandbox.requests.at(-1)?.body).toBeUndefined();
  });

  it('redirect: the client is sent elsewhere, and nothing is processed', async () => {
    sandbox.script({
      operation: 'loadAccounts',
      fault: { kind: 'redirect', location: 'https://elsewhere.example/' },
    });
    const answer = await load();
    expect([answer.status, answer.headers.get('location')]).toEqual([307, 'https://elsewhere.example/']);
    expect(sandbox.tenant.tasks()).toEqual([]);
  });

  it('replace-body: the right status with another body', async () => {
    sandbox.script({ operation: 'loadAccounts', fault: { kind: 'replace-body', body: { success: true } } });
    const answer = await load();
    expect([answer.status, answer.body()]).toEqual([202, { success: true }]);
    expect(sandbox.tenant.tasks()).toHaveLength(1);
  });

  it('delay: processed at once and answered later', async () => {
    sandbox.script({ operation: 'loadAccounts', fault: { kind: 'delay', ms: 50 } });
    const sent = load();
    await sandbox.waitFor(([, request]) => request?.processed === 202);
    expect(sandbox.requests.at(-1)?.status).toBeUndefined();
    expect((await sent).status).toBe(202);
  });

  it('slow-body: the same body, in pieces', async () => {
    const whole = await send(sandbox, 'GET', `/sources/v1/${source}`, { token });
    sandbox.script({ operation: 'getSource', fault: { kind: 'slow-body', bytes: 200, pauseMs: 1 } });
    expect((await send(sandbox, 'GET', `/sources/v1/${source}`, { token })).text).toBe(whole.text);
  });
});

describe('the script', () => {
  const statuses = async (count: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let sent = 0; sent < count; sent += 1) {
      seen.push((await send(sandbox, 'GET', `/sources/v1/${source}`, { token })).status);
    }
    return seen;
  };
  const reply = (status: number): Fault => ({ kind: 'reply', status });

  it.each([
    ['once by default', [{ operation: 'getSource', fault: reply(500) }], [500, 200, 200]],
    ['several times', [{ operation: 'getSource', times: 2, fault: reply(500) }], [500, 500, 200]],
    ['for ever', [{ operation: 'any', times: Infinity, fault: reply(500) }], [500, 500, 500]],
    ['after some have passed', [{ operation: 'getSource', skip: 1, fault: reply(500) }], [200, 500, 200]],
    [
      'one after the other',
      [
        { operation: 'getSource', fault: reply(500) },
        { operation: 'any', fault: reply(502) },
      ],
      [500, 502, 200],
    ],
    ['not another operation', [{ operation: 'getTask', fault: reply(500) }], [200, 200, 200]],
  ] as const)('%s', async (_name, faults, expected) => {
    for (const fault of faults) sandbox.script(fault);
    expect(await statuses(3)).toEqual(expected);
  });
});

describe('an upload that is processed and answered otherwise', () => {
  it.each([
    [401, {}],
    [429, { 'Retry-After': '1200' }],
    [429, { 'Retry-After': '0' }],
    [500, {}],
    [503, {}],
    [400, {}],
  ])('%i %j', async (status, headers) => {
    sandbox.script({ operation: 'loadAccounts', fault: { kind: 'processed-reply', status, headers } });
    const answer = await load();
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    );
    expect(sandbox.tenant.tasks()).toHaveLength(1);
  });

  it('tells a date to wait for, and repeats the secret on a page of a gateway', async () => {
    const fault: Fault = {
      kind: 'processed-reply',
      status: 504,
      headers: { 'Retry-After': '{{date+60}}' },
      body: '<p>{{secret|cut}}</p>',
    };
    sandbox.script({ operation: 'loadAccounts', fault });
    const answer = await load();
    const seconds = (Date.parse(answer.headers.get('retry-after') ?? '') - Date.now()) / 1_000;
    expect(Math.abs(seconds - 60)).toBeLessThan(30);
    expect(answer.text).toMatch(/^<p>opens-nothing-but-the-sandbox/);
  });
});
