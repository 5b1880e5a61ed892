import { describe, expect, it } from '@jest/globals';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { byHand, scheduled } from '../runner/occasion.js';
import { CONTRACTORS, DIRECTORY, fileFor, HR, hrFile, PAYROLL } from './sources.js';
import { useStage, withoutCheckout } from './stage.js';
import { textOf } from './workflows.js';

/** Workflows and steps for several sources. */

const LOCKED: SourceSeed = {
  ...DIRECTORY,
  id: 'c'.repeat(32),
  name: 'Locked Directory',
  run: { completionStatus: 'WARNING', messages: [{ type: 'WARN', text: 'LDAP says no' }] },
};
const SOURCES = [LOCKED, HR, PAYROLL, CONTRACTORS, DIRECTORY];
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
