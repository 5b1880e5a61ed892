import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import type { PullRequest } from '../../sandbox/tenant/github/repository.js';
import { EXAMPLE_SOURCES } from '../../sandbox/tenant/example-sources.js';
import { pullRequestOf, pushOf } from '../runner/occasion.js';
import { PREVIEW, UPLOAD } from './credentials.js';
import { useStage } from './stage.js';
import { textOf } from './workflows.js';

/** The workflow and the steps of the README, set up as it says. */

const QUICK_START = 'README.md#quick-start';
const EMPLOYEES = readFileSync('demo/data/hr-employees.csv', 'utf8');
const FILES = { 'hr/employees.csv': EMPLOYEES, 'exports/employees.csv': EMPLOYEES };
const stage = useStage(import.meta.url, EXAMPLE_SOURCES);

function main(): Commit {
  return stage().commit(undefined, { 'README.md': 'Hello' });
}

function pullRequest(): PullRequest {
  const base = main();
  return stage().github.repository.open(base, stage().commit(base, FILES));
}

describe('the credentials of the quick start', () => {
  it('are one that can only read and one that may upload', () => {
    expect(PREVIEW.scopes).toContain('idn:sources:read');
    expect(PREVIEW.scopes).not.toContain('idn:sources:manage');
    expect(UPLOAD.scopes).toContain('idn:sources:manage');
  });
});

describe('the quick start, on a pull request', () => {
  it('shows the plan in a comment, and starts nothing', async () => {
    const pull = pullRequest();
    const { jobs } = await stage().play(QUICK_START, pullRequestOf(pull));

    expect(jobs['preview']?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED', reason: '' });
    expect(jobs['aggregate']?.result).toBe('skipped');
    expect(pull.comments).toHaveLength(1);
    expect(stage().started()).toEqual([]);
  });

  it.each<[string, (text: string) => string]>([
    ['uploads in the preview', (text) => text.replace('dry-run: true', 'dry-run: false')],
    ['takes the other secrets', (text) => text.replaceAll('SAIL_PREVIEW_CLIENT', 'SAIL_CLIENT')],
    [
      'takes the environment, too',
      (text) =>
        text
          .replaceAll('SAIL_PREVIEW_CLIENT', 'SAIL_CLIENT')
          .replace('runs-on: ubuntu-latest', 'runs-on: ubuntu-latest\n    environment: isc')
          .replace('dry-run: true', 'dry-run: false'),
    ],
  ])('cannot upload, even if a branch changes the workflow: it %s', async (_, change) => {
    const { jobs } = await stage().play(QUICK_START, pullRequestOf(pullRequest()), change);

    expect(jobs['preview']?.result).toBe('failure');
    expect(stage().started()).toEqual([]);
  });

  it('does not run for a fork', async () => {
    const { jobs } = await stage().play(QUICK_START, pullRequestOf(pullRequest(), 'stranger/identity'));

    expect(Object.values(jobs).map(({ result }) => result)).toEqual(['skipped', 'skipped']);
  });
});

describe('the quick start, on main', () => {
  it('uploads the file that a merge has changed', async () => {
    const before = main();
    const { concurrency, jobs } = await stage().play(
      QUICK_START,
      pushOf(before, stage().commit(before, FILES)),
    );

    expect(jobs['aggregate']?.steps[1]?.outputs).toMatchObject({ status: 'SUCCESS' });
    expect(jobs['preview']?.result).toBe('skipped');
    expect(concurrency).toBe('hr-employees-refs/heads/main');
    expect(stage().started()).toEqual(['HR Employees']);
  });

  it('does not start for other files', async () => {
    const before = main();
    const pushed = pushOf(before, stage().commit(before, { 'README.md': 'Hello again' }));

    expect(await stage().play(QUICK_START, pushed)).toMatchObject({ started: false });
  });

  it('takes the action by its commit, as docs/security.md writes it', async () => {
    const before = main();
    const pushed = pushOf(before, stage().commit(before, FILES));
    const { jobs } = await stage().play('docs/security.md#pin-by-commit', pushed, () =>
      textOf(QUICK_START).replaceAll(
        '- uses: OWNER/sailpoint-source-aggregation@v1',
        textOf('docs/security.md#pin-by-commit'),
      ),
    );

    expect(jobs['aggregate']?.steps[1]).toMatchObject({
      name: expect.stringMatching(/@[0-9a-f]{40}$/),
      outputs: { status: 'SUCCESS' },
    });
  });
});
