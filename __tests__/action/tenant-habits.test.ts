import { describe, expect, it } from '@jest/globals';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { ODD_TENANT } from '../support/odd-tenant.js';
import { people, type Person } from '../support/people.js';
import { playAll, type NamedScenario } from '../support/play.js';

/** Habits of tenants that differ from the specification: with each, the plan is true or nothing is sent. */

/** An account with a value of every kind. Each third one has two groups, and two rows in the file. */
type Employee = Person & Record<'active' | 'level' | 'hired', string> & { readonly groups: string[] };

const ATTRIBUTES: SourceSeed['attributes'] = [
  ...['id', 'name', 'email'],
  { name: 'active', type: 'BOOLEAN' },
  { name: 'level', type: 'INT' },
  { name: 'hired', type: 'DATE' },
  { name: 'groups', isMulti: true, isEntitlement: true },
];

const employees = (count: number, first = 1): Employee[] =>
  people(count, first).map((person, n) => ({
    ...person,
    active: n % 5 === 0 ? 'false' : 'true',
    // Each seventh one has none.
    level: n % 7 === 0 ? '' : String(n % 4),
    hired: '2026-01-31',
    groups: n % 3 === 0 ? ['all', 'east'] : ['all'],
  }));

const fileOf = (accounts: readonly Employee[], delimiter = ','): string =>
  [
    ['id', 'name', 'email', 'active', 'level', 'hired', 'groups'],
    ...accounts.flatMap(({ groups, ...one }) => groups.map((group) => [...Object.values(one), group])),
    [],
  ]
    .map((cells) => cells.join(delimiter))
    .join('\n');

/** More than two pages, and more than the window of the tenants here. */
const NOW = employees(600);
/** Two of the accounts are gone, three are new, and the others are as they were. */
const AFTER = [...NOW.slice(2), ...employees(3, 601)];
const TRUE_PLAN = { created: '3', deleted: '2', kept: '598', changed: '0' };

interface Habit extends NamedScenario {
  /** `true`: the plan is true and the aggregation carried out; otherwise the failure, and nothing was sent. */
  readonly ends: true | RegExp;
  /** What the true plan cannot say. */
  readonly unknown?: 'changed';
}

const habit = (
  name: string,
  settings: SettingsChange,
  ends: Habit['ends'] = true,
  source: Partial<SourceSeed> = {},
): Habit => ({
  name,
  settings: { rateLimit: 'off', ...settings },
  source: { attributes: ATTRIBUTES, accounts: NOW, createdTogether: 40, ...source },
  files: { 'hr.csv': fileOf(AFTER) },
  inputs: { 'timeout-minutes': '1.5' },
  ends,
});

