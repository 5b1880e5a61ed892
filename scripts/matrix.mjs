// Plays every fault and habit of __tests__/faults/ and writes the results into __tests__/faults/README.md; writes the table
// of failures into docs/troubleshooting.md.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    // One file at a time: two write to the same page.
    '--runInBand',
    '__tests__/faults/matrix.test.ts',
    '__tests__/faults/habits.test.ts',
    '__tests__/documents/messages.test.ts',
  ],
  { stdio: 'inherit', env: { ...process.env, WRITE_MATRIX: 'true' } },
);
const formatted = spawnSync(
  process.execPath,
  [
    'node_modules/prettier/bin/prettier.cjs',
    '--write',
    '__tests__/faults/README.md',
    'docs/troubleshooting.md',
  ],
  { stdio: 'inherit' },
);
process.exit(status === 0 ? (formatted.status ?? 1) : 1);
