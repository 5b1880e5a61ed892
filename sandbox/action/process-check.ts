/** Distinguishes the tenant's process from others. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

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
