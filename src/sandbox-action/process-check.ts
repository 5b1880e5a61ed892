/** Tells the process of the tenant from others. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What a process is found again by: numbers are given anew once a process is over, and the mark tells them apart. */
export interface TenantProcess {
  readonly pid: number;
  /** Stands in the command line of the tenant and of no other process. */
  readonly mark: string;
}

const run = promisify(execFile);

/** True while the process of this number is there and is the tenant; a process that nobody has buried is gone. */
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

/** Rejects, or is empty, where the process has ended. */
async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8');
  const question = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
  const { stdout } = await (process.platform === 'win32'
    ? run('powershell', ['-NoProfile', '-NonInteractive', '-Command', question])
    : run('ps', ['-o', 'args=', '-p', String(pid)]));
  return stdout;
}
