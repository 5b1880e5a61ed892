import { describe, expect, it } from '@jest/globals';
import { ID_A, inWorkspace, problemsOf, settingsOf } from './reading.js';

const STEP = {
  'object-type': 'group',
  'max-active-deletions': '2',
  'protected-accounts': 'root',
  'disable-optimization': 'true',
};

it('without object-type, or with "account", a source takes accounts', async () => {
  const sources = '- source-id: a\n- source-id: b\n  object-type: account\n';
  const { targets } = await settingsOf({ sources });
  expect(targets).toMatchObject([{ objectType: 'account' }, { objectType: 'account' }]);
});

it('an entry is a source and a type', async () => {
  const sources =
    '- source-id: a\n- source-id: a\n  object-type: group\n- source-id: a\n  object-type: role\n';
  const { targets } = await settingsOf({ sources });
  expect(targets.map(({ objectType }) => objectType)).toEqual(['account', 'group', 'role']);
});

it('a type of a source stands once in a step', async () => {
  const sources = '- { source-id: a, object-type: group }\n- { source-id: a, object-type: group }\n';
  expect(await problemsOf({ sources })).toEqual([
    'sources, line 2, column 3: the same source as sources, line 1, column 3. A source takes one file of the type "group" a step.',
  ]);
});

it('what is for accounts alone is a default for the entries that are of accounts', async () => {
  const sources = '- { source-id: a, object-type: account }\n- source-id: b\n';
  const { targets } = await settingsOf({ ...STEP, sources });
  expect(targets).toMatchObject([
    { objectType: 'account', disableOptimization: true, protectedAccounts: ['root'] },
    { objectType: 'group', disableOptimization: false, protectedAccounts: [], maxActiveDeletions: undefined },
  ]);
});

it('what is for accounts alone is refused in an entry for entitlements', async () => {
  const entry = '- { source-id: b, object-type: group, protected-accounts: [], disable-optimization: false }';
  expect(await problemsOf({ sources: `- source-id: a\n${entry}` })).toEqual([
    expect.stringMatching(
      /^sources, line 2, .*: protected-accounts: only for accounts, but object-type is "group"/,
    ),
    expect.stringMatching(/^sources, line 2, .*: disable-optimization: only for accounts/),
  ]);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['one source', { 'source-id': 'a' }],
  ['sources', { sources: '- source-id: a\n- source-id: b\n' }],
  ['a glob', { 'csv-path': '*.csv' }],
])('what is for accounts alone is refused in a step of entitlements only: %s', async (_, source) => {
  await inWorkspace([`${ID_A}.csv`], async (workspace) => {
    expect(await problemsOf({ ...STEP, ...source }, workspace)).toEqual([
      expect.stringMatching(/^protected-accounts: only for accounts, but object-type is "group"/),
      expect.stringMatching(/^max-active-deletions: only/),
      expect.stringMatching(/^disable-optimization: only/),
    ]);
  });
});

it('disable-optimization: false is the default, which is no mistake', async () => {
  const inputs = { 'source-id': 'a', 'object-type': 'group', 'disable-optimization': 'false' };
  expect(await problemsOf(inputs)).toEqual([]);
});

describe('wait: false', () => {
  it('is refused where accounts follow the entitlements of their source', async () => {
    const sources = '- source-name: HR\n- { source-name: HR, object-type: group }\n';
    expect(await problemsOf({ sources, wait: 'false' })).toEqual([
      'wait: must be true for "HR": its accounts start once ISC has ended the aggregation of its entitlements.',
    ]);
  });

  it('is fine for different sources', async () => {
    const sources = '- source-name: HR\n- { source-name: Payroll, object-type: group }\n';
    expect(await problemsOf({ sources, wait: 'false' })).toEqual([]);
  });
});

it.each(['gr\noup', 'x'.repeat(129)])('no name of a type: %j', async (type) => {
  const problems = await problemsOf({ 'source-id': 'a', 'object-type': type });
  expect(problems).toEqual([
    'object-type: not the name of a type, such as "group". Leave it out for accounts.',
  ]);
});
