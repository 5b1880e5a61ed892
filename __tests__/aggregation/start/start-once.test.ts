import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Aggregation } from '../../../src/isc/load-accounts.js';
import type { Pace } from '../../../src/runtime/pace.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import type { SandboxSource } from '../../../sandbox/tenant/model.js';
import type { Operation } from '../../../sandbox/tenant/routes.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { getSource } from '../../../src/isc/sources.js';
import type { Answer } from '../../../src/aggregation/start/start-once.js';
import { oldestTaskFromNow } from '../../../src/isc/tasks.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import { giveHistory, tasksSince } from '../../support/history.js';
import { connect, failureOf, Files, type Connected } from '../../support/tenant.js';
import { answered } from './answered.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

const CSV = 'id,name,email\n1,Ada,ada@example.org\n';
const files = new Files();

let sandbox: Sandbox;
let source: SandboxSource;
let tenant: Connected;
let said: string[];

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { taskMs: 60_000, parsedBytes: 10_000 } });
  giveHistory(sandbox);
  source = sandbox.tenant.addSource({ name: 'HR' });
  tenant = open();
  said = [];
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

function open(pace: Partial<Pace> = {}, deadlineMs = 60_000): Connected {
  return connect(sandbox.url, { pace: { requestMs: 5_000, uploadIdleMs: 5_000, ...pace }, deadlineMs });
}

/** Starts as a step does that has seen the tasks `before`, or may not see any. */
async function start(before: ReadonlySet<string> | undefined = new Set(), content = CSV): Promise<Answer> {
  const csv = files.write('hr.csv', content);
  const fingerprint = { bytes: Buffer.byteLength(content), sha256: undefined };
  const aggregation: Aggregation = {
    sourceId: source.id,
    objectType: 'account',
    file: { csv, fingerprint, shown: ALL_WORDS },
    disableOptimization: false,
  };
  // Every story begins with a read, by which the clock of the server is known.
  const described = await getSource(tenant.connection, source.id);
  const log = { info: (message: string): void => void said.push(message) };
  const moment = { source: described, before, since: oldestTaskFromNow(tenant) };
  return answered(tenant, log, aggregation, moment, new UploadCount());
}

function fault(operation: Operation, one: Fault, times = 1): void {
  sandbox.script({ operation, fault: one, times });
}

function uploads(): number {
  return sandbox.requests.filter(({ operation }) => operation === 'loadAccounts').length;
}

/** An aggregation of the source as ISC lists it. */
function taskOf(id: string, secondsAgo: number): { readonly id: string; readonly [field: string]: unknown } {
  const created = new Date(Date.now() - secondsAgo * 1_000).toISOString();
  return { id, uniqueName: 'Cloud Account Aggregation', created, target: { id: source.id } };
}

