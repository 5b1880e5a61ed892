import { describe, expect, it } from '@jest/globals';
import { shownValues } from '../../tenant/account-values.js';
import { VALUE_HABITS, type ValueHabits } from '../../tenant/habits.js';
import type { AttributeValues } from '../../tenant/model.js';
import { startSandbox } from '../../tenant/sandbox.js';
import type { SourceSeed } from '../../tenant/source-seed.js';
import { Tenant } from '../../tenant/tenant.js';
import { DEFAULT_SETTINGS } from '../../tenant/settings.js';
import { send, tokenOf } from './client.js';

const SEED: SourceSeed = {
  name: 'HR',
  id: 'a'.repeat(32),
  attributes: [
    'id',
    { name: 'active', type: 'BOOLEAN' },
    { name: 'level', type: 'INT' },
    { name: 'since', type: 'DATE' },
    { name: 'groups', isMulti: true, isEntitlement: true },
    { name: 'codes', isMulti: true, type: 'LONG' },
  ],
};

const FULL: AttributeValues = {
  id: '007',
  active: 'TRUE',
  level: '12',
  since: '2026-01-31',
  groups: ['staff', 'vpn'],
  codes: ['5'],
};
const BLANK: AttributeValues = { id: '8', active: '', level: '', since: '', groups: [], codes: [] };

function shown(values: AttributeValues, habits: Partial<ValueHabits>): ReturnType<typeof shownValues> {
  const tenant = new Tenant(structuredClone(DEFAULT_SETTINGS), () => 0);
  const source = tenant.addSource({ ...SEED, accounts: [values] });
  const [account] = tenant.accounts(source.id);
  if (account === undefined) throw new Error('No account came of the seed.');
  return shownValues(account, source, { ...VALUE_HABITS, ...habits });
}

describe('the values of an account', () => {
  it.each<[Partial<ValueHabits>, AttributeValues, object]>([
    [{}, FULL, FULL],
    [{}, BLANK, BLANK],
    [{ booleans: 'json' }, FULL, { ...FULL, active: true }],
    [{ booleans: 'json' }, { ...FULL, active: 'Yes' }, { ...FULL, active: 'Yes' }],
    [{ numbers: 'json' }, FULL, { ...FULL, level: 12, codes: [5] }],
    [{ numbers: 'json' }, { ...FULL, level: 'high' }, { ...FULL, level: 'high', codes: [5] }],
    [{ dates: 'iso' }, FULL, { ...FULL, since: '2026-01-31T00:00:00.000Z' }],
    [{ dates: 'epoch' }, FULL, { ...FULL, since: Date.parse('2026-01-31') }],
    [{ dates: 'iso' }, { ...FULL, since: 'soon' }, { ...FULL, since: 'soon' }],
    [
      { blanks: 'null' },
      BLANK,
      { id: '8', active: null, level: null, since: null, groups: null, codes: null },
    ],
    [{ blanks: 'absent' }, BLANK, { id: '8' }],
    [{ blanks: 'null' }, FULL, FULL],
    [{ lists: 'one-as-string' }, FULL, { ...FULL, codes: '5' }],
    [{ lists: 'joined' }, FULL, { ...FULL, groups: 'staff,vpn', codes: '5' }],
    [
      { lists: 'one-as-string', numbers: 'json', blanks: 'null' },
      { ...FULL, groups: [] },
      { ...FULL, level: 12, groups: null, codes: 5 },
    ],
  ])('%j of %j', (habits, values, expected) => {
    expect(shown(values, habits)).toEqual({ attributes: expected });
  });

  it('a seed that leaves a value out: no key, or null where blanks are null', () => {
    expect(shown({ id: '1' }, {}).attributes).not.toHaveProperty('level');
    expect(shown({ id: '1' }, { blanks: 'null' }).attributes).toMatchObject({ level: null, groups: null });
  });

  it('may come with keys that are no columns', () => {
    const { attributes } = shown(FULL, { extraKeys: true });
    expect(attributes).toMatchObject({ ...FULL, IIQDisabled: false });
    expect(attributes?.['idNowDescription']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('entitlements may come separately', () => {
    const { groups, ...others } = FULL;
    expect(shown(FULL, { entitlements: 'apart' })).toEqual({
      attributes: others,
      entitlementAttributes: { groups },
    });
  });
});

describe('GET accounts', () => {
  it.each([
    ['FULL', 'null', FULL],
    ['FULL', 'absent', FULL],
    ['SLIM', 'null', null],
    ['SLIM', 'absent', undefined],
    ['SLIM', 'present', FULL],
  ] as const)('in %s, with attributes in SLIM %s', async (detailLevel, slimAttributes, expected) => {
    const sandbox = await startSandbox({
      sources: [{ ...SEED, accounts: [FULL] }],
      settings: { accounts: { slimAttributes } },
    });
    try {
      const token = await tokenOf(sandbox);
      const answer = await send(sandbox, 'GET', `/accounts/v1?detailLevel=${detailLevel}`, { token });
      const [account] = answer.body() as { attributes?: unknown }[];
      expect(account?.attributes).toEqual(expected);
      expect(account !== undefined && 'attributes' in account).toBe(expected !== undefined);
    } finally {
      await sandbox.close();
    }
  });
});

describe('values that hide', () => {
  it.each<[Partial<ValueHabits>, object | null]>([
    [{ attributes: 'empty' }, {}],
    [{ attributes: 'null' }, null],
    [{ nullAttributes: ['level', 'groups'] }, { ...FULL, level: null, groups: null }],
    [{ objectAttributes: ['level'] }, { ...FULL, level: { value: '12' } }],
  ])('%j', (habits, attributes) => {
    expect(shown(FULL, habits)).toEqual({ attributes });
  });

  it('null beside the entitlements that stand apart', () => {
    expect(shown(FULL, { entitlements: 'apart-beside-null' })).toEqual({
      attributes: { ...FULL, groups: null },
      entitlementAttributes: { groups: FULL['groups'] },
    });
  });
});
