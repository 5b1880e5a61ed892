// Plays the step against tenants drawn at random: npm run random-tenant -- --draws 2000 --seed 7
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    draws: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
  },
});
process.stdout.write(`${values.draws} draws with the seed ${values.seed}\n`);
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '__tests__/faults/random-tenant.test.ts',
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, RANDOM_TENANT_DRAWS: values.draws, RANDOM_TENANT_SEED: values.seed },
  },
);
process.exit(status ?? 1);
