import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, type Answer } from './client.js';

let sandbox: Sandbox;
let token: string;

const SEEDS = [
  {
    id: 'a'.repeat(32),
    name: 'HR "old"',
    accounts: Array.from({ length: 300 }, (_, index) => ({
      id: String(index),
      name: `N${index}`,
      email: '',
    })),
  },
  {
    id: 'b'.repeat(32),
    name: 'Payroll',
    kind: 'direct',
    overrides: { type: 'Other', deleteThreshold: null },
  },
] as const;

beforeAll(async () => {
  sandbox = await startSandbox({ sources: SEEDS, settings: { rateLimit: 'off' } });
  token = await tokenOf(sandbox);
});

afterAll(async () => {
  await sandbox.close();
});

async function get(path: string, query: Record<string, string> = {}): Promise<Answer> {
  return send(sandbox, 'GET', `${path}?${new URLSearchParams(query).toString()}`, { token });
}

describe('the list of sources', () => {
  it.each([
    ['name eq "Payroll"', ['Payroll']],
    ['name eq "HR \\"old\\""', ['HR "old"']],
    ['name eq "payroll"', []],
    [`id eq "${'a'.repeat(32)}"`, ['HR "old"']],
    [`id in ("${'a'.repeat(32)}", "${'b'.repeat(32)}")`, ['HR "old"', 'Payroll']],
    [`id eq "${'a'.repeat(32)}" and name eq "Payroll"`, []],
    ['name sw "Pay"', ['Payroll']],
    ['name co "old"', ['HR "old"']],
    ['', ['HR "old"', 'Payroll']],
  ])('%s', async (filters, names) => {
    const sources = (await get('/sources/v1', { filters })).body() as { name: string }[];
    expect(sources.map((source) => source.name)).toEqual(names);
  });

  it('applies overrides to a source', async () => {
    const answer = await get(`/sources/v1/${'b'.repeat(32)}`);
    expect(answer.body()).toMatchObject({ type: 'Other', deleteThreshold: null, connectionType: 'direct' });
  });
});

describe('the list of accounts', () => {
  it.each([
    ['a whole page', {}, 250, '0'],
    ['the next page', { offset: '250' }, 50, '250'],
    ['a small page', { limit: '2', offset: '7' }, 2, '7'],
    ['beyond the end', { offset: '300' }, 0, undefined],
    ['no record', { limit: '0' }, 0, undefined],
  ])('%s', async (_name, paging, length, first) => {
    const query = {
      filters: `sourceId eq "${'a'.repeat(32)}"`,
      detailLevel: 'SLIM',
      count: 'true',
      ...paging,
    };
    const answer = await get('/accounts/v1', query);
    const accounts = answer.body() as { nativeIdentity: string; attributes: unknown }[];
    expect(accounts).toHaveLength(length);
    expect(accounts[0]?.nativeIdentity).toBe(first);
    expect(answer.headers.get('x-total-count')).toBe('300');
  });

  it('has the attributes in full detail only, and a total only if it is asked for', async () => {
    const answer = await get('/accounts/v1', { limit: '1' });
    expect(answer.body()).toMatchObject([{ attributes: { id: '0', name: 'N0' } }]);
    expect((await get('/accounts/v1', { limit: '1', detailLevel: 'SLIM' })).body()).toMatchObject([
      { attributes: null },
    ]);
    expect(answer.headers.get('x-total-count')).toBeNull();
  });

  it.each([
    [{ limit: '251' }],
    [{ limit: '-1' }],
    [{ limit: 'all' }],
    [{ offset: '-1' }],
    [{ filters: 'email eq "x"' }],
  ])('refuses %j', async (query: Record<string, string>) => {
    expect((await get('/accounts/v1', query)).status).toBe(400);
  });
});

describe('the schema', () => {
  it.each([
    ['account', 1],
    ['account,group', 1],
    ['group', 0],
  ])('include-names=%s', async (names, length) => {
    const answer = await get(`/sources/v1/${'a'.repeat(32)}/schemas`, { 'include-names': names });
    expect(answer.body()).toHaveLength(length);
  });

  it('is also available as a heading, for file sources only', async () => {
    expect((await get(`/sources/v1/${'a'.repeat(32)}/schemas/accounts`)).text).toBe('id,name,email');
    expect((await get(`/sources/v1/${'b'.repeat(32)}/schemas/accounts`)).status).toBe(400);
  });
});
