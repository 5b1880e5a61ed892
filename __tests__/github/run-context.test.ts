import { describe, expect, it } from '@jest/globals';
import { readRunContext } from '../../src/github/run-context.js';
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
      isPullRequest: false,
      docsUrl: undefined,
    });
  });

  it.each([
    ['a server that is no address', { GITHUB_SERVER_URL: 'nowhere' }, 'repositoryUrl'],
    ['a server that is no web server', { GITHUB_SERVER_URL: 'file:///etc' }, 'repositoryUrl'],
    ['a repository of a wrong form', { GITHUB_REPOSITORY: 'a/b](x' }, 'runUrl'],
    ['a run id of a wrong form', { GITHUB_RUN_ID: 'x' }, 'runUrl'],
    ['a commit of a wrong form', { GITHUB_SHA: 'main' }, 'sha'],
    ['uses: ./', { GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: '' }, 'docsUrl'],
    ['an action without a ref', { GITHUB_ACTION_REF: '' }, 'docsUrl'],
  ] as const)('links to nothing with %s', (_, change, key) => {
    expect(readRunContext({ ...ENV, ...change })[key]).toBeUndefined();
  });

  it('links to the run where the attempt is not known', () => {
    expect(readRunContext({ ...ENV, GITHUB_RUN_ATTEMPT: '' }).runUrl).toBe(
      'https://github.com/acme/identity/actions/runs/7',
    );
  });
});
