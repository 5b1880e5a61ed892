import { expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { SOURCE_ID } from '../support/play.js';
import { story } from './story.js';

const BADGES_ID = '2c91808a7f3b4c5d8e9f0a1b2c3d4e60';

it('One of two files would delete too much: it is red, and the other one is aggregated', async () => {
  expect(
    await story(
      {
        otherSources: [{ id: BADGES_ID, name: 'Badges', deleteThreshold: 20, accounts: people(20) }],
        files: { 'hr.csv': csvOf(people(21)), 'badges.csv': csvOf(people(4)) },
        inputs: {
          'source-id': '',
          'csv-path': '',
          sources: [
            `- { source-id: ${SOURCE_ID}, csv-path: hr.csv }`,
            `- { source-id: ${BADGES_ID}, csv-path: badges.csv }`,
          ].join('\n'),
        },
        settings: { accounts: { slimAttributes: 'present' } },
      },
      { sorted: true },
    ),
  ).toMatchSnapshot();
});
