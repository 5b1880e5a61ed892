import { expect, it } from '@jest/globals';
import type { RequestRecord } from '../../sandbox/tenant/request-record.js';
import { csvOf, people } from '../support/people.js';
import { HR, play, SOURCE_ID, type Played } from '../support/play.js';
import { steady } from '../support/steady.js';

/**
 * The one run that is recorded whole, so that a change to any of its words shows in a review: a source that passes, one
 * that fails, and all that people, later steps and the tenant see of them.
 */

const BADGES_ID = '2c91808a7f3b4c5d8e9f0a1b2c3d4e60';
const COLUMNS = ['id', 'name', 'email', 'department'];

it('One of two files would delete too much, and has two columns mixed up: it is red, and the other one is aggregated', async () => {
  const badges = people(20).map((one, n) => ({ ...one, department: `Department ${n % 5}` }));
  const mixedUp = badges.slice(8).map((one) => ({ ...one, email: one.department, department: one.email }));
  const run = await play({
    otherSources: [
      { ...HR, id: BADGES_ID, name: 'Badges', deleteThreshold: 20, attributes: COLUMNS, accounts: badges },
    ],
    files: {
      'hr.csv': csvOf([...people(19), ...people(2, 101)]),
      'badges.csv': csvOf(mixedUp, COLUMNS),
    },
    inputs: {
      'source-id': '',
      'csv-path': '',
      sources: [
        `- { source-id: ${SOURCE_ID}, csv-path: hr.csv }`,
        `- { source-id: ${BADGES_ID}, csv-path: badges.csv }`,
      ].join('\n'),
    },
    settings: { accounts: { slimAttributes: 'present' } },
  });
  expect(storyOf(run)).toMatchSnapshot();
});

/** Both sources are at work at once, so what the machine's speed would mix is sorted. */
function storyOf(run: Played): string {
  const log = run.log.split('\n').toSorted((a, b) => prefixOf(a).localeCompare(prefixOf(b)));
  const requests = run.requests.toSorted((a, b) => a.url.localeCompare(b.url));
  const outputs = Object.entries(run.outputs).filter(([, value]) => value !== '');
  const sections = {
    Log: log.join('\n'),
    'Annotations on files': run.annotations.flatMap(placeOf).join('\n'),
    'Job summary': run.summary,
    Outputs: outputs.map(([name, value]) => `${name}: ${value}`).join('\n'),
    'Exit code': String(run.exitCode),
    'Requests that the tenant received': requests.map(lineOf).join('\n'),
  };
  const text = Object.entries(sections).map(([name, part]) => `===== ${name}\n${part.trim()}`);
  return `\n${steady(text.join('\n\n'), '…')}\n`;
}

/** The lines of one source begin with its id; lines about all sources come last. */
function prefixOf(line: string): string {
  return /^\[\w+\]/.exec(line)?.[0] ?? '~';
}

/** The log says nothing of where an annotation stands. */
function placeOf({ kind, properties }: Played['annotations'][number]): string[] {
  const { file, line, title = '' } = properties;
  return file === undefined ? [] : [`${kind} ${file}${line === undefined ? '' : `:${line}`} ${title}`.trim()];
}

function lineOf({ method, status, url }: RequestRecord): string {
  return `${method} ${decodeURIComponent(url)} -> ${status ?? 'no reply'}`;
}
