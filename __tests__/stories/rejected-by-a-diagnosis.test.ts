import { expect, it } from '@jest/globals';
import { HR } from '../support/play.js';
import { csvOf, people } from '../support/people.js';
import { story } from './story.js';

it('A column has moved under the heading of another one: it is named, and nothing is sent', async () => {
  const columns = ['id', 'name', 'email', 'department'];
  const now = people(20).map((one, n) => ({ ...one, department: `Department ${n % 5}` }));
  const moved = now.map((one) => ({ ...one, email: one.department, department: one.email }));
  expect(
    await story({
      source: { ...HR, attributes: columns, accounts: now },
      files: { 'hr.csv': csvOf(moved, columns) },
    }),
  ).toMatchSnapshot();
});
