import { describe, expect, it } from '@jest/globals';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import type { PullRequest } from '../../sandbox/tenant/github/repository.js';
import { pullRequestOf, pullRequestTargetOf, pushOf } from '../runner/occasion.js';
import type { StepRecord, WorkflowRecord } from '../runner/world.js';
import { HR, hrFile } from './sources.js';
import { useStage } from './stage.js';
import { textOf } from './workflows.js';

/** Many accounts leave: the pull request shows them, and its merge approves them. */

const WORKFLOW = 'examples/reviewed-plan.yml';
const SNIPPET = 'docs/reviewed-plans.md#threats';
const stage = useStage(import.meta.url, [HR]);

/** A pull request whose file deletes ten accounts of fifty; the limit is one. */
function pullRequest(): PullRequest {
  const base = stage().commit(undefined, { 'data/hr.csv': hrFile(), 'scripts/export.sh': 'exit 1' });
  return stage().github.repository.open(base, stage().commit(base, { 'data/hr.csv': hrFile(10) }));
}

function merge(pull: PullRequest, change?: (text: string) => string): Promise<WorkflowRecord> {
  const merged: Commit = stage().github.repository.merge(pull, 'squash');
  return stage().play(WORKFLOW, pushOf(pull.base, merged), change);
}

function action(record: WorkflowRecord, job: string): StepRecord | undefined {
  return record.jobs[job]?.steps.find(({ name }) => name.startsWith('OWNER/'));
}

describe(WORKFLOW, () => {
  it('carries out the deletions that the pull request has shown', async () => {
    const pull = pullRequest();
    const planned = await stage().play(WORKFLOW, pullRequestOf(pull));
    expect(action(planned, 'preview')?.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '10' });
    expect(pull.comments[0]?.body).toContain('merging approves exactly these 10 deletions');
    expect(stage().started()).toEqual([]);

    const merged = await merge(pull);
    expect(action(merged, 'aggregate')?.outputs).toMatchObject({
      status: 'SUCCESS',
      'accounts-deleted': '10',
    });
    expect(stage().started()).toEqual(['HR Employees']);
  });

  it('stops the same file where no pull request has shown them', async () => {
    const merged = await merge(pullRequest());

    expect(action(merged, 'aggregate')?.outputs).toMatchObject({ status: 'REJECTED' });
    expect(stage().started()).toEqual([]);
  });
});

describe(`${WORKFLOW}, where the comment at its top says no`, () => {
  /** As many as the source's own delete threshold of 20 % does not let go. */
  const beyondThreshold = (): PullRequest => {
    const base = stage().commit(undefined, { 'data/hr.csv': hrFile() });
    return stage().github.repository.open(base, stage().commit(base, { 'data/hr.csv': hrFile(15) }));
  };

  it('warns of deletions beyond the delete threshold of the source, and rejects them after the merge', async () => {
    const pull = beyondThreshold();
    const planned = await stage().play(WORKFLOW, pullRequestOf(pull));
    const preview = action(planned, 'preview');
    expect(preview?.outputs['status']).toBe('PLANNED');
    expect(preview?.annotations.map(({ message }) => message).join('\n')).toContain('delete threshold');
    expect(pull.comments[0]?.body).toContain(
      'Raise the delete threshold of the source in ISC before you merge',
    );

    const merged = await merge(pull);
    expect(action(merged, 'aggregate')?.outputs['status']).toBe('REJECTED');
    expect(stage().started()).toEqual([]);
  });

  it('rejects the merge of a plan that was made without the secret SAIL_PLAN_KEY', async () => {
    const others = Object.entries(stage().secrets).filter(([name]) => name !== 'SAIL_PLAN_KEY');
    stage().secrets = Object.fromEntries(others);
    const pull = pullRequest();
    const planned = await stage().play(WORKFLOW, pullRequestOf(pull));
    const words = /plan-key: empty, as a secret that does not exist arrives\..*client secret/;
    expect(action(planned, 'preview')?.annotations[0]?.message).toMatch(words);
    expect(action(planned, 'preview')?.log).toMatch(words);
    expect(pull.comments[0]?.body).toMatch(words);
    const merged = await merge(pull);

    expect(action(merged, 'aggregate')?.outputs['status']).toBe('REJECTED');
    expect(action(merged, 'aggregate')?.outputs['reason']).toContain('made with another secret');
    expect(stage().started()).toEqual([]);
  });

  it.each([
    ['green', 'leaves the file alone', { 'scripts/export.sh': 'exit 0' }, 'success'],
    ['red', 'changes it', { 'data/hr.csv': hrFile() }, 'failure'],
  ])('is %s for Dependabot, which gets no secrets, if it %s', async (_, __, changes, result) => {
    stage().secrets = {};
    const base = stage().commit(undefined, { 'data/hr.csv': 'old', 'scripts/export.sh': 'exit 1' });
    const pull = stage().github.repository.open(base, stage().commit(base, changes));
    const { jobs } = await stage().play(WORKFLOW, pullRequestOf(pull));

    expect(jobs['preview']?.result).toBe(result);
    expect(stage().tenant.requests).toEqual([]);
  });
});

describe(SNIPPET, () => {
  /** The example as the page changes it: planned by the workflow of the protected branch, which checks out only the data. */
  const withTarget = (text: string): string => {
    const [, checkout = ''] = /^( {6}- uses: actions\/checkout@[^]*?)^ {6}- uses: OWNER/m.exec(text) ?? [];
    return text
      .replace('pull_request:', 'pull_request_target:')
      .replace("github.event_name == 'pull_request'", "github.event_name == 'pull_request_target'")
      .replace(checkout, `${textOf(SNIPPET).replace(/^/gm, '      ')}\n`);
  };

  it('plans with the file of the pull request, and nothing else of it', async () => {
    const pull = pullRequest();
    const occasion = pullRequestTargetOf(pull);
    const { jobs } = await stage().play(SNIPPET, occasion, () => withTarget(textOf(WORKFLOW)));
    expect(jobs['preview']?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '10' });

    const merged = await merge(pull, withTarget);
    expect(action(merged, 'aggregate')?.outputs).toMatchObject({
      status: 'SUCCESS',
      'accounts-deleted': '10',
    });
  });

  it('leaves the rest of the repository out', async () => {
    const { jobs } = await stage().play(SNIPPET, pullRequestTargetOf(pullRequest()), () =>
      withTarget(textOf(WORKFLOW)).replace(
        /- uses: OWNER[^]*?(?=^ {2}aggregate:)/m,
        '- run: find * -type f\n\n',
      ),
    );
    expect(jobs['preview']?.steps[1]?.log.trim().split('\n')).toEqual(['data/hr.csv']);
  });
});
