import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { byHand, scheduled } from '../runner/occasion.js';
import { people } from '../support/people.js';
import { itUnless } from '../support/where-possible.js';
import { CONTRACTORS, DIRECTORY, fileFor, HR, hrFile, PAYROLL } from './sources.js';
import { useStage, withoutCheckout } from './stage.js';
import { textOf } from './workflows.js';

/** Workflows and steps for several sources. */

const NORTH: SourceSeed = {
  id: 'a'.repeat(32),
  name: 'HR North',
  deleteThreshold: 20,
  accounts: people(10, 401),
};
const SOUTH: SourceSeed = {
  id: 'b'.repeat(32),
  name: 'HR South',
  deleteThreshold: 20,
  accounts: people(10, 501),
};
const LOCKED: SourceSeed = {
  ...DIRECTORY,
  id: 'c'.repeat(32),
  name: 'Locked Directory',
  run: { completionStatus: 'WARNING', messages: [{ type: 'WARN', text: 'LDAP says no' }] },
};
const SOURCES = [LOCKED, HR, PAYROLL, CONTRACTORS, DIRECTORY, NORTH, SOUTH];
const stage = useStage(import.meta.url, SOURCES);

const FILES = {
  'data/hr.csv': hrFile(),
  'data/payroll.csv': fileFor(PAYROLL),
  'data/contractors-2026-11.csv': fileFor(CONTRACTORS),
  [`exports/${HR.id ?? ''}-hr.csv`]: hrFile(),
  [`exports/${PAYROLL.id ?? ''}.csv`]: fileFor(PAYROLL),
};

function statuses(results = '[]'): readonly (string | undefined)[] {
  return (JSON.parse(results) as readonly Record<string, string>[]).map(({ status }) => status);
}

const hasJq = spawnSync('jq', ['--version']).status === 0;
const NEEDS_JQ = 'This machine lacks jq';

describe('examples/many-sources.yml', () => {
  const play = (files: Readonly<Record<string, string>>) =>
    stage().play('examples/many-sources.yml', scheduled('17 1 * * *', stage().commit(undefined, files)));

  it('aggregates each source once', async () => {
    const { jobs } = await play(FILES);
    const [, all, failed] = jobs['aggregate']?.steps ?? [];

    expect(statuses(all?.outputs['results'])).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS']);
    expect([...stage().started()].sort()).toEqual([
      ...['Contractors', 'Corporate Directory', 'HR Employees', 'Legacy Payroll'],
    ]);
    expect(failed?.outcome).toBe('skipped');
    const contractors = stage().tenant.requests.find(({ path }) =>
      path.includes(`${CONTRACTORS.id ?? ''}/load`),
    );
    expect(contractors?.body?.fields['disableOptimization']).toBe('true');
  });

  it('names the one that fails, and aggregates the others', async () => {
    const { jobs } = await play({ ...FILES, 'data/hr.csv': hrFile(5) });
    const [, all, failed] = jobs['aggregate']?.steps ?? [];

    expect(jobs['aggregate']?.result).toBe('failure');
    expect(statuses(all?.outputs['results'])).toEqual(['REJECTED', 'SUCCESS', 'SUCCESS', 'SUCCESS']);
    expect(failed?.log).toMatch(/^- HR Employees: REJECTED, task none\. .*would delete 5 of the /);
    expect(failed?.log.trim().split('\n')).toHaveLength(1);
  });
});

describe('examples/many-sources.yml, where something else is wrong', () => {
  const play = (change: (text: string) => string) => {
    const night = scheduled('17 1 * * *', stage().commit(undefined, FILES));
    return stage().play('examples/many-sources.yml', night, change);
  };

  it('names a source that has only an id', async () => {
    const { jobs } = await play((text) =>
      text.replace('source-name: HR Employees', `source-id: ${'f'.repeat(32)}`),
    );

    expect(jobs['aggregate']?.steps[2]?.log).toMatch(/^- f{32}: FAILED, task none\. /);
  });

  it('names one that fails by fail-on-warning, and none that passed', async () => {
    const { jobs } = await play((text) =>
      text
        .replace('source-name: Corporate Directory', 'source-name: Locked Directory')
        .replace('max-deletions: 2%', 'max-deletions: 2%\n          fail-on-warning: true'),
    );
    const [, all, failed] = jobs['aggregate']?.steps ?? [];

    expect(failed?.log).toMatch(/^- Locked Directory: WARNING, task \w+\. .*LDAP says no/);
    expect(failed?.log.trim().split('\n')).toHaveLength(1);
    // ISC's words end before ours begin.
    expect(all?.annotations.at(-1)?.message).not.toMatch(/LDAP says no [A-Z]/);
  });

  it('says where to look if the inputs are wrong', async () => {
    const { jobs } = await play((text) => text.replace('max-deletions: 2%', 'max-deletions: many'));

    expect(jobs['aggregate']?.steps[2]?.log).toBe('No source was started. See the log of the step before.\n');
  });
});

