import { afterEach, describe, expect, it } from '@jest/globals';
import { listAccounts, type AccountsNow } from '../../src/isc/accounts.js';
import { decodeAccount } from '../../src/isc/decode-account.js';
import type { Fault } from '../../sandbox/tenant/faults.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import { ODD_TENANT } from '../support/odd-tenant.js';
import { until } from '../support/server.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';

let sandbox: Sandbox;
let tenant: Connected;

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

async function withAccounts(count: number, prefix = 'p', settings: SettingsChange = {}): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);
  sandbox = await startSandbox({
    settings: { rateLimit: 'off', ...settings },
    sources: [
      { id: ID, name: 'HR', accounts: ids.map((id) => ({ id, name: id, email: '' })), createdTogether: 60 },
    ],
  });
  tenant = connect(sandbox.url);
  return ids;
}

async function all(now: AccountsNow): Promise<string[]> {
  const identities: string[] = [];
  for await (const page of now.pages()) identities.push(...page.map(({ identity }) => identity));
  return identities;
}

/** A page of `length` accounts from the one with this number on, and what ISC says is their number on the source. */
function pageOf(from: number, length: number, total: number): Fault {
  const body = Array.from({ length }, (_, index) => ({
    id: `account-${from + index}`,
    nativeIdentity: `p${from + index}`,
  }));
  return { kind: 'reply', status: 200, headers: { 'X-Total-Count': String(total) }, body };
}

/** A tenant that gives nothing beyond its window, and does not say so. */
function silent(accounts: SettingsChange['accounts']): SettingsChange {
  return { accounts: { ...accounts, beyondWindow: 'empty' } };
}

function asked(): number {
  return sandbox.requests.filter(({ operation }) => operation === 'listAccounts').length;
}

describe('listing the accounts of a source', () => {
  it.each([
    // An empty list may mean that the filter names the source by the wrong field: the other one is tried, once in a step.
    [0, 2],
    [1, 1],
    [49, 1],
    // A count of one page proves nothing: one more request shows that the last account has come.
    [249, 2],
    [250, 2],
    [251, 2],
    [1_000, 5],
    [2_600, 11],
  ])('%i accounts take %i requests', async (count, requests) => {
    const ids = await withAccounts(count);
    const now = await listAccounts(tenant.connection, ID);
    expect(now.total).toBe(count);
    expect((await all(now)).sort()).toEqual(ids.sort());
    expect(asked()).toBe(requests);
  });

  it('reads no further than is asked for', async () => {
    await withAccounts(5_000);
    const now = await listAccounts(tenant.connection, ID);
    expect(asked()).toBe(1);
    for await (const page of now.pages()) {
      expect(page).toHaveLength(250);
      break;
    }
    expect(asked()).toBe(1);
  });

  it('asks for the count once, by id, without details', async () => {
    await withAccounts(300);
    await all(await listAccounts(tenant.connection, ID));
    const [first, second] = sandbox.requests.filter(({ operation }) => operation === 'listAccounts');
    const query = { filters: `sourceId eq "${ID}"`, detailLevel: 'SLIM', sorters: 'id', limit: '250' };
    expect(first?.query).toEqual({ ...query, offset: '0', count: 'true' });
    expect(second?.query).toEqual({ ...query, offset: '250' });
  });
});

