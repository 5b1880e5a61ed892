/** Ends the process at the end of the step, even if something still hangs. */

/**
 * Ends the process with `code`. Node waits for its threads at the end, and one that reads from a dead network mount
 * never returns. Such a process is replaced by a shell that exits with the same code, or killed if there is no shell.
 */
export function endProcess(code: 0 | 1): never {
  const hangs = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
  if (hangs && process.platform !== 'win32' && process.execve !== undefined) {
    process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
  }
  if (hangs) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
}
