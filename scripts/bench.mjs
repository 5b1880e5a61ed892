// Compiles bench/ and the parts of src/ that it needs, and runs it: `npm run bench -- --quick`. It measures the
// committed bundles.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.bench.json'], {
  cwd: root,
  stdio: 'inherit',
});
const { status } = spawnSync(process.execPath, ['lib/measured/bench/index.js', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
