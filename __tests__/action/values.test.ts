import { describe, expect, it } from '@jest/globals';
import { playAll, SOURCE_ID, type NamedScenario } from '../support/play.js';

/** The values of a file are compared with those in ISC: what changes is shown, what would change by accident is stopped. */

interface Person {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly location: string;
  readonly status: string;
}

const COLUMNS = ['id', 'name', 'department', 'location', 'status'] as const;
const PEOPLE: readonly Person[] = Array.from({ length: 20 }, (_, n) => ({
  id: String(1_000 + n),
  name: `Müller ${n}`,
  department: `Department ${n % 5}`,
  location: `City ${n % 7}`,
  status: n % 2 === 0 ? 'active' : 'on leave',
}));

const csv = (people: readonly Person[], change: (one: Person, index: number) => Partial<Person>): string =>
  [
    COLUMNS.join(','),
    ...people.map((one, index) => COLUMNS.map((name) => ({ ...one, ...change(one, index) })[name]).join(',')),
  ].join('\n') + '\n';

const source = {
  id: SOURCE_ID,
  name: 'HR Employees',
  deleteThreshold: 20,
  attributes: [...COLUMNS],
  identityProfiles: [{ name: 'Employees', sourceAttributes: ['name', 'department'] }],
  accounts: PEOPLE.map((one) => ({ ...one })),
};

const scenario = (
  name: string,
  change: (one: Person, index: number) => Partial<Person>,
  inputs: Readonly<Record<string, string>> = {},
  about: Partial<NamedScenario> = {},
): NamedScenario => ({
  name,
  source,
  files: { 'hr.csv': csv(PEOPLE, change) },
  inputs,
  // Names of columns and values of show-values are all that may be shown of a file here.
  mayShow: ['active', 'on leave', 'inactive'],
  ...about,
});

/** ISC lists these people with attributes of this shape. */
const withAttributes = (attributes: unknown): Partial<NamedScenario> => {
  const body = PEOPLE.map(({ id }) => ({ id, nativeIdentity: id, attributes }));
  const headers = { 'X-Total-Count': String(PEOPLE.length) };
  const fault = { kind: 'reply', status: 200, headers, body } as const;
  return { faults: [{ operation: 'listAccounts', times: Infinity, fault }] };
};

/** Three departments in capitals: ISC may keep them as they are. */
const IN_NOTATION = ({ department }: Person, n: number): Partial<Person> =>
  n < 3 ? { department: department.toUpperCase() } : {};

/** ISC counts so many accounts as updated. */
const counting = (updated: number): Partial<NamedScenario> => ({
  source: { ...source, run: { counts: { updated } } },
});

const CASES: readonly NamedScenario[] = [
  scenario('the same values', () => ({})),
  scenario('three changes', (_, n) => (n < 3 ? { department: 'Sales' } : {})),
  scenario('three changes over the limit', (_, n) => (n < 3 ? { department: 'Sales' } : {}), {
    'max-changes': '2',
  }),
  scenario('shifted', (one) => ({ department: one.location, location: one.department })),
  scenario('shifted, as a warning', (one) => ({ department: one.location, location: one.department }), {
    'csv-checks': 'warn',
    'max-changes': '100%',
  }),
  scenario('emptied', () => ({ department: '' })),
  scenario(
    'rows that are not merged, the last ones blank',
    () => ({}),
    { 'csv-checks': 'warn', 'max-changes': '10%' },
    {
      files: {
        'hr.csv': csv(
          PEOPLE.flatMap((one) => [one, { ...one, department: '' }]),
          () => ({}),
        ),
      },
    },
  ),
  scenario('ignored', () => ({ department: '' }), { 'ignore-columns': 'department' }),
  scenario('all ignored', () => ({ department: '' }), {
    'ignore-columns': 'name, department, location, status',
    'max-changes': '0%',
  }),
  scenario('collapsed', () => ({ status: 'inactive' })),
  scenario('garbled', (one, n) => (n === 4 ? { name: one.name.replace('ü', 'Ã¼') } : {})),
  scenario(
    'leading zeros',
    () => ({}),
    { 'max-deletions': '100%' },
    {
      files: { 'hr.csv': csv(PEOPLE, (one) => ({ id: `00${one.id}` })) },
    },
  ),
  scenario('shown', (_, n) => (n < 3 ? { status: 'inactive' } : {}), {
    'show-values': 'status',
    'dry-run': 'true',
  }),
  scenario('read by nobody', (_, n) => (n < 3 ? { location: 'Moon' } : {})),
  ...([403, 404] as const).map((status) =>
    scenario(
      `connections: ${status}`,
      (_, n) => (n < 3 ? { department: 'Sales' } : {}),
      {},
      { settings: { refused: { getConnections: status } } },
    ),
  ),
  scenario('unknown names', () => ({}), { 'ignore-columns': 'departmnt' }),
  scenario(
    'under a BuildMap rule',
    () => ({ department: '' }),
    {},
    { settings: { sources: { buildMapRule: 'Combine' } } },
  ),
  scenario(
    'under a BuildMap rule with a limit',
    () => ({}),
    { 'max-changes': '40%' },
    { settings: { sources: { buildMapRule: 'Combine' } } },
  ),
  ...[
    ['accounts without attributes', null],
    ['accounts with other attributes', { badge: '1' }],
    ['attributes that are no text', { name: {}, department: {}, location: {}, status: {} }],
  ].map(([name, attributes]) =>
    scenario(
      name as string,
      () => ({ department: 'Sales' }),
      { 'dry-run': 'true' },
      withAttributes(attributes),
    ),
  ),
  scenario(
    'ids in another letter case',
    () => ({}),
    { 'dry-run': 'true', 'show-ids': 'true' },
    {
      source: {
        ...source,
        connectorAttributes: { isCaseInsensitiveMerge: 'true' },
        accounts: PEOPLE.map((one) => ({ ...one, id: `acct-${one.id}` })),
      },
      files: {
        'hr.csv': csv(PEOPLE, (one, n) => ({
          id: `Acct-${one.id}`,
          ...(n === 4 ? { department: 'Sales' } : {}),
        })),
      },
      mayShow: ['Acct-1004', 'active'],
    },
  ),
  scenario(
    'a first load',
    () => ({}),
    { 'dry-run': 'true', 'max-changes': '0' },
    { source: { ...source, accounts: [] } },
  ),
  ...[0, 3, 4].map((updated) =>
    scenario(`three in notation, ${updated} updated`, IN_NOTATION, {}, counting(updated)),
  ),
  scenario(
    'three in notation, 4 updated, with fail-on-warning',
    IN_NOTATION,
    { 'fail-on-warning': 'true' },
    counting(4),
  ),
  scenario(
    'three in notation, 4 updated, without optimization',
    IN_NOTATION,
    { 'disable-optimization': 'true' },
    counting(4),
  ),
  scenario(
    'in SLIM',
    (_, n) => (n < 3 ? { department: 'Sales' } : {}),
    {},
    { settings: { accounts: { slimAttributes: 'present' } } },
  ),
];

