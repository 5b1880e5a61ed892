import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountHabits } from '../../tenant/habits.js';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { changeSettings } from '../../tenant/settings.js';
import { ODD_TENANT } from '../../../__tests__/support/odd-tenant.js';
import { send, tokenOf, type Answer } from './client.js';

const ID = 'a'.repeat(32);
const OTHER = 'b'.repeat(32);
const START = Date.parse('2026-11-22T10:00:00Z');

let sandbox: Sandbox;
let token: string;

/** Ten accounts, 0 to 9; four at a time share one `created`: 0–3 at :58, 4–7 at :59, 8 and 9 at :00. */
beforeEach(async () => {
  sandbox = await startSandbox({ clock: () => START, settings: { rateLimit: 'off' } });
  token = await tokenOf(sandbox);
  const accounts = Array.from({ length: 10 }, (_, index) => ({ id: String(index), name: `N${index}` }));
  sandbox.tenant.addSource({ name: 'HR', id: ID, accounts, createdTogether: 4 });
  sandbox.tenant.addSource({ name: 'Payroll', id: OTHER, accounts: [{ id: 'x' }] });
});

afterEach(async () => {
  await sandbox.close();
});

function habits(change: Partial<AccountHabits>): void {
  Object.assign(sandbox.settings.accounts, change);
}

async function list(query: Record<string, string> = {}, path = '/accounts/v1'): Promise<Answer> {
  const asked = new URLSearchParams({ filters: `sourceId eq "${ID}"`, count: 'true', ...query });
  return send(sandbox, 'GET', `${path}?${asked.toString()}`, { token });
}

function identities(answer: Answer): unknown[] {
  return (answer.body() as { nativeIdentity: unknown }[]).map((account) => account.nativeIdentity);
}

describe('the field of a filter that names the source', () => {
  it.each([
    ['sourceId', '/accounts/v1', 'sourceId', 200],
    ['sourceId', '/accounts/v1', 'source.id', 400],
    ['source.id', '/accounts/v1', 'sourceId', 400],
    ['source.id', '/accounts/v1', 'source.id', 200],
    ['both', '/accounts/v1', 'sourceId', 200],
    ['both', '/accounts/v1', 'source.id', 200],
    ['by-version', '/accounts/v1', 'sourceId', 200],
    ['by-version', '/accounts/v1', 'source.id', 400],
    ['by-version', '/v2026/accounts', 'sourceId', 400],
    ['by-version', '/v2026/accounts', 'source.id', 200],
  ] as const)('%s: %s with %s is %i', async (sourceField, path, field, status) => {
    habits({ sourceField });
    const answer = await list({ filters: `${field} eq "${ID}"` }, path);
    expect(answer.status).toBe(status);
    if (status === 200) expect(identities(answer)).toHaveLength(10);
  });
});

describe('pages', () => {
  it.each([
    ['within the window', { limit: '3', offset: '5' }, 200],
    ['exactly at its end', { limit: '3', offset: '6' }, 200],
    ['one beyond it', { limit: '3', offset: '7' }, 400],
    ['the usual limit alone is beyond it', {}, 400],
  ])('%s', async (_name, query, status) => {
    habits({ window: 9 });
    const answer = await list(query);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.text).toContain('count exceeded max limit of offset and limit');
  });

  it('may be shorter than requested', async () => {
    habits({ pageSize: 4 });
    expect(identities(await list())).toEqual(['0', '1', '2', '3']);
    expect(identities(await list({ limit: '2', offset: '8' }))).toEqual(['8', '9']);
  });

  it('may overlap, so that an account comes twice and the last ones come late', async () => {
    habits({ overlap: 2 });
    const pages = [];
    for (const offset of ['0', '4', '8', '12']) pages.push(identities(await list({ limit: '4', offset })));
    expect(pages).toEqual([['0', '1', '2', '3'], ['2', '3', '4', '5'], ['6', '7', '8', '9'], []]);
  });

  it.each([
    [{}, '10'],
    [{ totalCount: 'absent' }, null],
    [{ totalCountError: -3 }, '7'],
    [{ totalCountError: 5 }, '15'],
    [{ totalCountError: -30 }, '0'],
    [{ totalCount: 'of-page', pageSize: 4 }, '4'],
    [{ countLimit: 6 }, '6'],
    [{ countLimit: 60 }, '10'],
    [{ emptyList: true }, '0'],
  ] as const)('X-Total-Count with %j: %s', async (change, total) => {
    habits(change);
    expect((await list()).headers.get('x-total-count')).toBe(total);
  });

  it('may end silently at the window', async () => {
    habits({ window: 5, beyondWindow: 'empty' });
    expect(identities(await list({ limit: '4', offset: '4' }))).toEqual(['4']);
    expect(identities(await list({ limit: '4', offset: '5' }))).toEqual([]);
  });

  it('may always be the first one', async () => {
    habits({ offset: 'ignored' });
    expect(identities(await list({ limit: '2', offset: '4' }))).toEqual(['0', '1']);
  });

  it('may be in a different order in each request', async () => {
    habits({ sorters: 'ignored' });
    const orders = [];
    for (const offset of ['0', '1']) orders.push(identities(await list({ offset, sorters: 'id' })));
    expect(new Set(orders.flat())).toHaveProperty('size', 10);
    expect(orders[0]?.slice(1)).not.toEqual(orders[1]);
  });

  it('may contain the accounts of all sources', async () => {
    habits({ sourceField: 'ignored' });
    expect(identities(await list())).toHaveLength(11);
  });

  it('may hold no account although the source has some', async () => {
    habits({ emptyList: true });
    const answer = await list();
    expect([answer.status, answer.body()]).toEqual([200, []]);
  });
});

