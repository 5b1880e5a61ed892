import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { idleClock } from '../support/idle-clock.js';
import { runMain, type MainRun } from '../support/run-main.js';

/** LOAD_STEPS=50 for the whole load; fewer in the suite, still more than the rate limit takes. */
const STEPS = Number(process.env['LOAD_STEPS'] ?? 15);

/** All share it with the tenant, so that the limit means the same however fast the machine is. */
const clock = idleClock();

describe(`${STEPS} steps at once against one tenant with the real rate limit`, () => {
  let sandbox: Sandbox;
  let runs: readonly MainRun[];

  beforeAll(async () => {
    const sources = Array.from({ length: STEPS }, (_, index) => ({
      name: `Source ${index}`,
      id: index.toString(16).padStart(32, '0'),
    }));
    sandbox = await startSandbox({ clock: () => clock.now(), sources });
    runs = await Promise.all(
      sources.map(({ id }, index) =>
        runMain(
          { 'base-url': sandbox.url, 'source-id': id, 'csv-path': 'hr.csv' },
          { 'hr.csv': `id,name,email\n${index},Name,n@example.org\n` },
          clock,
        ),
      ),
    );
  });

  afterAll(async () => {
    await sandbox.close();
    const refused = sandbox.requests.filter(({ status }) => status === 429).length;
    const longest = Math.max(...runs.map(({ ms }) => ms));
    console.log(
      `Load: ${sandbox.requests.length} requests, ${refused} of them refused with 429; longest step ${longest} ms.`,
    );
  });

  it('ends correctly for each', () => {
    expect(runs.map(({ outputs }) => outputs['status'])).toEqual(runs.map(() => 'SUCCESS'));
  });

  it('starts one aggregation for each', () => {
    expect(sandbox.tenant.tasks()).toHaveLength(STEPS);
  });

  it('has reached the limit, or nothing was tested', () => {
    expect(sandbox.requests.some(({ status }) => status === 429)).toBe(true);
  });
});
