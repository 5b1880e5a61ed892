import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  MANIFEST,
  manifestOf,
  readWorkflow,
  SANDBOX_MANIFEST,
  stepsOf,
  type Step,
} from '../support/workflow.js';
import { Job } from './job.js';

/** examples/try-it.yml, its steps run one after the other as the runner does. */

const steps = stepsOf(readWorkflow('examples/try-it.yml').workflow).map(({ step }) => step);
const inputsOf = ({ with: inputs = {} }: Step): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));

let job: Job;
beforeEach(() => {
  job = new Job();
});
afterEach(async () => {
  await job.cleanUp();
});

it('works with a file of the same columns', async () => {
  const file = [
    'id,name,email,department,groups',
    '1001,Ada Almeida,ada.almeida@example.org,Finance,staff',
    '1002,Bruno Brandt,bruno.brandt@example.org,Support,staff',
    '1003,Chiara Costa,chiara.costa@example.org,Sales,staff',
    '',
  ].join('\n');
  const statuses: string[] = [];
  for (const step of steps) {
    if (manifestOf(step) === SANDBOX_MANIFEST) {
      expect((await job.start(inputsOf(step))).failures).toEqual([]);
    } else if (manifestOf(step) === MANIFEST) {
      const { outputs } = await job.aggregate(inputsOf(step), { 'data/hr.csv': file });
      statuses.push(outputs['status'] ?? '');
    }
  }
  const { summary } = await job.end();

  expect(statuses).toEqual(['PLANNED', 'SUCCESS']);
  expect(summary).toContain('| HR Employees | a CSV file | 3 |');
  expect(summary).toContain('| HR Employees | SUCCESS | 1 | 1 | 0 | 1 |');
});
