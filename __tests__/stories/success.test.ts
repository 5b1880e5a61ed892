import { expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { story } from './story.js';

it('A file is checked, compared, uploaded and followed: the step is green when ISC has finished', async () => {
  const file = csvOf([...people(19), ...people(2, 101)]);
  expect(await story({ files: { 'hr.csv': file } })).toMatchSnapshot();
});