const played = playAll(CASES, [
  'three changes',
  'three changes over the limit',
  'shifted',
  'accounts without attributes',
]);

describe('a file whose values change', () => {
  it.each([
    ['the same values', '0', 'SUCCESS'],
    ['three changes', '3', 'SUCCESS'],
    ['in SLIM', '3', 'SUCCESS'],
    ['three changes over the limit', '3', 'REJECTED'],
    ['rows that are not merged, the last ones blank', '20', 'REJECTED'],
    ['ignored', '0', 'SUCCESS'],
    ['all ignored', '0', 'SUCCESS'],
  ])('%s: planned-changed is %s, and the step ends with %s', (name, planned, status) => {
    expect(played(name).outputs).toMatchObject({ 'planned-changed': planned, status });
  });

  it('says which columns are over the limit, and nothing is sent', () => {
    const run = played('three changes over the limit');
    expect(run.failures.join()).toMatch(
      /change, empty or fill values of 3 of the 20 accounts.*"department" \(3 changed\)/,
    );
    expect(run.asked('loadAccounts')).toEqual([]);
  });

  it('shows a table by column, and no value', () => {
    const { summary } = played('three changes');
    expect(summary).toContain('| department 👤 | 3 | 0 | 0 | 0 |');
    expect(summary).not.toContain('Sales');
  });

  it('names the ids of show-ids as the file spells them', () => {
    const { outputs, summary } = played('ids in another letter case');
    expect(outputs).toMatchObject({ 'planned-kept': '20', 'planned-changed': '1' });
    expect(summary).toContain('- `Acct-1004`: department');
  });

  it('shows the most frequent ways of a column in show-values', () => {
    const { outputs, summary } = played('shown');
    expect(outputs['status']).toBe('PLANNED');
    expect(summary).toContain('would create 0, delete 0 and change 3 accounts');
    expect(summary).toContain('`active` → `inactive`: 2');
    expect(summary).toContain('`on leave` → `inactive`: 1');
  });

  it('requests no more pages than the deletions need if SLIM has the values', () => {
    expect(played('in SLIM').asked('listAccounts')).toHaveLength(1);
    expect(played('all ignored').asked('listAccounts')).toHaveLength(1);
    expect(played('three changes').asked('listAccounts')).toHaveLength(2);
  });

  it('warns of a name that is no column, and suggests the one that may be meant', () => {
    const { annotations, outputs } = played('unknown names');
    expect(outputs['status']).toBe('SUCCESS');
    expect(annotations.map(({ message }) => message).join()).toMatch(
      /"departmnt" is not a column.*Did you mean "department"\?/,
    );
  });
});

