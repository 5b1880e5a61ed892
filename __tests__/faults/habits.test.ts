import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startGitHub } from '../../sandbox/tenant/github/github.js';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { gitHubVariables, push } from '../action/github.js';
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

const TIMEOUT_MINUTES = 3;
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
  csv = CSV,
  earlier = 0,
  faults = [],
  inputs = {},
  rerun,
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
  const github = rerun === undefined ? undefined : await onGitHub(rerun, csv);
  try {
    const run = await runMain(
      {
        'base-url': sandbox.url,
        'source-id': SOURCE.id,
        'csv-path': 'hr.csv',
        'timeout-minutes': String(TIMEOUT_MINUTES),
        ...inputs,
        ...github?.inputs,
      },
      { 'hr.csv': csv },
      clock,
      undefined,
      github?.env,
    );
    const accounts = sandbox.tenant.accounts(SOURCE.id);
    return {
      status: run.outputs['status'] as Ending['status'],
      aggregations: sandbox.tenant.tasks().filter(isOurs).length as 0 | 1,
      log: run.log,
      identities: accounts.map(({ nativeIdentity }) => nativeIdentity).toSorted(),
    };
  } finally {
    await Promise.all([github?.close(), sandbox.close()]);
  }
}

/** A GitHub on which an old push of the file runs again. */
async function onGitHub(
  says: NonNullable<Habit['rerun']>,
  csv: string,
): Promise<{
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}> {
  const github = await startGitHub(says === 'nothing' ? { permissions: { contents: 'none' } } : {});
  const { repository } = github;
  const first = repository.commit(undefined, { 'hr.csv': '1' });
  const pushed = repository.commit(first, { 'hr.csv': csv });
  const newer = says === 'it is the same' ? { 'README.md': '1' } : { 'hr.csv': '2' };
  repository.branches.set('main', repository.commit(pushed, newer));
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  const { event, payload } = push(first, pushed);
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  return {
    inputs: { 'github-token': github.token },
    env: { ...gitHubVariables(github, event, join(folder, 'event.json')), GITHUB_RUN_ATTEMPT: '2' },
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await github.close();
    },
  };
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
