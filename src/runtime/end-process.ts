/** The last thing that a step does: end, whatever still hangs. */

/**
 * Ends the process with `code`. Node waits for its threads when it ends, and one that reads from a dead network mount
 * never comes back: such a process is replaced by a shell that ends with the same code, or killed where there is none.
 */
export function endProcess(code: 0 | 1): never {
  const hangs = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
  if (hangs && process.platform !== 'win32' && process.execve !== undefined) {
    process.execve('/bin/sh', ['sh', '-c', `exit ${code}`], {});
  }
  if (hangs) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
}
