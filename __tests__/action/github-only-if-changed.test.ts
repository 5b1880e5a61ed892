import { describe, expect, it } from '@jest/globals';
import type { GitHubFault, GitHubOptions } from '../../sandbox/tenant/github/github.js';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import { csvOf, people } from '../support/people.js';
import { HR } from '../support/play.js';
import type { StepRun } from '../support/run-action.js';
import type { PullRequest } from '../../sandbox/tenant/github/repository.js';
import { onStage, pullRequest, push, type Occasion, type Stage, type StageSetting } from './github.js';

/** `only-if-changed` with GitHub's real event payloads and a simulated GitHub. */

const ONLY = { 'only-if-changed': 'true' };
const ACCOUNTS = csvOf(people(20));

/** Every question about commits fails with this. */
function fault(kind: GitHubFault): GitHubOptions {
  return { fault: { path: /graphql/, fault: kind } };
}

/** Its run is on GitHub's own merge of both branches. */
function pullRequestOf(pull: PullRequest): Occasion {
  const { base, head, number } = pull;
  return { ...pullRequest(number, base, head, 1), env: { GITHUB_SHA: pull.trial().sha } };
}

interface History {
  readonly stage: Stage;
  /** Has data/hr.csv, data/payroll.csv and README.md. */
  readonly first: Commit;
  readonly commit: (parent: Commit, changes: Readonly<Record<string, string | undefined>>) => Commit;
}

/** Runs the step on an occasion, inside of this process unless the setting says otherwise. */
async function decide(
  occasion: (history: History) => Occasion,
  options: GitHubOptions = {},
  setting: StageSetting = { isInside: true },
): Promise<{ run: StepRun; toGitHub: readonly string[]; toTenant: number }> {
  let result: { run: StepRun; toGitHub: readonly string[]; toTenant: number } | undefined;
  const play = async (stage: Stage): Promise<void> => {
    const { repository } = stage.github;
    const first = repository.commit(undefined, {
      'data/hr.csv': ACCOUNTS,
      'data/payroll.csv': ACCOUNTS,
      'README.md': '1',
    });
    const asked = occasion({ stage, first, commit: (parent, changes) => repository.commit(parent, changes) });
    const run = await stage.run({ ...asked, inputs: { ...ONLY, ...asked.inputs } });
    result = { run, toGitHub: [...stage.github.requests], toTenant: stage.tenant.requests.length };
  };
  await onStage(options, play, setting);
  if (result === undefined) throw new Error('The stage was not played.');
  return result;
}

describe('only-if-changed skips', () => {
  const SKIPPED: readonly [string, (history: History) => Occasion][] = [
    [
      'a push that does not touch the file',
      ({ first, commit }) => push(first, commit(first, { 'README.md': '2' })),
    ],
    [
      'a push of several commits, of which the last takes back the first',
      ({ first, commit }) =>
        push(first, commit(commit(first, { 'data/hr.csv': '2' }), { 'data/hr.csv': ACCOUNTS })),
    ],
    [
      'a force push that leaves the file as it was',
      ({ first, commit }) =>
        push(commit(first, { 'README.md': '2' }), commit(first, { 'data/payroll.csv': '2' }), true),
    ],
    [
      'a push that deletes or renames other files',
      ({ first, commit }) =>
        push(first, commit(first, { 'data/payroll.csv': undefined, 'README.md': undefined, R: '1' })),
    ],
    [
      'a pull request that does not touch it',
      ({ stage, first, commit }) => {
        const head = commit(first, { 'README.md': '2' });
        return pullRequestOf(stage.github.repository.open(first, head));
      },
    ],
    [
      'a merge group that does not touch it',
      ({ first, commit }) => ({
        event: 'merge_group',
        payload: {
          action: 'checks_requested',
          merge_group: { base_sha: first.sha, head_sha: commit(first, { 'README.md': '2' }).sha },
        },
      }),
    ],
  ];

  it.each(SKIPPED)('%s', async (name, occasion) => {
    const { run, toTenant } = await decide(occasion, {}, { isInside: name !== SKIPPED[0]?.[0] });
    expect(run.outputs).toMatchObject({ status: 'SKIPPED', 'task-id': '' });
    expect(run.exitCode).toBe(0);
    expect(toTenant).toBe(0);
    expect(run.log).toContain('data/hr.csv is not touched by the commits of this event. Skipped.');
    expect(run.summary).toContain('skipped');
    expect(run.annotations).toEqual([]);
  });

  it('without credentials, as on pull requests of forks and of Dependabot', async () => {
    const { run } = await decide(({ first, commit }) => ({
      ...push(first, commit(first, { 'README.md': '2' })),
      inputs: { 'client-id': '', 'client-secret': '' },
    }));
    expect([run.outputs['status'], run.exitCode]).toEqual(['SKIPPED', 0]);
  });

  it.concurrent('one of two files of a step, and aggregates the other', async () => {
    const { run } = await decide(
      ({ first, commit }) => ({
        ...push(first, commit(first, { 'data/payroll.csv': '2' })),
        inputs: {
          'source-id': '',
          'csv-path': '',
          sources: `
          - { source-name: Not asked for, csv-path: data/hr.csv }
          - { source-id: ${HR.id}, csv-path: data/payroll.csv }`,
        },
        files: { 'data/hr.csv': ACCOUNTS, 'data/payroll.csv': ACCOUNTS },
      }),
      {},
      {},
    );
    const results = JSON.parse(run.outputs['results'] ?? '') as { status: string }[];
    expect(results.map(({ status }) => status)).toEqual(['SKIPPED', 'SUCCESS']);
    expect(run.outputs['status']).toBe('SKIPPED');
  });
});

