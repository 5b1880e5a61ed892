import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Job, Settled } from '../../src/aggregation/job.js';
import { startWhenFree } from '../../src/aggregation/start-when-free.js';
import { UploadCount } from '../../src/aggregation/upload-count.js';
import { getSource } from '../../src/isc/sources.js';
import { Semaphore } from '../../src/runtime/semaphore.js';
import type { SandboxSource } from '../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { TARGET } from '../report/fixtures.js';
import { BUSY_WORDS, busyNamed } from '../support/answers.js';
import { skippingClock } from '../support/clocks.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

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

/** Starts a source that takes no file and whose tasks show nothing. */
async function start(ifRunning: 'wait' | 'fail'): Promise<Settled> {
  const job: Pick<Job, 'source' | 'target' | 'uploads'> & {
    readonly log: unknown;
    readonly tenant: unknown;
  } = {
    source: await getSource(tenant.connection, source.id),
    target: { ...TARGET, csv: undefined },
    uploads,
    log: { info: (message: string) => said.push(message) },
    tenant: {
      ...tenant,
      settings: { ifRunning },
      starts: new Semaphore(1),
      recent: { aggregationsOf: () => Promise.resolve([]) },
    },
  };
  return startWhenFree(job as Job, undefined, undefined);
}

describe('a source that ISC finds busy although it looks free', () => {
  it('is tried again, less and less often', async () => {
    sandbox.script({ operation: 'loadAccounts', fault: busyNamed('refused'), times: 7 });
    expect(await start('wait')).toMatchObject({ kind: 'accepted', proof: 'answered', hasHeading: true });
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
    expect((await failureOf(start('fail'))).message).toBe(
      `An aggregation is already running on the source "Direct" (task ${theirs.id}).`,
    );
    expect([uploads.sent, uploads.mayHaveStarted, clock.sleeps]).toEqual([1, false, []]);
  });
});

it('a start that fails at once is the end of it', async () => {
  sandbox.script({ operation: 'loadAccounts', fault: { kind: 'replace-body', body: { success: false } } });
  expect(await start('wait')).toMatchObject({ kind: 'failed-at-once' });
});
