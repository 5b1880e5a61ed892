import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, rmSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { startAggregation, type Aggregation, type Attempt } from '../../src/isc/load-accounts.js';
import { ConnectionFailure } from '../../src/isc/failures.js';
import type { ConnectionFault } from '../../src/http/failure.js';
import type { Connection, Payload } from '../../src/isc/connection.js';
import type { UploadBody } from '../../src/http/transport.js';
import type { Fault } from '../../sandbox/tenant/faults.js';
import type { BusyReply, SandboxSource } from '../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { API_VERSIONS } from '../../src/model/settings.js';
import { BUSY_WORDS, named } from '../support/answers.js';
import { turnClock } from '../support/clocks.js';
import { connect, failureOf, Files, type Connected } from '../support/tenant.js';
import { ALL_WORDS, NO_WORDS, type ShownWords } from '../../src/model/shown-words.js';

const CSV = 'id,name,email\n1,Ada,ada@example.org\n';
const files = new Files();

let sandbox: Sandbox;
let source: SandboxSource;
let tenant: Connected;

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { parsedBytes: 10_000 } });
  source = sandbox.tenant.addSource({ name: 'HR' });
  tenant = connect(sandbox.url, { pace: { retryMs: [1], requestMs: 5_000, uploadIdleMs: 5_000 } });
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

function aggregation(content = CSV, name = 'hr.csv', shown: ShownWords = ALL_WORDS): Aggregation {
  const csv = files.write(name, content);
  const fingerprint = { bytes: Buffer.byteLength(content), sha256: undefined };
  return {
    sourceId: source.id,
    objectType: 'account',
    file: { csv, fingerprint, shown },
    disableOptimization: false,
  };
}

async function load(one: Aggregation = aggregation()): Promise<Attempt> {
  return startAggregation(tenant.connection, one);
}

function fault(one: Fault, times = 1): void {
  sandbox.script({ operation: 'loadAccounts', fault: one, times });
}

/** For a server that is silent: does not wait for it long. */
function beImpatient(): void {
  tenant.close();
  tenant = connect(sandbox.url, {
    pace: { requestMs: 5_000, uploadIdleMs: 1_500 },
    limitClock: turnClock(50),
  });
}

function uploads(): Sandbox['requests'] {
  return sandbox.requests.filter(({ operation }) => operation === 'loadAccounts');
}

describe('what is sent', () => {
  it('is the file as multipart with its length, over a connection of its own', async () => {
    const content = `${CSV}${'2,Zoë,\n'.repeat(400_000)}`;
    expect(await load(aggregation(content, 'Gehälter "2026".csv'))).toMatchObject({ kind: 'accepted' });
    const [sent] = uploads();
    expect(sent).toMatchObject({
      method: 'POST',
      path: `/sources/v1/${source.id}/load-accounts`,
      authorization: 'valid',
      headers: { connection: 'close', 'x-sailpoint-experimental': 'true', accept: 'application/json' },
      body: { kind: 'multipart', chunked: false, fields: {} },
    });
    expect(sent?.body?.contentLength).toBe(String(sent?.body?.bytes));
    expect(sent?.body?.files).toMatchObject([
      { part: 'file', contentType: 'text/csv', bytes: Buffer.byteLength(content) },
    ]);
    expect(decodeURIComponent(sent?.body?.files[0]?.filename ?? '')).toBe('Gehälter "2026".csv');
  });

  it('says disableOptimization only where it is wanted', async () => {
    await load({ ...aggregation(), disableOptimization: true });
    expect(uploads()[0]?.body?.fields).toEqual({ disableOptimization: 'true' });
  });

  it('is nothing, without a Content-Type, for a source that takes no file', async () => {
    source = sandbox.tenant.addSource({ name: 'Direct', kind: 'direct' });
    const attempt = await load({
      sourceId: source.id,
      objectType: 'account',
      file: undefined,
      disableOptimization: false,
    });
    expect(attempt.kind).toBe('accepted');
    expect(uploads()[0]).toMatchObject({ body: { bytes: 0, contentLength: '0', chunked: false } });
    expect(uploads()[0]?.headers).not.toHaveProperty('content-type');
  });

  it('is the option alone as real multipart, for a source that takes no file', async () => {
    source = sandbox.tenant.addSource({ name: 'Direct', kind: 'direct' });
    const attempt = await load({
      sourceId: source.id,
      objectType: 'account',
      file: undefined,
      disableOptimization: true,
    });
    expect(attempt.kind).toBe('accepted');
    expect(uploads()[0]?.body).toMatchObject({
      kind: 'multipart',
      chunked: false,
      fields: { disableOptimization: 'true' },
      files: [],
    });
  });

  it.each(API_VERSIONS)('goes to the right address in %s', async (apiVersion) => {
    tenant.close();
    tenant = connect(sandbox.url, { apiVersion });
    expect(await load()).toMatchObject({ kind: 'accepted' });
  });
});

