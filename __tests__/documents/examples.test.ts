import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../support/github-checker.js';
import {
  brokenOutputs,
  faultsOfRuns,
  MANIFEST,
  manifestOf,
  readWorkflow,
  stepsOf,
  unpinned,
  type Step,
} from '../support/workflow.js';

/** Every file in examples/ is a workflow that people copy: what it must not lack. __tests__/examples/ runs each of them. */

const isOurs = (step: Step): boolean => manifestOf(step) === MANIFEST;
const EXAMPLES = readdirSync('examples')
  .filter((name) => name.endsWith('.yml'))
  .map((name) => ({ name, ...readWorkflow(join('examples', name)) }));

it('is about every use that people ask for', () => {
  expect(EXAMPLES.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'direct-connection-nightly.yml',
      'on-csv-commit.yml',
      'pull-request-preview.yml',
      'scheduled.yml',
      'self-hosted-proxy.yml',
      'sftp-or-s3.yml',
      'try-it.yml',
    ]),
  );
});

describe.each(EXAMPLES)('examples/$name', ({ name, text, workflow }) => {
  const ours = stepsOf(workflow).filter(({ step }) => isOurs(step));

  it('has no fault that GitHub would see, nor one that it would not', async () => {
    expect(await check(name, text)).toEqual([]);
    expect(faultsOfRuns(workflow)).toEqual([]);
  });

  it('says in a comment at its top what it is for', () => {
    expect(text).toMatch(/^# \w.{40}/);
  });

  it('uses this action or the shared workflow', () => {
    const calls = Object.values(workflow.jobs).filter((job) => job.uses?.endsWith('/reusable.yml@main'));
    expect(ours.length + calls.length).toBeGreaterThan(0);
  });

  it('reads only outputs that action.yml has, of steps that are there', () => {
    expect(brokenOutputs(text, workflow)).toEqual([]);
  });

  it('pins the actions of others to a commit and names its release', () => {
    expect(unpinned(text)).toEqual([]);
  });

  it('gives no more rights than needed, and enough', () => {
    expect(workflow.permissions).toBeDefined();
    for (const { job, step } of ours) {
      const rights = job.permissions ?? workflow.permissions ?? {};
      const { comment, 'only-if-changed': onlyIfChanged } = step.with ?? {};
      const writes = Object.entries(rights).filter(([, right]) => right === 'write');
      expect(
        writes.map(([right]) => right).filter((right) => !['issues', 'id-token'].includes(right)),
      ).toEqual(comment === true ? ['pull-requests'] : []);
      if (onlyIfChanged === true) expect(rights).toHaveProperty('contents', 'read');
      const isForPushAlone = job.if === "github.event_name == 'push'";
      if (onlyIfChanged === true && 'pull_request' in workflow.on && !isForPushAlone)
        expect(rights).toHaveProperty('pull-requests');
    }
  });

  it('has secrets in secrets alone, and leaves none in the checkout', () => {
    expect(text).not.toMatch(/secret(?:-?key)?: (?!\$\{\{ secrets[.[])\S/i);
    for (const { step } of stepsOf(workflow)) {
      if (step.uses?.startsWith('actions/checkout@') === true) {
        expect(step.with).toHaveProperty('persist-credentials', false);
      }
    }
  });

  it('ends in time: the job has a limit beyond that of the step', () => {
    for (const { job, step } of ours) {
      const ofStep = Number(step.with?.['timeout-minutes'] ?? MANIFEST.inputs['timeout-minutes']?.default);
      expect(job['timeout-minutes']).toBeGreaterThan(ofStep);
    }
  });
});
