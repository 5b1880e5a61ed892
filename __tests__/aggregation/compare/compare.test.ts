import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareWithTenant, type Comparison } from '../../../src/aggregation/compare/compare.js';
import { limitsOf } from '../../../src/aggregation/compare/limits.js';
import { listAccounts } from '../../../src/isc/accounts.js';
import { getSource } from '../../../src/isc/sources.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import type { SourceSeed } from '../../../sandbox/tenant/source-seed.js';
import type { AccountLimit } from '../../../src/model/limit.js';
import { accountsOf } from '../../csv/checking.js';
import { connect, failureOf, type Connected } from '../../support/tenant.js';
import { limitOf, NO_LIMITS } from '../../support/limits.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';
const HALF: AccountLimit = limitOf('max-deletions', '50%');

let sandbox: Sandbox;
let tenant: Connected;

beforeEach(async () => {
  sandbox = await startSandbox();
  tenant = connect(sandbox.url);
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

/** Compares a file of these ids with a source of the accounts 1 to 4. */
async function compare(
  ids: readonly string[],
  options: {
    limit?: AccountLimit;
    showIds?: boolean;
    mostReviewed?: number;
    ignoresLetterCase?: boolean;
    seed?: Partial<SourceSeed>;
  } = {},
): Promise<Comparison & { readonly gate: object }> {
  const accounts = ['1', '2', '3', '4'].map((id) => ({ id, name: id, email: '' }));
  sandbox.tenant.addSource({ id: ID, name: 'HR', accounts, ...options.seed });
  const source = await getSource(tenant.connection, ID);
  const limit = options.limit ?? HALF;
  const compared = await compareWithTenant(
    await listAccounts(tenant.connection, ID),
    { ...source, file: { ...source.file, ignoresLetterCase: options.ignoresLetterCase ?? false } },
    accountsOf(ids, options.ignoresLetterCase),
    { kind: 'none', why: '' },
    {
      limit,
      showIds: options.showIds ?? false,
      mostReviewed: options.mostReviewed,
    },
  );
  const [broken] = limitsOf(compared, { ...NO_LIMITS, maxDeletions: limit });
  return { ...compared, gate: { allowed: broken === undefined, ...broken } };
}

describe('a file held against the tenant', () => {
  it('says what would be created, deleted and kept, without any id', async () => {
    expect((await compare(['1', '2', '3', 'new'])).plan).toEqual({
      created: 1,
      deleted: 1,
      deletedPeople: expect.objectContaining({ accounts: 1, unknown: 1 }),
      kept: 3,
      accountsNow: 4,
      values: { kind: 'not-compared', why: '' },
      createdIds: [],
      deletedIds: [],
      notes: [],
    });
  });

  it('names ids where they are wanted', async () => {
    expect(await compare(['1', '2', '3', 'new'], { showIds: true })).toMatchObject({
      plan: { createdIds: ['new'], deletedIds: ['4'] },
    });
  });

  it('passes exactly at the limit', async () => {
    expect(await compare(['1', '2'])).toMatchObject({ plan: { deleted: 2 }, gate: { allowed: true } });
  });

  it('is rejected above it, but the plan is still reported', async () => {
    expect(await compare(['1'])).toMatchObject({
      plan: { deleted: 3 },
      gate: {
        allowed: false,
        message: 'The file would delete 3 of the 4 accounts on the source; max-deletions: 50% allows 2.',
        next: expect.stringMatching(/max-deletions: 3 /),
      },
    });
  });

  it('deletes nothing where ISC does not look for deletions, and says so', async () => {
    const seed = { connectorAttributes: { checkDeletedDisabled: 'true' } };
    expect(await compare(['1'], { seed })).toMatchObject({
      plan: { deleted: 0, kept: 4, notes: [expect.stringContaining('Deletion detection is switched off')] },
    });
  });

  it('is not to be let through by a higher limit where it knows none of the accounts', async () => {
    expect(await compare(['5', '6', '7', '8'])).toMatchObject({
      gate: {
        allowed: false,
        next: expect.stringMatching(
          /^No native identity in the file exists on the source\. Check that this is/,
        ),
      },
    });
  });

  it.each<[string, boolean, Parameters<typeof compare>[1]]>([
    ['a limit', true, { limit: limitOf('max-deletions', '100%') }],
    ['a review', false, { mostReviewed: 10 }],
  ])('is allowed by %s only with a note that it knows none of the accounts', async (_, allowed, options) => {
    const compared = await compare(['5', '6'], options);
    expect(compared.gate).toMatchObject({ allowed });
    expect(compared.plan?.notes).toEqual([expect.stringMatching(/^No native identity in the file exists/)]);
    expect((await compare(['1', '5'], options)).plan?.notes).toEqual([]);
    expect((await compare(['5', '6'])).plan?.notes).toEqual([]);
  });

  it.each([
    [1, /^Only 1 of the 500 accounts on the source is in the file\. Check that this is/],
    [24, /^Only 24 of the 500 accounts on the source are in the file\. Check that this is/],
    [25, /set max-deletions: 475 \(or 95%\) for one run/],
  ])(
    'is not to be let through by a higher limit where it knows under 5 %%: %i of 500',
    async (known, next) => {
      const accounts = Array.from({ length: 500 }, (_, index) => ({
        id: `old-${index}`,
        name: '',
        email: '',
      }));
      const ids = accounts.map(({ id }, index) => (index < known ? id : `new-${index}`));
      const compared = await compare(ids, { seed: { accounts, deleteThreshold: 10 } });
      expect(compared.gate).toMatchObject({ allowed: false, next: expect.stringMatching(next) });
      const [threshold] = compared.findings;
      expect(threshold?.message.includes('Leave the threshold as it is')).toBe(known < 25);
    },
  );

  it('is not to be let through by a higher limit where it writes the identities otherwise', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `user${index}`);
    const accounts = [...ids, 'kept'].map((id) => ({ id, name: id, email: '' }));
    const seed = { accounts, deleteThreshold: 10 };
    const compared = await compare([...ids.map((id) => id.toUpperCase()), 'kept'], { seed });
    expect(compared.findings).toMatchObject([
      { rule: 'identities-reformatted' },
      { rule: 'delete-threshold', message: expect.stringContaining('Leave the threshold as it is') },
    ]);
    expect(compared.gate).toMatchObject({
      allowed: false,
      next: 'Check the export: the native identities are formatted differently than before.',
    });
  });

  it('always passes on an empty source', async () => {
    const limit: AccountLimit = limitOf('max-deletions', '0');
    expect(await compare(['1'], { seed: { accounts: [] }, limit })).toMatchObject({
      plan: { created: 1, deleted: 0 },
      gate: { allowed: true },
    });
  });
});