describe('202', () => {
  it('names the task that has started', async () => {
    const attempt = await load();
    const [task] = sandbox.tenant.tasks();
    expect(attempt).toMatchObject({ kind: 'accepted', task: { id: task?.id, created: task?.created } });
  });

  it.each<[BusyReply]>([['warn-message'], ['success-false'], ['final-status']])(
    'of a source that is busy (%s) is no start',
    async (busyReply) => {
      source = sandbox.tenant.addSource({ name: 'Busy', busyReply });
      sandbox.tenant.runElsewhere(source.id);
      const attempt = await load();
      expect(attempt).toMatchObject({ kind: 'busy', text: expect.stringMatching(/currently running/) });
      const [refused] = sandbox.tenant.tasks();
      expect(attempt).toMatchObject({ taskId: refused?.id });
    },
  );

  it.each<[string, unknown, object]>([
    ['success: false', { success: false, task: { id: 't' } }, { task: { id: 't' } }],
    ['success: false without a task', { success: 'false' }, { task: undefined }],
    [
      'a final status',
      { success: true, task: { id: 't', completionStatus: 'TEMP_ERROR', messages: [{ key: 'Disk full.' }] } },
      { task: { id: 't', completionStatus: 'TEMP_ERROR', messages: [{ text: 'Disk full.' }] } },
    ],
    ['a final warning', { success: true, task: { id: 't', completionStatus: 'Warning' } }, {}],
  ])('with %s failed at once', async (_name, body, expected) => {
    fault({ kind: 'replace-body', body });
    expect(await load()).toMatchObject({ kind: 'failed-at-once', ...expected });
  });

  it('that is over already with success is a start', async () => {
    fault({ kind: 'replace-body', body: { task: { id: 't', completionStatus: 'Success' } } });
    expect(await load()).toMatchObject({ kind: 'accepted', task: { id: 't' } });
  });

  it.each<[string, unknown]>([
    ['a page of a gateway', '<html></html>'],
    ['nothing', ''],
    ['a list', []],
    ['no task', { success: true }],
    ['a task without an id', { success: true, task: {} }],
  ])('with %s leaves open what has happened', async (_name, body) => {
    fault({ kind: 'replace-body', body });
    expect(await load()).toMatchObject({ kind: 'unclear', settled: true });
  });
});