describe('only-if-changed runs', () => {
  const RUNS: readonly [string, (history: History) => Occasion][] = [
    [
      'a push that touches the file',
      ({ first, commit }) => push(first, commit(first, { 'data/hr.csv': '2' })),
    ],
    [
      'a force push that takes back a change of it',
      ({ first, commit }) => push(commit(first, { 'data/hr.csv': '2' }), first, true),
    ],
    [
      'a force push to commits that change it',
      ({ first, commit }) =>
        push(commit(first, { 'README.md': '2' }), commit(first, { 'data/hr.csv': '2' }), true),
    ],
    [
      'a pull request that touches it among hundreds of files',
      ({ stage, first, commit }) => {
        const others = Object.fromEntries(Array.from({ length: 350 }, (_, n) => [`other/${n}.txt`, 'x']));
        const head = commit(first, { ...others, 'data/hr.csv': '2' });
        return pullRequestOf(stage.github.repository.open(first, head));
      },
    ],
    [
      'a pull request that adds it',
      ({ stage, first, commit }) => {
        const base = commit(first, { 'data/hr.csv': undefined });
        return pullRequestOf(stage.github.repository.open(base, commit(base, { 'data/hr.csv': ACCOUNTS })));
      },
    ],
    [
      'a merge group that touches it',
      ({ first, commit }) => ({
        event: 'merge_group',
        payload: {
          merge_group: { base_sha: first.sha, head_sha: commit(first, { 'data/hr.csv': '2' }).sha },
        },
      }),
    ],
  ];

  it.each(RUNS)('%s', async (name, occasion) => {
    const { run } = await decide(occasion, {}, { isInside: name !== RUNS[0]?.[0] });
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.log).toContain('data/hr.csv is touched by the commits of this event.');
  });

  it('a touched file without credentials, and says who gets none', async () => {
    const { run, toTenant } = await decide(({ first, commit }) => ({
      ...push(first, commit(first, { 'data/hr.csv': '2' })),
      inputs: { 'client-id': '', 'client-secret': '' },
    }));
    expect([run.outputs['status'], run.exitCode, toTenant]).toEqual(['FAILED', 1, 0]);
    expect(run.failures).toEqual([
      expect.stringMatching(/client-id: missing[^]*`environment:`[^]*forks and of Dependabot/),
    ]);
  });

  it('not with another wrong input, whether or not the file is touched', async () => {
    const { run } = await decide(({ first, commit }) => ({
      ...push(first, commit(first, { 'README.md': '2' })),
      inputs: { 'client-id': '', wait: 'maybe' },
    }));
    expect(run.failures).toEqual([expect.stringMatching(/2 inputs are wrong\.[^]*client-id: [^]*wait: /)]);
  });

  it.each([
    ['schedule', { schedule: '0 3 * * *' }],
    ['workflow_dispatch', { inputs: {} }],
    ['repository_dispatch', { action: 'export-ready', client_payload: {} }],
  ])('on %s, without asking GitHub', async (event, payload) => {
    const { run, toGitHub } = await decide(() => ({ event, payload }));
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.log).toContain(`The event ${event} has no commits of its own. So it runs.`);
    expect(toGitHub).toEqual([]);
  });

  it('on the first push of a branch, without asking GitHub', async () => {
    const { run, toGitHub } = await decide(({ first }) => push(undefined, first));
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.log).toContain('The branch is new, so there is no commit to compare with. So it runs.');
    expect(toGitHub).toEqual([]);
  });

  it('where the commits before a force push are gone, which the log says', async () => {
    const { run } = await decide(({ stage, first, commit }) => {
      const gone = commit(first, { 'README.md': '2' });
      stage.github.repository.forget(gone);
      return push(gone, first, true);
    });
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.log).toMatch(/GitHub does not know the commit [0-9a-f]{7}\. So it runs\./);
  });

  const REFUSALS: readonly [string, GitHubOptions, RegExp][] = [
    ['no right', { permissions: { contents: 'none' } }, /not accessible by integration.*"contents: read"/],
    [
      '502',
      fault({ kind: 'reply', status: 502, message: 'Bad gateway' }),
      /GitHub answered 502: Bad gateway/,
    ],
    ['a reset', fault({ kind: 'reset' }), /GitHub cannot be reached/],
    ['half an answer', fault({ kind: 'half' }), /GitHub/],
  ];

  it.each(REFUSALS)('with one warning where GitHub gives %s', async (_, options, sentence) => {
    const { run, toGitHub } = await decide(
      ({ first, commit }) => push(first, commit(first, { 'README.md': '2' })),
      options,
    );
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.annotations.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      expect.stringMatching(sentence),
    ]);
    expect(run.summary).toContain('Warnings of this run');
    expect(toGitHub).toHaveLength(1);
  });

  it('with one warning where the token is empty', async () => {
    const { run } = await decide(({ first, commit }) => ({
      ...push(first, commit(first, { 'README.md': '2' })),
      inputs: { 'github-token': '' },
    }));
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.annotations[0]?.message).toContain('The input github-token is empty.');
  });

  it.each([
    ['that an earlier step fetched', 'data/fetched.csv', 'is not a file of the commit. So it runs.'],
    ['that an earlier step wrote over', 'data/hr.csv', 'has another content in the workspace'],
  ])('a file %s', async (_, path, reason) => {
    const { run } = await decide(
      ({ first, commit }) => ({
        ...push(first, commit(first, { 'README.md': '2' })),
        inputs: { 'csv-path': path },
        files: { [path]: csvOf(people(19)) },
      }),
      {},
      { isInside: path === 'data/fetched.csv' },
    );
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.log).toContain(`${path} ${reason}`);
  });
});

