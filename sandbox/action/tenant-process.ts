/** The tenant as a process: starting it, recognizing it, asking it, ending it. */
import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Overview } from '../tenant/overview.js';
import type { StartSettings } from './inputs.js';

/** What identifies a process: numbers are reused once a process has ended, so a mark is needed too. */
export interface TenantProcess {
  readonly pid: number;
  /** Appears in the tenant's command line and in no other. */
  readonly mark: string;
}

const run = promisify(execFile);

/** True while the process with this number exists and is the tenant; a zombie process counts as ended. */
export async function isRunning({ pid, mark }: TenantProcess): Promise<boolean> {
  if (!exists(pid)) return false;
  const commandLine = await commandLineOf(pid).catch(() => '');
  return commandLine.includes(mark);
}

function exists(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Rejects, or is empty, if the process has ended. */
async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8');
  const question = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
  const { stdout } = await (process.platform === 'win32'
    ? run('powershell', ['-NoProfile', '-NonInteractive', '-Command', question])
    : run('ps', ['-o', 'args=', '-p', String(pid)]));
  return stdout;
}

/**
 * What the tenant at `url` has received and contains. Rejects if it does not answer within `longestMs`. Connects to the
 * loopback address directly, whatever proxy the job has.
 */
export async function askOverview(url: string, longestMs: number): Promise<Overview> {
  const reply = await new Promise<string>((resolve, reject) => {
    const signal = AbortSignal.timeout(longestMs);
    const request = get(`${url}/_sandbox/overview`, { agent: false, signal }, (response) => {
      text(response).then(resolve, reject);
    });
    request.once('error', reject);
  });
  return JSON.parse(reply) as Overview;
}

/** What the step passes to the one at the end of the job, by name (`core.saveState`). */
export const STATE = { pid: 'pid', mark: 'mark', logFile: 'logFile', url: 'url' } as const;

/** The tenant's process: starting it, waiting for it, ending it. */

/** A tenant that has been started. It may not listen yet, or may already have ended. */
export interface LaunchedTenant extends TenantProcess {
  readonly logFile: string;
  /** How it ended, in words; `undefined` while it runs. */
  readonly ended: () => string | undefined;
}

/** How the log of a tenant begins once it listens. */
const LISTENS = /^ *SAIL_BASE_URL=(\S+)$/m;

const POLL_MS = 50;

/**
 * The only variables of the step that the tenant gets: none of its secrets, and what the runner uses to recognize its
 * own processes.
 */
const PASSED_ON = ['PATH', 'SystemRoot', 'RUNNER_TRACKING_ID'];

/**
 * Starts `program` (dist/sandbox/index.js) as a process that outlives this one, on a loopback address. Its log and its
 * list of sources go to a new folder below `temp`, whose name is the title of the process. It ends by itself once the
 * process `worker` has ended.
 */
export function launchTenant(
  program: string,
  temp: string,
  settings: StartSettings,
  worker?: number,
): LaunchedTenant {
  const folder = mkdtempSync(join(temp, 'simulated-tenant-'));
  const mark = basename(folder);
  const logFile = join(folder, 'tenant.log');
  const options = ['--port', String(settings.port)];
  if (worker !== undefined) options.push('--until-gone', String(worker));
  if (settings.sources !== undefined) {
    const list = join(folder, 'sources.yml');
    writeFileSync(list, settings.sources);
    options.push('--sources', list);
  }
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [`--title=${mark}`, program, ...options], {
    cwd: folder,
    detached: true,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.includes(name))),
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.unref();
  let ended: string | undefined;
  child.once('error', ({ message }) => {
    ended = message;
  });
  child.once('exit', (code, signal) => {
    ended = code === null ? `signal ${signal ?? 'unknown'}` : `exit code ${code}`;
  });
  return { pid: child.pid ?? 0, mark, logFile, ended: () => ended };
}

/**
 * The number of the runner's worker, which runs the steps of the job; `undefined` if this step was started by something
 * else. When a runner shuts down it ends the worker and runs no last step, so that nobody ends the tenant.
 */
export async function workerOfStep(): Promise<number | undefined> {
  if (!exists(process.ppid)) return undefined;
  const commandLine = await commandLineOf(process.ppid).catch(() => '');
  return commandLine.includes('Runner.Worker') ? process.ppid : undefined;
}

/** The address at which the tenant listens. Throws a clear message if it ends first, or takes more than `longestMs`. */
export async function addressOf(
  tenant: LaunchedTenant,
  settings: StartSettings,
  longestMs: number,
): Promise<string> {
  const start = performance.now();
  for (;;) {
    // Checked first, so that what it wrote before its end is in the log.
    const ended = tenant.ended();
    const log = readFileSync(tenant.logFile, 'utf8');
    const [, url] = LISTENS.exec(log) ?? [];
    if (ended !== undefined) throw new Error(whyEnded(log, ended, settings));
    if (url !== undefined) return url;
    if (performance.now() - start > longestMs) {
      throw new Error(
        `The simulated tenant did not listen within ${longestMs / 1000} seconds. Its log is ${tenant.logFile}. Run the job again; a runner that is this slow has too much to do.`,
      );
    }
    await pause(POLL_MS);
  }
}

function whyEnded(log: string, ended: string, { port }: StartSettings): string {
  if (log.includes('EADDRINUSE')) {
    return `port: another program on this runner already listens on port ${port}. Choose another one, or leave the input out for a free port.`;
  }
  if (log.includes('EACCES')) {
    return `port: this runner does not let the step listen on port ${port}. Choose one above 1023, or leave the input out for a free port.`;
  }
  return `The simulated tenant ended at once (${ended}). It said:\n${log.trim() === '' ? 'nothing' : log.trim()}`;
}

/** How long the tenant may take to end by itself, and then to disappear, in milliseconds. */
export interface Patience {
  readonly toEnd: number;
  readonly toBeGone: number;
}

const PATIENCE: Patience = { toEnd: 5_000, toBeGone: 5_000 };

/**
 * Ends the tenant and waits until it has ended: by request first, then by force. `false`: there was nothing to end.
 * Does not touch another process that has its number by now.
 */
export async function endTenant(tenant: TenantProcess, patience = PATIENCE): Promise<boolean> {
  if (!(await isRunning(tenant))) return false;
  for (const [signal, ms] of [
    ['SIGTERM', patience.toEnd],
    ['SIGKILL', patience.toBeGone],
  ] as const) {
    send(tenant, signal);
    if (await isGoneWithin(tenant, ms)) return true;
  }
  throw new Error(
    `The simulated tenant (process ${tenant.pid}) cannot be ended. The runner ends it with the job.`,
  );
}

async function isGoneWithin(tenant: TenantProcess, ms: number): Promise<boolean> {
  const start = performance.now();
  while (await isRunning(tenant)) {
    if (performance.now() - start > ms) return false;
    await pause(POLL_MS);
  }
  return true;
}

function send({ pid }: TenantProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
