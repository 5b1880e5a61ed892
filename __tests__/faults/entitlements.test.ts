import { expect, it } from '@jest/globals';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { PACE } from '../../src/runtime/pace.js';
import { turnClock } from '../support/clocks.js';
import { pool } from '../support/pool.js';
import { runMain } from '../support/run-main.js';
import { expected, FAULTS, type Ending, type FaultName } from './expectations.js';

/**
 * The operations of entitlements in the matrix: each fault ends as for accounts. Never two aggregations, and never green
 * without our file.
 */

const SOURCE = {
  id: 'f'.repeat(32),
  name: 'App',
  entitlements: {
    group: { values: ['a', 'b', 'c'].map((name) => ({ name, displayName: name, description: '' })) },
  },
};
const CSV = 'name,displayName,description\na,A,\nb,b,\nc,c,\nd,d,\n';
/** As in replies of 2026: only the list shows what has become of the file. */
const SETTINGS = {
  taskMs: 3_000,
  rateLimit: 'off',
  entitlements: { taskForm: '2026', lagLooks: 1 },
} as const;

const OPERATIONS = { loadEntitlements: 'loadAccounts', listEntitlements: 'listAccounts' } as const;
type Tried = keyof typeof OPERATIONS;

const cells = (Object.keys(OPERATIONS) as Tried[]).flatMap((operation) =>
  (Object.keys(FAULTS) as FaultName[])
    // A gateway that is gone is no matter of the operation.
    .filter((fault) => FAULTS[fault] !== 'refused')
    .flatMap((fault) => [
      { operation, fault, lasts: false },
      { operation, fault, lasts: true },
    ]),
);
type Cell = (typeof cells)[number];

async function play({ operation, fault, lasts }: Cell): Promise<Ending & { readonly log: string }> {
  const clock = turnClock(50);
  const sandbox = await startSandbox({ clock: () => clock.now(), sources: [SOURCE], settings: SETTINGS });
  const scripted = FAULTS[fault];
  if (scripted !== 'refused') sandbox.script({ operation, fault: scripted, times: lasts ? Infinity : 1 });
  try {
    const run = await runMain(
      {
        ...{ 'base-url': sandbox.url, 'source-id': SOURCE.id, 'object-type': 'group' },
        ...{ 'csv-path': 'groups.csv', 'timeout-minutes': '8' },
      },
      { 'groups.csv': CSV },
      clock,
      // The socket's own limit for an upload uses the machine's clock: it is short only if nothing else can happen.
      { ...PACE, uploadIdleMs: fault === 'no reply' ? 2_000 : PACE.uploadIdleMs },
    );
    return {
      status: run.outputs['status'] as Ending['status'],
      aggregations: sandbox.tenant.tasks().length as 0 | 1,
      log: run.log,
    };
  } finally {
    await sandbox.close();
  }
}

it('whatever happens to a request about entitlements, the step ends as for accounts', async () => {
  const ended = await pool(cells, 24, play);
  const got = cells.map((cell, index) => {
    const { status, aggregations } = ended[index] as Ending;
    return { ...cell, status, aggregations };
  });
  const wanted = cells.map((cell) => {
    const { lasting, once } = expected(OPERATIONS[cell.operation], cell.fault);
    // There is no other field for the source to try.
    const isShape = cell.operation === 'listEntitlements' && cell.fault === 'reply of the wrong shape';
    return { ...cell, ...(cell.lasts || isShape ? lasting : once) };
  });
  expect(got).toEqual(wanted);
});
