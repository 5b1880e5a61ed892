import { describe, expect, it } from '@jest/globals';
import { csvOf, people, type Person } from '../support/people.js';
import { playAll, type Ending, type NamedScenario, type Played, type Scenario } from '../support/play.js';

/** What csv-checks, max-deletions, dry-run and show-ids make of a file, and that nothing is sent that must not be. */

const HEADING = ['id', 'name', 'email'] as const;

/** The source's own twenty people. */
const ALL = people(20);
const CLEAN = csvOf(ALL);
/** An error that leaves the native identities readable. */
const FIELD_MISSING = `${CLEAN}acct-00021,Person 00021\n`;
/** An error that does not. */
const STRAY_QUOTE = CLEAN.replace('Person 00003', 'Per"son 00003');
const BOTH_WARNINGS = CLEAN.replace('Person 00003', '').replace('acct-00005', ' acct-00005');

const file = (content: string | Uint8Array, inputs: Record<string, string> = {}): Scenario => ({
  files: { 'hr.csv': content },
  inputs,
});

function expectNothingSent({ asked, identities, outputs, tasks }: Played): void {
  expect(asked('loadAccounts')).toEqual([]);
  expect(tasks).toEqual([]);
  expect(identities).toHaveLength(20);
  expect(outputs['task-id']).toBe('');
}