describe('native identities', () => {
  it('may be null or numbers', async () => {
    habits({ identitiesAs: 'numbers', nullIdentities: ['3'] });
    expect(identities(await list())).toEqual([0, 1, 2, null, 4, 5, 6, 7, 8, 9]);
  });

  it('stay text if a number would lose characters', async () => {
    sandbox.tenant.addSource({ name: 'Codes', id: ID, accounts: [{ id: '007' }, { id: '1E3' }] });
    habits({ identitiesAs: 'numbers' });
    expect(identities(await list())).toEqual(['007', '1E3']);
  });
});

describe('the time of creation', () => {
  const at = (second: string): string => `"2026-11-22T${second}Z"`;

  it.each([
    [`created ge ${at('10:00:00')}`, ['8', '9']],
    [`created gt ${at('09:59:58')}`, ['4', '5', '6', '7', '8', '9']],
    [`created le ${at('09:59:58')}`, ['0', '1', '2', '3']],
    [`created lt ${at('09:59:58.001')}`, ['0', '1', '2', '3']],
    [`created eq ${at('09:59:59.000')}`, ['4', '5', '6', '7']],
    [`created ge ${at('09:59:59')} and created lt ${at('10:00:00')}`, ['4', '5', '6', '7']],
    [`created ge ${at('11:00:00')}`, []],
  ])('%s', async (filter, expected) => {
    const answer = await list({ filters: `sourceId eq "${ID}" and ${filter}` });
    expect(identities(answer)).toEqual(expected);
    expect(answer.headers.get('x-total-count')).toBe(String(expected.length));
  });

  it.each(['created ge "yesterday"', 'created sw "2026"', 'id ge "1"', 'nativeIdentity gt "1"'])(
    'refuses the filter %s',
    async (filters) => {
      expect((await list({ filters })).status).toBe(400);
    },
  );

  it('sorts, with another field for those that share it', async () => {
    expect(identities(await list({ sorters: 'created,nativeIdentity' })).join('')).toBe('0123456789');
    expect(identities(await list({ sorters: '-created,nativeIdentity' })).join('')).toBe('8945670123');
    const byId = (await list({ sorters: 'created,id' })).body() as { id: string; created: string }[];
    const keys = byId.map(({ created, id }) => `${created} ${id}`);
    expect(keys).toEqual(keys.toSorted());
    expect((await list({ sorters: 'email' })).status).toBe(400);
  });

  it.each([
    ['iso', '2026-11-22T09:59:58.000Z'],
    ['epoch', START - 2_000],
    ['absent', undefined],
  ] as const)('is shown as %s', async (created, expected) => {
    habits({ created });
    const [first] = (await list({ sorters: 'nativeIdentity' })).body() as { created?: unknown }[];
    expect(first?.created).toBe(expected);
  });

  it('sorts again when accounts have changed', async () => {
    expect(identities(await list({ sorters: '-nativeIdentity', limit: '1' }))).toEqual(['9']);
    sandbox.tenant.addSource({ name: 'HR', id: ID, accounts: [{ id: '5' }] });
    expect(identities(await list({ sorters: '-nativeIdentity', limit: '1' }))).toEqual(['5']);
  });
});

