/** The process: runs the step, and makes sure that no end is silent. */
import { main } from './main.js';
import { systemClock } from './runtime/clock.js';
import { endProcess } from './runtime/end-process.js';
import { PACE } from './runtime/pace.js';
import { actionsToolkit } from './runtime/toolkit.js';

/** For a reader of the log that is slow; a cancelled step has to end within 2 s. */
const LONGEST_FLUSH_MS = 1_000;

let verdict = false;

// No silent end: whatever happens, a step without a verdict is red and says so (docs/reliability.md).
process.on('exit', () => {
  if (verdict) return;
  process.exitCode = 1;
  actionsToolkit.setFailed(
    'The step ended without a verdict, which is a bug in this action. Check the source in ISC before you run the step again, and please report the bug.',
  );
  try {
    actionsToolkit.setOutput('status', 'FAILED');
  } catch {
    // The runner's file for outputs is gone, which may be why there is no verdict: the exit code still tells.
  }
});

// A promise that never settles empties the event loop, and Node would end in its own way.
process.on('beforeExit', () => process.exit(1));

// Rejections that nobody handles come here, too. The message may hold anything, a person's row included: not shown.
process.on('uncaughtException', (thrown: unknown) => {
  const { message, name, stack } = thrown instanceof Error ? thrown : new Error();
  const frames = stack?.replace(message, '').match(/^ +at .*$/gm) ?? [];
  actionsToolkit.info([name, ...frames].join('\n'));
  process.exit(1);
});

// Whoever reads the log may have gone: no reason to leave an aggregation alone.
process.stdout.on('error', () => undefined);

// What the libraries in this bundle use is no news for people who run a step ("tunnel", with a proxy's password).
process.noDeprecation = true;

// Node reads it at each connection. To the tenant and to GitHub certificates are always verified.
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
// What a pipe has not taken yet is lost with the process: of a long log the end, and with it the final failure.
await Promise.race([
  new Promise((resolve) => process.stdout.write('', resolve)),
  new Promise((resolve) => setTimeout(resolve, LONGEST_FLUSH_MS)),
]);
// A connection that was given up while a proxy still opened it would keep the process alive ("tunnel").
endProcess(process.exitCode === 1 ? 1 : 0);
