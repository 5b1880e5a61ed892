import { beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { idleClock } from '../support/idle-clock.js';
import { ODD_TENANT } from '../support/odd-tenant.js';
import { pool } from '../support/pool.js';
import { runMain } from '../support/run-main.js';
import type { Ending } from './expectations.js';
import { ACCOUNTS, CSV, HABITS, OTHER, SOURCE, type Habit } from './habits.js';
import { documented, habitTable } from './matrix-document.js';

interface Played extends Ending {
  readonly log: string;
  readonly identities: readonly string[];
}

const TIMEOUT_MINUTES = 8;
const OURS = ['1', '2'];

describe('whatever a tenant does with an upload', () => {
  const played = new Map<Habit, Played>();

  beforeAll(async () => {
    const results = await pool(HABITS, 8, play);
    HABITS.forEach((habit, index) => played.set(habit, results[index] as Played));
  });

  it.each(HABITS)('$name', (habit) => {
    const { identities, log, ...got } = played.get(habit) as Played;
    expect({ ...got, log }).toEqual({ status: habit.status, aggregations: habit.aggregations, log });
    // Never green unless our file was aggregated.
    if (got.status === 'SUCCESS') expect(identities).toEqual(OURS);
  });

  it('has the results of its table in __tests__/faults/README.md', () => {
    const { written, now } = documented(
      'habits',
      habitTable((habit) => played.get(habit) as Ending),
    );
    expect(now).toEqual(written);
  });
});

/** One step against an odd tenant of its own. */
async function play({
  earlier = 0,
  faults = [],
  inputs = {},
  settings = {},
  source = {},
}: Habit): Promise<Played> {
  const clock = idleClock();
  const sandbox = await startSandbox({
    clock: () => clock.now(),
    sources: [{ ...SOURCE, accounts: ACCOUNTS, ...source }, OTHER],
    settings: {
      ...ODD_TENANT,
      ...{ taskMs: 3_000, rateLimit: 'off', ...settings },
      accounts: { ...ODD_TENANT.accounts, ...settings.accounts },
    },
  });
  for (let left = earlier; left > 0; left -= 1) {
    sandbox.tenant.runElsewhere(SOURCE.id, { durationMs: 0, completedEarlyMs: 0 });
  }
  for (const fault of faults) sandbox.script(fault);
  try {
    const run = await runMain(
      {
        'base-url': sandbox.url,
        'source-id': SOURCE.id,
        'csv-path': 'hr.csv',
        'timeout-minutes': String(TIMEOUT_MINUTES),
        ...inputs,
      },
      { 'hr.csv': CSV },
      clock,
    );
    const accounts = sandbox.tenant.accounts(SOURCE.id);
    return {
      status: run.outputs['status'] as Ending['status'],
      aggregations: sandbox.tenant.tasks().filter(isOurs).length as 0 | 1,
      log: run.log,
      identities: accounts.map(({ nativeIdentity }) => nativeIdentity).toSorted(),
    };
  } finally {
    await sandbox.close();
  }
}

/** A task of this step that was not refused. */
function isOurs({
  launcher,
  messages,
}: {
  launcher: string;
  messages: readonly { text: string }[];
}): boolean {
  return launcher !== 'Another Administrator' && !messages.some(({ text }) => text.includes('must complete'));
}