const HABITS: readonly Habit[] = [
  habit('none', {}),
  habit('accounts filtered by source.id', { accounts: { sourceField: 'source.id' } }),
  {
    ...habit('accounts filtered by sourceId on v2026', { accounts: { sourceField: 'sourceId' } }),
    inputs: { 'api-version': 'v2026', 'timeout-minutes': '1.5' },
  },
  habit('a window', { accounts: { window: 300 } }),
  habit('a window and short pages', { accounts: { window: 300, pageSize: 40 } }),
  habit(
    'more accounts in one moment than the window holds',
    { accounts: { window: 300 } },
    /lists only 250 accounts in a row, but more accounts .* at the same moment/,
    { createdTogether: 600 },
  ),
  habit('short pages', { accounts: { pageSize: 70 } }),
  habit('no count', { accounts: { totalCount: 'absent' } }),
  habit('no count and short pages', { accounts: { totalCount: 'absent', pageSize: 70 } }),
  habit('a count that is too low', { accounts: { totalCountError: -3 } }),
  habit(
    'a count that is too high',
    { accounts: { totalCountError: 5 } },
    /counts 605 accounts on the source, but lists only 600/,
  ),
  habit('a count of each page alone, and short pages', {
    accounts: { totalCount: 'of-page', pageSize: 100 },
  }),
  habit('a count and a list that end at the window without a word', {
    accounts: { window: 500, beyondWindow: 'empty', countLimit: 500 },
  }),
  habit(
    'the same page for each offset',
    { accounts: { offset: 'ignored', totalCount: 'of-page' } },
    /lists the same accounts again and again/,
  ),
  habit(
    'another order in each request, and no count',
    { accounts: { sorters: 'ignored', totalCount: 'absent' } },
    /nothing proves that the list is complete, and it does not list them in the order in which they were created/,
  ),
  {
    ...habit(
      'the accounts of all sources, whatever the filter',
      { accounts: { sourceField: 'ignored' } },
      /`sourceId` is not the one asked for/,
    ),
    otherSources: [{ name: 'Payroll', accounts: people(30) }],
  },
  {
    ...habit('a filter that finds nothing by the usual field', { accounts: { sourceField: 'both' } }),
    faults: [{ operation: 'listAccounts', fault: { kind: 'reply', status: 200, body: [] } }],
  },
  habit(
    'a list that is empty by any field, and tasks that cannot be seen',
    { accounts: { sourceField: 'both', emptyList: true }, refused: { listTasks: 403 } },
    /lists no accounts .* may not see its earlier aggregations[^]*idn:task-management:read/,
  ),
  habit('overlapping pages', { accounts: { overlap: 7 } }),
  habit(
    'a native identity that is null',
    { accounts: { nullIdentities: ['acct-00007'] } },
    /entry \d+ of the list: `nativeIdentity` is null/,
  ),
  habit('values as JSON, blanks as null, entitlements apart', {
    accounts: { slimAttributes: 'absent' },
    values: { ...ODD_TENANT.values, dates: 'epoch' },
  }),
  habit('no key for a blank, and a text with commas for several values', {
    values: { blanks: 'absent', lists: 'joined' },
  }),
  habit('JSON Booleans and an escaped delimiter', {
    sources: { booleans: 'json', delimiter: 'unicode-escape' },
  }),
  ...(['escape', 'unicode-escape'] as const).map((delimiter) => ({
    ...habit(`a tab with the habit ${delimiter}`, { sources: { delimiter } }, true, {
      connectorAttributes: { delimiter: '\t' },
    }),
    files: { 'hr.csv': fileOf(AFTER, '\t') },
  })),
  { ...habit('a BuildMap rule', { sources: { buildMapRule: 'Rewrite HR' } }), unknown: 'changed' as const },
  habit('all that can be met, at once', ODD_TENANT),
];

/** What the bundle plays: a list without a proof of its end, an empty one, and all habits together. */
const PROCESSES = [
  'a count and a list that end at the window without a word',
  'another order in each request, and no count',
  'a list that is empty by any field, and tasks that cannot be seen',
  'all that can be met, at once',
];

describe('with a habit of a tenant, the plan is true or nothing is sent', () => {
  const played = playAll(HABITS, PROCESSES);
  it.each(HABITS.map((one) => [one.name, one] as const))('%s', (name, { ends, unknown }) => {
    const { asked, exitCode, failures, identities, outputs } = played(name);
    if (ends === true) {
      expect(failures).toEqual([]);
      expect({
        created: outputs['planned-created'],
        deleted: outputs['planned-deleted'],
        kept: outputs['planned-kept'],
        changed: outputs['planned-changed'],
      }).toEqual({ ...TRUE_PLAN, ...(unknown === undefined ? {} : { [unknown]: '' }) });
      expect(outputs['status']).toBe('SUCCESS');
      expect(identities).toHaveLength(601);
    } else {
      expect(exitCode).toBe(1);
      expect(outputs['status']).toBe('FAILED');
      expect(failures.join()).toMatch(ends);
      expect(asked('loadAccounts')).toEqual([]);
      expect(identities).toHaveLength(600);
    }
  });

  it('a BuildMap rule is one warning, which says that a limit is not held, and the plan is uncertain', () => {
    const { annotations, summary } = played('a BuildMap rule');
    const warnings = annotations.filter(({ kind }) => kind === 'warning').map(({ message }) => message);
    expect(warnings.filter((message) => /BuildMap|max-changes/.test(message))).toEqual([
      expect.stringMatching(
        /can rewrite every row: .*values are not compared, and max-changes is not held\.$/,
      ),
    ]);
    expect(summary).toContain('The plan is uncertain');
  });
});
