import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAccounts } from '../../src/isc/accounts.js';
import { StepFailure } from '../../src/model/failure.js';
import { ACCOUNT_HABITS, type AccountHabits } from '../../sandbox/tenant/habits.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { seededRandom, type Random } from '../support/random.js';
import { connect } from '../support/tenant.js';

/** RANDOM_TENANTS=2000 for a long search; fewer in the suite, always the same ones. */
const TENANTS = Number(process.env['RANDOM_TENANTS'] ?? 40);
const SEED = Number(process.env['RANDOM_SEED'] ?? 20_261_125);
const ID = 'a'.repeat(32);

/**
 * Up to four habits at once, with values that are likely to meet: sizes of pages and windows around those of the lists.
 * Left out is what would take a request more for every list of every tenant: a limit of pages, or a window that is not
 * said, that is no round number and happens to be what the count says.
 */
function oddHabits(random: Random): Partial<AccountHabits> {
  const window = random.of([250, 500, 750]);
  const any: readonly (() => Partial<AccountHabits>)[] = [
    () => ({ sourceField: random.of(['source.id', 'both', 'by-version', 'ignored'] as const) }),
    () => ({ window, beyondWindow: 'empty' }),
    () => ({ window: random.of([250, 300, 490, 500]), beyondWindow: 'refused' }),
    () => ({ pageSize: random.of([7, 50, 100, 249]) }),
    () => ({ overlap: random.of([1, 7, 60]) }),
    () => ({ totalCount: random.of(['absent', 'of-page'] as const) }),
    () => ({ countLimit: random.of([window, 100, 250, 500]) }),
    () => ({ totalCountError: random.of([-300, -50, -2, -1, 1, 2, 50]) }),
    () => ({ offset: 'ignored' }),
    () => ({ sorters: 'ignored' }),
    () => ({ created: random.of(['epoch', 'absent'] as const) }),
    () => ({ slimAttributes: random.of(['absent', 'empty', 'present'] as const) }),
    () => ({ identitiesAs: 'numbers' }),
  ];
  let habits: Partial<AccountHabits> = {};
  for (let more = 1 + random.upTo(3); more > 0; more -= 1) habits = { ...habits, ...random.of(any)() };
  const isCountWrong = ['totalCount', 'countLimit', 'totalCountError'].some((name) => name in habits);
  return isCountWrong && habits.pageSize !== undefined ? { ...habits, pageSize: 50 } : habits;
}

interface Listed {
  readonly tenant: string;
  /** The identities, or why there is no list. */
  readonly came: string | StepFailure;
  readonly isWhole: boolean;
}

async function listOn(sandbox: Sandbox, random: Random): Promise<Listed> {
  const habits = oddHabits(random);
  const size = random.of([0, 1, 7, 50, 100, 249, 250, 251, 299, 300, 500, 501, 600, 750]);
  const createdTogether = random.of([1, 40, 200, 1_000]);
  const accounts = Array.from({ length: size }, (_, n) => ({ id: String(n + 1), name: `N${n}` }));
  sandbox.tenant.addSource({ id: ID, name: 'HR', accounts, createdTogether });
  Object.assign(sandbox.settings.accounts, ACCOUNT_HABITS, habits);
  const tenant = connect(sandbox.url);
  const came: string[] = [];
  const described = JSON.stringify({ size, createdTogether, ...habits });
  try {
    const now = await listAccounts(tenant.connection, ID, { values: random.upTo(1) === 1 });
    for await (const page of now.pages()) came.push(...page.map(({ identity }) => identity));
  } catch (failure) {
    if (failure instanceof StepFailure) return { tenant: described, came: failure, isWhole: false };
    throw failure;
  } finally {
    tenant.close();
  }
  const expected = accounts.map(({ id }) => id);
  const isWhole = came.toSorted().join() === expected.toSorted().join();
  return { tenant: described, came: `${came.length} of ${size}`, isWhole };
}

describe(`${TENANTS} tenants with random habits (seed ${SEED})`, () => {
  let sandbox: Sandbox;
  const listed: Listed[] = [];

  beforeAll(
    async () => {
      sandbox = await startSandbox({
        settings: { rateLimit: 'off' },
        sources: [{ id: 'b'.repeat(32), name: 'Payroll', accounts: [{ id: 'other' }] }],
      });
      const random = seededRandom(SEED);
      for (let tenant = 0; tenant < TENANTS; tenant += 1) listed.push(await listOn(sandbox, random));
    },
    10_000 + TENANTS * 2_000,
  );

  afterAll(async () => {
    await sandbox.close();
  });

  it('list every account once, or fail', () => {
    expect(listed.filter(({ came, isWhole }) => typeof came === 'string' && !isWhole)).toEqual([]);
  });

  it('are listed whole, for the most part', () => {
    expect(listed.filter(({ isWhole }) => isWhole).length).toBeGreaterThan(TENANTS / 2);
  });
});
