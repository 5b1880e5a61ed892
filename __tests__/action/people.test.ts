import { execFileSync, spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { playAll, SOURCE_ID, type NamedScenario } from '../support/play.js';
import { itUnless } from '../support/where-possible.js';

/** Whose accounts a file deletes and changes, and the limits, protected accounts and plan file that build on it. */

const ACCOUNTS = people(20);
const ids = ACCOUNTS.map(({ id }) => id);
const [ADA = '', BO = '', CY = '', DI = '', EVA = ''] = ids;

const withoutPeople = {
  id: SOURCE_ID,
  name: 'HR Employees',
  authoritative: true,
  deleteThreshold: 50,
  accounts: ACCOUNTS,
};

const source = {
  ...withoutPeople,
  people: {
    [ADA]: { lifecycleState: 'active', identityState: 'ACTIVE', hasEntitlements: true },
    [BO]: { lifecycleState: 'inactive', identityState: 'INACTIVE_SHORT_TERM', manuallyCorrelated: true },
    [CY]: { uncorrelated: true },
    [DI]: { lifecycleState: 'leaveOfAbsence', identityState: 'ACTIVE' },
    [EVA]: { lifecycleState: 'prehire' },
  },
};

const without = (...gone: readonly string[]): string =>
  csvOf(ACCOUNTS.filter(({ id }) => !gone.includes(id)));

const scenario = (
  name: string,
  gone: readonly string[],
  inputs: Readonly<Record<string, string>> = {},
  about: Partial<NamedScenario> = {},
): NamedScenario => ({
  name,
  source,
  files: { 'hr.csv': without(...gone) },
  inputs: { 'max-deletions': '50%', ...inputs },
  mayShow: ids,
  ...about,
});

const JOINER = { id: 'acct-90001', name: '=cmd()', email: 'new@people.example' };

/** Outlives the step, whose workspace is deleted. */
const TEMP = mkdtempSync(join(tmpdir(), 'plans-'));
const PLAN = join(TEMP, 'new folder', 'plan.csv');
afterAll(() => {
  spawnSync('umount', [FULL_DISK]);
  rmSync(TEMP, { recursive: true, force: true });
});

/** Things in RUNNER_TEMP that no plan may take the place of: each waits for a reader, is full, or is another file. */
const IN_TEMP = (name: string): string => join(TEMP, name);
mkdirSync(IN_TEMP('folder'));
execFileSync('mkfifo', [IN_TEMP('pipe')]);
writeFileSync(IN_TEMP('hr.csv'), csvOf(ACCOUNTS.slice(1)));
writeFileSync(IN_TEMP('notes.txt'), 'Not a plan.');
linkSync(IN_TEMP('hr.csv'), IN_TEMP('hard.csv'));
symlinkSync(IN_TEMP('hr.csv'), IN_TEMP('soft.csv'));
symlinkSync('/dev/full', IN_TEMP('full.csv'));
symlinkSync(IN_TEMP('nowhere'), IN_TEMP('dangling.csv'));
const ATTACKED: readonly (readonly [what: string, name: string, says: RegExp])[] = [
  ['a pipe that nobody reads', 'pipe', /is not a file/],
  ['a link to a full device', 'full.csv', /lies outside the workspace once links are followed/],
  ['a link to nowhere', 'dangling.csv', /leads through a link to nowhere/],
  ['a folder', 'folder', /is not a file/],
  ['a file as a folder', 'notes.txt/plan.csv', /cannot be used \(ENOTDIR\)/],
  ['another file', 'notes.txt', /exists and is no plan of an earlier run/],
  ['the file to upload', 'hr.csv', /is a csv-path/],
  ['a hard link to the file to upload', 'hard.csv', /is a csv-path/],
  ['a link to the file to upload', 'soft.csv', /is a csv-path/],
];
/** A file system of one page (4,096 bytes), where this user may mount one. */
const FULL_DISK = IN_TEMP('disk');
mkdirSync(FULL_DISK);
const noDisk =
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', FULL_DISK]).status === 0
    ? undefined
    : 'this user may not mount a small file system';

/** As long as they may be: an input is a variable of the process, which ends at 128 KiB. */
const MANY_LINES = Array.from({ length: 10_000 }, (_, index) => ` u${index}\t`);

const CASES: readonly NamedScenario[] = [
  ...ATTACKED.map(([what, name]) =>
    scenario(
      `plan-file: ${what}`,
      [ADA],
      { 'plan-file': IN_TEMP(name), 'csv-path': IN_TEMP('hr.csv') },
      { env: { RUNNER_TEMP: TEMP } },
    ),
  ),
  scenario(
    'plan-file: a disk with less room than the plan takes',
    [],
    { 'plan-file': join(FULL_DISK, 'plan.csv') },
    {
      env: { RUNNER_TEMP: TEMP },
      files: { 'hr.csv': csvOf([...ACCOUNTS, ...people(320).slice(20)]) },
    },
  ),
  scenario('ten thousand protected accounts, with spaces around and other line ends', [ADA, BO], {
    'protected-accounts': `\ufeff${[...MANY_LINES.slice(0, 5_000), ` ${BO} `, ...MANY_LINES.slice(5_000)].join('\r\n')}`,
  }),
  scenario('a protected account in other letters, where these are another account', [ADA], {
    'protected-accounts': ADA.toUpperCase(),
  }),
  scenario('no protected account but blank lines', [ADA], { 'protected-accounts': ' \r\n\n\t\n' }),
  scenario('one of each', [ADA, BO, CY], { 'dry-run': 'true' }),
  scenario('unknown ones', [DI, EVA], { 'dry-run': 'true' }),
  scenario('nobody says', [ADA, BO], { 'dry-run': 'true' }, { source: withoutPeople }),
  scenario(
    'states that SLIM hides',
    [ADA],
    {},
    {
      settings: {
        accounts: { slimAttributes: 'present', slimHides: ['identityState', 'cloudLifecycleState'] },
      },
    },
  ),
  scenario('no active deletion allowed', [ADA, BO], { 'max-active-deletions': '0' }),
  scenario('only unknown ones', [EVA], { 'max-active-deletions': '0' }),
  scenario(
    'all limits',
    [ADA, BO, CY],
    {
      ...{ 'max-deletions': '2', 'max-active-deletions': '0', 'max-creations': '0', 'max-changes': '0' },
      'plan-file': PLAN,
    },
    {
      env: { RUNNER_TEMP: TEMP },
      files: {
        'hr.csv': csvOf([
          ...ACCOUNTS.slice(3).map((one) => (one.id === DI ? { ...one, email: 'x@people.example' } : one)),
          JOINER,
        ]),
      },
    },
  ),
  scenario('the end of the file is missing', ids.slice(10), { 'max-deletions': '10%' }),
  scenario('a protected account', [ADA, BO], {
    ...{ 'protected-accounts': `${ADA}\n${EVA}\nacct-77777`, 'csv-checks': 'off', 'max-changes': '100%' },
    ...{ 'max-deletions': '100%', 'warn-only': 'protected-account' },
  }),
  scenario(
    'a protected account in other letters',
    [ADA],
    { 'protected-accounts': ADA.toUpperCase() },
    {
      source: { ...source, connectorAttributes: { isCaseInsensitiveMerge: 'true' } },
    },
  ),
  scenario(
    'an existing file in the way',
    [ADA],
    { 'plan-file': 'old.csv' },
    {
      files: { 'hr.csv': without(ADA), 'old.csv': 'id\n1\n' },
    },
  ),
];

const played = playAll(CASES, [
  'plan-file: a pipe that nobody reads',
  'plan-file: a disk with less room than the plan takes',
  'ten thousand protected accounts, with spaces around and other line ends',
  'one of each',
  'all limits',
  'a protected account',
]);

describe('whose accounts are deleted', () => {
  it('comes first in log and summary, with what it means on an authoritative source', () => {
    const { stdout, outputs, summary } = played('one of each');
    const words = 'Deletes 3 accounts: 1 of an inactive person, 1 of an active one, 1 of nobody.';
    expect(outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted-active': '1' });
    expect(stdout).toContain(words);
    expect(summary).toContain('delete 3 (1 of an **active** person)');
    expect(summary.indexOf(words.replace('active one', '**active** one'))).toBeGreaterThan(0);
    expect(summary).toContain(
      'Of these accounts, 1 has entitlements. Of these accounts, 1 was correlated by hand',
    );
    expect(summary).toContain('ISC removes the identity of a deleted account');
    expect(summary).toMatch(/\| active \| 1 \| 0 \|\n\| inactive \| 1 \| 0 \|\n\| no person \| 1 \| 0 \|/);
  });

  it('is active by the identity state whatever the name of the lifecycle state, and else unknown', () => {
    const { outputs, summary } = played('unknown ones');
    expect(outputs['planned-deleted-active']).toBe('1');
    expect(summary).toContain('Deletes 2 accounts: 1 of an **active** person, 1 unknown.');
  });

  it('is not said where ISC does not say, and no request is made for it', () => {
    const { outputs, summary } = played('nobody says');
    expect(outputs['planned-deleted-active']).toBe('');
    expect(summary).not.toContain('Deletes 2 accounts:');
    expect(summary).not.toContain('lifecycle state');
    const hidden = played('states that SLIM hides');
    expect(hidden.outputs).toMatchObject({ status: 'SUCCESS', 'planned-deleted-active': '' });
    expect(hidden.asked('listAccounts')).toHaveLength(1);
  });
});

describe('limits', () => {
  it.each([
    [
      'no active deletion allowed',
      'REJECTED',
      /would delete 1 account of active people; max-active-deletions: 0/,
    ],
    ['only unknown ones', 'FAILED', /does not say of 1 account to be deleted whether the person is active/],
    ['the end of the file is missing', 'REJECTED', /after the last account of the file, which is in order/],
  ])('%s: %s', (name, status, says) => {
    const run = played(name);
    expect(run.outputs['status']).toBe(status);
    expect(run.outputs['reason']).toMatch(says);
    expect(run.asked('loadAccounts')).toEqual([]);
  });

  it('are all evaluated, named in one paragraph, and stand in one place', () => {
    const { outputs, summary } = played('all limits');
    for (const name of ['max-deletions', 'max-active-deletions', 'max-creations', 'max-changes']) {
      expect(outputs['reason']).toContain(`${name}: `);
    }
    expect(summary).toContain(
      [
        '- ⛔ 3 of 20 accounts on the source are deleted (15 %); `max-deletions` is 2.',
        '- ⛔ 1 of 20 accounts on the source belongs to an active person and is deleted (5 %); `max-active-deletions` is 0.',
        '- ⛔ 1 account is created beside 20 on the source (5 %); `max-creations` is 0.',
        '- ⛔ 1 of 17 kept accounts changes a value (5.9 %); `max-changes` is 0.',
      ].join('\n'),
    );
  });
});

describe('protected-accounts', () => {
  it('stop the file whatever the checks say, and a misspelled one is a warning', () => {
    const { annotations, asked, outputs } = played('a protected account');
    expect(outputs['status']).toBe('REJECTED');
    expect(annotations.map(({ message }) => message).join('\n')).toMatch(
      /1 account of protected-accounts is on the source and not in the file/,
    );
    expect(annotations.filter(({ message }) => message.includes('neither in the file nor'))).toHaveLength(1);
    expect(asked('loadAccounts')).toEqual([]);
  });

  it.each([
    ['ten thousand protected accounts, with spaces around and other line ends', 'REJECTED', 1],
    ['a protected account in other letters, where these are another account', 'SUCCESS', 1],
    ['no protected account but blank lines', 'SUCCESS', 0],
  ])('%s: %s', (name, status, unknown) => {
    const { annotations, asked, outputs } = played(name);
    expect(outputs['status']).toBe(status);
    expect(asked('loadAccounts')).toHaveLength(status === 'SUCCESS' ? 1 : 0);
    const misspelled = annotations.filter(({ message }) => message.includes('neither in the file nor'));
    expect(misspelled).toHaveLength(unknown);
  });

  it('are compared as the source merges identities', () => {
    expect(played('a protected account in other letters').outputs['status']).toBe('REJECTED');
  });
});

describe('plan-file', () => {
  it('has the plan, in order and without values, although it is rejected', () => {
    expect(played('all limits').outputs['plan-file']).toBe(PLAN);
    const about = `${SOURCE_ID},HR Employees,account`;
    expect(readFileSync(PLAN, 'utf8')).toBe(
      [
        'source-id,source-name,object-type,action,native-identity,lifecycle-state,columns',
        `${about},create,acct-90001,,`,
        `${about},delete,${ADA},active,`,
        `${about},delete,${BO},inactive,`,
        `${about},delete,${CY},no person,`,
        `${about},change,${DI},leaveOfAbsence,email`,
        '',
      ].join('\n'),
    );
  });

  it.each(ATTACKED)('is not written to %s, before anything is sent', (what, _name, says) => {
    const { failures, outputs, requests } = played(`plan-file: ${what}`);
    expect(outputs).toMatchObject({ status: 'FAILED', 'plan-file': '' });
    expect(failures[0]).toMatch(says);
    expect(requests).toEqual([]);
    expect(readFileSync(IN_TEMP('hr.csv'), 'utf8')).toBe(csvOf(ACCOUNTS.slice(1)));
    expect(readFileSync(IN_TEMP('notes.txt'), 'utf8')).toBe('Not a plan.');
  });

  itUnless(noDisk)('that the disk has no room for fails the step before the file is sent', () => {
    const { asked, failures, outputs } = played('plan-file: a disk with less room than the plan takes');
    expect(outputs).toMatchObject({ status: 'FAILED', 'planned-created': '300', 'plan-file': '' });
    expect(failures).toEqual([expect.stringMatching(/plan.*ENOSPC.*Nothing was sent/s)]);
    expect(asked('loadAccounts')).toEqual([]);
    return Promise.resolve();
  });

  it('takes no place of another file: an error before anything is sent', () => {
    const { outputs, requests } = played('an existing file in the way');
    expect(outputs).toMatchObject({ status: 'FAILED', 'plan-file': '' });
    expect(requests).toEqual([]);
  });
});