describe('a list that is not whole', () => {
  it('is a failure, since a comparison with a part of it would hide deletions', async () => {
    await withAccounts(600);
    const times = Infinity;
    sandbox.script({ operation: 'listAccounts', skip: 1, times, fault: { kind: 'replace-body', body: [] } });
    const failure = await failureOf(all(await listAccounts(tenant.connection, ID)));
    expect(failure.message).toBe('ISC counts 600 accounts on the source, but lists only 250 different ones.');
  });

  it('is made whole in the order of time where a page far from the end is empty', async () => {
    const ids = await withAccounts(600);
    sandbox.script({ operation: 'listAccounts', skip: 1, fault: { kind: 'replace-body', body: [] } });
    expect((await all(await listAccounts(tenant.connection, ID))).sort()).toEqual(ids.sort());
  });

  it('is a failure where the first page comes instead of the others', async () => {
    await withAccounts(750);
    sandbox.script({ operation: 'listAccounts', times: 3, fault: pageOf(1, 250, 750) });
    const failure = await failureOf(all(await listAccounts(tenant.connection, ID)));
    expect(failure.message).toBe('ISC counts 750 accounts on the source, but lists only 250 different ones.');
  });

  it('is a failure soon, however many accounts ISC counts', async () => {
    await withAccounts(0);
    sandbox.script({ operation: 'listAccounts', fault: pageOf(1, 250, 1_000_000_000) });
    const failure = await failureOf(all(await listAccounts(tenant.connection, ID)));
    expect(failure.message).toContain('lists only 250 different ones');
    expect(asked()).toBeLessThanOrEqual(8);
  });

  it('is made whole where ISC counts too few', async () => {
    const ids = await withAccounts(501, 'p', { accounts: { countLimit: 250 } });
    expect((await all(await listAccounts(tenant.connection, ID))).sort()).toEqual(ids.sort());
  });

  it.each<[string, object]>([
    ['no list', { kind: 'replace-body', body: {} }],
    ['an account without an identity', { kind: 'replace-body', body: [{ nativeIdentity: 'a' }, {}] }],
    ['a count that is none', { kind: 'reply', status: 200, headers: { 'X-Total-Count': 'many' }, body: [] }],
  ])('%s is a failure', async (_name, fault) => {
    await withAccounts(2);
    sandbox.script({ operation: 'listAccounts', fault: fault as never });
    expect(await failureOf(listAccounts(tenant.connection, ID))).toMatchObject({
      operation: 'accounts',
      fault: 'shape',
    });
  });

  it('fails with the first page that cannot be had, and the pages under way end nothing', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', listen);
    await withAccounts(3_000);
    sandbox.script({ operation: 'listAccounts', skip: 2, times: 5, fault: { kind: 'reply', status: 403 } });
    const failure = await failureOf(all(await listAccounts(tenant.connection, ID)));
    expect(failure).toMatchObject({ httpStatus: 403, next: expect.stringContaining('idn:accounts:read') });
    await until(() => sandbox.requests.every(({ status }) => status !== undefined));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
    expect(asked()).toBeLessThanOrEqual(9);
  });
});

