import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, watch } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readOutputs } from '../../../scripts/runner.mjs';
import { type LaunchedTenant, endTenant, isRunning, launchTenant } from '../../action/tenant-process.js';
import { Job, tenantRuns } from './job.js';

/** Whatever happens in between, the process ends with the job. */

let job: Job;
beforeEach(() => {
  job = new Job();
});
afterEach(async () => {
  await job.cleanUp();
});

describe('the end of the job', () => {
  it('says that the tenant had ended before, and shows its log', async () => {
    await job.start();
    process.kill(job.tenant.pid, 'SIGKILL');
    const ended = await job.end();

    expect(ended).toMatchObject({ exitCode: 0, failures: [] });
    expect(ended.annotations.map(({ kind, message }) => [kind, message])).toEqual([
      ['warning', "It ended before the job did. The last lines of its log are in this step's log."],
    ]);
    expect(ended.log).toContain('Stop it with Ctrl+C.');
    expect(ended.summary).toBe(
      '### Simulated tenant\n\nIt ended before the job did. What it received is not known.\n',
    );
    expect(await tenantRuns(job)).toBe(false);
  });

  it('ends a tenant whose step was killed before it answered', async () => {
    const { child, files } = job.begin();
    await until(files.state, () => readOutputs(readFileSync(files.state, 'utf8'))['mark'] !== undefined);
    child.kill('SIGKILL');
    await once(child, 'close');
    job.state = readOutputs(readFileSync(files.state, 'utf8'));
    const ended = await job.end();

    expect(ended).toMatchObject({ exitCode: 0, failures: [] });
    expect(await tenantRuns(job)).toBe(false);
  });

  it('ends by itself where the runner has shut down and runs no last step', async () => {
    // Stands for the runner's worker, which is recognized by its command line.
    const program =
      "const { spawn } = require('node:child_process'); spawn(process.execPath, [require('node:path').resolve('sandbox/start.js')], { stdio: 'inherit' }); setInterval(() => {}, 1000);";
    const { files, env } = job.surroundings();
    const worker = spawn(process.execPath, ['-e', program, 'Runner.Worker'], {
      stdio: 'ignore',
      env: { ...env, ...files.variables },
    });
    await until(files.state, () => readOutputs(readFileSync(files.state, 'utf8'))['url'] !== undefined);
    job.state = readOutputs(readFileSync(files.state, 'utf8'));
    expect(await tenantRuns(job)).toBe(true);
    worker.kill('SIGKILL');
    await once(worker, 'close');
    while (await tenantRuns(job)) await pause(100);

    const log = readFileSync(job.state['logFile'] ?? '', 'utf8');
    expect(log).toContain('has ended without its last step, so the tenant ends, too.');
    expect(log).toContain('HR Employees: 40 accounts');
  });

  it('has nothing to do if no tenant was started', async () => {
    const ended = await job.end();

    expect(ended).toMatchObject({ exitCode: 0, annotations: [], summary: '' });
    expect(ended.log).toContain('No simulated tenant was started');
  });

  it('leaves a process alone that has been given the process id of an ended tenant', async () => {
    await job.start();
    const { pid } = job.tenant;
    process.kill(pid, 'SIGKILL');
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    job.state = { ...job.state, pid: String(other.pid) };
    try {
      expect(await job.end()).toMatchObject({ exitCode: 0, failures: [] });
      expect(other.exitCode ?? other.signalCode).toBeNull();
      expect(process.kill(Number(other.pid), 0)).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('ends the tenant, and warns if the job summary cannot be written', async () => {
    await job.start();
    const ended = await job.end({ GITHUB_STEP_SUMMARY: '' });

    expect(ended).toMatchObject({ exitCode: 0, failures: [] });
    expect(ended.annotations.map(({ message }) => message)).toEqual([
      expect.stringMatching('The job summary was not written: '),
    ]);
    expect(await tenantRuns(job)).toBe(false);
  });

  it('distinguishes two tenants of one job', async () => {
    const first = await job.start();
    const { state } = job;
    const second = await job.start();
    expect(second.outputs['base-url']).not.toBe(first.outputs['base-url']);
    await job.end();
    expect(await tenantRuns(job)).toBe(false);

    job.state = state;
    expect(await tenantRuns(job)).toBe(true);
    await job.end();
    expect(await tenantRuns(job)).toBe(false);
  });
});

/** The tenant runs in a folder of its own. */
const PROGRAM = resolve('dist/sandbox/index.js');

/** A process has its name only a moment after its number. */
async function started(tenant: LaunchedTenant): Promise<void> {
  while (!(await isRunning(tenant))) {
    expect(tenant.ended()).toBeUndefined();
    await pause(10);
  }
}

describe('ending a tenant', () => {
  const settings = { port: 0, sources: undefined };

  it('that no longer responds succeeds, with more than a request', async () => {
    const tenant = launchTenant(PROGRAM, job.temp, settings);
    job.state = { pid: String(tenant.pid), mark: tenant.mark };
    await started(tenant);
    process.kill(tenant.pid, 'SIGSTOP');

    expect(await endTenant(tenant, { toEnd: 50, toBeGone: 60_000 })).toBe(true);
    expect(await isRunning(tenant)).toBe(false);
  });

  it('that has already ended takes no work', async () => {
    const tenant = launchTenant(PROGRAM, job.temp, settings);
    job.state = { pid: String(tenant.pid), mark: tenant.mark };
    await started(tenant);
    expect(await endTenant(tenant)).toBe(true);
    expect(await endTenant(tenant)).toBe(false);
  });

  it.each([0, -1, Number.NaN, 2 ** 40])('with the number %d is never tried', async (pid) => {
    expect(await isRunning({ pid, mark: 'simulated-tenant-' })).toBe(false);
  });
});

/** Resolves as soon as `holds`, asked at each change of the file. */
function until(path: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(path, look);
    function look(): void {
      if (!holds()) return;
      watcher.close();
      resolve();
    }
    look();
  });
}
