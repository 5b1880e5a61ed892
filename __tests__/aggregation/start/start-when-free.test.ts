import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Job } from '../../../src/aggregation/common/context.js';
import { check } from '../../../src/aggregation/prepare/check.js';
import { NO_FACTS } from '../../../src/aggregation/outcome.js';
import { endAtOnce, startWhenFree, type StartEnd } from '../../../src/aggregation/start/start-when-free.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import { decodeTask } from '../../../src/isc/decode-task.js';
import { getSource } from '../../../src/isc/sources.js';
import type { Task } from '../../../src/model/task.js';
import { Semaphore } from '../../../src/runtime/semaphore.js';
import type { SandboxSource } from '../../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { TARGET } from '../../report/fixtures.js';
import { BUSY_WORDS, busyNamed } from '../../support/answers.js';
import { skippingClock } from '../../support/clocks.js';
import { giveHistory } from '../../support/history.js';
import { csvOf, people } from '../../support/people.js';
import { connect, Files, type Connected } from '../../support/tenant.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

let sandbox: Sandbox;
let source: SandboxSource;
let clock: ReturnType<typeof skippingClock>;
let tenant: Connected;
let uploads: UploadCount;
let said: string[];

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { rateLimit: 'off' } });
  source = sandbox.tenant.addSource({ name: 'Direct', kind: 'direct' });
  clock = skippingClock(Date.now());
  tenant = connect(sandbox.url, { clock, pace: { busyMs: 1_000 } });
  uploads = new UploadCount();
  said = [];
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

const SEND_NOTHING = { kind: 'send', file: undefined } as const;

/** Starts a source that takes no file and whose tasks show nothing. */
async function start(ifRunning: 'wait' | 'fail'): Promise<StartEnd> {
  const job: Pick<Job, 'source' | 'target' | 'uploads'> & {
    readonly log: unknown;
    readonly context: unknown;
  } = {
    source: await getSource(tenant.connection, source.id),
    target: { ...TARGET, csv: undefined },
    uploads,
    log: { info: (message: string) => said.push(message) },
    context: {
      ...tenant,
      settings: { ifRunning },
      starts: new Semaphore(1),
      recent: { aggregationsOf: () => Promise.resolve([]) },
    },
  };
  const checked = { facts: NO_FACTS, verdict: SEND_NOTHING, accounts: { kind: 'not-listed' } } as const;
  return startWhenFree(job as Job, checked, { kind: 'none' });
}

describe('a source that ISC finds busy although it looks free', () => {
  it('is tried again, less and less often', async () => {
    sandbox.script({ operation: 'loadAccounts', fault: busyNamed('refused'), times: 7 });
    expect(await start('wait')).toMatchObject({
      kind: 'accepted',
      accepted: { proof: 'answered' },
      shown: ALL_WORDS,
    });
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000, 8_000, 12_000, 12_000, 12_000]);
    expect(new Set(said)).toEqual(
      new Set([
        `ISC has not started the aggregation: ${BUSY_WORDS} Waiting for the other aggregation to finish.`,
      ]),
    );
  });

  it('is a failure that names the running task with if-running: fail', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id);
    sandbox.script({ operation: 'loadAccounts', fault: busyNamed('refused') });
    expect(await start('fail')).toMatchObject({
      kind: 'over',
      story: {
        fate: { kind: 'none' },
        end: {
          failure: {
            message: `An aggregation is already running on the source "Direct" (task ${theirs.id}).`,
          },
        },
      },
    });
    expect([uploads.sent, uploads.mayHaveStarted, clock.sleeps]).toEqual([1, false, []]);
  });
});

it('a start that fails at once is the end of it', async () => {
  sandbox.script({ operation: 'loadAccounts', fault: { kind: 'replace-body', body: { success: false } } });
  expect(await start('wait')).toMatchObject({
    kind: 'over',
    story: { fate: { kind: 'refused' }, end: { status: 'FAILED' } },
  });
});

