import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lookAtStored, type StoredAccounts } from '../../../src/aggregation/follow/stored-accounts.js';
import { checkFile } from '../../../src/aggregation/prepare/check.js';
import { getSource } from '../../../src/isc/sources.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { TARGET } from '../../report/fixtures.js';
import { skippingClock } from '../../support/clocks.js';
import { csvOf, people } from '../../support/people.js';
import { connect, Files, type Connected } from '../../support/tenant.js';

const ID = 'a'.repeat(32);
const FILE = people(20);
const files = new Files();
let sandbox: Sandbox;
let clock: ReturnType<typeof skippingClock>;
let tenant: Connected;

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { rateLimit: 'off', accounts: { slimAttributes: 'present' } } });
  clock = skippingClock(Date.now());
  tenant = connect(sandbox.url, { clock, pace: { storedMs: [5_000, 15_000] } });
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

type Row = (typeof FILE)[number];

/** What is found on a source with these accounts, `then` with others from the second look on. */
async function lookAt(
  now: readonly Row[],
  then?: readonly Row[],
  deadlineMs?: number,
): Promise<StoredAccounts> {
  const add = (accounts: readonly Row[]): void => {
    sandbox.tenant.addSource({ id: ID, name: 'HR', accounts });
  };
  add(now);
  if (deadlineMs !== undefined) {
    tenant.deadline.limit({ ...clock, sleep: () => new Promise(() => undefined) }, clock.now(), deadlineMs);
  }
  const source = await getSource(tenant.connection, ID);
  const csv = files.write('hr.csv', csvOf(FILE));
  const settings = { csvChecks: 'error', planFile: undefined, verify: true } as const;
  const signal = new AbortController().signal;
  const { file } = await checkFile(tenant.connection, source, { ...TARGET, csv }, settings, signal);
  if (file instanceof Error) throw file;
  const context = {
    ...tenant,
    clock: {
      ...clock,
      sleep: async (ms: number, over: AbortSignal): Promise<void> => {
        if (then !== undefined) add(then);
        await clock.sleep(ms, over);
      },
    },
  };
  return lookAtStored(context, source, file);
}

/** The filters of the lists of accounts, decoded. */
function lists(): readonly string[] {
  return sandbox.requests
    .filter(({ operation }) => operation === 'listAccounts')
    .map(({ url }) => (decodeURIComponent(url).includes('nativeIdentity') ? 'some' : 'all'));
}

const CHANGED = FILE.map((row) => (row.id === FILE[0]?.id ? { ...row, email: 'other@example.org' } : row));

describe('a look at what ISC has stored', () => {
  it('ends with the first one that finds all as the file says', async () => {
    expect(await lookAt(FILE)).toMatchObject({ kind: 'same', unseen: { columns: [], accounts: 0 } });
    expect([lists(), clock.sleeps]).toEqual([['all'], []]);
  });

  it('looks again at what differs alone, since ISC shows some changes late', async () => {
    expect(await lookAt(CHANGED.slice(1), FILE)).toMatchObject({ kind: 'same' });
    expect([lists(), clock.sleeps]).toEqual([['all', 'some'], [5_000]]);
  });

  it.each<[string, readonly Row[], object]>([
    ['are missing', FILE.slice(2), { missing: FILE.slice(0, 2).map(({ id }) => id), extra: [], changed: [] }],
    ['are too many', [...FILE, ...people(1, 300)], { missing: [], changed: [] }],
    ['have other values', CHANGED, { missing: [], extra: [], changed: [FILE[0]?.id], columns: ['email'] }],
  ])('counts accounts that %s after the third look', async (_, now, differences) => {
    expect(await lookAt(now)).toMatchObject({ kind: 'differs', differences });
    expect([lists(), clock.sleeps]).toEqual([
      ['all', 'some', 'some'],
      [5_000, 15_000],
    ]);
  });

  it('looks at all accounts where too many differ to ask for them, or the tenant refuses to', async () => {
    await lookAt([...FILE, ...people(501, 1_000)]);
    expect(lists().every((list) => list === 'all')).toBe(true);
  });

  it('names a column in which ISC shows something other than text, and calls nothing in it different', async () => {
    Object.assign(sandbox.settings.values, { objectAttributes: ['email'] });
    expect(await lookAt(CHANGED)).toMatchObject({ kind: 'same', unseen: { columns: ['email'] } });
  });

  it('is not made where the deadline comes first', async () => {
    expect(await lookAt(CHANGED, undefined, 4_000)).toMatchObject({
      kind: 'unknown',
      stop: { failure: { message: expect.stringContaining('does not allow another look') } },
    });
  });

  it('finds out nothing where accounts cannot be listed', async () => {
    sandbox.script({
      operation: 'listAccounts',
      times: Infinity,
      fault: { kind: 'reply', status: 403, body: {} },
    });
    expect(await lookAt(FILE)).toMatchObject({ kind: 'unknown' });
  });
});
