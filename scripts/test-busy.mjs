/**
 * Runs the tests while the machine is busy: `npm run test:busy -- [runs] [paths]`, ten runs unless told otherwise.
 *
 * Four endless loops keep the cores busy. The loops end with this process, also when it is killed: each one
 * checks that its parent is still there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { exitOnSignals } from './temporary-folder.mjs';

const LOOPS = 4;
/** Ends by itself within a second of its parent's end. */
const LOOP = `
  const parent = Number(process.argv[1]);
  for (;;) {
    const until = Date.now() + 1_000;
    while (Date.now() < until);
    try { process.kill(parent, 0); } catch { process.exit(0); }
  }`;

const [first = '10', ...rest] = process.argv.slice(2);
const isCount = /^[1-9]\d*$/.test(first);
const runs = isCount ? Number(first) : 10;
const paths = isCount ? rest : process.argv.slice(2);

const changesBefore = changes();
const loops = Array.from({ length: LOOPS }, () =>
  spawn(process.execPath, ['-e', LOOP, String(process.pid)], { stdio: 'ignore' }),
);
process.on('exit', () => {
  for (const loop of loops) loop.kill('SIGKILL');
});
exitOnSignals();

let failed = 0;
for (let run = 1; run <= runs; run += 1) {
  const start = performance.now();
  const code = await test();
  if (code !== 0) failed += 1;
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(`Run ${run} of ${runs}: ${code === 0 ? 'green' : 'RED'} after ${seconds} s.`);
}
const written = changes() !== changesBefore;
if (written) console.log(`The tests have changed files of the repository:\n${changes()}`);
console.log(`${runs - failed} of ${runs} runs were green.`);
process.exit(failed > 0 || written ? 1 : 0);

/** Exit code of one run of the tests. */
function test() {
  return new Promise((resolve, reject) => {
    const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const child = spawn(process.execPath, [...jest, 'node_modules/jest/bin/jest.js', ...paths], {
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

function changes() {
  const { stdout, error } = spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return stdout;
}
