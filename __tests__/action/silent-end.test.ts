import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { csvOf, people } from '../support/people.js';
import { HR, play, SOURCE_ID } from '../support/play.js';
import { runStep, startStep } from '../support/run-action.js';
import { until } from '../support/server.js';

/** A step without a verdict is red, and says so: the guard of src/index.ts. */

// Each test is a process, on a machine that may be busy.

const BREAK_OFF = `--import=${pathToFileURL(resolve('__tests__/support/break-off.mjs')).href}`;

const files = { 'hr.csv': csvOf(people(20)) };
const inputs = { 'base-url': 'http://127.0.0.1:9', 'source-id': SOURCE_ID, 'csv-path': 'hr.csv' };

describe('a process that ends without a verdict', () => {
  it.concurrent.each([
    ['a promise that never settles', 'never', []],
    ['somebody ends the process with code 0', 'exit', []],
    ['an error that nobody catches', 'throw', ['TypeError', /^ +at .*break-off\.mjs/m]],
    ['something thrown that is no error', 'throw text', ['Error']],
    ['a rejection that nobody handles', 'reject', ['TypeError', /^ +at .*break-off\.mjs/m]],
  ])('%s', async (_name, way, trace) => {
    // `runStep` itself refuses cells of the file in the log, commands of others, and anything on stderr.
    const run = await runStep({ inputs, files, env: { NODE_OPTIONS: BREAK_OFF, BREAK_OFF: way } });
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'FAILED',
    });
    expect(run.failures).toEqual([
      expect.stringMatching(/^The step ended without a verdict[^]*Check the source/),
    ]);
    for (const part of trace) expect(run.log).toMatch(part);
    expect(run.log).not.toContain('run by the runner');
  });

  it.concurrent('starts nothing where its outputs could not be written', async () => {
    const sandbox = await startSandbox({ sources: [HR] });
    try {
      const step = startStep({
        inputs: { ...inputs, 'base-url': sandbox.url },
        files,
        env: { GITHUB_OUTPUT: '/nowhere/output' },
      });
      const run = await step.ended;
      expect(run.failures).toEqual([
        expect.stringMatching(/^The outputs of this step cannot be written: .*Nothing was sent\./),
      ]);
      expect(step.process.exitCode).toBe(1);
      expect(sandbox.requests).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});

describe('a log that is longer than what the pipe to the runner holds', () => {
  it.concurrent('is there to its end, with the final failure', async () => {
    const ids = Array.from({ length: 900 }, (_, index) => `none-${index}`);
    const step = startStep({
      inputs: {
        // Nobody listens at the discard port.
        'base-url': 'http://127.0.0.1:9',
        sources: ids.map((id) => `- { source-id: ${id}, csv-path: hr.csv }`).join('\n'),
        'timeout-minutes': '0.02',
      },
      env: { RUNNER_DEBUG: '1' },
      files: { 'hr.csv': csvOf(people(1)) },
    });
    step.process.stdout.pause();
    await until(() => (step.outputsSoFar()['results'] ?? '[]') !== '[]');
    step.process.stdout.resume();
    const run = await step.ended;
    expect(run.exitCode).toBe(1);
    expect(run.stdout.length).toBeGreaterThan(200_000);
    expect(run.failures).toHaveLength(1);
  });
});

describe('nobody reads the log any more', () => {
  it.concurrent('the aggregation is still followed to its end', async () => {
    const run = await play({
      meanwhile: async (step) => {
        step.process.stdout.destroy();
        await step.ended;
      },
    });
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 0,
      status: 'SUCCESS',
    });
    expect(run.tasks.map(({ completionStatus }) => completionStatus)).toEqual(['SUCCESS']);
    expect(run.summary).toContain('ISC has finished the aggregation');
  });

  it.concurrent('and a failure is still red', async () => {
    const run = await play({
      files: { 'hr.csv': csvOf(people(10)) },
      meanwhile: async (step) => {
        step.process.stdout.destroy();
        await step.ended.catch(() => undefined);
      },
    }).catch((error: unknown) => error);
    // The message of `setFailed` is lost with the log, which `runStep` does not take for a whole run.
    expect(String(run)).toMatch(/exit code 1, but setFailed 0 times[^]*would delete 10 of the 20/);
  });
});
