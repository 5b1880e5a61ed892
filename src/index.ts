/** The process: runs the step, and makes sure that it never ends silently. */
import { main } from './main.js';
import { systemClock } from './runtime/clock.js';
import { PACE } from './runtime/pace.js';
import { actionsToolkit } from './runtime/toolkit.js';

/** For a slow reader of the log; a cancelled step must end within 2 s. */
const LONGEST_FLUSH_MS = 1_000;

let verdict = false;

// No silent end: a step without a verdict is always red and says so (docs/reliability.md).
process.on('exit', () => {
  if (verdict) return;
  process.exitCode = 1;
  actionsToolkit.setFailed(
    'The step ended without a verdict, which is a bug in this action. Check the source in ISC before you run the step again, and please report the bug.',
  );
  try {
    actionsToolkit.setOutput('status', 'FAILED');
  } catch {
    // The runner's output file is gone, which may be why there is no verdict. The exit code still shows it.
  }
});

// A promise that never settles empties the event loop, and Node.js would exit with a code of its choice.
process.on('beforeExit', () => process.exit(1));

// Unhandled rejections arrive here, too. The message may contain anything, including a person's row, so it is not
// shown.
process.on('uncaughtException', (thrown: unknown) => {
  const { message, name, stack } = thrown instanceof Error ? thrown : new Error();
  const frames = stack?.replace(message, '').match(/^ +at .*$/gm) ?? [];
  actionsToolkit.info([name, ...frames].join('\n'));
  process.exit(1);
});

// If nobody reads the log any more, the step still follows the aggregation.
process.stdout.on('error', () => undefined);

// Deprecations in the bundled libraries do not concern users ("tunnel" even prints a proxy's password).
process.noDeprecation = true;

// Node.js reads it for each connection. Certificates of the tenant and of GitHub are always verified.
if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  actionsToolkit.info(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are always verified. For a private CA, set NODE_EXTRA_CA_CERTS.',
  );
}

await main({
  env: process.env,
  workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
  toolkit: actionsToolkit,
  clock: systemClock,
  pace: PACE,
  random: Math.random,
  onCancel: (callback) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        callback(signal);
      });
  },
});
verdict = true;
// What a pipe has not accepted yet is lost with the process: the end of a long log, including the final failure.
await Promise.race([
  new Promise((resolve) => process.stdout.write('', resolve)),
  new Promise((resolve) => setTimeout(resolve, LONGEST_FLUSH_MS)),
]);
// A connection abandoned while a proxy was still opening it would keep the process alive ("tunnel").
endProcess(process.exitCode === 1 ? 1 : 0);

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
