import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelled } from '../../src/runtime/deadline.js';
import type { Fault } from '../../sandbox/tenant/faults.js';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { skippingClock, turnClock } from '../support/clocks.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

const PATH = '/sources/v1/2c9180867a11e5a9017a1b2c3d4e0001';

let sandbox: Sandbox;
let connected: Connected | undefined;

beforeEach(async () => {
  sandbox = await startSandbox({
    sources: [{ id: '2c9180867a11e5a9017a1b2c3d4e0001', name: 'HR' }],
  });
});

afterEach(async () => {
  connected?.close();
  await sandbox.close();
});

function open(options: Parameters<typeof connect>[1] = {}): Connected {
  connected = connect(sandbox.url, options);
  return connected;
}

/** Reads the source's name, as an operation would. */
async function nameOfSource({ connection }: Connected): Promise<string> {
  return connection.read('source', PATH, (json) => (json as { name?: string }).name);
}

function fault(operation: 'token' | 'getSource', one: Fault, times = 1): void {
  sandbox.script({ operation, fault: one, times });
}

function asked(operation: string): number {
  return sandbox.requests.filter((request) => request.operation === operation).length;
}

describe('a read', () => {
  it('asks for a token once, in the body, and sends what ISC wants to see', async () => {
    const it = open();
    expect([await nameOfSource(it), await nameOfSource(it)]).toEqual(['HR', 'HR']);
    const [token, read] = sandbox.requests;
    expect(token).toMatchObject({
      method: 'POST',
      url: '/oauth/token',
      body: { kind: 'form', fields: { grant_type: 'client_credentials', client_id: DEFAULT_CLIENT.id } },
    });
    expect(token?.headers).not.toHaveProperty('authorization');
    expect(read).toMatchObject({
      authorization: 'valid',
      headers: { accept: 'application/json', 'x-sailpoint-experimental': 'true' },
    });
    expect([asked('token'), asked('getSource')]).toEqual([1, 2]);
  });

  it('masks each token the moment it arrives', async () => {
    const it = open();
    await nameOfSource(it);
    expect(it.heard.secrets).toEqual(sandbox.tokens.secrets().slice(1));
  });

  it.each<[string, Fault]>([
    ['a 503', { kind: 'reply', status: 503 }],
    ['a 500', { kind: 'reply', status: 500 }],
    ['a 429', { kind: 'reply', status: 429, headers: { 'Retry-After': '0' } }],
    ['a lost connection', { kind: 'reset-before-reading' }],
    ['a cut reply', { kind: 'cut-reply' }],
    ['a page of a gateway', { kind: 'replace-body', body: '<html>Sign in</html>' }],
    ['nothing', { kind: 'replace-body', body: '' }],
  ])('goes through %s', async (_name, one) => {
    const it = open();
    fault('getSource', one);
    expect(await nameOfSource(it)).toBe('HR');
    expect(it.heard.retries).toHaveLength(1);
  });

  it.each<[string, Fault, object]>([
    ['a 503', { kind: 'reply', status: 503 }, { name: 'HttpRefusal', httpStatus: 503 }],
    ['no answer', { kind: 'no-reply' }, { fault: 'timeout' }],
    ['a cut reply', { kind: 'cut-reply' }, { fault: 'lost' }],
    ['a slow body', { kind: 'slow-body', bytes: 1, pauseMs: 15 }, { fault: 'timeout' }],
    ['no JSON', { kind: 'replace-body', body: 'hello' }, { fault: 'unreadable' }],
    [
      'nothing',
      { kind: 'replace-body', body: '' },
      { message: expect.stringMatching(/200 with nothing\. Asked 3 times in /) },
    ],
  ])('gives up after a few attempts with %s', async (_name, one, expected) => {
    const it = open({ pace: { requestMs: 5_000, retryMs: [1, 1] }, limitClock: turnClock(50) });
    fault('getSource', one, Infinity);
    expect(await failureOf(nameOfSource(it))).toMatchObject(expected);
    expect(asked('getSource')).toBe(3);
  });

  it.each<[string, Fault, object]>([
    ['a 403', { kind: 'reply', status: 403 }, { name: 'HttpRefusal', httpStatus: 403 }],
    ['a 204', { kind: 'reply', status: 204 }, { name: 'HttpRefusal', httpStatus: 204 }],
    ['a redirect', { kind: 'redirect', location: 'https://evil.example/' }, { fault: 'redirect' }],
    ['JSON of another kind', { kind: 'replace-body', body: [] }, { fault: 'shape' }],
  ])('gives up at once with %s', async (_name, one, expected) => {
    const it = open();
    fault('getSource', one);
    expect(await failureOf(nameOfSource(it))).toMatchObject(expected);
    expect(asked('getSource')).toBe(1);
  });

  it('says that an operation is deprecated, once', async () => {
    sandbox.settings.deprecated.push('getSource');
    const it = open();
    await nameOfSource(it);
    await nameOfSource(it);
    expect(it.heard.deprecated).toEqual(['source']);
  });

  it('holds its connection', async () => {
    const it = open();
    for (let index = 0; index < 5; index += 1) await nameOfSource(it);
    expect(new Set(sandbox.requests.map((request) => request.headers['connection']))).toEqual(
      new Set(['keep-alive']),
    );
  });
});

