import { expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { story } from './story.js';

it('The export broke off half-way: ten of twenty accounts would go, and nothing is sent', async () => {
  expect(await story({ files: { 'hr.csv': csvOf(people(10)) } })).toMatchSnapshot();
});
