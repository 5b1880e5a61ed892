import { writeSync } from 'node:fs';
import { systemClock } from './clock.js';
import { main } from './main.js';
import { PACE } from './pace.js';
import { actionsToolkit } from './report/actions-toolkit.js';

let verdict = false;

// No silent end: a promise that never settles empties the event loop, and Node would end with a code that says
// nothing of it. Whatever happens, a step without a verdict is red and says so (design.md, promise 1).
process.on('exit', () => {
  if (verdict) return;
  process.exitCode = 1;
  writeSync(
    1,
    '::error::The step ended without a verdict: a defect of this action. Look at the source in ISC before you run it again.\n',
  );
});

await main({
  env: process.env,
  workspace: process.env['GITHUB_WORKSPACE'] ?? process.cwd(),
  toolkit: actionsToolkit,
  clock: systemClock,
  pace: PACE,
  random: Math.random,
  onCancel: (callback) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        callback(signal);
      });
  },
});
verdict = true;