describe('tenants as they are', () => {
  it.each<[string, SettingsChange, number, number]>([
    ['a filter by source.id', { accounts: { sourceField: 'source.id' } }, 300, 3],
    ['pages shorter than asked for', { accounts: { pageSize: 100 } }, 300, 4],
    ['a window', { accounts: { window: 500 } }, 1_200, 20],
    ['no count', { accounts: { totalCount: 'absent' } }, 600, 5],
    ['no count and short pages', { accounts: { totalCount: 'absent', pageSize: 100 } }, 250, 5],
    ['a count that is too low', { accounts: { totalCountError: -2 } }, 600, 5],
    ['pages that overlap', { accounts: { overlap: 5 } }, 750, 4],
    [
      'the same page for each offset, no count, and one page',
      { accounts: { offset: 'ignored', totalCount: 'absent' } },
      90,
      4,
    ],
    ['native identities as numbers', { accounts: { identitiesAs: 'numbers' } }, 10, 1],
    ['a window that is not said', { accounts: { window: 500, beyondWindow: 'empty' } }, 1_200, 20],
    ['the same, and the count ends there too', silent({ window: 500, countLimit: 500 }), 1_300, 30],
    ['the same without a count', silent({ window: 500, totalCount: 'absent' }), 1_300, 30],
    ['a list that ends at a round number', { accounts: { totalCount: 'absent' } }, 1_000, 6],
    ['a count of the page alone', { accounts: { totalCount: 'of-page' } }, 600, 6],
    ['the same with short pages', { accounts: { totalCount: 'of-page', pageSize: 100 } }, 320, 7],
    ['short pages, and a count far too low', { accounts: { pageSize: 70, totalCountError: -250 } }, 300, 7],
    ['times in milliseconds', { accounts: { created: 'epoch', window: 500 } }, 1_200, 20],
    ['no order, and a count that proves the list', { accounts: { sorters: 'ignored' } }, 40, 1],
    [
      'pages of 128 with a count of the page',
      { accounts: { totalCount: 'of-page', pageSize: 128 } },
      1_000,
      11,
    ],
    ['no reverse order, and a count', { accounts: { sorters: 'reverse-refused' } }, 750, 6],
    [
      'no reverse order, no count, and an empty page in the middle',
      { accounts: { sorters: 'reverse-ignored', totalCount: 'absent', emptyPageAt: 750 } },
      1_000,
      20,
    ],
    ['all of it at once', ODD_TENANT, 1_300, 120],
  ])('are listed whole: %s', async (_habit, settings, count, atMost) => {
    const ids = await withAccounts(count, '', settings);
    expect((await all(await listAccounts(tenant.connection, ID))).sort()).toEqual(ids.sort());
    expect(asked()).toBeLessThanOrEqual(atMost);
  });

  it('remember what was learned for the rest of the step', async () => {
    await withAccounts(3, '', { accounts: { sourceField: 'source.id' } });
    await listAccounts(tenant.connection, ID);
    await listAccounts(tenant.connection, ID);
    expect(asked()).toBe(3);
    expect(tenant.heard.debug.join()).toContain('sourceField is source.id');
  });

  it('are learned by several sources at once, each of which has asked before any reply has come', async () => {
    await withAccounts(3, '', { accounts: { sourceField: 'source.id', slimAttributes: 'absent' } });
    const lists = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const now = await listAccounts(tenant.connection, ID, { values: true });
        const ids: unknown[] = [];
        for await (const page of now.pages()) ids.push(...page.map(({ attributes }) => attributes?.['id']));
        return ids.sort();
      }),
    );
    expect(lists).toEqual(Array.from({ length: 4 }, () => ['1', '2', '3']));
    expect(tenant.connection.learned).toMatchObject({ sourceField: 'source.id', accountDetail: 'FULL' });
  });

  it('take no further field where the tenant refuses both', async () => {
    await withAccounts(3);
    sandbox.script({ operation: 'listAccounts', times: 2, fault: { kind: 'reply', status: 400 } });
    expect(await failureOf(listAccounts(tenant.connection, ID))).toMatchObject({ httpStatus: 400 });
    expect(asked()).toBe(2);
  });

  it.each<[string, SettingsChange, RegExp]>([
    [
      'a count that is too high',
      { accounts: { totalCountError: 2 } },
      /counts 302 accounts .* only 300 different/,
    ],
    [
      'the same page for each offset, and a count of it alone',
      { accounts: { offset: 'ignored', totalCount: 'of-page' } },
      /same accounts again and again/,
    ],
    [
      'the same page for each offset, and no count',
      { accounts: { offset: 'ignored', totalCount: 'absent' } },
      /same accounts again and again/,
    ],
    [
      'another order in each request, and no count',
      { accounts: { sorters: 'ignored', totalCount: 'absent' } },
      /does not list them in the order in which they were created/,
    ],
    [
      'another order in each request, and a count of a single page',
      { accounts: { sorters: 'ignored', pageSize: 150, totalCount: 'of-page' } },
      /does not list them in the order in which they were created/,
    ],
    [
      'no reverse order, no count and no times',
      { accounts: { sorters: 'reverse-refused', totalCount: 'absent', created: 'absent' } },
      /nothing proves that the list is complete/,
    ],
    [
      'no accounts beyond a window from a given moment on',
      { accounts: { window: 250, timeFilter: 'empty' } },
      /does not list those that were created from a given moment on/,
    ],
    [
      'another order in each request behind a window',
      { accounts: { sorters: 'ignored', window: 250 } },
      /not list them in the order in which they were created/,
    ],
    [
      'no times behind a window',
      { accounts: { created: 'absent', window: 250 } },
      /does not say when accounts were created/,
    ],
    [
      'an account without its native identity',
      { accounts: { nullIdentities: ['7'] } },
      /does not match the API/,
    ],
  ])('are a failure where the list cannot be trusted: %s', async (_habit, settings, expected) => {
    await withAccounts(300, '', settings);
    const listing = listAccounts(tenant.connection, ID).then(all);
    expect((await failureOf(listing)).message).toMatch(expected);
  });

  it('are a failure where more accounts share one moment than the window holds', async () => {
    sandbox = await startSandbox({ settings: { rateLimit: 'off', accounts: { window: 250 } } });
    const accounts = Array.from({ length: 300 }, (_, n) => ({ id: `p${n}`, name: '', email: '' }));
    sandbox.tenant.addSource({ id: ID, name: 'HR', accounts, createdTogether: 300 });
    tenant = connect(sandbox.url);
    const failure = await failureOf(listAccounts(tenant.connection, ID).then(all));
    expect(failure).toMatchObject({
      message: expect.stringContaining(
        'more accounts of the source than that were created at the same moment',
      ),
      next: expect.stringContaining('split the source'),
    });
  });

  it('are asked by the other field where the first one finds nothing', async () => {
    const ids = await withAccounts(3, 'p', { accounts: { sourceField: 'both' } });
    sandbox.script({ operation: 'listAccounts', fault: pageOf(1, 0, 0) });
    expect((await all(await listAccounts(tenant.connection, ID))).sort()).toEqual(ids);
    expect(asked()).toBe(2);
  });

  it('are asked by another field for each source where kinds of source differ', async () => {
    const ids = await withAccounts(300, 'p', { accounts: { sourceField: 'both' } });
    await all(await listAccounts(tenant.connection, ID));
    sandbox.script({ operation: 'listAccounts', fault: { kind: 'reply', status: 400 } });
    const second = await listAccounts(tenant.connection, ID);
    await all(await listAccounts(tenant.connection, ID));
    expect((await all(second)).sort()).toEqual(ids.sort());
    const fields = sandbox.requests.map(({ query }) => query['filters']?.split(' ')[0]).filter(Boolean);
    const [one, other] = ['sourceId', 'source.id'];
    expect(fields).toEqual([one, one, one, other, other, other, other]);
  });

  it('are asked by the other field only once where the source is empty', async () => {
    await withAccounts(0);
    for (let times = 0; times < 3; times += 1) await all(await listAccounts(tenant.connection, ID));
    expect(asked()).toBe(4);
  });

  it.each(['present', 'null', 'absent', 'empty'] as const)(
    'bring attributes where SLIM has them %s',
    async (slimAttributes) => {
      await withAccounts(300, '', { accounts: { slimAttributes } });
      const now = await listAccounts(tenant.connection, ID, { values: true });
      for await (const page of now.pages()) {
        for (const { identity, attributes } of page) expect(attributes?.['id']).toBe(identity);
      }
      expect(asked()).toBe(slimAttributes === 'present' ? 2 : 3);
    },
  );

  it.each<[string, unknown]>([
    ['beyond what a number holds', 12_345_678_901_234_567_890],
    ['with a fraction', 1.5],
  ])('are a failure where a native identity is a number %s', async (_name, nativeIdentity) => {
    await withAccounts(0);
    sandbox.script({
      operation: 'listAccounts',
      fault: { kind: 'replace-body', body: [{ nativeIdentity }] },
    });
    expect((await failureOf(listAccounts(tenant.connection, ID))).message).toContain(
      '`nativeIdentity` is a number that cannot be read exactly',
    );
  });

  it.each<[string, object]>([
    ['sourceId', { sourceId: 'another' }],
    ['source.id', { source: { id: 'another' } }],
  ])('are a failure where accounts of another source come, by %s', async (_name, names) => {
    await withAccounts(1);
    const body = [{ nativeIdentity: 'p1', ...names }];
    sandbox.script({ operation: 'listAccounts', times: 2, fault: { kind: 'replace-body', body } });
    expect((await failureOf(listAccounts(tenant.connection, ID))).message).toContain(
      'entry 1 of the list: `sourceId` is not the one asked for',
    );
  });

  it('are asked by both fields, source by source, where an empty list may mean the wrong one', async () => {
    const ids = await withAccounts(3, 'p', { accounts: { sourceField: 'by-kind', otherField: 'empty' } });
    const remote = sandbox.tenant.addSource({ name: 'Direct', kind: 'direct', accounts: [{ id: 'remote' }] });
    expect((await all(await listAccounts(tenant.connection, ID))).sort()).toEqual(ids);
    expect(await all(await listAccounts(tenant.connection, remote.id))).toEqual(['remote']);
  });

  it('are asked by the other field where accounts of another source come', async () => {
    const ids = await withAccounts(3, 'p', { accounts: { sourceField: 'both' } });
    const body = [{ nativeIdentity: 'p9', sourceId: 'another' }];
    sandbox.script({ operation: 'listAccounts', fault: { kind: 'replace-body', body } });
    expect((await all(await listAccounts(tenant.connection, ID))).sort()).toEqual(ids);
    expect(tenant.connection.learned).toMatchObject({ sourceField: 'source.id', fieldsRefused: true });
  });
});

describe('the values of an account', () => {
  it.each<[string, object, unknown]>([
    ['an object without keys', { attributes: {} }, undefined],
    ['null', { attributes: null }, undefined],
    ['values', { attributes: { name: 'Ada' } }, { name: 'Ada' }],
    [
      'null beside a value of its own',
      { attributes: { groups: null, name: 'Ada' }, entitlementAttributes: { groups: ['a'] } },
      { groups: ['a'], name: 'Ada' },
    ],
    [
      'an empty list beside a value of its own',
      { attributes: { groups: [] }, entitlementAttributes: { groups: 'a' } },
      { groups: 'a' },
    ],
    [
      'a value in both',
      { attributes: { groups: 'a' }, entitlementAttributes: { groups: 'b' } },
      { groups: 'a' },
    ],
  ])('shown as %s', (_, shown, values) => {
    expect(decodeAccount({ id: '1', nativeIdentity: 'p1', ...shown }, ID)).toMatchObject({
      attributes: values,
    });
  });
});
