import { describe, expect, it } from '@jest/globals';
import { StepFailure } from '../../src/model/failure.js';
import { planSecret } from '../../src/model/settings.js';
import { limitOf } from '../support/limits.js';
import { CREDENTIALS, inWorkspace, problemsOf, settingsOf } from './reading.js';

const SOURCE = { 'source-id': 'abc' };

describe('the settings if only the required inputs are given', () => {
  it('are the defaults of action.yml', async () => {
    expect(await settingsOf(SOURCE)).toEqual({
      baseUrl: 'https://acme.api.identitynow.com',
      credentials: { kind: 'given', clientId: 'id', clientSecret: 'secret' },
      apiVersion: 'v1',
      targets: [
        {
          sourceId: 'abc',
          sourceName: undefined,
          csv: undefined,
          objectType: 'account',
          disableOptimization: false,
          warnOnly: [],
          maxDeletions: limitOf('max-deletions', '10%'),
          maxChanges: limitOf('max-changes', '50%'),
          maxCreations: undefined,
          maxActiveDeletions: undefined,
          protectedAccounts: [],
          ignoreColumns: [],
          showValues: [],
        },
      ],
      csvChecks: 'error',
      dryRun: false,
      onlyIfChanged: false,
      ifRunning: 'wait',
      wait: true,
      timeoutMs: 3_600_000,
      failOnWarning: false,
      showIds: false,
      planFile: undefined,
      verify: false,
      comment: false,
      reviewedPlan: false,
      planKey: { kind: 'not-given' },
      githubToken: '',
      warnings: [],
    });
  });
});

describe('an empty plan-key', () => {
  const EMPTY = { ...SOURCE, 'plan-key': '' };

  it.each([
    [
      'with reviewed plans',
      { 'reviewed-plan': 'true' },
      [expect.stringMatching(/^plan-key: empty, as a secret/)],
    ],
    ['without them', {}, []],
    [
      'with a file that needs no secrets',
      { 'reviewed-plan': 'true', 'only-if-changed': 'true', 'client-id': '', 'client-secret': '' },
      [],
    ],
  ])('is a warning only where plans are bound to it: %s', async (_, inputs, warnings) => {
    expect((await settingsOf({ ...EMPTY, ...inputs })).warnings).toEqual(warnings);
  });
});

describe('the address of the tenant', () => {
  it.each([
    [{ tenant: 'Acme-1' }, 'https://acme-1.api.identitynow.com'],
    [{ 'base-url': 'https://isc.example.org/' }, 'https://isc.example.org'],
    [{ 'base-url': 'http://127.9.9.9:8080' }, 'http://127.9.9.9:8080'],
    [{ 'base-url': 'http://[::1]:8080/' }, 'http://[::1]:8080'],
    [{ 'base-url': 'http://localhost' }, 'http://localhost'],
  ])('%j means %s', async (inputs, expected) => {
    expect((await settingsOf({ tenant: '', ...SOURCE, ...inputs })).baseUrl).toBe(expected);
  });

  it('comes from SAIL_BASE_URL where neither input is given, and from the inputs where they are', async () => {
    const env = { SAIL_BASE_URL: 'https://environment.example' };
    expect((await settingsOf({ ...SOURCE, tenant: '' }, undefined, env)).baseUrl).toBe(env.SAIL_BASE_URL);
    expect((await settingsOf(SOURCE, undefined, env)).baseUrl).toBe('https://acme.api.identitynow.com');
    const inputs = { ...SOURCE, tenant: '', 'base-url': 'https://input.example' };
    expect((await settingsOf(inputs, undefined, env)).baseUrl).toBe('https://input.example');
  });

  it.each([
    [{}, /^tenant: missing/],
    [{ tenant: 'acme', 'base-url': 'https://a.example' }, /^tenant: give tenant or base-url/],
    [{ tenant: 'acme.api' }, /^tenant: "acme\.api" is not a tenant name/],
    [{ tenant: '-acme' }, /is not a tenant name/],
    [{ 'base-url': 'acme' }, /^base-url: "acme" is not a URL/],
    [{ 'base-url': 'http://isc.example.org' }, /does not start with https/],
    [{ 'base-url': 'http://[::ffff:127.0.0.1]' }, /does not start with https/],
    [{ 'base-url': 'http://127.0.0.1.example.org' }, /does not start with https/],
    [{ 'base-url': 'ftp://isc.example.org' }, /does not start with https/],
    [
      { 'base-url': 'https://isc.example.org/v3' },
      /is more than an origin. Did you mean https:\/\/isc\.example\.org\?$/,
    ],
    [{ tenant: 'acme.identitynow.com' }, /Did you mean "acme"\?$/],
    [{ tenant: 'https://Acme.identitynow.com/ui/a/admin' }, /Did you mean "acme"\?$/],
    [{ tenant: 'acme.api.identitynow.com' }, /Did you mean "acme"\?$/],
    [{ tenant: 'https://acme.example.org' }, /For another address use base-url/],
    [
      { 'base-url': 'https://acme.identitynow.com' },
      /admin UI\. Did you mean https:\/\/acme\.api\.identitynow\.com\?$/,
    ],
    [
      { 'base-url': 'https://acme.identitynow-demo.com/ui/a/admin' },
      /admin UI\. Did you mean https:\/\/acme\.api\.identitynow-demo\.com\?$/,
    ],
    [
      { 'base-url': 'https://isc.example.org/?a=b' },
      /is more than an origin. Did you mean https:\/\/isc\.example\.org\?$/,
    ],
  ])('%j is refused', async (inputs, message) => {
    expect(await problemsOf({ tenant: '', ...SOURCE, ...inputs })).toEqual([expect.stringMatching(message)]);
  });

  it.each(['https://me:hunter2@isc.example.org', 'https://me:hunter2@ nonsense'])(
    'never shows a password in it: %s',
    async (address) => {
      const [problem] = await problemsOf({ tenant: '', ...SOURCE, 'base-url': address });
      expect(problem).toMatch(/^base-url: /);
      expect(problem).not.toContain('hunter2');
    },
  );
});