/** Why it is not known what became of an upload. */
const UNKNOWN =
  /(?:No task of it has appeared|Task .* is new|Several tasks match|list the source's tasks|tasks of the source cannot be read)/;

/** For a server that is silent: does not wait for it long. */
function beImpatient(): void {
  tenant.close();
  tenant = open({ uploadIdleMs: 1_500 });
}

describe('a clear answer', () => {
  it('is the end of it', async () => {
    expect(await start()).toMatchObject({ kind: 'accepted', task: { id: tasksSince(sandbox)[0]?.id } });
    expect([uploads(), said]).toEqual([1, []]);
  });

  it('that the source is busy is for the caller', async () => {
    sandbox.tenant.runElsewhere(source.id);
    expect(await start()).toMatchObject({ kind: 'busy' });
    expect(uploads()).toBe(1);
  });

  it('that it failed is passed on', async () => {
    fault('loadAccounts', { kind: 'replace-body', body: { success: false } });
    expect(await start()).toMatchObject({ kind: 'failed-at-once' });
  });

  it.each([400, 403, 404, 410, 413])('of %i is a failure at once', async (status) => {
    fault('loadAccounts', { kind: 'reply', status });
    expect(await failureOf(start())).toMatchObject({ name: 'HttpRefusal', httpStatus: status });
    expect(uploads()).toBe(1);
  });
});

describe('the rate limit', () => {
  it('is waited for, however often', async () => {
    fault('loadAccounts', { kind: 'reply', status: 429, headers: { 'Retry-After': '0' } }, 6);
    expect(await start()).toMatchObject({ kind: 'accepted' });
    expect([uploads(), tasksSince(sandbox).length]).toEqual([7, 1]);
  });

  it('is not waited for beyond the deadline', async () => {
    fault('loadAccounts', { kind: 'reply', status: 429, headers: { 'Retry-After': '3600' } });
    expect(await failureOf(start())).toMatchObject({ status: 'TIMED_OUT', cause: { httpStatus: 429 } });
    expect(uploads()).toBe(1);
  });
});

describe('an upload that did not get through', () => {
  const LARGE = `${CSV}${'2,Bob,\n'.repeat(3_000_000)}`;

  it('is sent again', async () => {
    fault('loadAccounts', { kind: 'reset-before-reading' }, 2);
    expect(await start(new Set(), LARGE)).toMatchObject({ kind: 'accepted' });
    expect([uploads(), tasksSince(sandbox).length]).toEqual([3, 1]);
    expect(said).toHaveLength(2);
  });

  it('is given up after some attempts', async () => {
    fault('loadAccounts', { kind: 'reset-before-reading' }, Infinity);
    expect(await failureOf(start(new Set(), LARGE))).toMatchObject({
      message: expect.stringMatching(/The connection to .* was lost/),
    });
    expect(uploads()).toBe(4);
  });

  it('is not sent again beyond the deadline', async () => {
    tenant.close();
    tenant = open({ retryMs: [60_000] }, 5_000);
    fault('loadAccounts', { kind: 'reset-before-reading' }, Infinity);
    expect(await failureOf(start(new Set(), LARGE))).toMatchObject({
      status: 'TIMED_OUT',
      cause: { fault: 'lost' },
    });
    expect(uploads()).toBe(1);
  });
});

describe('an unclear end', () => {
  it.each<[string, Fault]>([
    ['a reset after the upload', { kind: 'reset-after-processing' }],
    ['a reply that was cut', { kind: 'cut-reply' }],
    ['silence', { kind: 'no-reply-after-processing' }],
    ['a reply that a gateway replaced', { kind: 'replace-body', body: '<html></html>' }],
  ])('%s: the task is found and the request not repeated', async (_name, one) => {
    if (one.kind === 'no-reply-after-processing') beImpatient();
    fault('loadAccounts', one);
    const started = await start();
    const [task, ...more] = tasksSince(sandbox);
    expect(started).toMatchObject({ kind: 'accepted', task: { id: task?.id } });
    expect([uploads(), more]).toEqual([1, []]);
  });

  it('finds a task that is over already', async () => {
    sandbox.tenant.planRun(source.id, { durationMs: 0, completedEarlyMs: 0, completionStatus: 'ERROR' });
    fault('loadAccounts', { kind: 'reset-after-processing' });
    expect(await start()).toMatchObject({ kind: 'accepted', task: { completionStatus: 'ERROR' } });
  });

  it('finds a task that comes late', async () => {
    sandbox.tenant.planRun(source.id, { createdLateMs: 15 });
    fault('loadAccounts', { kind: 'reset-after-processing' });
    expect(await start()).toMatchObject({ kind: 'accepted' });
    expect(uploads()).toBe(1);
  });

  it.each([-3_600_000, 3_600_000])('finds it by a clock that is %i ms off', async (clockSkewMs) => {
    sandbox.settings.clockSkewMs = clockSkewMs;
    fault('loadAccounts', { kind: 'reset-after-processing' });
    expect(await start()).toMatchObject({ kind: 'accepted' });
    expect(uploads()).toBe(1);
  });

  it('sends again where the server is done and nothing has started', async () => {
    fault('loadAccounts', { kind: 'reply', status: 503 }, 2);
    expect(await start()).toMatchObject({ kind: 'accepted' });
    expect([uploads(), tasksSince(sandbox).length]).toEqual([3, 1]);
  });

  it('but only some times', async () => {
    fault('loadAccounts', { kind: 'reply', status: 500 }, Infinity);
    const failure = await failureOf(start());
    expect(failure.message).toMatch(
      /500 Internal Server Error.* Asked 3 times in [\d.]+ s\. No task of it has appeared\.$/,
    );
    expect(uploads()).toBe(3);
  });

  it.each<[string, Fault]>([
    ['a gateway gave up waiting', { kind: 'reply', status: 504 }],
    ['nobody answered', { kind: 'no-reply' }],
  ])('does not send again where the server may still be at it: %s', async (_name, one) => {
    if (one.kind === 'no-reply') beImpatient();
    fault('loadAccounts', one);
    const failure = await failureOf(start());
    expect(failure.message).toMatch(UNKNOWN);
    expect(failure.message).toMatch(/No task of it has appeared\.$/);
    expect(failure).toMatchObject({
      status: 'FAILED',
    });
    expect(uploads()).toBe(1);
  });
});

describe('the tasks of others', () => {
  it('that were there before are not ours', async () => {
    const before = sandbox.tenant.runElsewhere(source.id, { durationMs: 0, completedEarlyMs: 0 });
    fault('loadAccounts', { kind: 'reset-after-processing' });
    const started = await start(new Set([before.id]));
    expect(started).toMatchObject({ kind: 'accepted' });
    expect((started as Extract<Answer, { kind: 'accepted' }>).task.id).not.toBe(before.id);
  });

  it('that are older than those that were there before are not ours', async () => {
    fault('loadAccounts', { kind: 'reply', status: 504 });
    fault('listTasks', { kind: 'replace-body', body: [taskOf('known', 60), taskOf('older', 120)] }, Infinity);
    expect((await failureOf(start(new Set(['known'])))).message).toMatch(/No task of it has appeared/);
  });

  it.each([
    ['beside one that was there before', [60, 120]],
    ['on a source that had none', [60]],
  ])('that are new %s, but older by the clock, leave it open: nothing is sent again', async (_name, ages) => {
    const [task, ...before] = ages.map((seconds) => taskOf(`created ${seconds} s ago`, seconds));
    fault('loadAccounts', { kind: 'reply', status: 503 });
    fault('listTasks', { kind: 'replace-body', body: [task, ...before] }, Infinity);
    const failure = await failureOf(start(new Set(before.map(({ id }) => id))));
    expect(failure.message).toMatch(UNKNOWN);
    expect(failure.message).toContain(
      "Task created 60 s ago is new, but by the server's clock it was created before",
    );
    expect(uploads()).toBe(1);
  });

  it('that may be ours as well as another are not taken for ours', async () => {
    const name = 'Cloud Account Aggregation';
    const tasks = ['a', 'b'].map((id) => ({ id, uniqueName: name, target: { id: source.id } }));
    fault('loadAccounts', { kind: 'reset-after-processing' });
    fault('listTasks', { kind: 'replace-body', body: tasks });
    const failure = await failureOf(start());
    expect(failure.message).toMatch(UNKNOWN);
    expect(failure.message).toMatch(/Several tasks match: a, b\.$/);
    expect(uploads()).toBe(1);
  });

  it('that kept ours from starting are not followed in its place', async () => {
    // Somebody else has just started; ISC refuses ours, and that reply is lost.
    const theirs = sandbox.tenant.runElsewhere(source.id);
    fault('loadAccounts', { kind: 'reset-after-processing' });
    const failure = await failureOf(start());
    expect(failure.message).toMatch(UNKNOWN);
    expect(failure.message).toContain(theirs.id);
  });

  it('leave a source busy that ours found busy', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id);
    fault('loadAccounts', { kind: 'reset-after-processing' });
    const started = await start(new Set([theirs.id]));
    expect(started).toMatchObject({ kind: 'busy', text: expect.stringContaining('currently running') });
    expect(uploads()).toBe(1);
  });
});