describe('what is known after a fault', () => {
  it.each<[string, Fault, object]>([
    ['400', { kind: 'reply', status: 400 }, { kind: 'refused', refusal: { httpStatus: 400 } }],
    ['403', { kind: 'reply', status: 403 }, { kind: 'refused', refusal: { httpStatus: 403 } }],
    ['413', { kind: 'reply', status: 413 }, { kind: 'refused', refusal: { httpStatus: 413 } }],
    [
      '429',
      { kind: 'reply', status: 429, headers: { 'Retry-After': '3' } },
      { kind: 'refused', refusal: { retryAfterMs: 3_000 } },
    ],
    ['500', { kind: 'reply', status: 500 }, { kind: 'unclear', settled: true }],
    ['503', { kind: 'reply', status: 503 }, { kind: 'unclear', settled: true }],
    [
      '504: the server may still be at it',
      { kind: 'reply', status: 504 },
      { kind: 'unclear', settled: false },
    ],
    [
      '200: not what ISC answers to an upload',
      { kind: 'reply', status: 200, body: {} },
      { kind: 'unclear', settled: false, reason: { message: expect.stringContaining('200 instead of 202') } },
    ],
    ['a reset after the whole body', { kind: 'reset-after-processing' }, { kind: 'unclear', settled: true }],
    ['a cut reply', { kind: 'cut-reply' }, { kind: 'unclear', settled: true }],
    [
      'silence after the whole body',
      { kind: 'no-reply-after-processing' },
      { kind: 'unclear', settled: false },
    ],
    ['a reply that drips', { kind: 'slow-body', bytes: 1, pauseMs: 20 }, { kind: 'unclear', settled: false }],
  ])('%s', async (_name, one, expected) => {
    if (['no-reply-after-processing', 'slow-body'].includes(one.kind)) beImpatient();
    fault(one);
    expect(await load()).toMatchObject(expected);
  });

  it.each<[string, Fault]>([
    ['a reset', { kind: 'reset-before-reading' }],
    ['silence', { kind: 'no-reply' }],
  ])('%s in the middle of a body: nothing can have started', async (_name, one) => {
    beImpatient();
    fault(one);
    expect(await load(aggregation(`${CSV}${'2,Bob,\n'.repeat(3_000_000)}`))).toMatchObject({
      kind: 'not-sent',
    });
    expect(sandbox.tenant.tasks()).toEqual([]);
  });

  it('nobody answers: nothing can have started', async () => {
    await load();
    await sandbox.close();
    expect(await load()).toMatchObject({ kind: 'not-sent', reason: { fault: 'refused' } });
  });

  type Sent = 'nothing' | 'the whole body';
  /** A connection that ends like this after it has taken so much of the body. */
  function endingWith(end: ConnectionFault | number, sent: Sent): Connection {
    const { connection } = tenant;
    return Object.assign(Object.create(connection) as Connection, {
      path: () => '',
      refusalOf: connection.refusalOf.bind(connection),
      send: async (_operation: string, _path: string, makeBody: () => Payload) => {
        const { stream } = makeBody().body as UploadBody;
        if (sent === 'the whole body') await finished(stream.resume());
        stream.destroy();
        if (typeof end === 'number') return { status: end, headers: {}, text: '' };
        throw new ConnectionFailure('load-accounts', end, 'So it ended.');
      },
    });
  }

  it.each<[ConnectionFault | number, Sent, object]>([
    [500, 'nothing', { kind: 'not-sent', reason: { httpStatus: 500 } }],
    [504, 'nothing', { kind: 'not-sent', reason: { httpStatus: 504 } }],
    [500, 'the whole body', { kind: 'unclear', settled: true }],
    [400, 'nothing', { kind: 'refused' }],
    [399, 'the whole body', { kind: 'unclear', settled: false }],
    ['refused', 'nothing', { kind: 'not-sent' }],
    ['proxy', 'nothing', { kind: 'not-sent' }],
    // Whatever the stream says of itself: a connection that was never there has sent nothing.
    ['proxy', 'the whole body', { kind: 'not-sent' }],
    ...(['lost', 'timeout', 'unreadable', 'too-large', 'shape'] as const).flatMap(
      (fault): [ConnectionFault, Sent, object][] => [
        [fault, 'nothing', { kind: 'not-sent', reason: { fault } }],
        [fault, 'the whole body', { kind: 'unclear', settled: fault === 'lost', reason: { fault } }],
      ],
    ),
  ])('%s after %s', async (end, sent, expected) => {
    expect(await startAggregation(endingWith(end, sent), aggregation())).toMatchObject(expected);
  });

  it.each(['certificate', 'proxy-refusal', 'redirect'] as const)(
    '%s would be the same at the next attempt: it is thrown',
    async (fault) => {
      expect(await failureOf(startAggregation(endingWith(fault, 'nothing'), aggregation()))).toMatchObject({
        fault,
      });
    },
  );

  it('a redirect is not followed, and says where it leads', async () => {
    fault({ kind: 'redirect', location: 'https://upload.evil.example/?x=1' });
    const failure = await failureOf(load());
    expect(failure).toMatchObject({ fault: 'redirect' });
    expect(failure.message).toMatch(/answered 307, a redirect to upload\.evil\.example\.$/);
  });
});