/** ISC says that there are so many accounts, and lists a first page. */
function count(accounts: number): void {
  sandbox.script({
    operation: 'listAccounts',
    fault: {
      kind: 'reply',
      status: 200,
      headers: { 'X-Total-Count': String(accounts) },
      body: Array.from({ length: 250 }, (_, index) => ({ nativeIdentity: String(index) })),
    },
  });
}

it('a very large source is listed where accounts of any letter case may be kept by one of the file', async () => {
  count(2_000_000);
  // The tenant has not so many.
  expect(await failureOf(compare(['1', '2'], { ignoresLetterCase: true }))).toMatchObject({
    status: 'FAILED',
  });
});

it('a very large source is not listed where the two numbers decide', async () => {
  count(2_000_000);
  expect(await compare(['1', '2'])).toMatchObject({
    plan: undefined,
    gate: {
      allowed: false,
      message: expect.stringMatching(
        /would delete at least 1,999,998 of the 2,000,000 accounts.*not compared one by one/,
      ),
    },
  });
  expect(sandbox.requests.filter(({ operation }) => operation === 'listAccounts')).toHaveLength(1);
});

describe('for a review of deletions', () => {
  it('the deletions are kept', async () => {
    expect((await compare(['1', 'new'], { mostReviewed: 10 })).deletions).toEqual(['2', '3', '4']);
    expect((await compare(['1', 'new'])).deletions).toEqual([]);
  });

  it('there are none where ISC does not look for deletions', async () => {
    const seed = { connectorAttributes: { checkDeletedDisabled: 'true' } };
    expect((await compare(['1'], { seed, mostReviewed: 10 })).deletions).toEqual([]);
  });

  it.each([
    ['listed where so few go that they can be reviewed', 100_000, 10, 'listed'],
    ['listed where just so many go that they can be reviewed', 99_995, 10, 'listed'],
    ['not listed where one more goes', 99_994, 10, 'not listed'],
    ['not listed where the numbers say that too many go', 99_000, 10, 'not listed'],
  ])('the accounts of a very large source are %s', async (_, inFile, mostReviewed, expected) => {
    sandbox.script({
      operation: 'listAccounts',
      fault: {
        kind: 'reply',
        status: 200,
        headers: { 'X-Total-Count': '100005' },
        body: [{ nativeIdentity: '1' }],
      },
    });
    const ids = Array.from({ length: inFile }, (_id, index) => `${index}`);
    const limit: AccountLimit = limitOf('max-deletions', '1');
    const compared = await compare(ids, { mostReviewed, limit }).catch(() => 'listed');
    expect(compared === 'listed' ? 'listed' : 'not listed').toBe(expected);
  });
});

it('the missing right to list accounts is named', async () => {
  sandbox.script({ operation: 'listAccounts', fault: { kind: 'reply', status: 403 } });
  expect(await failureOf(compare(['1']))).toMatchObject({
    httpStatus: 403,
    next: expect.stringContaining('idn:accounts:read'),
  });
});
