import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PACE } from '../../src/runtime/pace.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { runMain, type MainRun } from '../support/run-main.js';

/** LOAD_STEPS=50 for the whole load; fewer in the suite, still more than the rate limit takes. */
const STEPS = Number(process.env['LOAD_STEPS'] ?? 15);

/** Retries and waits as they are, only the first look at a task sooner: it is the tenant's limit that is tested. */
const pace = { ...PACE, firstLookMs: 300 };

describe(`${STEPS} steps at once against one tenant with the real rate limit`, () => {
  let sandbox: Sandbox;
  let runs: readonly MainRun[];

  beforeAll(async () => {
    const sources = Array.from({ length: STEPS }, (_, index) => ({
      name: `Source ${index}`,
      id: index.toString(16).padStart(32, '0'),
    }));
    sandbox = await startSandbox({ sources, settings: { taskMs: 1_000 } });
    runs = await Promise.all(
      sources.map(({ id }, index) =>
        runMain(
          { 'base-url': sandbox.url, 'source-id': id, 'csv-path': 'hr.csv' },
          { 'hr.csv': `id,name,email\n${index},Name,n@example.org\n` },
          pace,
        ),
      ),
    );
  }, 180_000);

  afterAll(async () => {
    await sandbox.close();
    const refused = sandbox.requests.filter(({ status }) => status === 429).length;
    const longest = Math.max(...runs.map(({ ms }) => ms));
    console.log(
      `Load: ${sandbox.requests.length} requests, ${refused} of them refused with 429; longest step ${longest} ms.`,
    );
  });

  it('ends rightly for each', () => {
    expect(runs.map(({ outputs }) => outputs['status'])).toEqual(runs.map(() => 'SUCCESS'));
  });

  it('starts one aggregation for each', () => {
    expect(sandbox.tenant.tasks()).toHaveLength(STEPS);
  });

  it('has met the limit, or nothing was tested', () => {
    expect(sandbox.requests.some(({ status }) => status === 429)).toBe(true);
  });
});
