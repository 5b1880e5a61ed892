import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareWithTenant } from '../../../src/aggregation/compare/compare.js';
import { getSource } from '../../../src/isc/sources.js';
import { KnownSoFar } from '../../../src/aggregation/outcome-builder.js';
import type { Plan } from '../../../src/model/outcome.js';
import { AnnotationBudget } from '../../../src/runtime/annotation-budget.js';
import { createLog } from '../../../src/runtime/log.js';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';
import type { SourceSeed } from '../../../src/sandbox/source-seed.js';
import type { DeletionLimit } from '../../../src/model/settings.js';
import { NO_SECRETS, recordingToolkit, TARGET, type Said } from '../../report/fixtures.js';
import { connect, failureOf, type Connected } from '../../support/tenant.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';
const HALF: DeletionLimit = { kind: 'percent', percent: 50, written: '50%' };

let sandbox: Sandbox;
let tenant: Connected;
let said: Said[];

beforeEach(async () => {
  sandbox = await startSandbox();
  tenant = connect(sandbox.url);
  said = [];
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

/** Compares a file of these ids with a source of the accounts 1 to 4. */
async function compare(
  ids: readonly string[],
  options: { limit?: DeletionLimit; showIds?: boolean; seed?: Partial<SourceSeed> } = {},
): Promise<Plan | undefined> {
  const accounts = ['1', '2', '3', '4'].map((id) => ({ id, name: id, email: '' }));
  sandbox.tenant.addSource({ id: ID, name: 'HR', accounts, ...options.seed });
  const { connection, place } = tenant;
  const { toolkit, said: lines } = recordingToolkit();
  said = lines;
  const log = createLog(toolkit, NO_SECRETS, new AnnotationBudget(toolkit, NO_SECRETS));
  const known = new KnownSoFar(TARGET, () => 0);
  const source = await getSource(connection, place, ID);
  const parts = { connection, place, log, showIds: options.showIds ?? false };
  try {
    await compareWithTenant(parts, source, new Set(ids), options.limit ?? HALF, known);
  } catch (failure) {
    // A plan that is too much is told all the same.
    if (failure instanceof Error) Object.assign(failure, { plan: known.facts.plan });
    throw failure;
  }
  return known.facts.plan;
}

describe('a file held against the tenant', () => {
  it('says what would be created, deleted and kept, without any id', async () => {
    expect(await compare(['1', '2', '3', 'new'])).toEqual({
      created: 1,
      deleted: 1,
      kept: 3,
      accountsNow: 4,
      createdIds: [],
      deletedIds: [],
      notes: [],
    });
    expect(said.map(({ message }) => message)).toEqual([
      'Plan: 1 accounts to be created, 1 to be deleted, 3 kept of 4 now on the source.',
    ]);
  });

  it('names ids where they are wanted', async () => {
    expect(await compare(['1', '2', '3', 'new'], { showIds: true })).toMatchObject({
      createdIds: ['new'],
      deletedIds: ['4'],
    });
  });

  it('passes exactly at the limit', async () => {
    expect(await compare(['1', '2'])).toMatchObject({ deleted: 2 });
  });

  it('is rejected above it, and the plan is told all the same', async () => {
    const failure = await failureOf(compare(['1']));
    expect(failure).toMatchObject({
      status: 'REJECTED',
      plan: { deleted: 3 },
      next: expect.stringMatching(/^Nothing has been sent\. .*max-deletions: 3 /),
    });
    expect(failure.message).toBe(
      'The file would delete 3 of the 4 accounts on the source; max-deletions: 50% allows 2.',
    );
  });

  it('deletes nothing where ISC does not look for deletions, and says so', async () => {
    const seed = { connectorAttributes: { checkDeletedDisabled: 'true' } };
    expect(await compare(['1'], { seed })).toMatchObject({ deleted: 0, kept: 4 });
    expect(said.at(-1)?.message).toContain('Deletion detection is switched off');
  });

  it('always passes on an empty source', async () => {
    const limit: DeletionLimit = { kind: 'count', count: 0, written: '0' };
    expect(await compare(['1'], { seed: { accounts: [] }, limit })).toMatchObject({ created: 1, deleted: 0 });
  });
});

it('a very large source is not listed where the two numbers decide', async () => {
  sandbox.script({
    operation: 'listAccounts',
    fault: {
      kind: 'reply',
      status: 200,
      headers: { 'X-Total-Count': '2000000' },
      body: Array.from({ length: 250 }, (_, index) => ({ nativeIdentity: String(index) })),
    },
  });
  const failure = await failureOf(compare(['1', '2']));
  expect(failure).toMatchObject({ status: 'REJECTED', plan: undefined });
  expect(failure.message).toMatch(
    /would delete at least 1999998 of the 2000000 accounts.*not compared one by one/,
  );
  expect(sandbox.requests.filter(({ operation }) => operation === 'listAccounts')).toHaveLength(1);
});

it('the missing right to list accounts is named', async () => {
  sandbox.script({ operation: 'listAccounts', fault: { kind: 'reply', status: 403 } });
  expect(await failureOf(compare(['1']))).toMatchObject({
    httpStatus: 403,
    next: expect.stringContaining('idn:accounts:read'),
  });
});