describe('csv-checks × max-deletions', () => {
  interface Combination extends Ending {
    readonly sent: boolean;
    /** Findings on the file, as the annotations show them. */
    readonly shown: readonly string[];
    /** `planned-deleted`, `csv-rows`. */
    readonly known: readonly [string, string];
  }
  const CASES: readonly Combination[] = [
    {
      name: 'clean',
      ...file(CLEAN),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['0', '20'],
    },
    {
      name: 'an error, error',
      ...file(FIELD_MISSING),
      status: 'REJECTED',
      exitCode: 1,
      says: /1 error/,
      sent: false,
      shown: ['error field-count 22'],
      known: ['', '21'],
    },
    {
      name: 'an error, warn',
      ...file(FIELD_MISSING, { 'csv-checks': 'warn' }),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: ['warning field-count 22'],
      known: ['0', '21'],
    },
    {
      name: 'an error, off',
      ...file(FIELD_MISSING, { 'csv-checks': 'off' }),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['0', '21'],
    },
    {
      name: 'unreadable identities, error',
      ...file(STRAY_QUOTE),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: ['error stray-quote 4'],
      known: ['', ''],
    },
    {
      name: 'unreadable identities, warn',
      ...file(STRAY_QUOTE, { 'csv-checks': 'warn' }),
      status: 'REJECTED',
      exitCode: 1,
      says: /hr\.csv can(?:not)? be read/,
      sent: false,
      shown: ['warning stray-quote 4'],
      known: ['', ''],
    },
    {
      name: 'unreadable identities, off',
      ...file(STRAY_QUOTE, { 'csv-checks': 'off' }),
      status: 'REJECTED',
      exitCode: 1,
      says: /hr\.csv can be read in more than one way \(stray-quote\)[^]*not uploaded\.\nFix the file\./,
      sent: false,
      shown: [],
      known: ['', ''],
    },
    {
      name: 'unreadable identities, warn, every deletion allowed',
      ...file(STRAY_QUOTE, { 'csv-checks': 'warn', 'max-deletions': '100%' }),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: ['warning stray-quote 4'],
      known: ['', ''],
    },
    {
      name: 'unreadable identities, only uploaded',
      ...file(STRAY_QUOTE, { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' }),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['', ''],
    },
    {
      name: 'too many deletions, error',
      ...file(csvOf(people(17))),
      status: 'REJECTED',
      exitCode: 1,
      says: /delete 3 of the 20 accounts on the source; max-deletions: 10% allows 2\.[^]*max-deletions: 3 \(or 15%\)/,
      sent: false,
      shown: [],
      known: ['3', '17'],
    },
    {
      name: 'too many deletions, warn',
      ...file(csvOf(people(17)), { 'csv-checks': 'warn' }),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: [],
      known: ['3', '17'],
    },
    {
      name: 'too many deletions, off',
      ...file(csvOf(people(17)), { 'csv-checks': 'off' }),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: [],
      known: ['3', '17'],
    },
    {
      name: 'exactly at the percentage',
      ...file(csvOf(people(18))),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['2', '18'],
    },
    {
      name: 'exactly at the number',
      ...file(csvOf(people(17)), { 'max-deletions': '3' }),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['3', '17'],
    },
    {
      name: 'one over the number',
      ...file(csvOf(people(16)), { 'max-deletions': '3' }),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      // 4 of 20 are within the threshold of 20 %, 4 of the 16 in the file are not.
      shown: ['warning delete-threshold undefined'],
      known: ['4', '16'],
    },
    {
      name: 'none allowed, none deleted',
      ...file(csvOf(people(25)), { 'max-deletions': '0' }),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['0', '25'],
    },
    {
      name: 'all allowed, all replaced',
      ...file(csvOf(people(20, 101)), { 'max-deletions': '100%' }),
      source: { deleteThreshold: 100 },
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['20', '20'],
    },
    {
      name: 'a first load onto an empty source',
      ...file(CLEAN, { 'max-deletions': '0' }),
      source: { accounts: [] },
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [],
      known: ['0', '20'],
    },
    {
      name: 'warnings do not stop a file',
      ...file(BOTH_WARNINGS, { 'max-deletions': '1' }),
      status: 'SUCCESS',
      exitCode: 0,
      sent: true,
      shown: [
        'warning identities-reformatted undefined',
        'warning identity-blanks 6',
        'warning blank-display-name 4',
      ],
      known: ['1', '20'],
    },
    {
      name: 'an empty file',
      ...file(''),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: ['error empty-file undefined'],
      known: ['', ''],
    },
    {
      name: 'a heading alone',
      ...file('id,name,email\n'),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: ['error header-only undefined'],
      known: ['', '0'],
    },
    {
      name: 'a heading alone, warn',
      ...file('id,name,email\n', { 'csv-checks': 'warn' }),
      status: 'REJECTED',
      exitCode: 1,
      says: /delete 20 of the 20 accounts/,
      sent: false,
      shown: ['warning header-only undefined', 'warning delete-threshold undefined'],
      known: ['20', '0'],
    },
    {
      name: 'UTF-16',
      ...file(Buffer.from(`\ufeff${CLEAN}`, 'utf16le'), { 'csv-checks': 'off' }),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: [],
      known: ['', ''],
    },
    {
      name: 'cut off in the middle of a line',
      ...file(CLEAN.slice(0, CLEAN.lastIndexOf('Person') + 3), { 'max-deletions': '0' }),
      status: 'REJECTED',
      exitCode: 1,
      sent: false,
      shown: ['error truncated-last-line 21'],
      known: ['', '20'],
    },
  ];
  const played = playAll(CASES, ['clean', 'an error, error', 'too many deletions, error']);

  it.each(CASES)('$name: $status', ({ name, status, exitCode, says, sent, shown, known, source }) => {
    const run = played(name);
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({ exitCode, status });
    if (says !== undefined) expect(run.failures[0]).toMatch(says);
    expect([run.outputs['planned-deleted'], run.outputs['csv-rows']]).toEqual(known);
    const findings = run.annotations.filter(({ properties }) => properties['title'] !== undefined);
    expect(
      findings.map(
        ({ kind, properties }) => `${kind} ${properties['title'] ?? ''} ${properties['line'] ?? 'undefined'}`,
      ),
    ).toEqual(shown);
    if (sent) expect(run.asked('loadAccounts')).toHaveLength(1);
    else if (source === undefined) expectNothingSent(run);
  });
});

describe('the plan', () => {
  const CASES: readonly NamedScenario[] = [
    { name: 'in a dry run', ...file(csvOf([...people(18), ...people(5, 101)]), { 'dry-run': 'true' }) },
    { name: 'in a dry run over the limit', ...file(csvOf(people(10)), { 'dry-run': 'true' }) },
    { name: 'in a dry run with errors', ...file(FIELD_MISSING, { 'dry-run': 'true' }) },
    {
      name: 'in a dry run of what is only uploaded',
      ...file(CLEAN, {
        'dry-run': 'true',
        'csv-checks': 'off',
        'max-deletions': '100%',
        'max-changes': '100%',
      }),
    },
    {
      name: 'where deletion is switched off',
      ...file(csvOf(people(5))),
      source: { connectorAttributes: { checkDeletedDisabled: 'true' } },
    },
    { name: 'of 1,100 accounts', ...file(csvOf(people(1_090))), source: { accounts: people(1_100) } },
  ];
  const played = playAll(CASES, ['in a dry run']);

  it('is all that a dry run gives', () => {
    const run = played('in a dry run');
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'PLANNED',
      'planned-created': '5',
      'planned-deleted': '2',
      'planned-kept': '18',
      'csv-rows': '23',
      'csv-accounts': '23',
      'accounts-total': '',
    });
    expect(run.summary).toMatch(/Dry run: nothing was uploaded/);
    expectNothingSent(run);
  });

  it('over the limit rejects a dry run too', () => {
    const run = played('in a dry run over the limit');
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ status: 'REJECTED', 'planned-deleted': '10', 'planned-kept': '10' });
    expectNothingSent(run);
  });

  it('is not made of a file with errors', () => {
    const run = played('in a dry run with errors');
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ status: 'REJECTED', 'planned-created': '', 'planned-deleted': '' });
    expect(run.asked('listAccounts')).toEqual([]);
    expectNothingSent(run);
  });

  it('is not made of a file that is only uploaded, which a dry run does not do', () => {
    const run = played('in a dry run of what is only uploaded');
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 0,
      status: 'PLANNED',
    });
    expect(run.asked('getSchemas')).toEqual([]);
    expectNothingSent(run);
  });

  it('deletes nothing where deletion is switched off, and says so', () => {
    const run = played('where deletion is switched off');
    expect(run.outputs).toMatchObject({ status: 'SUCCESS', 'planned-deleted': '0', 'accounts-deleted': '0' });
    expect(run.log).toMatch(/Deletion detection is switched off/);
    expect(run.annotations.map(({ kind, properties }) => [kind, properties['title']])).toEqual([
      ['warning', 'deletion-disabled'],
    ]);
  });

  it('reads all accounts in pages of 250, counted once', () => {
    const run = played('of 1,100 accounts');
    expect(run.outputs).toMatchObject({ status: 'SUCCESS', 'planned-deleted': '10', 'planned-kept': '1090' });
    const queries = run.asked('listAccounts').map(({ query }) => query);
    expect(queries.map(({ offset }) => Number(offset)).toSorted((a, b) => a - b)).toEqual([
      0, 0, 250, 500, 750, 1000,
    ]);
    // The first page comes twice, since SLIM shows no values here.
    expect(queries.filter(({ count }) => count === 'true')).toHaveLength(2);
    expect(queries.filter(({ detailLevel }) => detailLevel === 'SLIM')).toHaveLength(1);
    for (const query of queries) expect(query).toMatchObject({ limit: '250' });
  });
});