describe('the credentials', () => {
  it('come from the environment where the inputs are empty', async () => {
    const env = { SAIL_CLIENT_ID: 'from-env', SAIL_CLIENT_SECRET: 'secret-from-env' };
    const inputs = { ...SOURCE, 'client-id': '', 'client-secret': '' };
    expect(await settingsOf(inputs, undefined, env)).toMatchObject({
      credentials: { kind: 'given', clientId: 'from-env', clientSecret: 'secret-from-env' },
    });
  });

  it('are named with their variable where they are missing', async () => {
    const problems = await problemsOf({ ...SOURCE, 'client-id': '', 'client-secret': '' });
    expect(problems).toEqual([
      expect.stringMatching(/^client-id: missing.*SAIL_CLIENT_ID/),
      expect.stringMatching(/^client-secret: missing.*SAIL_CLIENT_SECRET/),
    ]);
  });

  it('are named together with all that is wrong beside them', async () => {
    const problems = await problemsOf({
      ...SOURCE,
      'client-id': '',
      wait: 'maybe',
      'only-if-changed': 'true',
    });
    expect(problems).toEqual([
      expect.stringMatching(/^client-id: missing/),
      expect.stringMatching(/^wait: "maybe"/),
    ]);
  });

  it('are not forgotten where the address is a secret, too, or a limit is wrong', async () => {
    const inputs = { ...SOURCE, tenant: '', 'client-id': '', 'client-secret': '', 'max-deletions': 'many' };
    await expect(settingsOf(inputs)).rejects.toMatchObject({
      message: expect.stringMatching(/^4 inputs are wrong\.\n- client-id: missing/),
      next: expect.stringMatching(
        /^Correct the other inputs in the workflow file\. A secret is empty .*Dependabot/,
      ),
    });
  });

  it('may be missing with only-if-changed, since no file may need them; then their failure is kept', async () => {
    const settings = await settingsOf({ ...SOURCE, 'client-secret': '', 'only-if-changed': 'true' });
    expect(settings.credentials).toMatchObject({
      kind: 'missing',
      failure: {
        message: expect.stringMatching(/client-secret: missing/),
        next: expect.stringMatching(/`environment:`.*forks and of Dependabot/),
      },
    });
  });

  it('are refused with a line break in them, without being shown', async () => {
    const [problem] = await problemsOf({ ...SOURCE, 'client-secret': 'hunter2\nx' });
    expect(problem).toMatch(/^client-secret: contains a line break/);
    expect(problem).not.toContain('hunter2');
  });
});

