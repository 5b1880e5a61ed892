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

/** Who has asked the tenant for anything. */
function credentials(): readonly (string | undefined)[] {
  const named = stage().tenant.requests.filter(({ operation }) => operation !== 'token');
  return [...new Set(named.map(({ clientId }) => clientId))];
}

describe.each([
  ['examples/pull-request-preview.yml', 'preview'],
  ['examples/reusable-caller.yml', 'hr / preview'],
])('%s, on a pull request', (workflow, job) => {
  it('shows the plan in a comment, with the credential that can only read, and starts nothing', async () => {
    const pull = pullRequest();
    const { jobs } = await stage().play(workflow, pullRequestOf(pull));

    expect(jobs[job]?.result).toBe('success');
    expect(jobs[job]?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED', 'planned-created': '1' });
    expect(pull.comments.map(({ body }) => body)).toEqual([expect.stringContaining('would create 1')]);
    expect(stage().started()).toEqual([]);
    expect(credentials()).toEqual([PREVIEW.id]);
  });

  it('is green where the file is not touched', async () => {
    const pull = pullRequest({ 'README.md': 'Hello again' });
    const { jobs } = await stage().play(workflow, pullRequestOf(pull));

    expect(jobs[job]?.result).toBe('success');
    expect(jobs[job]?.steps[1]?.outputs).toMatchObject({ status: 'SKIPPED' });
    expect(stage().tenant.requests).toEqual([]);
  });

  it('is red, and annotates the line, where the file is wrong', async () => {
    const pull = pullRequest({ 'data/hr.csv': `${hrFile()}acct-00002\n` });
    const { jobs } = await stage().play(workflow, pullRequestOf(pull));

    expect(jobs[job]?.result).toBe('failure');
    expect(jobs[job]?.steps[1]?.annotations[0]).toMatchObject({
      kind: 'error',
      properties: { file: 'data/hr.csv', line: '53' },
    });
  });

  it('does not run for a fork, which gets no secrets', async () => {
    const { jobs } = await stage().play(workflow, pullRequestOf(pullRequest(), 'stranger/identity'));

    expect(jobs[job]?.result).toBe('skipped');
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

describe('examples/reusable-caller.yml and examples/reusable.yml, after the merge', () => {
  it('upload the file', async () => {
    const before = main();
    const after = stage().commit(before, { 'data/hr.csv': hrFile() });
    const { jobs } = await stage().play('examples/reusable-caller.yml', pushOf(before, after));

    expect(jobs['hr / preview']?.result).toBe('skipped');
    expect(jobs['hr / aggregate']?.steps[1]?.outputs).toMatchObject({ status: 'SUCCESS' });
    expect(stage().started()).toEqual(['HR Employees']);
  });

  it('hold the limits of the shared workflow', async () => {
    const before = main();
    const after = stage().commit(before, { 'data/hr.csv': hrFile(2) });
    const { jobs } = await stage().play('examples/reusable-caller.yml', pushOf(before, after));

    expect(jobs['hr / aggregate']?.steps[1]?.outputs).toMatchObject({ status: 'REJECTED' });
    expect(stage().started()).toEqual([]);
  });

  it('are not started by a push to another branch', async () => {
    const before = main();
    const after = stage().commit(before, { 'data/hr.csv': hrFile() });
    const pushed = pushOf(before, after, 'mine');

    expect(await stage().play('examples/reusable-caller.yml', pushed)).toMatchObject({ started: false });
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