describe('only-if-changed is off', () => {
  it('by default: GitHub is not asked', async () => {
    const { run, toGitHub } = await decide(({ first, commit }) => ({
      ...push(first, commit(first, { 'README.md': '2' })),
      inputs: { 'only-if-changed': '' },
    }));
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(toGitHub).toEqual([]);
  });
});

it.concurrent('is cancelled while GitHub is silent: at once, and the tenant is asked nothing', async () => {
  await onStage(fault({ kind: 'silence' }), async ({ github, tenant, start }) => {
    const first = github.repository.commit(undefined, { 'data/hr.csv': '1' });
    const head = github.repository.commit(first, { 'README.md': '1' });
    const step = start({ ...push(first, head), inputs: ONLY });
    await github.waitFor(1);
    const signalled = Date.now();
    step.stop();
    const run = await step.ended;
    // GitHub's own limit is 20 s.
    expect(Date.now() - signalled).toBeLessThan(15_000);
    expect(run.outputs['status']).toBe('CANCELLED');
    expect(JSON.parse(run.outputs['results'] ?? '')).toHaveLength(1);
    expect(github.requests).toHaveLength(1);
    expect(tenant.requests).toEqual([]);
  });
});

describe('a re-run of an old push', () => {
  /** The step of a push of the file, run again, and what is on main by then. */
  async function rerun(
    newer: Readonly<Record<string, string>>,
    setting: StageSetting = {},
    env: Readonly<Record<string, string>> = { GITHUB_RUN_ATTEMPT: '2' },
  ): Promise<{ run: StepRun; tip: Commit; toTenant: number; toGitHub: number }> {
    let result: { run: StepRun; tip: Commit; toTenant: number; toGitHub: number } | undefined;
    const play = async ({ github, run, tenant }: Stage): Promise<void> => {
      const first = github.repository.commit(undefined, { 'data/hr.csv': '1' });
      const pushed = github.repository.commit(first, { 'data/hr.csv': ACCOUNTS });
      const tip = github.repository.commit(pushed, newer);
      github.repository.branches.set('main', tip);
      const step = await run({ ...push(first, pushed), env });
      const [toTenant, toGitHub] = [tenant.requests.length, github.requests.length];
      result = { run: step, tip, toTenant, toGitHub };
    };
    await onStage({}, play, setting);
    if (result === undefined) throw new Error('The stage was not played.');
    return result;
  }

  it.concurrent('sends no file that a newer commit has changed, and names that commit', async () => {
    const { run, tip, toTenant } = await rerun({ 'data/hr.csv': csvOf(people(19)) });
    expect([run.outputs['status'], run.exitCode, toTenant]).toEqual(['SKIPPED', 0, 0]);
    expect(run.annotations.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      expect.stringMatching(new RegExp(`^warning: data/hr.csv is not sent: .*${tip.sha.slice(0, 7)}`)),
    ]);
    expect(run.summary).toContain(`commit \`${tip.sha.slice(0, 7)}\``);
  });

  it('sends one that newer commits leave alone', async () => {
    const { run, toGitHub } = await rerun({ 'README.md': '2' }, { isInside: true });
    expect([run.outputs['status'], toGitHub]).toEqual(['SUCCESS', 1]);
  });

  it('is asked about by no first run', async () => {
    const { run, toGitHub } = await rerun(
      { 'data/hr.csv': '2' },
      { isInside: true },
      { GITHUB_RUN_ATTEMPT: '1' },
    );
    expect([run.outputs['status'], toGitHub]).toEqual(['SUCCESS', 0]);
  });
});