describe('plan-key', () => {
  it.each([
    ['k'.repeat(16), { kind: 'given', key: 'k'.repeat(16) }],
    ['the client secret', { kind: 'not-given' }],
    // A secret that does not exist arrives so.
    ['', { kind: 'empty' }],
    [' ', { kind: 'empty' }],
  ])('"%s" is %j', async (written, expected) => {
    const settings = await settingsOf({ ...SOURCE, 'plan-key': written });
    expect(settings.planKey).toEqual(expected);
    expect(planSecret(settings.planKey, 'secret')).toBe(
      expected.kind === 'given' ? 'k'.repeat(16) : 'secret',
    );
  });

  it('is refused where it could be guessed, without being shown', async () => {
    const [problem] = await problemsOf({ ...SOURCE, 'plan-key': 'hunter2-hunter2' });
    expect(problem).toMatch(/^plan-key: shorter than 16 characters/);
    expect(problem).not.toContain('hunter2');
  });
});

describe('warn-only', () => {
  it('takes ids of rules, one a line or separated by commas', async () => {
    const { targets, warnings } = await settingsOf({
      ...SOURCE,
      'warn-only': 'values-emptied, encoding\nfield-count',
    });
    expect(targets[0]?.warnOnly).toEqual(['values-emptied', 'encoding', 'field-count']);
    expect(warnings).toEqual([]);
  });

  it('warns of an id that no rule has, and stops nothing', async () => {
    const { targets, warnings } = await settingsOf({ ...SOURCE, 'warn-only': 'value-emptied, nonsense' });
    expect(targets[0]?.warnOnly).toEqual([]);
    expect(warnings).toEqual([
      'warn-only: "value-emptied" is not the id of a rule, so it has no effect. Did you mean "values-emptied"?',
      'warn-only: "nonsense" is not the id of a rule, so it has no effect. docs/checks.md lists the rules.',
    ]);
  });
});

describe('values', () => {
  it.each([
    ['wait', 'no', /^wait: "no" is neither true nor false/],
    ['dry-run', '1', /neither true nor false/],
    ['api-version', 'v3', /^api-version: "v3" is not one of v1, v2026, v2025, v2024, beta/],
    ['csv-checks', 'warning', /is not one of error, warn, off/],
    ['if-running', 'skip', /is not one of wait, fail/],
    ['timeout-minutes', '0', /over 0 and at most 7200/],
    ['timeout-minutes', '7201', /over 0 and at most 7200/],
    ['timeout-minutes', '1e3', /over 0 and at most 7200/],
    ['timeout-minutes', '-5', /over 0 and at most 7200/],
    ['max-deletions', '101%', /^max-deletions: "101%" is over 100%/],
    ['max-changes', '12,5%', /^max-changes: "12,5%" could mean/],
    ['max-active-deletions', '101%', /^max-active-deletions: "101%" is over 100%/],
    ['max-creations', 'all', /^max-creations: "all" is not a limit/],
    ['verify', 'yes', /^verify: "yes" is neither true nor false/],
    ['source-id', '../other', /^source-id: "\.\.\/other" is not an id/],
  ])('%s: %s is refused', async (name, value, message) => {
    expect(await problemsOf({ ...SOURCE, [name]: value })).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    [
      { wait: 'FALSE', 'dry-run': 'True' },
      { wait: false, dryRun: true },
    ],
    [{ 'timeout-minutes': '0.5' }, { timeoutMs: 30_000 }],
    [{ 'timeout-minutes': '7200' }, { timeoutMs: 432_000_000 }],
    [{ 'api-version': 'beta' }, { apiVersion: 'beta' }],
  ])('%j is taken', async (inputs, expected) => {
    expect(await settingsOf({ ...SOURCE, ...inputs })).toMatchObject(expected);
  });

  it('a limit may be a number and a percentage', async () => {
    const inputs = { ...SOURCE, 'max-deletions': '10%, 500', 'max-changes': '7' };
    expect((await settingsOf(inputs)).targets[0]).toMatchObject({
      maxDeletions: { count: 500, percent: '10' },
      maxChanges: { count: 7, percent: undefined },
    });
  });
});