describe('busy after an unclear end', () => {
  it('may be our own first attempt, which is followed then', async () => {
    // The list has proven itself, and does not show the task, as if it came later than all looks.
    fault('loadAccounts', { kind: 'reset-after-processing' });
    fault('listTasks', { kind: 'replace-body', body: [taskOf('known', 60)] }, 5);
    const started = await start(new Set(['known']));
    const first = tasksSince(sandbox).find(({ completionStatus }) => completionStatus === 'SUCCESS');
    expect(started).toMatchObject({ kind: 'accepted', task: { id: first?.id } });
    expect([uploads(), tasksSince(sandbox).length]).toEqual([2, 2]);
  });

  it('may be somebody else, whom the caller waits for', async () => {
    fault('loadAccounts', { kind: 'reply', status: 503 });
    const before = new Set<string>();
    const starting = start(before);
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'listTasks'));
    const theirs = sandbox.tenant.runElsewhere(source.id);
    before.add(theirs.id);
    expect(await starting).toMatchObject({ kind: 'busy' });
  });
});

describe('tasks that cannot be read', () => {
  it('leave it open what became of a lost upload: before it', async () => {
    fault('loadAccounts', { kind: 'reset-after-processing' });
    const csv = files.write('hr.csv', CSV);
    const described = await getSource(tenant.connection, source.id);
    const failure = await failureOf(
      answered(
        tenant,
        { info: () => undefined },
        {
          sourceId: source.id,
          objectType: 'account',
          file: { csv, fingerprint: { bytes: Buffer.byteLength(CSV), sha256: undefined }, shown: ALL_WORDS },
          disableOptimization: false,
        },
        { source: described, before: undefined, since: oldestTaskFromNow(tenant) },
        new UploadCount(),
      ),
    );
    expect(failure.message).toMatch(/The tasks of the source cannot be read\.$/);
    expect(uploads()).toBe(1);
  });

  it.each<[string, Fault, RegExp]>([
    [
      'refused',
      { kind: 'reply', status: 403 },
      /ISC does not let this credential list the source's tasks \(403/,
    ],
    ['broken', { kind: 'cut-reply' }, /Request to list the source's tasks: The connection to/],
  ])('leave it open: after it, %s', async (_name, one, expected) => {
    fault('loadAccounts', { kind: 'reset-after-processing' });
    fault('listTasks', one, Infinity);
    const failure = await failureOf(start());
    expect(failure.message).toMatch(UNKNOWN);
    expect(failure.message).toMatch(expected);
    expect(uploads()).toBe(1);
  });

  it('because the step is over give the reason for that', async () => {
    tenant.close();
    tenant = open({}, 200);
    fault('loadAccounts', { kind: 'reset-after-processing' });
    fault('listTasks', { kind: 'no-reply' }, Infinity);
    expect(await failureOf(start())).toMatchObject({ status: 'TIMED_OUT' });
  });

  it('before the step is over, by what ISC asks, end it at once', async () => {
    fault('loadAccounts', { kind: 'reset-after-processing' });
    fault('listTasks', { kind: 'reply', status: 503, headers: { 'Retry-After': '600' } }, Infinity);
    expect(await failureOf(start())).toMatchObject({ status: 'TIMED_OUT', cause: { httpStatus: 503 } });
  });
});
