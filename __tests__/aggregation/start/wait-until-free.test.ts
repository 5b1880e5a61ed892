import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  busyFailure,
  busyFailureByReply,
  waitForOther,
  waitUntilFree,
} from '../../../src/aggregation/start/wait-until-free.js';
import { failureFor, type StepFailure } from '../../../src/model/failure.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import type { Job } from '../../../src/aggregation/common/context.js';
import type { Task } from '../../../src/model/task.js';
import { getSource } from '../../../src/isc/sources.js';
import { decodeTask } from '../../../src/isc/decode-task.js';
import { cancelled } from '../../../src/runtime/deadline.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import type { SandboxSource } from '../../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { Semaphore } from '../../../src/runtime/semaphore.js';
import { SOURCE } from '../../report/fixtures.js';
import { connect, failureOf, type Connected } from '../../support/tenant.js';

let now: number;
let sandbox: Sandbox;
let source: SandboxSource;
let tenant: Connected;
/** What a look at all sources together shows of this one. */
let shown: readonly Task[] | undefined;
let info: string[];
/** How many lines the log has when the deadline comes. */
let lastLine: number;
let warnings: string[];

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, settings: { tokenSeconds: 10 ** 6, rateLimit: 'off' } });
  source = sandbox.tenant.addSource({ name: 'HR' });
  tenant = connect(sandbox.url, { pace: { busyMs: 5_000 } });
  shown = undefined;
  info = [];
  lastLine = Infinity;
  warnings = [];
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

/** Waits on the clock of the sandbox. */
async function wait(ifRunning: 'wait' | 'fail' = 'wait'): Promise<ReadonlySet<string> | undefined> {
  const described = await getSource(tenant.connection, source.id);
  const tasks = await waitUntilFree(
    {
      ...tenant,
      clock: {
        now: () => now,
        sleep: async (ms, signal) => {
          signal.throwIfAborted();
          now += ms;
          await Promise.resolve();
        },
      },
      starts: new Semaphore(1),
      settings: { ifRunning },
      recent: { aggregationsOf: () => Promise.resolve(shown) },
      warnOfUnseenTasks: (message) => warnings.push(message),
    },
    described,
    {
      info: (message) => {
        info.push(message);
        if (info.length === lastLine) tenant.deadline.end(failureFor('deadline', { minutes: '1' }));
      },
    },
  );
  return tasks.kind === 'listed' ? new Set(tasks.newestFirst.map(({ id }) => id)) : undefined;
}

function task(id: string, completionStatus: string | null): Task {
  const decoded = decodeTask({ id, completionStatus });
  if (decoded === undefined) throw new Error('Not a task.');
  return decoded;
}

function looks(): number {
  return sandbox.requests.filter(({ operation }) => operation === 'listTasks').length;
}

describe('a source that is free', () => {
  it('is not waited for, and the tasks that were there are known', async () => {
    const old = sandbox.tenant.runElsewhere(source.id, { durationMs: 0, completedEarlyMs: 0 });
    expect([...((await wait()) ?? [])]).toEqual([old.id]);
    expect([looks(), info, warnings]).toEqual([1, [], []]);
  });

  it('may be free with if-running: fail, too', async () => {
    expect(await wait('fail')).toEqual(new Set());
  });
});

describe('a source of several, seen in a look at all of them', () => {
  it('is not looked at by itself', async () => {
    sandbox.tenant.runElsewhere(source.id);
    shown = [task('a', 'SUCCESS')];
    expect(await wait()).toEqual(new Set(['a']));
    expect(looks()).toBe(0);
  });

  it('may be busy', async () => {
    shown = [task('b', null), task('a', 'SUCCESS')];
    expect((await failureOf(wait('fail'))).message).toContain('(task b)');
    expect(looks()).toBe(0);
  });
});

describe('a source that is busy', () => {
  it('is waited for, with a line in the log now and then', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id, { durationMs: 44_000, completedEarlyMs: 0 });
    expect(await wait()).toEqual(new Set([theirs.id]));
    expect(looks()).toBe(10);
    expect(info).toEqual(
      Array.from(
        { length: 2 },
        () =>
          `An aggregation of the source is already running (task ${theirs.id}). Waiting for it to finish.`,
      ),
    );
  });

  it('that is completed without a status is busy still', async () => {
    sandbox.tenant.runElsewhere(source.id, { durationMs: 1_000, completedEarlyMs: 6_000 });
    await wait();
    expect(looks()).toBe(3);
  });

  it('is a failure that names the task with if-running: fail', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id);
    expect(await failureOf(wait('fail'))).toMatchObject({
      message: `An aggregation is already running on the source "HR" (task ${theirs.id}).`,
      next: expect.stringContaining('if-running: wait'),
    });
    expect(looks()).toBe(1);
  });

  it('is not looked at beyond the end of the step', async () => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'no-reply' } });
    const waiting = failureOf(wait());
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'listTasks'));
    const reason = cancelled('SIGINT');
    tenant.deadline.end(reason);
    expect(await waiting).toBe(reason);
    expect(info).toEqual([]);
  });

  it('is named, and how long it has run, where the deadline comes first', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id, { completionStatus: null });
    lastLine = 2;
    expect((await failureOf(wait())).message).toContain(
      `Another aggregation (task ${theirs.id}) kept the source busy for 30 s.`,
    );
  });

  it('is not waited for beyond the end of the step', async () => {
    sandbox.tenant.runElsewhere(source.id, { completionStatus: null });
    const waiting = failureOf(wait());
    const reason = Object.assign(busyFailure(SOURCE, undefined), { status: 'CANCELLED' as const });
    await sandbox.waitFor((requests) => requests.length > 5);
    tenant.deadline.end(reason);
    expect(await waiting).toBe(reason);
  });
});

