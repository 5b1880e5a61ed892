import { expect, it } from '@jest/globals';
import { story } from './story.js';

it('The reply to the upload is lost: the task is found, proved by its accounts, and nothing is sent twice', async () => {
  expect(
    await story({
      faults: [{ operation: 'loadAccounts', fault: { kind: 'reset-after-processing' } }],
    }),
  ).toMatchSnapshot();
});