describe('examples/many-sources.yml, where a name would be a command of the runner', () => {
  it('shows it as a text', async () => {
    const name = '::error::Boo ##[error]boo';
    const night = scheduled('17 1 * * *', stage().commit(undefined, FILES));
    const { jobs } = await stage().play('examples/many-sources.yml', night, (text) =>
      text.replace('source-name: HR Employees', `source-name: '${name}'`),
    );
    const failed = jobs['aggregate']?.steps[2];

    expect(failed?.log).toContain('- ::error::Boo #[error]boo: FAILED');
    expect(failed?.annotations).toEqual([]);
  });

  it('keeps one line for a name of two lines', async () => {
    const night = scheduled('17 1 * * *', stage().commit(undefined, FILES));
    const { jobs } = await stage().play('examples/many-sources.yml', night, (text) =>
      text.replace('source-name: HR Employees', String.raw`source-name: "Boo\n::error::boo"`),
    );
    const { log = '', outputs } = jobs['aggregate']?.steps[2] ?? {};

    expect([log.split('\n').length, outputs]).toEqual([2, {}]);
    expect(log).toMatch(/^- Boo ::error::boo: FAILED, task none\. /);
  });
});

describe('examples/many-sources.yml, with so many sources that their reasons would not fit a variable', () => {
  /** The list of the example, with sources that ISC does not have behind its own four. */
  const play = (count: number) => {
    const others = Array.from({ length: count - 4 }, (_, at) => `            - source-name: Nobody ${at}\n`);
    const night = scheduled('17 1 * * *', stage().commit(undefined, FILES));
    return stage().play('examples/many-sources.yml', night, (text) =>
      text.replace(/( +- source-name: Corporate Directory\n)/, `$1${others.join('')}`),
    );
  };

  it.each([
    [60, /^- Nobody 0: FAILED, task none\. .*Nobody 0/],
    [61, /^- Nobody 0: FAILED, task none\. Why: see the summary\.$/m],
  ])('names each of %i that failed, with its reason as long as it fits', async (count, words) => {
    const { jobs } = await play(count);
    const failed = jobs['aggregate']?.steps[2];

    expect(failed?.log).toMatch(words);
    expect(failed?.log.trim().split('\n')).toHaveLength(count - 4);
  });
});