describe('several habits at once', () => {
  it('leave a way to list every account: by the time of creation, beyond the window', async () => {
    changeSettings(sandbox.settings, ODD_TENANT);
    const accounts = Array.from({ length: 1_300 }, (_, index) => ({ id: String(index), name: '' }));
    sandbox.tenant.addSource({ name: 'HR', id: ID, accounts, createdTogether: 60 });
    const seen = new Map<string, unknown>();
    let from = '2000-01-01T00:00:00Z';
    for (let offset = 0, before = -1; before < seen.size;) {
      const filters = `source.id eq "${ID}" and created ge "${from}"`;
      const answer = await list({ filters, sorters: 'created,id', limit: '50', offset: String(offset) });
      expect(answer.status).toBe(200);
      const page = answer.body() as { id: string; created: string; nativeIdentity: unknown }[];
      before = offset === 0 ? -1 : seen.size;
      for (const account of page) seen.set(account.id, account.nativeIdentity);
      offset += page.length;
      if (offset + 50 > 500) {
        from = page.at(-1)?.created ?? '';
        offset = 0;
      }
    }
    expect(new Set(seen.values())).toEqual(new Set(accounts.map(({ id }) => Number(id))));
  });

  it('work together, over HTTP and request after request', async () => {
    const set = async (change: object): Promise<Answer> =>
      send(sandbox, 'POST', '/_sandbox/settings', { body: JSON.stringify(change) });
    await set({ accounts: { sourceField: 'source.id', window: 6, pageSize: 2 } });
    await set({ accounts: { totalCount: 'absent', identitiesAs: 'numbers' } });
    const answer = await list({ filters: `source.id eq "${ID}"`, limit: '3', offset: '3' });
    expect(identities(answer)).toEqual([3, 4]);
    expect(answer.headers.get('x-total-count')).toBeNull();
    expect((await list({ filters: `source.id eq "${ID}"`, limit: '3', offset: '4' })).status).toBe(400);
  });

  it.each([
    [{ accounts: { windows: 3 } }, 'There is no habit of \\"accounts\\" \\"windows\\".'],
    [{ accounts: { totalCount: 'maybe' } }, 'must be one of present, absent, of-page'],
    [{ accounts: 7 }, '\\"accounts\\" must be an object'],
    [{ values: { colour: 'red' } }, 'There is no habit of \\"values\\" \\"colour\\".'],
  ])('%j is refused, and nothing changes', async (change, error) => {
    const body = JSON.stringify({ taskMs: 3, ...change });
    const answer = await send(sandbox, 'POST', '/_sandbox/settings', { body });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(error);
    expect(sandbox.settings.taskMs).toBe(1_500);
  });
});

describe('a filter by the field that is not for this source', () => {
  it('finds nothing', async () => {
    habits({ sourceField: 'source.id', otherField: 'empty' });
    expect(identities(await list())).toEqual([]);
    expect(identities(await list({ filters: `source.id eq "${ID}"` }))).toHaveLength(10);
  });

  it('depends on the kind of source', async () => {
    habits({ sourceField: 'by-kind' });
    sandbox.tenant.addSource({ name: 'Payroll', id: OTHER, kind: 'direct', accounts: [{ id: 'x' }] });
    expect((await list()).status).toBe(200);
    expect((await list({ filters: `sourceId eq "${OTHER}"` })).status).toBe(400);
    expect(identities(await list({ filters: `source.id eq "${OTHER}"` }))).toEqual(['x']);
  });
});

describe('a list that proves nothing', () => {
  const beyond = `sourceId eq "${ID}" and created ge "2026-11-22T09:59:59Z"`;

  it.each<[Partial<AccountHabits>, Record<string, string>, string[] | number]>([
    [{ timeFilter: 'empty' }, { filters: beyond }, []],
    [{ timeFilter: 'refused' }, { filters: beyond }, 400],
    [{ emptyPageAt: 4 }, { limit: '4', offset: '4' }, []],
    [{ emptyPageAt: 4 }, { limit: '4', offset: '8' }, ['8', '9']],
    [{ sorters: 'reverse-ignored' }, { sorters: '-nativeIdentity', limit: '2' }, ['0', '1']],
    [{ sorters: 'reverse-refused' }, { sorters: '-id' }, 400],
    [{ doubled: ['1'] }, { limit: '3' }, ['0', '1', '1']],
    [{ twins: ['1'] }, { limit: '3' }, ['0', '1', '1']],
  ])('%j: %j', async (change, query, expected) => {
    habits(change);
    const answer = await list(query);
    if (typeof expected === 'number') expect(answer.status).toBe(expected);
    else expect(identities(answer)).toEqual(expected);
  });

  it.each<[Partial<AccountHabits>, number]>([
    [{ doubled: ['1'] }, 10],
    [{ twins: ['1'] }, 11],
  ])('%j: %i ids', async (change, ids) => {
    habits(change);
    const accounts = (await list()).body() as { id: string }[];
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(ids);
    expect(accounts).toHaveLength(11);
  });
});