describe('a token', () => {
  it('that ISC does not take any more is renewed once', async () => {
    const it = open();
    await nameOfSource(it);
    sandbox.tokens.expireAll();
    expect(await nameOfSource(it)).toBe('HR');
    expect(asked('token')).toBe(2);
    expect(it.heard.retries).toEqual([]);
  });

  it('that is refused again is a failure', async () => {
    const it = open();
    fault('getSource', { kind: 'reply', status: 401, body: { error: 'JWT is not valid' } }, 2);
    const failure = await failureOf(nameOfSource(it));
    expect(failure).toMatchObject({ httpStatus: 401, operation: 'source' });
    expect(failure.message).toContain('JWT is not valid');
    expect(asked('token')).toBe(2);
  });

  it('is renewed before it expires', async () => {
    sandbox.settings.tokenSeconds = 100;
    const clock = skippingClock(Date.now());
    const it = open({ clock });
    await nameOfSource(it);
    clock.pass(90_000);
    await nameOfSource(it);
    expect(asked('token')).toBe(2);
    expect(sandbox.requests.every((request) => request.status === 200)).toBe(true);
  });

  it('is shared by all who need one', async () => {
    const it = open();
    await Promise.all(Array.from({ length: 20 }, () => nameOfSource(it)));
    expect(asked('token')).toBe(1);
  });

  it('for wrong credentials is not asked for again, and the secret is nowhere', async () => {
    const [clientId, clientSecret] = [DEFAULT_CLIENT.id, 'wrong-secret-4711'];
    const it = open({ credentials: { kind: 'given', clientId, clientSecret } });
    const failure = await failureOf(nameOfSource(it));
    expect(failure).toMatchObject({ operation: 'token', httpStatus: 401 });
    expect((failure as { next?: string }).next).toMatch(/`client-id` and `client-secret`/);
    expect(asked('token')).toBe(1);
    const everything = JSON.stringify([failure, failure.message, failure.stack, it.heard, sandbox.requests]);
    expect(everything).not.toContain('wrong-secret-4711');
  });

  it.each<[string, unknown]>([
    ['without a token', {}],
    ['with a token that is none', { access_token: 7 }],
    ['with a token that is not allowed in a header', { access_token: 'a\r\nX-Evil: 1' }],
    ['with a list', []],
  ])('reply %s is refused', async (_name, body) => {
    const it = open();
    fault('token', { kind: 'replace-body', body });
    expect(await failureOf(nameOfSource(it))).toMatchObject({ operation: 'token', fault: 'shape' });
  });

  it('lives as long as the vendor says where the reply does not', async () => {
    const clock = skippingClock(Date.now());
    const it = open({ clock });
    const token = sandbox.tokens.issue(DEFAULT_CLIENT.id, DEFAULT_CLIENT.secret, Date.now() + 10 ** 7);
    fault('token', { kind: 'replace-body', body: { access_token: token } });
    await nameOfSource(it);
    clock.pass(680_000);
    await nameOfSource(it);
    expect(asked('token')).toBe(1);
    clock.pass(10_000);
    await nameOfSource(it);
    expect(asked('token')).toBe(2);
  });

  it('that cannot be had is not tried twice over', async () => {
    const it = open({ pace: { retryMs: [1, 1] } });
    fault('token', { kind: 'reply', status: 503 }, Infinity);
    expect(await failureOf(nameOfSource(it))).toMatchObject({ operation: 'token', httpStatus: 503 });
    expect(asked('token')).toBe(3);
  });
});

describe('the rate limit', () => {
  it('makes everything pause for as long as ISC asks', async () => {
    const clock = skippingClock(Date.now());
    const it = open({ clock });
    await nameOfSource(it);
    fault('getSource', { kind: 'reply', status: 429, headers: { 'Retry-After': '7' } });
    await Promise.all([nameOfSource(it), nameOfSource(it)]);
    expect(clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(7_000);
    expect(asked('getSource')).toBe(4);
  });

  it('takes a date by the clock of the server', async () => {
    const clock = skippingClock(Date.parse('2026-01-01T00:00:00Z'));
    const it = open({ clock });
    const [now] = [Date.now()];
    const date = new Date(now + 9_000).toUTCString();
    fault('getSource', { kind: 'reply', status: 429, headers: { 'Retry-After': date } });
    await nameOfSource(it);
    const [waited = 0] = clock.sleeps;
    expect(waited).toBeGreaterThan(5_000);
    expect(waited).toBeLessThan(11_000);
  });

  it('is not waited for beyond the deadline', async () => {
    const it = open({ deadlineMs: 5_000 });
    fault('getSource', { kind: 'reply', status: 429, headers: { 'Retry-After': '6' } });
    const failure = await failureOf(nameOfSource(it));
    expect(failure).toMatchObject({ status: 'TIMED_OUT', cause: { httpStatus: 429 } });
    expect(await nameOfSource(it)).toBe('HR');
  });
});

describe('the end of the step', () => {
  it.each<[string, Fault]>([
    ['nobody answers', { kind: 'no-reply' }],
    ['the body comes in', { kind: 'slow-body', bytes: 1, pauseMs: 20 }],
    ['it waits for the next attempt', { kind: 'reply', status: 503, headers: { 'Retry-After': '60' } }],
  ])('ends a read at once while %s', async (_name, one) => {
    const it = open({ deadlineMs: 600_000 });
    fault('getSource', one);
    const reading = failureOf(nameOfSource(it));
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getSource'));
    await new Promise((resolve) => setTimeout(resolve, 15));
    const reason = cancelled('SIGINT');
    it.deadline.end(reason);
    expect(await reading).toBe(reason);
  });

  it('comes by itself at the deadline', async () => {
    const it = open({ deadlineMs: 60 });
    fault('getSource', { kind: 'no-reply' });
    expect(await failureOf(nameOfSource(it))).toMatchObject({ status: 'TIMED_OUT' });
  });

  it('ends what was forgotten, so that the process can end', async () => {
    const it = open();
    fault('getSource', { kind: 'no-reply' });
    const reading = failureOf(nameOfSource(it));
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getSource'));
    it.deadline.clear();
    expect((await reading).message).toBe('The step is over.');
  });
});
