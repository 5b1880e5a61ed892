import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { busy, waitUntilFree } from '../../src/aggregation/wait-until-free.js';
import type { Task } from '../../src/model/task.js';
import { getSource } from '../../src/isc/sources.js';
import { decodeTask } from '../../src/isc/decode-task.js';
import type { SandboxSource } from '../../src/sandbox/model.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { Semaphore } from '../../src/runtime/semaphore.js';
import { SOURCE } from '../report/fixtures.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

let now: number;
let sandbox: Sandbox;
let source: SandboxSource;
let tenant: Connected;
/** What a look at all sources together shows of this one. */
let shown: readonly Task[] | undefined;
let info: string[];
let warnings: string[];

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, settings: { tokenSeconds: 10 ** 6, rateLimit: 'off' } });
  source = sandbox.tenant.addSource({ name: 'HR' });
  tenant = connect(sandbox.url, { pace: { busyMs: 5_000 } });
  shown = undefined;
  info = [];
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
    { info: (message) => info.push(message) },
  );
  return tasks && new Set(tasks.map(({ id }) => id));
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

  it('is not waited for beyond the end of the step', async () => {
    sandbox.tenant.runElsewhere(source.id, { completionStatus: null });
    const waiting = failureOf(wait());
    const reason = Object.assign(busy(SOURCE, undefined), { status: 'CANCELLED' as const });
    await sandbox.waitFor((requests) => requests.length > 5);
    tenant.deadline.end(reason);
    expect(await waiting).toBe(reason);
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

  it.each([404, 410])('with %i are a failure', async (status) => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status } });
    expect(await failureOf(wait())).toMatchObject({ httpStatus: status });
  });
});

it('ISC may find a source busy that looked free', () => {
  expect(busy(SOURCE, undefined).message).toBe(
    'An aggregation is already running on the source "HR Contractors".',
  );
});
