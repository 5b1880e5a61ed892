import { describe, expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { HR, play, SOURCE_ID } from '../support/play.js';

const LEGACY = { ...HR, id: '2c91808a7f3b4c5d8e9f0a1b2c3d4e60', name: 'Legacy' };
const FILE = csvOf(people(20));

describe('the folder of the File Upload Utility', () => {
  it.concurrent(
    'is aggregated by a glob: a source for each file, and one that fails leaves the others alone',
    async () => {
      const run = await play({
        source: { run: { completionStatus: 'ERROR' } },
        otherSources: [LEGACY],
        files: { [`${LEGACY.id}-legacy.csv`]: FILE, [`${SOURCE_ID}-hr.csv`]: FILE },
        inputs: { 'source-id': '', 'csv-path': '*.csv' },
      });
      expect(run.exitCode).toBe(1);
      const results = JSON.parse(run.outputs['results'] ?? '') as Record<string, string>[];
      expect(results).toMatchObject([
        { 'source-id': SOURCE_ID, 'source-name': HR.name, status: 'ERROR', 'csv-rows': '20' },
        { 'source-id': LEGACY.id, 'source-name': 'Legacy', status: 'SUCCESS', 'csv-accounts': '20' },
      ]);
      expect(results.map((result) => result['task-id'])).toEqual(
        [SOURCE_ID, LEGACY.id].map((id) => run.tasks.find(({ sourceId }) => sourceId === id)?.id),
      );
      expect(run.outputs).toMatchObject({ status: 'ERROR', 'task-id': '', 'source-id': '' });
      expect(run.summary).toContain('Legacy');
    },
  );

  it.concurrent('sends nothing at all where one file names no source', async () => {
    const run = await play({
      files: { [`${SOURCE_ID}-hr.csv`]: FILE, 'readme.csv': FILE },
      inputs: { 'source-id': '', 'csv-path': '*.csv' },
    });
    expect(run.requests).toEqual([]);
    expect(run.outputs).toMatchObject({ status: 'FAILED', results: '[]' });
    expect(run.annotations.filter(({ kind }) => kind === 'error')).toMatchObject([
      {
        message: expect.stringContaining(
          '"readme.csv" does not begin with the 32 hexadecimal digits',
        ) as unknown as string,
      },
    ]);
  });
});

describe('a list of sources', () => {
  it.concurrent('sends nothing until all of it is right, and says all that is wrong at once', async () => {
    const run = await play({
      files: { 'hr.csv': FILE },
      inputs: {
        'source-id': '',
        'csv-path': '',
        sources: `- { source-id: ${SOURCE_ID}, csv-path: hr.csv }\n- { source-name: Legacy, csvpath: x }\n- { source-id: ${SOURCE_ID} }\n- { csv-path: none.csv }`,
      },
    });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toEqual([]);
    const [error] = run.annotations.filter(({ kind }) => kind === 'error');
    for (const problem of [
      'sources, line 2, column 26: "csvpath" is not a key',
      'sources, line 3, column 3: the same source as sources, line 1, column 3',
      'sources, line 4, column 15: csv-path: "none.csv" does not exist',
    ]) {
      expect(error?.message).toContain(problem);
    }
  });

  it.concurrent('fills the single outputs where it has one entry', async () => {
    const run = await play({
      files: { 'hr.csv': FILE },
      inputs: {
        'source-id': '',
        'csv-path': '',
        sources: `- source-id: ${SOURCE_ID}\n  csv-path: hr.csv`,
      },
    });
    expect(run.outputs).toMatchObject({
      status: 'SUCCESS',
      'source-id': SOURCE_ID,
      'task-id': run.tasks[0]?.id,
      'planned-kept': '20',
    });
  });
});
