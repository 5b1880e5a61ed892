import { describe, expect, it } from '@jest/globals';
import { BUSY_REPLIES } from '../../sandbox/tenant/model.js';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { idleClock } from '../support/idle-clock.js';
import { runMain, type MainRun } from '../support/run-main.js';

const SOURCE = { id: 'b'.repeat(32), name: 'HR' };
/** Already on the source: without the right to see tasks, an empty list would not be a first load. */
const ADA = { id: '1', name: 'Ada', email: 'ada@example.org' };
const CSV = 'id,name,email\n1,Ada,ada@example.org\n2,Bo,bo@example.org\n';

/** A step whose credential may not see tasks: only the 202 shows that another aggregation is running. */
async function stepOnBusySource(
  busyReply: (typeof BUSY_REPLIES)[number],
  ifRunning: 'wait' | 'fail',
): Promise<{ run: MainRun; uploads: number; accounts: readonly string[] }> {
  const clock = idleClock();
  const sandbox = await startSandbox({
    clock: () => clock.now(),
    sources: [{ ...SOURCE, accounts: [ADA], busyReply }],
    settings: { rateLimit: 'off' },
  });
  sandbox.script({
    operation: 'listTasks',
    times: Infinity,
    fault: { kind: 'reply', status: 403, body: {} },
  });
  sandbox.tenant.runElsewhere(SOURCE.id, { durationMs: 12_000 });
  try {
    const inputs = {
      'base-url': sandbox.url,
      'source-id': SOURCE.id,
      'csv-path': 'hr.csv',
      'if-running': ifRunning,
    };
    const run = await runMain(inputs, { 'hr.csv': CSV }, clock);
    return {
      run,
      uploads: sandbox.requests.filter(({ operation }) => operation === 'loadAccounts').length,
      accounts: sandbox.tenant.accounts(SOURCE.id).map(({ nativeIdentity }) => nativeIdentity),
    };
  } finally {
    await sandbox.close();
  }
}

describe('a 202 that says that another aggregation must end first', () => {
  it.each(BUSY_REPLIES)('(%s) makes the step wait and send again', async (busyReply) => {
    const { run, uploads, accounts } = await stepOnBusySource(busyReply, 'wait');
    expect(run.outputs).toMatchObject({ status: 'SUCCESS', 'accounts-created': '1' });
    expect(run.log).toMatch(/ISC has not started the aggregation: .*currently running aggregation/);
    expect(uploads).toBeGreaterThan(1);
    expect(accounts).toEqual(['1', '2']);
  });

  it.each(BUSY_REPLIES)('(%s) fails the step with if-running: fail', async (busyReply) => {
    const { run, uploads } = await stepOnBusySource(busyReply, 'fail');
    expect(run.outputs).toMatchObject({ status: 'FAILED', 'task-id': '' });
    expect(run.failures).toEqual([expect.stringContaining('already running on the source "HR"')]);
    expect(uploads).toBe(1);
  });

  it('is reported with the running task, if ISC shows it', async () => {
    const clock = idleClock();
    const sandbox = await startSandbox({
      clock: () => clock.now(),
      sources: [SOURCE],
      settings: { rateLimit: 'off' },
    });
    // It begins after the step has checked the source and before the upload.
    sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status: 200, body: [] } });
    const theirs = sandbox.tenant.runElsewhere(SOURCE.id, { completionStatus: null });
    const inputs = { 'base-url': sandbox.url, 'source-id': SOURCE.id, 'csv-path': 'hr.csv' };
    const run = await runMain({ ...inputs, 'if-running': 'fail' }, { 'hr.csv': CSV }, clock);
    await sandbox.close();
    expect(run.outputs).toMatchObject({ status: 'FAILED', 'task-id': '' });
    expect(run.failures).toEqual([
      expect.stringContaining(`already running on the source "HR" (task ${theirs.id})`),
    ]);
  });
});