describe('examples/sources-in-a-file.yml', () => {
  const WORKFLOW = 'examples/sources-in-a-file.yml';
  /** The list that the comment at the top shows. */
  const list = [...textOf(WORKFLOW).matchAll(/^# {3}(.*)$/gm)].map(([, line = '']) => `${line}\n`).join('');
  const play = (files: Readonly<Record<string, string>>) =>
    stage().play(WORKFLOW, scheduled('29 1 * * *', stage().commit(undefined, { ...FILES, ...files })));

  it('aggregates the sources of the list, each with its own limit', async () => {
    const { jobs } = await play({ 'isc/sources.yml': list });

    expect(statuses(jobs['aggregate']?.steps[1]?.outputs['results'])).toEqual(['SUCCESS', 'SUCCESS']);
    expect([...stage().started()].sort()).toEqual(['HR Employees', 'Legacy Payroll']);
    expect(jobs['aggregate']?.steps[1]?.summary).toContain('`max-deletions` is 25');
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['is missing', {}, '"isc/sources.yml" does not exist.'],
    ['is no list', { 'isc/sources.yml': 'source-name: HR Employees\n' }, 'line 1, column 1: not a list.'],
    [
      'has a wrong entry',
      { 'isc/sources.yml': list.replace('max-deletions: 25', 'max-deletion: 25') },
      'line 5, column 3: "max-deletion" is not a key of a source. Did you mean "max-deletions"?',
    ],
    ['is too large', { 'isc/sources.yml': `${list}${'#'.repeat(1024 * 1024)}\n` }, 'more than 1 MiB.'],
  ])('is red, and asks the tenant nothing, where the file %s', async (_, files, words) => {
    const { jobs } = await play(files);

    expect(jobs['aggregate']?.result).toBe('failure');
    expect(jobs['aggregate']?.steps[1]?.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining(words),
    ]);
    expect(stage().tenant.requests).toEqual([]);
  });
});

describe('examples/parallel-tenants.yml', () => {
  const play = (files: Readonly<Record<string, string>> = FILES) =>
    stage().play('examples/parallel-tenants.yml', scheduled('11 2 * * *', stage().commit(undefined, files)));
  const uploads = (): readonly (readonly (string | undefined)[])[] =>
    [stage().tenant, stage().otherTenant].map(({ requests }) =>
      requests.filter(({ operation }) => operation === 'loadAccounts').map(({ clientId }) => clientId),
    );

  it('aggregates the file in each tenant, with its own credential', async () => {
    const { jobs } = await play();

    expect(jobs['aggregate']?.steps.map(({ name, outcome }) => [name, outcome])).toEqual([
      [expect.stringMatching(/^actions\/checkout@/), 'success'],
      ['Europe', 'success'],
      ['Asia', 'success'],
      ['Say which tenant failed', 'skipped'],
    ]);
    expect(uploads()).toEqual([['client-of-upload'], ['client-of-asia']]);
    const [, europe, asia] = jobs['aggregate']?.steps ?? [];
    expect([europe?.log, europe?.summary].join()).toMatch(
      /\bof acme\.api\.identitynow\.com,[^]*Tenant: `acme\.api/,
    );
    expect([asia?.log, asia?.summary].join()).toMatch(/\bof acme-asia\.api\.[^]*Tenant: `acme-asia\.api/);
  });

  it('says which tenant failed and why, and aggregates in the other', async () => {
    stage().otherTenant.script({
      operation: 'loadAccounts',
      fault: {
        kind: 'reply',
        status: 400,
        body: JSON.stringify({ messages: [{ text: 'Out of order.' }] }),
      },
    });
    const { jobs } = await play();
    const { result, steps = [] } = jobs['aggregate'] ?? {};

    expect([result, ...steps.map(({ outcome }) => outcome)]).toEqual([
      ...['failure', 'success', 'success', 'failure', 'success'],
    ]);
    expect(steps[3]?.log).toMatch(/^Europe: SUCCESS\. \nAsia: FAILED\. .*Out of order\./);
  });

  it('says where to look if no step could start', async () => {
    const { jobs } = await stage().play(
      'examples/parallel-tenants.yml',
      scheduled('11 2 * * *', stage().commit(undefined, FILES)),
      withoutCheckout,
    );

    expect(jobs['aggregate']?.steps.at(-1)?.log).toBe(
      ['Europe', 'Asia'].map((name) => `${name}: did not start. See the log of the run. \n`).join(''),
    );
  });
});

describe('examples/fan-out-matrix.yml', () => {
  const name = 'examples/fan-out-matrix.yml';
  /** The groups that the comment at the top shows. */
  const groups = /^# +(\[\{[^]*?\}\])$/m.exec(textOf(name))?.[1]?.replaceAll(/^#/gm, '') ?? '';
  const play = (manifest: string) => {
    const files = { 'data/hr-north.csv': fileFor(NORTH), 'data/hr-south.csv': fileFor(SOUTH) };
    const tip = stage().commit(undefined, { 'sources.json': manifest, ...files });
    return stage().play(name, scheduled('43 1 * * *', tip));
  };

  itUnless(hasJq ? undefined : NEEDS_JQ)('runs a job for each group, with its own credential', async () => {
    const { jobs } = await play(groups);

    expect(Object.entries(jobs).map(([job, { concurrency, result }]) => [job, result, concurrency])).toEqual([
      ['groups', 'success', undefined],
      ['north', 'success', 'aggregate-north'],
      ['south', 'success', 'aggregate-south'],
    ]);
    const uploads = stage().tenant.requests.filter(({ operation }) => operation === 'loadAccounts');
    expect(uploads.map(({ clientId }) => clientId)).toEqual(['client-of-north', 'client-of-south']);
    expect(stage().started()).toEqual(['HR North', 'HR South']);
  });

  itUnless(hasJq ? undefined : NEEDS_JQ)('lets one group fail without the others', async () => {
    stage().environmentSecrets = { ...stage().environmentSecrets, SAIL_CLIENT_SECRET_NORTH: 'an old one' };
    const { jobs } = await play(groups);

    expect([jobs['north']?.result, jobs['south']?.result]).toEqual(['failure', 'success']);
  });

  itUnless(hasJq ? undefined : NEEDS_JQ)('starts nothing where a source is in two groups', async () => {
    const { jobs } = await play(groups.replace('HR South', 'HR North'));

    expect(jobs['groups']?.steps[1]?.annotations[0]?.message).toBe('Listed twice: HR North');
    expect(jobs['aggregate']?.result).toBe('skipped');
    expect(stage().tenant.requests).toEqual([]);
  });
});

describe('examples/fan-out-matrix.yml, where a secret has the value of a name', () => {
  itUnless(hasJq ? undefined : NEEDS_JQ)(
    'starts nothing, is red, and says which output was dropped',
    async () => {
      stage().secrets = { ...stage().secrets, REGION: 'north' };
      const list = [{ name: 'north', credential: 'NORTH', sources: [{ 'source-name': 'HR North' }] }];
      const tip = stage().commit(undefined, { 'sources.json': JSON.stringify(list) });
      const { jobs } = await stage().play('examples/fan-out-matrix.yml', scheduled('43 1 * * *', tip));

      expect(jobs['groups']?.annotations.map(({ message }) => message)).toEqual([
        "Skip output 'groups' since it may contain secret.",
      ]);
      expect(jobs['aggregate']).toMatchObject({ result: 'failure', steps: [] });
      expect(stage().tenant.requests).toEqual([]);
    },
  );
});

describe('examples/fan-out-matrix.yml, with another list', () => {
  const source = { 'source-name': 'HR North', 'csv-path': 'data/hr-north.csv' };
  const id = { 'source-id': `a1${'b'.repeat(30)}` };
  const group = (name: string, ...sources: readonly unknown[]) => ({ name, credential: 'NORTH', sources });
  const north = group('north', source);
  const NO_LIST = 'Not a list of groups, each with a list of sources.';
  const play = (list: unknown) => {
    const text = typeof list === 'string' ? list : JSON.stringify(list);
    const tip = stage().commit(undefined, { 'sources.json': text, 'data/hr-north.csv': fileFor(NORTH) });
    return stage().play('examples/fan-out-matrix.yml', scheduled('43 1 * * *', tip));
  };

  const LISTS: readonly (readonly [string, unknown, string])[] = [
    ['no group', [], 'There is no group.'],
    ['an empty file', '', NO_LIST],
    ['two lists', '[] []', NO_LIST],
    ['a map in place of the list', { groups: [north] }, NO_LIST],
    ['a map in place of the sources', [{ ...north, sources: source }], NO_LIST],
    ['a name in place of a source', [group('north', 'HR North')], NO_LIST],
    ['a group without a source', [north, group('south')], 'Groups without a source: south'],
    [
      'a source with id and name, and once more with its name alone',
      [north, group('south', { ...source, ...id })],
      'Listed twice: HR North',
    ],
    [
      'an id in capitals in another group',
      [group('north', id), group('south', { 'source-id': id['source-id'].toUpperCase() })],
      `Listed twice: ${id['source-id']}`,
    ],
    [
      'a name with blanks and in another letter case in another group',
      [north, group('south', { ...source, 'source-name': ' hr north ' })],
      'Listed twice: HR North',
    ],
    [
      'entitlements and accounts of a source in two groups',
      [north, group('south', { ...source, 'object-type': 'group' })],
      'Listed twice: HR North',
    ],
    ['a source twice in a group', [group('north', source, source)], 'Listed twice: HR North'],
  ];

  describe.each(LISTS)('%s', (_, list, words) => {
    itUnless(hasJq ? undefined : NEEDS_JQ)('is named, and starts nothing', async () => {
      const { jobs } = await play(list);
      const read = jobs['groups']?.steps[1];

      expect(read?.annotations[0]?.message).toBe(words);
      expect(read?.log).not.toMatch(/jq: /);
      expect(jobs['aggregate']?.result).toBe('skipped');
    });
  });

  itUnless(hasJq ? undefined : NEEDS_JQ)(
    'takes entitlements and accounts of one source in one group',
    async () => {
      const types = ['account', 'group'].map((type) => ({ ...source, 'object-type': type }));
      const { jobs } = await play([group('north', ...types)]);

      expect(jobs['groups']?.result).toBe('success');
      expect(jobs['groups']?.outputs['groups']).toContain('"object-type":"group"');
    },
  );
});

describe('the step of docs/inputs.md#keys-of-sources', () => {
  it('aggregates each source once', async () => {
    const occasion = byHand(stage().commit(undefined, FILES));
    const { jobs } = await stage().play('docs/inputs.md#keys-of-sources', occasion);

    expect(statuses(jobs['job']?.steps[1]?.outputs['results'])).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    expect([...stage().started()].sort()).toEqual(['Corporate Directory', 'HR Employees', 'Legacy Payroll']);
  });
});

describe('the step of docs/other-tools.md#coming-from-the-file-upload-utility', () => {
  const play = (change?: (text: string) => string) =>
    stage().play(
      'docs/other-tools.md#coming-from-the-file-upload-utility',
      byHand(stage().commit(undefined, FILES)),
      change,
    );

  it('shows the plan of each file in the folder', async () => {
    const { jobs } = await play();

    expect(statuses(jobs['job']?.steps[1]?.outputs['results'])).toEqual(['PLANNED', 'PLANNED']);
    expect(stage().started()).toEqual([]);
  });

  it('uploads them once dry-run is taken away', async () => {
    const { jobs } = await play((text) => text.replace(/ +dry-run: true/, ''));

    expect(statuses(jobs['job']?.steps[1]?.outputs['results'])).toEqual(['SUCCESS', 'SUCCESS']);
    expect([...stage().started()].sort()).toEqual(['HR Employees', 'Legacy Payroll']);
  });
});
