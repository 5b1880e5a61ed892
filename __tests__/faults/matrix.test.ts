import { beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import { PACE } from '../../src/runtime/pace.js';
import { turnClock } from '../support/clocks.js';
import { startGateway } from '../support/gateway.js';
import { giveHistory, tasksSince } from '../support/history.js';
import { idleClock } from '../support/idle-clock.js';
import { ODD_TENANT } from '../support/odd-tenant.js';
import { csvOf } from '../support/people.js';
import { pool } from '../support/pool.js';
import { runMain } from '../support/run-main.js';
import {
  expected,
  FAULTS,
  ENTITLEMENT_OPERATIONS,
  MATRIX_OPERATIONS,
  playedFault,
  UPLOADS,
  type Ending,
  type Expectation,
  type FaultName,
  type StepOperation,
} from './expectations.js';
import { documented, faultTable } from './matrix-document.js';

/** Longer than six attempts at a read with the waits between them, and the same where nobody answers any. */
const TIMEOUT_MINUTES = { answered: 3, unanswered: 8 };
/** For the cells that wait for the machine's own clock, too: a minute is 1,200 turns of the event loop. */
const MS_A_TURN = 50;
/** How long a host that comes back is away, in milliseconds: an attempt fails first, and a later one reaches it. */
const BACK_AFTER_MS = 400;
/** Enough for three pages of the odd tenant, the last one beyond its window; more would only take time. */
const ACCOUNTS = Array.from({ length: 30 }, (_, n) => ({
  id: String(n + 1),
  name: `Ada ${n}`,
  email: 'a@old.example.org',
}));
const ENTITLEMENTS = ACCOUNTS.map(({ id, name }) => ({
  name: `group-${id}`,
  displayName: name,
  description: '',
}));
const SOURCE = {
  ...{ id: 'f'.repeat(32), name: 'HR', accounts: ACCOUNTS, createdTogether: 9 },
  entitlements: { group: { values: ENTITLEMENTS } },
};
/** Creates an account, and changes a value, so that the step asks who reads it. */
const CSV = csvOf([
  ...ACCOUNTS.map((account) => (account.id === '1' ? { ...account, email: 'a@example.org' } : account)),
  { id: '31', name: 'Bo', email: '' },
]);
/** The same of entitlements. */
const GROUPS = csvOf([
  ...ENTITLEMENTS.map((one, at) => (at === 0 ? { ...one, displayName: 'Renamed' } : one)),
  { name: 'group-31', displayName: 'Bo', description: '' },
]);
/** With all habits that can be met: its filter, window, pages, count and values are not as specified. */
const ODD = { ...ODD_TENANT, accounts: { ...ODD_TENANT.accounts, window: 262, pageSize: 12 } };
/** A list in short pages matters where the accounts are listed, before an upload and again after it. */
const ODDLY_LISTED: readonly StepOperation[] = ['listAccounts', 'loadAccounts'];

/** What happens, to which operation. */
interface Cell {
  readonly operation: StepOperation;
  readonly fault: FaultName;
}

type When = keyof Expectation;

interface Played extends Ending {
  readonly exitCode: number;
  readonly setFailed: number;
  readonly ms: number;
  readonly log: string;
  /** Whether the fault could come again: the step has asked once more. */
  readonly isRepeated: boolean;
}

const cells: readonly Cell[] = MATRIX_OPERATIONS.flatMap((operation) =>
  (Object.keys(FAULTS) as FaultName[]).map((fault) => ({ operation, fault })),
).filter(({ fault, operation }) => playedFault(operation, fault) === fault);

describe('whatever happens to a request', () => {
  const played = new Map<string, Readonly<Record<When, Played>>>();
  const endings = ({ fault, operation }: Cell): Readonly<Record<When, Played>> => {
    const both = played.get(`${operation} ${playedFault(operation, fault)}`);
    if (both === undefined) throw new Error(`${fault} at ${operation} was not played.`);
    return both;
  };

  beforeAll(async () => {
    const results = await pool(cells, 48, playBoth);
    for (const [index, both] of results.entries()) {
      const { fault = '', operation = '' } = cells[index] ?? {};
      played.set(`${operation} ${fault}`, both);
    }
  });

  describe.each(MATRIX_OPERATIONS)('%s', (operation) => {
    it.each(cells.filter((cell) => cell.operation === operation))('$fault', (cell) => {
      const expectation = expected(cell.operation, cell.fault);
      const { lasting, once } = endings(cell);
      const ended = ({ aggregations, exitCode, log, setFailed, status }: Played): object => ({
        ...{ status, aggregations, exitCode, setFailed, log },
      });
      const end = ({ aggregations, status }: Ending, { log }: Played): object => {
        const failed = status === 'SUCCESS' ? 0 : 1;
        return { status, aggregations, exitCode: failed, setFailed: failed, log };
      };

      expect({ once: ended(once), lasting: ended(lasting) }).toEqual({
        once: end(expectation.once, once),
        lasting: end(expectation.lasting, lasting),
      });
      expect(Math.max(once.ms, lasting.ms)).toBeLessThan(minutesFor(cell.fault) * 60_000 + 5_000);
    });
  });

  it('has the results of its table in __tests__/faults/README.md', () => {
    const { written, now } = documented(
      'faults',
      faultTable((operation, fault, when) => endings({ operation, fault })[when]),
    );
    expect(now).toEqual(written);
  });
});

/** The step with the fault once, and permanently. If it does not ask again, the fault cannot come again: that is one step. */
async function playBoth(cell: Cell): Promise<Readonly<Record<When, Played>>> {
  const once = await play(cell, false);
  return { once, lasting: once.isRepeated ? await play(cell, true) : once };
}

/** One step against a tenant of its own, which has all habits that can be met, with the fault on one operation. */
async function play({ fault, operation }: Cell, lasts: boolean): Promise<Played> {
  // The socket's own limit for an upload uses the machine's clock: it is short only if nothing else can happen.
  const isSocketLimit = fault === 'no reply' && UPLOADS.includes(operation);
  const clock = isSocketLimit ? turnClock(MS_A_TURN) : idleClock();
  const sandbox = await startSandbox({
    clock: () => clock.now(),
    sources: [SOURCE],
    settings: { ...habitsFor(operation), taskMs: taskMsFor(operation), rateLimit: 'off' },
  });
  giveHistory(sandbox);
  const scripted = FAULTS[fault];
  const gateway =
    scripted === 'refused'
      ? await startGateway(sandbox.url, previous(operation), lasts ? undefined : BACK_AFTER_MS, clock)
      : undefined;
  if (scripted !== 'refused') {
    sandbox.script({ operation, fault: scripted, times: lasts ? Infinity : 1 });
  }
  try {
    const run = await runMain(
      {
        'base-url': gateway?.url ?? sandbox.url,
        ...(operation === 'listSources' ? { 'source-name': SOURCE.name } : { 'source-id': SOURCE.id }),
        ...(ofEntitlements(operation)
          ? { 'csv-path': 'groups.csv', 'object-type': 'group' }
          : { 'csv-path': 'hr.csv' }),
        'timeout-minutes': String(minutesFor(fault)),
      },
      { 'hr.csv': CSV, 'groups.csv': GROUPS },
      clock,
      { ...PACE, uploadIdleMs: isSocketLimit ? 2_000 : PACE.uploadIdleMs },
    );
    return {
      status: run.outputs['status'] as Ending['status'],
      aggregations: tasksSince(sandbox).length as 0 | 1,
      exitCode: run.exitCode,
      setFailed: run.failures.length,
      ms: run.ms,
      log: run.log,
      // Nobody sees how often a connection is refused.
      isRepeated:
        gateway !== undefined || sandbox.requests.filter((one) => one.operation === operation).length > 1,
    };
  } finally {
    gateway?.close();
    await sandbox.close();
  }
}

/** What a step is given as `timeout-minutes`. */
function minutesFor(fault: FaultName): number {
  return fault === 'no reply' ? TIMEOUT_MINUTES.unanswered : TIMEOUT_MINUTES.answered;
}

/** Enough for a look at a task that runs; its progress is looked at twice where that is what fails. */
function taskMsFor(operation: StepOperation): number {
  return operation === 'getAggregationStatus' ? 3_000 : 1_500;
}

/** True for a step that loads a file of entitlements. */
function ofEntitlements(operation: StepOperation): boolean {
  return ENTITLEMENT_OPERATIONS.some((one) => one === operation);
}

/** The habits of the tenant for a fault on this operation. */
function habitsFor(operation: StepOperation): SettingsChange {
  return ODDLY_LISTED.includes(operation) ? ODD : { ...ODD, accounts: {} };
}

/** The operation that the step asks for before this one; `undefined` for the first. */
function previous(operation: StepOperation): StepOperation | undefined {
  if (operation === 'listSources') return 'token';
  if (operation === 'getSchemas') return 'getSource';
  if (operation === 'listEntitlements') return 'listTasks';
  return MATRIX_OPERATIONS[MATRIX_OPERATIONS.indexOf(operation) - 1];
}