it.each([
  [13_000, 'kept the source busy for 13 s.'],
  [1_000, 'kept the source busy for 1 s.'],
  [999, 'kept the source busy.'],
])('the deadline says for how long another aggregation kept the source busy: %i ms', async (ms, says) => {
  const uploads = new UploadCount();
  uploads.refusedSince(now);
  const clock = {
    now: () => now,
    sleep: () => {
      now += ms;
      return Promise.reject(failureFor('deadline', { minutes: '1' }));
    },
  };
  const job = { context: { ...tenant, clock }, log: { info: () => undefined }, uploads };
  expect(await failureOf(waitForOther(job as unknown as Job, 'Busy.'))).toMatchObject({
    message: `The deadline of this step has passed (timeout-minutes: 1). Another aggregation (which ISC does not name) ${says}`,
    status: 'TIMED_OUT',
  });
});

describe('the wait after a reply that calls the source busy', () => {
  /** Waits once, after `busy` such replies; the wait ends with `reason` if there is one. */
  async function waitAfter(busy: number, reason?: Error): Promise<number> {
    const uploads = new UploadCount();
    for (let n = 0; n < busy; n += 1) {
      uploads.take();
      uploads.wasBusy();
    }
    let waited = 0;
    const clock = {
      now: () => now,
      sleep: (ms: number) => {
        waited = ms;
        return reason === undefined ? Promise.resolve() : Promise.reject(reason);
      },
    };
    const job = { context: { ...tenant, clock }, log: { info: () => undefined }, uploads };
    await waitForOther(job as unknown as Job, 'Busy.');
    return waited;
  }

  it('doubles up to a minute', async () => {
    const waits: number[] = [];
    for (let busy = 0; busy <= 7; busy += 1) waits.push(await waitAfter(busy));
    expect(waits).toEqual([5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  it('says what to do next: at the deadline about the other aggregation, after a cancel as any cancelled step', async () => {
    expect(await failureOf(waitAfter(1, failureFor('deadline', { minutes: '1' })))).toMatchObject({
      next: expect.stringMatching(/^Find out in ISC why it takes so long/),
    });
    const reason = cancelled('SIGINT');
    expect(await failureOf(waitAfter(1, reason))).toMatchObject({ status: 'CANCELLED', next: reason.next });
  });

  it('passes on what is no end of the step', async () => {
    const defect = new TypeError('A defect.');
    await expect(waitAfter(1, defect)).rejects.toBe(defect);
  });
});

describe('the line in the log', () => {
  it('comes again after exactly half a minute', async () => {
    // Looked at every 5 s, from 0 to 30 s.
    sandbox.tenant.runElsewhere(source.id, { durationMs: 30_001, completedEarlyMs: 0 });
    await wait();
    expect([looks(), info.length]).toEqual([8, 2]);
  });
});

describe('tasks that cannot be read', () => {
  it('are a warning that names the right, and the step goes on', async () => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status: 403 } });
    expect(await wait()).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(/cannot see whether an aggregation is already running.*idn:task-management:read/),
    ]);
  });

  it.each<[string, Fault, object]>([
    ['404', { kind: 'reply', status: 404 }, { httpStatus: 404 }],
    ['410', { kind: 'reply', status: 410 }, { httpStatus: 410 }],
    ['no list', { kind: 'reply', status: 200, body: {} }, { fault: 'shape' }],
  ])('with %s are a failure', async (_name, fault, expected) => {
    sandbox.script({ operation: 'listTasks', fault });
    expect(await failureOf(wait())).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });
});

describe('a source that only ISC’s reply to the upload calls busy', () => {
  async function failure(refused: string | undefined): Promise<StepFailure> {
    const described = await getSource(tenant.connection, source.id);
    return busyFailureByReply(tenant, described, refused);
  }

  it('is a failure that names the task that runs, not the refused one or one that is over', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id);
    sandbox.tenant.runElsewhere(source.id, { durationMs: 0, completedEarlyMs: 0 });
    const refused = sandbox.tenant.runElsewhere(source.id);
    expect(await failure(refused.id)).toMatchObject({
      message: `An aggregation is already running on the source "HR" (task ${theirs.id}).`,
    });
  });

  it.each<[string, Fault]>([
    ['no task runs', { kind: 'reply', status: 200, body: [] }],
    ['the tasks may not be seen', { kind: 'reply', status: 403 }],
    ['the list of tasks is lost', { kind: 'reset-before-reading' }],
  ])('is the same failure without a name where %s', async (_name, fault) => {
    sandbox.script({ operation: 'listTasks', fault, times: Infinity });
    expect(await failure(undefined)).toMatchObject({
      message: 'An aggregation is already running on the source "HR".',
    });
  });

  it('is not looked at beyond the end of the step', async () => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'no-reply' } });
    const looking = failureOf(failure(undefined));
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'listTasks'));
    const reason = cancelled('SIGINT');
    tenant.deadline.end(reason);
    expect(await looking).toBe(reason);
  });
});
