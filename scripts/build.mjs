// Builds what the runner and the newcomer execute: dist/ (the action) and dist/sandbox/ (the simulated
// tenant). Old output goes first, since ncc leaves stale chunks in place (toolchain.md).
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { cwd: root, stdio: 'inherit' });

for (const folder of ['dist', 'lib']) rmSync(`${root}/${folder}`, { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '-o', 'dist', '--license', 'licenses.txt', '-q');
run(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  'lib/sandbox/index.js',
  '-o',
  'dist/sandbox',
  '--license',
  'licenses.txt',
  '-q',
);
