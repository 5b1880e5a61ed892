import type { RunPlan } from '../../sandbox/tenant/model.js';
import type { RequestRecord } from '../../sandbox/tenant/request-record.js';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { idleClock } from './idle-clock.js';
import { csvOf, people } from './people.js';
import { runMain, type MainRun } from './run-main.js';

/** One source of a step and the file for it; what is left out is a source whose file changes nothing. */
export interface ManySource {
  readonly run?: RunPlan;
  readonly seed?: Partial<SourceSeed>;
  readonly csv?: string;
}

/** The result of a step with many sources. */
export interface ManyRun extends MainRun {
  readonly sandbox: Pick<Sandbox, 'tenant' | 'rateLimit'>;
  /** One object a source, as in the output `results`. */
  readonly results: readonly Readonly<Record<string, string>>[];
  readonly requests: readonly RequestRecord[];
  readonly count: (...operations: readonly Operation[]) => number;
  /** From the first request to the end of the step, in milliseconds of the clock that both sides have. */
  readonly tookMs: number;
}

/** 32 hexadecimal digits that end in the number of the source. */
export function idOf(index: number): string {
  return `2c91808a7f3b4c5d8e9f0a1b${index.toString(16).padStart(8, '0')}`;
}

/** Accounts of each source before the step, and in its file. */
const ACCOUNTS = people(10);

const LONGER_THAN_ALL_RUNS_MS = 3_600_000;

/**
 * Runs one step for all these sources against a tenant with the real rate limit and the real pace, in a world whose
 * clock passes while nothing is to be done: a minute of aggregating takes a moment of testing, and a busy machine makes no
 * difference.
 */
export async function runMany(
  sources: readonly ManySource[],
  {
    inputs = {},
    prepare,
    list,
    afterRunsBefore = false,
  }: {
    readonly inputs?: Readonly<Record<string, string>>;
    readonly prepare?: (sandbox: Sandbox) => void;
    /** The input `sources`; by default each source by its id, in their order. */
    readonly list?: string;
    /** True: each source has been aggregated before, in the time that its run takes, without a change. */
    readonly afterRunsBefore?: boolean;
  } = {},
): Promise<ManyRun> {
  const clock = idleClock();
  const sandbox = await startSandbox({
    clock: () => clock.now(),
    settings: { taskMs: 1_500 },
    sources: sources.map(({ run = {}, seed }, index) => {
      return {
        id: idOf(index),
        name: `Source ${index}`,
        accounts: ACCOUNTS,
        deleteThreshold: 10,
        run,
        ...seed,
      };
    }),
  });
  try {
    if (afterRunsBefore) {
      for (const [index, { run = {} }] of sources.entries()) {
        sandbox.tenant.runElsewhere(idOf(index), { changesAccounts: false, ...run });
      }
      clock.pass(LONGER_THAN_ALL_RUNS_MS);
    }
    prepare?.(sandbox);
    const entries = sources.map((_, index) => `- source-id: ${idOf(index)}\n  csv-path: ${index}.csv`);
    const files = sources.map(({ csv }, index) => [`${index}.csv`, csv ?? csvOf(ACCOUNTS)]);
    const startedAt = clock.now();
    const run = await runMain(
      { 'base-url': sandbox.url, sources: list ?? entries.join('\n'), ...inputs },
      Object.fromEntries(files) as Record<string, string>,
      clock,
    );
    const requests = [...sandbox.requests];
    return {
      ...run,
      sandbox: { tenant: sandbox.tenant, rateLimit: sandbox.rateLimit },
      results: JSON.parse(run.outputs['results'] ?? '[]') as Record<string, string>[],
      requests,
      count: (...operations) =>
        requests.filter(({ operation }) => operation !== undefined && operations.includes(operation)).length,
      tookMs: clock.now() - startedAt,
    };
  } finally {
    await sandbox.close();
  }
}
