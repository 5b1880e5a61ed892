import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, upload } from './client.js';

/** Who owns an account, and when lists show a change. */

const HR = 'a'.repeat(32);
const PAYROLL = 'b'.repeat(32);

let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, settings: { rateLimit: 'off' } });
  token = await tokenOf(sandbox);
  sandbox.tenant.addSource({
    name: 'HR',
    id: HR,
    authoritative: true,
    accounts: [{ id: '1' }, { id: '2' }, { id: '3' }],
    people: {
      1: { lifecycleState: 'active', identityState: 'ACTIVE' },
      2: { lifecycleState: 'inactive', identityState: 'INACTIVE_LONG_TERM', isMachine: true },
    },
  });
  sandbox.tenant.addSource({
    name: 'Payroll',
    id: PAYROLL,
    attributes: ['id', { name: 'groups', isMulti: true, isEntitlement: true }],
    accounts: [{ id: 'p1', groups: ['staff'] }, { id: 'p2' }, { id: 'p3' }],
    people: { p1: { identity: '1', manuallyCorrelated: true }, p2: { uncorrelated: true } },
  });
});

afterEach(async () => {
  await sandbox.close();
});

async function list(id: string, query = 'detailLevel=SLIM'): Promise<Record<string, unknown>[]> {
  const filter = encodeURIComponent(`sourceId eq "${id}"`);
  const answer = await send(sandbox, 'GET', `/accounts/v1?filters=${filter}&${query}`, { token });
  return answer.body() as Record<string, unknown>[];
}

async function load(id: string, csv: string): Promise<void> {
  const answer = await send(sandbox, 'POST', `/sources/v1/${id}/load-accounts`, { token, body: upload(csv) });
  expect(answer.status).toBe(202);
  now += 10_000;
}

describe('the person behind an account', () => {
  it('has a lifecycle state and a state of the identity', async () => {
    expect(await list(HR)).toMatchObject([
      { cloudLifecycleState: 'active', identityState: 'ACTIVE', uncorrelated: false, isMachine: false },
      { cloudLifecycleState: 'inactive', identityState: 'INACTIVE_LONG_TERM', isMachine: true },
      { cloudLifecycleState: null, identityState: null, uncorrelated: false },
    ]);
  });

  it('is the same one on several sources', async () => {
    const [ada] = await list(HR);
    expect(await list(PAYROLL)).toMatchObject([
      {
        identityId: ada?.['identityId'],
        cloudLifecycleState: 'active',
        manuallyCorrelated: true,
        hasEntitlements: true,
      },
      { uncorrelated: true, identityState: null, hasEntitlements: false },
      { uncorrelated: true },
    ]);
  });

  it('is not known on a source without people', async () => {
    const { id } = sandbox.tenant.addSource({ name: 'Badges', accounts: [{ id: '1' }] });
    const [account] = await list(id);
    expect(account).toMatchObject({ cloudLifecycleState: null, identityState: null, uncorrelated: false });
    expect(account).not.toHaveProperty('identityId');
  });

  it('goes with the account of an authoritative source, and comes back with it', async () => {
    await load(HR, 'id,name,email\n2,,\n3,,\n');
    expect((await list(PAYROLL))[0]).toMatchObject({ uncorrelated: true, cloudLifecycleState: null });
    await load(HR, 'id,name,email\n1,,\n2,,\n3,,\n');
    expect((await list(PAYROLL))[0]).toMatchObject({ uncorrelated: false, cloudLifecycleState: 'active' });
  });

  it('is left out of SLIM field by field', async () => {
    sandbox.settings.accounts.slimHides = ['identityState', 'cloudLifecycleState'];
    const [slim] = await list(HR);
    expect(slim).not.toHaveProperty('identityState');
    expect(slim).toHaveProperty('uncorrelated');
    expect((await list(HR, 'detailLevel=FULL'))[0]).toHaveProperty('identityState', 'ACTIVE');
  });
});

describe('a list that is behind', () => {
  const ids = async (query = ''): Promise<unknown[]> =>
    (await list(HR, query)).map((account) => account['nativeIdentity']);

  it('shows the accounts from before for so many looks, all pages of a look alike', async () => {
    sandbox.settings.accounts.lagLooks = 2;
    await load(HR, 'id,name,email\n1,,\n');
    expect(await ids('limit=2')).toEqual(['1', '2']);
    expect(await ids('limit=2&offset=2')).toEqual(['3']);
    expect(await ids()).toEqual(['1', '2', '3']);
    expect(await ids()).toEqual(['1']);
  });

  it('or for so long after the aggregation', async () => {
    sandbox.settings.accounts.lagMs = 20_000;
    await load(HR, 'id,name,email\n1,,\n');
    expect(await ids()).toEqual(['1', '2', '3']);
    now += 15_000;
    expect(await ids()).toEqual(['1']);
  });
});
