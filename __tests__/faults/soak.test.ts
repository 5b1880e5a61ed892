import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { PACE } from '../../src/runtime/pace.js';
import { turnClock } from '../support/clocks.js';
import { seededRandom, type Random } from '../support/random.js';
import { runMain, type MainRun } from '../support/run-main.js';
import { FAULTS, STEP_OPERATIONS } from './expectations.js';

/** SOAK_STEPS=200 for the whole soak; fewer in the suite, with the same beginning. */
const STEPS = Number(process.env['SOAK_STEPS'] ?? 30);
const SEED = 20_261_130;
const SOURCE = { id: '5'.repeat(32), name: 'HR' };
/** Minutes: longer than a few requests that nobody answers. */
const TIMEOUT = 8;
/** No step depends on how fast the machine is: a minute for an answer is 300 turns of the event loop. */
const clock = turnClock(200);
/** The socket's own limit for an upload uses the machine's clock. */
const pace = { ...PACE, uploadIdleMs: 2_000 };

/** The upload several times, since only there a step can start two aggregations. */
const OPERATIONS = [...STEP_OPERATIONS, ...Array<'loadAccounts'>(4).fill('loadAccounts')];

interface Lived {
  readonly step: number;
  readonly faults: string;
  readonly run: MainRun;
  /** Aggregations of this step that the tenant knows afterwards. */
  readonly started: number;
  /** True if the tenant holds just the accounts of this step's file. */
  readonly arrived: boolean;
}

describe(`${STEPS} steps in a row with random faults (seed ${SEED})`, () => {
  let sandbox: Sandbox;
  const lived: Lived[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({
      clock: () => clock.now(),
      sources: [SOURCE],
      settings: { taskMs: 3_000, rateLimit: 'off' },
    });
    const random = seededRandom(SEED);
    for (let step = 1; step <= STEPS; step += 1) lived.push(await live(sandbox, step, random));
  }, STEPS * 60_000);

  afterAll(async () => {
    await sandbox.close();
    const statuses = lived.map(({ run }) => run.outputs['status'] ?? '');
    const counts = [...new Set(statuses)].map(
      (status) => `${statuses.filter((one) => one === status).length} ${status}`,
    );
    console.log(
      `Soak: ${counts.join(', ')}; longest step ${Math.max(...lived.map(({ run }) => run.ms))} ms.`,
    );
  });

  it('never starts two aggregations in a step', () => {
    expect(lived.filter(({ started }) => started > 1)).toEqual([]);
  });

  it('is green only if the accounts of the file are on the source', () => {
    expect(lived.filter(({ run, arrived }) => run.exitCode === 0 && !arrived)).toEqual([]);
    expect(lived.filter(({ run }) => (run.exitCode === 0) !== (run.outputs['status'] === 'SUCCESS'))).toEqual(
      [],
    );
  });

  it('reports the failure exactly once when it is red', () => {
    expect(lived.filter(({ run }) => run.failures.length !== run.exitCode)).toEqual([]);
  });

  it('ends by its deadline', () => {
    expect(lived.filter(({ run }) => run.ms > TIMEOUT * 60_000 + 5_000)).toEqual([]);
  });

  it('gets through most faults', () => {
    expect(lived.filter(({ run }) => run.exitCode === 0).length).toBeGreaterThan(STEPS / 2);
  });
});

async function live(sandbox: Sandbox, step: number, random: Random): Promise<Lived> {
  const faults = Array.from({ length: random.upTo(3) }, () => scriptOne(sandbox, random));
  const before = sandbox.tenant.tasks().length;
  const rows = Array.from(
    { length: 5 },
    (_, row) => `${step * 10 + row},Name ${step}-${row},n${row}@example.org`,
  );
  const run = await runMain(
    {
      'base-url': sandbox.url,
      'source-id': SOURCE.id,
      'csv-path': 'hr.csv',
      'max-deletions': '100%',
      'timeout-minutes': String(TIMEOUT),
    },
    { 'hr.csv': `id,name,email\n${rows.join('\n')}\n` },
    clock,
    pace,
  );
  sandbox.clearScript();
  const ids = sandbox.tenant.accounts(SOURCE.id).map(({ nativeIdentity }) => nativeIdentity);
  return {
    step,
    faults: faults.join(', '),
    run,
    started: sandbox.tenant.tasks().length - before,
    arrived:
      ids.toSorted().join() ===
      rows
        .map((row) => row.split(',')[0])
        .toSorted()
        .join(),
  };
}

function scriptOne(sandbox: Sandbox, random: Random): string {
  const operation = random.of(OPERATIONS);
  const [name, fault] = random.of(Object.entries(FAULTS).filter(([, one]) => one !== 'refused'));
  if (fault === 'refused') return '';
  const times = 1 + random.upTo(2);
  sandbox.script({ operation, fault, times, skip: operation === 'loadAccounts' ? 0 : random.upTo(1) });
  return `${operation}: ${name} × ${times}`;
}