describe('limits that are not set unless the workflow sets them', () => {
  it('are taken from the step, and from an entry before it', async () => {
    const step = { 'max-creations': '150%, 500', 'max-active-deletions': '0' };
    const sources = '- source-id: a\n- source-id: b\n  max-active-deletions: 1%\n';
    const { targets } = await settingsOf({ ...step, sources });
    const maxCreations = limitOf('max-creations', '150%, 500');
    expect(targets).toMatchObject([
      { maxCreations, maxActiveDeletions: limitOf('max-active-deletions', '0') },
      { maxCreations, maxActiveDeletions: limitOf('max-active-deletions', '1%') },
    ]);
  });
});

describe('protected-accounts', () => {
  it('are lines, so that a name may hold a comma; spaces around do not count, letter case does', async () => {
    const written = ' cn=root,ou=it \r\n\nAda\nada\nAda\n007\n';
    const { targets } = await settingsOf({ ...SOURCE, 'protected-accounts': written });
    expect(targets[0]?.protectedAccounts).toEqual(['cn=root,ou=it', 'Ada', 'ada', '007']);
  });

  it('of an entry are a list or lines, and replace those of the step', async () => {
    const sources =
      '- source-id: a\n- source-id: b\n  protected-accounts: []\n' +
      '- source-id: c\n  protected-accounts: [007, "cn=root,ou=it"]\n' +
      '- source-id: d\n  protected-accounts: |\n    1\n    2\n';
    const { targets } = await settingsOf({ sources, 'protected-accounts': 'root' });
    const found = targets.map(({ protectedAccounts }) => protectedAccounts);
    expect(found).toEqual([['root'], [], ['007', 'cn=root,ou=it'], ['1', '2']]);
  });

  it('may be ten thousand', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `user-${index}`);
    const { targets } = await settingsOf({ ...SOURCE, 'protected-accounts': names.join('\n') });
    expect(targets[0]?.protectedAccounts).toEqual(names);
  });
});

describe('verify', () => {
  it('is taken where there is a file and an end to wait for', async () => {
    await inWorkspace(['hr.csv'], async (workspace) => {
      const inputs = { ...SOURCE, 'csv-path': 'hr.csv', verify: 'true' };
      expect(await settingsOf(inputs, workspace)).toMatchObject({ verify: true });
      expect(await problemsOf({ ...inputs, wait: 'false' }, workspace)).toEqual([
        'verify: needs wait: true, since the accounts are listed after the aggregation.',
      ]);
    });
  });

  it('is refused without a file', async () => {
    expect(await problemsOf({ ...SOURCE, verify: 'true' })).toEqual([
      'verify: "abc" has no csv-path, so there is nothing to verify.',
    ]);
    const sources = '- source-name: HR\n- source-id: b\n';
    expect(await problemsOf({ sources, verify: 'true' })).toEqual([
      'verify: "HR" (and 1 other source) has no csv-path, so there is nothing to verify.',
    ]);
  });

  it('adds nothing about a file that was not found', async () => {
    const problems = await problemsOf({ ...SOURCE, 'csv-path': 'hr.csv', verify: 'true' });
    expect(problems).toEqual([expect.stringMatching(/^csv-path: "hr\.csv" does not exist/)]);
  });
});

describe('several problems', () => {
  it('are reported at once, and nothing of the secret with them', async () => {
    const inputs = { ...CREDENTIALS, tenant: '', wait: 'x', 'csv-path': 'absent.csv', 'csv-checks': 'y' };
    await inWorkspace([], async (workspace) => {
      const failure = await settingsOf(inputs, workspace).catch((thrown: unknown) => thrown);
      expect(failure).toBeInstanceOf(StepFailure);
      expect((failure as StepFailure).message).toMatch(/^4 inputs are wrong\.\n- /);
      expect((failure as StepFailure).next).toMatch(/^Correct the inputs/);
      expect((failure as StepFailure).message).not.toContain('secret');
    });
  });

  it('are counted if there are more than anybody would read', async () => {
    const entries = Array.from({ length: 80 }, () => '- {}').join('\n');
    const problems = await problemsOf({ sources: entries });
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('and 30 more');
  });
});
