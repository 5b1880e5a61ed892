import { expect } from '@jest/globals';
import { itUnless } from '../support/where-possible.js';
import { story } from './story.js';

const onWindows = process.platform === 'win32' ? 'Windows has no SIGINT' : undefined;

itUnless(onWindows)('Somebody cancels the workflow: the step says what goes on in ISC', async () => {
  expect(
    await story(
      {
        settings: { taskMs: 60_000 },
        meanwhile: async (step) => {
          await step.says('ISC has accepted the aggregation');
          step.process.kill('SIGINT');
        },
      },
      // The step may first look up the task before the signal.
      { leftOut: /^ISC is aggregating|task-status\/v1\/|account-aggregations/ },
    ),
  ).toMatchSnapshot();
});