describe('a file that could not be sent soon after its comparison', () => {
  const FILE = csvOf(people(20));
  const files = new Files();

  afterAll(() => {
    files.remove();
  });

  /** Starts with a file; `after` is what the rate limit asks to wait, and how often. */
  async function startFile(retryAfterS: number, times: number, meanwhile?: () => void): Promise<StartEnd> {
    giveHistory(sandbox);
    const hr = sandbox.tenant.addSource({ name: 'HR', accounts: people(20) });
    sandbox.script({
      operation: 'loadAccounts',
      times,
      fault: { kind: 'reply', status: 429, headers: { 'Retry-After': String(retryAfterS) } },
    });
    const described = await getSource(tenant.connection, hr.id);
    const job = {
      ...{ source: described, target: { ...TARGET, csv: files.write('hr.csv', FILE) }, uploads },
      log: { info: (message: string) => said.push(message), warning: () => undefined },
      askProfileUse: () => Promise.resolve(undefined),
      context: {
        ...tenant,
        ...{ settings: { ifRunning: 'wait', csvChecks: 'error', showIds: false }, review: undefined },
        clock: {
          ...clock,
          sleep: (ms: number, signal: AbortSignal) => {
            meanwhile?.();
            return clock.sleep(ms, signal);
          },
        },
        starts: new Semaphore(1),
        recent: { aggregationsOf: () => Promise.resolve(undefined) },
      },
    } as unknown as Job;
    return startWhenFree(job, await check(job, NO_FACTS), { kind: 'none' });
  }

  it('is compared again first, and then sent', async () => {
    expect(await startFile(11, 1)).toMatchObject({ kind: 'accepted' });
    expect(said.filter((line) => line.includes('not sent within 10 s'))).toHaveLength(1);
    expect(uploads.sent).toBe(2);
  });

  it('is refused if the accounts have changed meanwhile', async () => {
    const started = await startFile(11, 1, () => {
      const id = sandbox.tenant.sources().find(({ name }) => name === 'HR')?.id ?? '';
      sandbox.tenant.addSource({ id, name: 'HR', accounts: people(300) });
    });
    expect(started).toMatchObject({ kind: 'over', story: { end: { failure: { status: 'REJECTED' } } } });
    expect(uploads.sent).toBe(1);
  });

  it('is given up after three more comparisons', async () => {
    expect(await startFile(11, 9)).toMatchObject({
      kind: 'over',
      story: { end: { failure: { message: expect.stringMatching(/compared .* 4 times.*within 10 s/) } } },
    });
    expect(uploads.sent).toBe(4);
  });
});

function taskSaying(completionStatus: string | null, ...messages: [type: string, text: string][]): Task {
  const decoded = decodeTask({
    id: 't1',
    completed: 5,
    completionStatus,
    messages: messages.map(([type, localizedText]) => ({ type, localizedText })),
  });
  if (decoded === undefined) throw new Error('no task');
  return decoded;
}

describe('an aggregation that failed with its 202', () => {
  it.each([
    ['ERROR', 'ERROR'],
    ['TEMP_ERROR', 'TEMPERROR'],
    ['TERMINATED', 'TERMINATED'],
    ['WARNING', 'FAILED'],
    ['SUCCESS', 'FAILED'],
    ['Odd', 'FAILED'],
    [null, 'FAILED'],
  ])('and the status %s is %s', (word, status) => {
    const end = endAtOnce(taskSaying(word, ['INFO', 'Begun.'], ['WARN', 'Dust.'], ['ERROR', 'Disk full.']));
    expect(end.status).toBe(status);
    expect(end.failure?.message).toBe(
      'ISC answered 202, but its reply says that the aggregation failed: Disk full.',
    );
  });

  it('needs no task', () => {
    expect(endAtOnce(undefined)).toMatchObject({
      status: 'FAILED',
      failure: {
        message: 'ISC answered 202, but its reply says that the aggregation failed: ISC gives no reason.',
        next: expect.stringContaining('Check the source in ISC'),
      },
    });
  });

  it('has at least what ISC says as information', () => {
    expect(endAtOnce(taskSaying(null, ['INFO', 'Not now.'])).failure?.message).toMatch(/failed: Not now\.$/);
  });
});