describe('the token', () => {
  it('that expired is renewed for the next attempt, whose body is sent anew', async () => {
    await load();
    sandbox.tokens.expireAll();
    sandbox.settings.taskMs = 0;
    source = sandbox.tenant.addSource({ name: 'Next' });
    expect(await load()).toMatchObject({ kind: 'refused', refusal: { httpStatus: 401 } });
    expect(await load()).toMatchObject({ kind: 'accepted' });
    expect(uploads().map(({ status }) => status)).toEqual([202, 401, 202]);
    expect(uploads()[2]?.body?.bytes).toBe(uploads()[1]?.body?.bytes);
  });

  it.each<[string, Fault, object]>([
    ['lost', { kind: 'reset-before-reading' }, { fault: 'lost', operation: 'token' }],
    ['refused', { kind: 'reply', status: 401 }, { httpStatus: 401, operation: 'token' }],
  ])('whose renewal is %s is the failure, since nothing was started', async (_name, one, expected) => {
    await load();
    sandbox.tokens.expireAll();
    sandbox.script({ operation: 'token', fault: one, times: Infinity });
    await load();
    expect(await failureOf(load())).toMatchObject(expected);
  });
});

describe('a file that changed since it was checked', () => {
  it('is broken off: nothing is started with it', async () => {
    const one = aggregation();
    appendFileSync(one.file?.csv.path ?? '', '2,Bob,\n');
    expect(await failureOf(load(one))).toMatchObject({
      name: 'StepFailure',
      message: expect.stringContaining('changed'),
    });
    expect(sandbox.tenant.tasks()).toEqual([]);
    expect(uploads().every(({ processed }) => processed !== 202)).toBe(true);
  });

  it('that is gone fails as such, also while it waits for its turn', async () => {
    const one = aggregation();
    rmSync(one.file?.csv.path ?? '');
    expect((await failureOf(load(one))).message).toBe('The file data/hr.csv cannot be read: ENOENT.');
    expect(sandbox.tenant.tasks()).toEqual([]);
  });
});

describe("ISC's words about the first line", () => {
  const ROW = '4711,Ada Lovelace,ada@example.org\n';

  it('are shown where it is a heading', async () => {
    const attempt = await load(aggregation('id,nick\n', 'hr.csv', ALL_WORDS));
    expect(attempt).toMatchObject({
      kind: 'refused',
      refusal: {
        message: expect.stringContaining(
          'Column: "[nick]" is unknown and/or column: "[name, email]" is missing',
        ),
      },
    });
  });

  it('are not where it may be a person', async () => {
    const attempt = await load(aggregation(ROW, 'hr.csv', NO_WORDS));
    const { message } = (attempt as Extract<Attempt, { kind: 'refused' }>).refusal;
    expect(message).not.toMatch(/Ada|4711/);
    expect(message).toContain("ISC's words are not shown");
    expect(message).toContain('trackingId');
  });

  it('are not missed where ISC says none', async () => {
    fault({ kind: 'reply', status: 400 });
    const attempt = await load(aggregation(ROW, 'hr.csv', NO_WORDS));
    const { message } = (attempt as Extract<Attempt, { kind: 'refused' }>).refusal;
    expect(message).not.toContain("ISC's words are not shown");
  });

  it.each<[string, object, string]>([
    ['busy', { id: 't', messages: [{ type: 'ERROR', key: `${BUSY_WORDS} Ada` }] }, 'busy'],
    ['failed', { id: 't', completionStatus: 'ERROR', messages: [{ key: 'Ada?' }] }, 'failed-at-once'],
    ['started', { id: 't', messages: [{ key: 'Ada?' }] }, 'accepted'],
  ])('are not in a 202 either: %s', async (_name, task, kind) => {
    fault(named(task), 2);
    const hidden = await load(aggregation(ROW, 'hr.csv', NO_WORDS));
    expect(hidden).toMatchObject({ kind });
    expect(JSON.stringify(hidden)).not.toContain('Ada');
    expect(JSON.stringify(await load())).toContain('Ada');
  });
});
