// Proves that the committed dist/ matches src/: builds it again and compares with git.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
const changed = execFileSync('git', ['status', '--porcelain', '--', 'dist'], { cwd: root, encoding: 'utf8' });
if (changed !== '') {
  process.stderr.write(`dist/ does not match src/. Run "npm run build" and commit the result:\n${changed}`);
  process.exitCode = 1;
} else {
  process.stdout.write('dist/ matches src/.\n');
}
