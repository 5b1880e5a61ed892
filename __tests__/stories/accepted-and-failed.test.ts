import { expect, it } from '@jest/globals';
import { story } from './story.js';

it('ISC accepts the file with a 202 and fails afterwards: the step is red, with its words', async () => {
  const run = {
    completionStatus: 'ERROR',
    messages: [{ type: 'ERROR' as const, text: 'The account file could not be read.' }],
  };
  expect(await story({ source: { run } })).toMatchSnapshot();
});
