/** `post` of sandbox/action.yml. */
import * as core from '@actions/core';
import { readFile } from 'node:fs/promises';
import { forLog } from './text.js';
import { STATE, type TenantProcess, askOverview, endTenant, isRunning } from './tenant-process.js';
import { summaryOf, summaryWithoutAnswer } from './summary.js';

const LONGEST_ANSWER_MS = 10_000;
const MOST_LOG_LINES = 20;

/**
 * The end of the job: writes what the tenant received to the job summary, and stops it. Never rejects and never fails
 * the job, whose verdict is known by now: problems here are warnings.
 */
export async function stop(): Promise<void> {
  const tenant: TenantProcess = { pid: Number(core.getState(STATE.pid)), mark: core.getState(STATE.mark) };
  if (tenant.mark === '') {
    core.info('No simulated tenant was started, so there is nothing to end.');
    return;
  }
  await warnOf('The job summary was not written', async () => {
    await core.summary.addRaw(await lastWords(tenant, core.getState(STATE.url))).write();
  });
  await warnOf('The simulated tenant was not ended', async () => {
    const wasThere = await endTenant(tenant);
    core.info(
      wasThere ? 'The simulated tenant has been ended.' : 'The simulated tenant is no longer running.',
    );
  });
}

async function lastWords(tenant: TenantProcess, url: string): Promise<string> {
  // The tenant never started to listen; the step itself has said why.
  if (url === '') return '';
  try {
    return summaryOf(await askOverview(url, LONGEST_ANSWER_MS));
  } catch {
    const why = (await isRunning(tenant))
      ? `It did not answer within ${LONGEST_ANSWER_MS / 1000} seconds at the end of the job.`
      : 'It ended before the job did.';
    core.warning(`${why} The last lines of its log are in this step's log.`, { title: 'Simulated tenant' });
    await showLog(core.getState(STATE.logFile));
    return summaryWithoutAnswer(why);
  }
}

async function showLog(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  for (const line of text.trimEnd().split('\n').slice(-MOST_LOG_LINES)) core.info(forLog(line, 500));
}

async function warnOf(what: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    core.warning(forLog(`${what}: ${error instanceof Error ? error.message : String(error)}`, 1_000));
  }
}
