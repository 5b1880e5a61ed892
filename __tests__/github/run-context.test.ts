import { describe, expect, it } from '@jest/globals';
import { lineUrl, readRunContext, ruleUrl } from '../../src/github/run-context.js';
import { CONTEXT, SHA } from '../report/fixtures.js';

const ENV = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/identity',
  GITHUB_SHA: SHA,
  GITHUB_WORKFLOW: 'Aggregate',
  GITHUB_JOB: 'hr',
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_ACTION_REPOSITORY: 'vendor/action',
  GITHUB_ACTION_REF: 'v1',
};
const HR = { path: '/repo/hr.csv', name: 'hr (1).csv', shown: 'data/hr (1).csv' };

describe('readRunContext', () => {
  it('knows the addresses of a run', () => {
    expect(readRunContext(ENV)).toEqual(CONTEXT);
  });

  it('knows nothing outside a runner', () => {
    expect(readRunContext({})).toEqual({
      repositoryUrl: undefined,
      sha: undefined,
      workflow: '',
      job: '',
      runUrl: undefined,
      checksUrl: undefined,
    });
  });

  it.each([
    ['a server that is no address', { GITHUB_SERVER_URL: 'nowhere' }, 'repositoryUrl'],
    ['a server that is no web server', { GITHUB_SERVER_URL: 'file:///etc' }, 'repositoryUrl'],
    ['a repository of a wrong form', { GITHUB_REPOSITORY: 'a/b](x' }, 'runUrl'],
    ['a run id of a wrong form', { GITHUB_RUN_ID: 'x' }, 'runUrl'],
    ['a commit of a wrong form', { GITHUB_SHA: 'main' }, 'sha'],
    ['uses: ./', { GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' }, 'checksUrl'],
    ['an action without a ref', { GITHUB_ACTION_REF: '' }, 'checksUrl'],
  ] as const)('links to nothing with %s', (_, change, key) => {
    expect(readRunContext({ ...ENV, ...change })[key]).toBeUndefined();
  });

  it('links to the run where the attempt is not known', () => {
    expect(readRunContext({ ...ENV, GITHUB_RUN_ATTEMPT: '' }).runUrl).toBe(
      'https://github.com/acme/identity/actions/runs/7',
    );
  });
});

describe('addresses', () => {
  it('links a line of the file at this commit', () => {
    const file = `https://github.com/acme/identity/blob/${SHA}/data/hr%20%281%29.csv`;
    expect(lineUrl(CONTEXT, HR, 12)).toBe(`${file}#L12`);
    expect(lineUrl(CONTEXT, HR, undefined)).toBe(file);
  });

  it.each([
    ['a file outside the workspace', CONTEXT, { path: '/tmp/hr.csv', name: 'hr.csv', shown: '/tmp/hr.csv' }],
    ['no file', CONTEXT, undefined],
    ['a path without end', CONTEXT, { ...HR, shown: 'x/'.repeat(10_000) }],
    ['an unknown commit', { ...CONTEXT, sha: undefined }, HR],
    ['an unknown repository', { ...CONTEXT, repositoryUrl: undefined }, HR],
  ])('links no line for %s', (_, context, csv) => {
    expect(lineUrl(context, csv, 12)).toBeUndefined();
  });

  it('links a rule only where the action is known', () => {
    expect(ruleUrl(CONTEXT, 'field-count')).toBe(
      'https://github.com/vendor/action/blob/v1/docs/checks.md#field-count',
    );
    expect(ruleUrl({ ...CONTEXT, checksUrl: undefined }, 'field-count')).toBeUndefined();
  });
});