describe('values that ISC does not show', () => {
  it.each(['accounts without attributes', 'accounts with other attributes', 'attributes that are no text'])(
    '%s: nothing is said about how many accounts change',
    (name) => {
      const { log, outputs, summary } = played(name);
      expect(outputs).toMatchObject({ status: 'PLANNED', 'planned-kept': '20', 'planned-changed': '' });
      expect(summary).toContain('## 📋 HR Employees: would create 0 and delete 0 accounts');
      expect(summary).toContain('| Kept | 20 |');
      expect(log).toContain('Values could not be compared: ISC does not show them.');
      expect(log).not.toContain('nothing would change');
    },
  );

  it('are not missed in a first load', () => {
    const { outputs, summary } = played('a first load');
    expect(outputs).toMatchObject({ status: 'PLANNED', 'planned-created': '20', 'planned-changed': '0' });
    expect(summary).not.toContain('Not compared');
  });
});

describe('columns that feed identity profiles', () => {
  it('are marked in the summary, and named in the log', () => {
    const { log, summary } = played('three changes');
    expect(summary).toContain('| department 👤 | 3 | 0 | 0 | 0 |');
    expect(summary).toContain('👤 Read by identity profiles (Employees)');
    expect(log).toContain('Identity profiles (Employees) read "department".');
  });

  it.each([
    ['three changes', 1],
    ['read by nobody', 1],
    ['the same values', 0],
    ['ignored', 0],
    ['under a BuildMap rule', 0],
  ])('%s: take %i request', (name, requests) => {
    expect(played(name).asked('getConnections')).toHaveLength(requests);
  });

  it.each(['read by nobody', 'connections: 403', 'connections: 404'])(
    '%s: no mark, and no failure',
    (name) => {
      const { annotations, outputs, summary } = played(name);
      expect(outputs).toMatchObject({ status: 'SUCCESS', 'planned-changed': '3' });
      expect(summary).not.toContain('👤');
      expect(annotations).toEqual([]);
    },
  );
});

describe('a file whose values change by accident', () => {
  it.each([
    ['shifted', 'values-shifted', /"department".*"location"/],
    ['emptied', 'values-emptied', /empties most values of "department" \(20 accounts\)/],
    ['collapsed', 'values-collapsed', /"status"/],
    ['garbled', 'values-garbled', /"name"/],
    ['leading zeros', 'identities-reformatted', /leading zeros/],
  ])('%s: %s stops it, and names the columns', (name, rule, says) => {
    const run = played(name);
    expect(run.outputs['status']).toBe('REJECTED');
    const finding = run.annotations.find(({ properties }) => properties['title'] === rule);
    expect(finding?.message).toMatch(says);
    expect(finding?.properties['line']).toBeUndefined();
    expect(`${run.failures.join()}${run.summary}`).not.toContain('max-deletions: 20');
    expect(run.asked('loadAccounts')).toEqual([]);
  });

  it('goes on with csv-checks: warn', () => {
    const run = played('shifted, as a warning');
    expect(run.outputs).toMatchObject({ status: 'SUCCESS', 'planned-changed': '20' });
    expect(
      run.annotations.some(
        ({ kind, properties }) => kind === 'warning' && properties['title'] === 'values-shifted',
      ),
    ).toBe(true);
  });
});

describe('a source with a BuildMap rule', () => {
  it('is aggregated without a comparison of values, and says so', () => {
    const run = played('under a BuildMap rule');
    expect(run.outputs).toMatchObject({ status: 'SUCCESS', 'planned-changed': '' });
    expect(run.summary).toContain('BuildMap rule');
  });

  it('cannot enforce max-changes', () => {
    const run = played('under a BuildMap rule with a limit');
    expect(run.outputs['status']).toBe('FAILED');
    expect(run.failures.join()).toContain('max-changes: 40% cannot be enforced');
  });
});

describe("ISC's count of updated accounts", () => {
  it.each([
    ['three in notation, 0 updated'],
    ['three in notation, 3 updated'],
    ['three in notation, 4 updated, without optimization'],
  ])('contradicts no plan whose changes are only in notation: %s', (name) => {
    const { annotations, outputs } = played(name);
    expect(outputs).toMatchObject({ status: 'SUCCESS', 'planned-changed': '3' });
    expect(annotations.filter(({ message }) => message.includes('updated'))).toEqual([]);
  });

  it('is one warning with both numbers where it is outside of the range', () => {
    const { annotations, outputs, log, summary } = played('three in notation, 4 updated');
    const said = '4 updated (0 to 3 planned)';
    expect(outputs['status']).toBe('SUCCESS');
    expect(annotations.map(({ kind, message }) => [kind, message.includes(said)])).toEqual([
      ['warning', true],
    ]);
    expect(log).toContain(said);
    expect(summary).toContain(said);
  });

  it('fails the step with fail-on-warning', () => {
    const { failures, outputs } = played('three in notation, 4 updated, with fail-on-warning');
    expect(outputs['status']).toBe('FAILED');
    expect(failures.join()).toContain('4 updated (0 to 3 planned)');
  });
});
