import { describe, expect, it } from '@jest/globals';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import type { PullRequest } from '../../sandbox/tenant/github/repository.js';
import { mergeGroupOf, pullRequestOf, pushOf } from '../runner/occasion.js';
import { PREVIEW } from './credentials.js';
import { CONTRACTORS, fileFor, HR, hrFile } from './sources.js';
import { useStage } from './stage.js';

/** Workflows that a change in the repository starts: planned on the pull request, uploaded after the merge. */

const stage = useStage(import.meta.url, [HR, CONTRACTORS]);

/** The branch main, with files that are long there. */
function main(): Commit {
  return stage().commit(undefined, {
    'data/hr.csv': 'old',
    'data/contractors.csv': 'old',
    'README.md': 'Hello',
  });
}

/** A pull request with a new file for HR, or with another change. */
function pullRequest(changes: Readonly<Record<string, string>> = { 'data/hr.csv': hrFile() }): PullRequest {
  const base = main();
  return stage().github.repository.open(base, stage().commit(base, changes));
}

/** Secrets are no part of what Dependabot's pull requests get. */
function withoutSecrets(): void {
  stage().secrets = {};
}

/** Who has asked the tenant for anything. */
function credentials(): readonly (string | undefined)[] {
  const named = stage().tenant.requests.filter(({ operation }) => operation !== 'token');
  return [...new Set(named.map(({ clientId }) => clientId))];
}

describe('examples/pull-request-preview.yml, on a pull request', () => {
  const WORKFLOW = 'examples/pull-request-preview.yml';
  const play = (pull: PullRequest, from?: string) => stage().play(WORKFLOW, pullRequestOf(pull, from));

  it('shows the plan in a comment, with the credential that can only read, and starts nothing', async () => {
    const pull = pullRequest();
    const { jobs } = await play(pull);

    expect(jobs['preview']?.result).toBe('success');
    expect(jobs['preview']?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED', 'planned-created': '1' });
    expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('would create 1')]);
    expect(stage().started()).toEqual([]);
    expect(credentials()).toEqual([PREVIEW.id]);
  });

  it('is red, and annotates the line, where the file is wrong', async () => {
    const { jobs } = await play(pullRequest({ 'data/hr.csv': `${hrFile()}acct-00002\n` }));

    expect(jobs['preview']?.result).toBe('failure');
    expect(jobs['preview']?.steps[1]?.annotations[0]).toMatchObject({
      kind: 'error',
      properties: { file: 'data/hr.csv', line: '53' },
    });
  });

  it.each([
    ['with the credential', () => undefined, undefined],
    ['of Dependabot, which gets no secrets', withoutSecrets, undefined],
    ['of a fork, which gets none either', () => undefined, 'stranger/identity'],
  ])('is green where the file is not touched: %s', async (_, prepare, from) => {
    prepare();
    const { jobs } = await play(pullRequest({ 'README.md': 'Hello again' }), from);

    expect(jobs['preview']?.result).toBe('success');
    expect(jobs['preview']?.steps[1]?.outputs).toMatchObject({ status: 'SKIPPED' });
    expect(stage().tenant.requests).toEqual([]);
  });

  it.each([
    ['Dependabot', withoutSecrets, undefined],
    ['a fork', () => undefined, 'stranger/identity'],
  ])('is red, and says why, where the file is touched by %s', async (_, prepare, from) => {
    prepare();
    const { jobs } = await play(pullRequest(), from);

    expect(jobs['preview']?.result).toBe('failure');
    expect(jobs['preview']?.steps[1]?.annotations.at(-1)?.message).toMatch(
      /client-id: missing.*Pull requests of forks and of Dependabot get none/s,
    );
    expect(stage().tenant.requests).toEqual([]);
  });
});

describe('examples/pull-request-preview.yml', () => {
  it('checks the file in the merge queue, too', async () => {
    const base = main();
    const queued = mergeGroupOf(base, stage().commit(base, { 'data/hr.csv': hrFile() }));
    const { concurrency, jobs } = await stage().play('examples/pull-request-preview.yml', queued);

    expect(jobs['preview']?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED' });
    expect(concurrency).toBe('preview-refs/heads/gh-readonly-queue/main/pr-1');
    expect(stage().started()).toEqual([]);
  });
});

describe('examples/on-csv-commit.yml', () => {
  const push = async (changes: Readonly<Record<string, string>>) => {
    const before = main();
    return stage().play('examples/on-csv-commit.yml', pushOf(before, stage().commit(before, changes)));
  };

  it('uploads each file that the push has changed, once', async () => {
    const { jobs } = await push({ 'data/hr.csv': hrFile(), 'data/contractors.csv': fileFor(CONTRACTORS) });

    expect(jobs['aggregate']?.result).toBe('success');
    expect(stage().started()).toEqual(['HR Employees', 'Contractors']);
  });

  it('skips a file that it has not changed', async () => {
    const { jobs } = await push({ 'data/contractors.csv': fileFor(CONTRACTORS) });

    expect(jobs['aggregate']?.steps.map(({ outputs }) => outputs['status'])).toEqual([
      ...[undefined, 'SKIPPED', 'SUCCESS'],
    ]);
    expect(stage().started()).toEqual(['Contractors']);
  });

  it('uploads the second file although the first one fails, and is red', async () => {
    const files = { 'data/hr.csv': hrFile(20), 'data/contractors.csv': fileFor(CONTRACTORS) };
    const { jobs } = await push(files);

    expect(jobs['aggregate']?.result).toBe('failure');
    expect(stage().started()).toEqual(['Contractors']);
  });

  it('does not start for other files', async () => {
    expect(await push({ 'README.md': 'Hello again' })).toMatchObject({ started: false });
  });
});