describe('a source that protects nothing', () => {
  const CASES: readonly NamedScenario[] = [
    { name: 'has a delete threshold of 0', source: { deleteThreshold: 0 } },
    { name: 'has no delete threshold', source: { overrides: { deleteThreshold: undefined } } },
  ];
  const played = playAll(CASES, []);

  it.each(CASES)('$name: one warning, at no line of the file', ({ name }) => {
    const { annotations, exitCode } = played(name);
    expect(exitCode).toBe(0);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ kind: 'warning', properties: { title: 'no-delete-threshold' } });
    expect(annotations[0]?.message).toContain(name);
    expect(annotations[0]?.properties).not.toHaveProperty('file');
  });
});

describe('findings', () => {
  const rows = (count: number, made: (person: Person, index: number) => string): string =>
    [HEADING.join(','), ...people(count).map(made), ''].join('\n');
  const line = ({ id, name, email }: Person): string => [id, name, email].join(',');
  const MIXED = rows(5_000, (person, index) =>
    index % 5 === 0
      ? `${line(person)},one more`
      : index % 5 === 1
        ? `${person.id},`
        : index % 5 === 2
          ? ` ${line(person)}`
          : index % 5 === 3
            ? `,${person.name},${person.email}`
            : `${person.id},,${person.email}`,
  );
  const CASES: readonly NamedScenario[] = [
    { name: '5,000 of one rule', ...file(rows(5_000, ({ id, name }) => `${id},${name}`)) },
    { name: '5,000 of five rules', ...file(MIXED) },
    {
      name: '5,000 as warnings',
      ...file(
        rows(5_000, ({ id, name }) => `${id},${name}`),
        { 'csv-checks': 'warn', 'max-deletions': '100%' },
      ),
    },
    {
      name: 'in a folder',
      files: { 'exports/today.csv': FIELD_MISSING },
      inputs: { 'csv-path': 'exports/today.csv' },
      env: {
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'acme/identities',
        GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
      },
    },
  ];
  const played = playAll(CASES, ['5,000 of five rules']);
  const ofKind = (run: Played, kind: string): number =>
    run.annotations.filter((one) => one.kind === kind).length;

  it.each(['5,000 of one rule', '5,000 of five rules'])(
    '%s: nine errors, then the one of the step',
    (name) => {
      const run = played(name);
      expect(run.outputs['status']).toBe('REJECTED');
      expect(ofKind(run, 'error')).toBe(10);
      expect(run.annotations.at(-1)?.message).toBe(run.failures[0]);
      // In no form that problem matchers take, such as "path:line:column: error: …".
      expect(run.log.match(/^hr\.csv, line \d+: /gm)?.length).toBeGreaterThanOrEqual(9);
      expect(run.log).not.toMatch(/\.csv[:(]\d/);
      expect(run.annotations.find(({ kind }) => kind === 'error')?.message).toMatch(
        /more errors? without an annotation/,
      );
      expectNothingSent(run);
    },
  );

  it('of several rules: each rule has at least one annotation', () => {
    const run = played('5,000 of five rules');
    const titles = new Set(run.annotations.map(({ properties }) => properties['title']));
    expect([...titles].filter((title) => title !== undefined).toSorted()).toEqual([
      'blank-display-name',
      'blank-identity',
      'field-count',
      'identity-blanks',
    ]);
    expect(ofKind(run, 'warning')).toBeLessThanOrEqual(9);
  });

  it('5,000 as warnings: seven of them and what else there is to say, the first one with the rest', () => {
    const run = played('5,000 as warnings');
    expect(run.exitCode).toBe(0);
    expect(ofKind(run, 'warning')).toBe(8);
    const ofFile = run.annotations.find(({ properties }) => properties['title'] === 'field-count');
    expect(ofFile?.message).toMatch(/\n4,993 more warnings without an annotation: 4,993 × field-count/);
  });

  it.each(['5,000 of one rule', '5,000 of five rules', '5,000 as warnings'])(
    '%s: listed in a summary under 1 MiB',
    (name) => {
      const { summary } = played(name);
      expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
      expect(summary).toMatch(/- [\d,]{5,} lines \(.+\): The record has/);
      expect(summary).toMatch(/field-count/);
    },
  );

  it('are at their line of the file, relative to the workspace, and are linked at the commit', () => {
    const { annotations, log, summary } = played('in a folder');
    // The runner itself prints only the message.
    expect(log).toMatch(/^exports\/today\.csv, line 22: (.+)\n##\[error\]\1\n/m);
    expect(annotations[0]).toMatchObject({
      kind: 'error',
      properties: { file: 'exports/today.csv', line: '22', title: 'field-count' },
    });
    expect(summary).toContain(
      'https://github.com/acme/identities/blob/0123456789abcdef0123456789abcdef01234567/exports/today.csv?plain=1#L22',
    );
  });
});

describe('show-ids', () => {
  const content = csvOf([...people(18), ...people(60, 101)]);
  const ids = (first: number, count: number): string[] => people(count, first).map(({ id }) => id);
  const CASES: readonly NamedScenario[] = [
    { name: 'off', ...file(content) },
    { name: 'on', ...file(content, { 'show-ids': 'true' }), mayShow: [...ids(101, 50)] },
    { name: 'on, rejected', ...file(csvOf(people(5)), { 'show-ids': 'true' }) },
  ];
  const played = playAll(CASES, ['on']);

  it('off: not one id, neither of the file nor of the tenant', () => {
    const { outputs, stdout, summary } = played('off');
    expect(outputs).toMatchObject({ 'planned-created': '60', 'planned-deleted': '2' });
    expect(stdout).not.toMatch(/acct-\d/);
    expect(summary).not.toMatch(/acct-\d/);
  });

  it('on: the first fifty of each in the summary, and nowhere else', () => {
    const { outputs, stdout, summary } = played('on');
    expect(summary.match(/acct-\d+/g)?.toSorted()).toEqual([...ids(19, 2), ...ids(101, 50)]);
    expect(summary).toContain('And 10 more.');
    expect(stdout).not.toMatch(/acct-\d/);
    expect(JSON.stringify(outputs)).not.toMatch(/acct-\d/);
  });

  it('on: also where the gate closes, which is when they are needed most', () => {
    const { outputs, summary } = played('on, rejected');
    expect(outputs['status']).toBe('REJECTED');
    expect(summary.match(/acct-\d+/g)?.toSorted()).toEqual(ids(6, 15));
  });
});
