import { describe, expect, it } from '@jest/globals';
import { refuseEmptyList } from '../../src/aggregation/proof.js';
import type { Task } from '../../src/model/task.js';
import { ended, said, task } from '../model/tasks.js';
import { SOURCE } from '../report/fixtures.js';

const BUSY = said('ERROR', 'A previous running aggregation must complete before another can start.');

describe('an empty list of accounts', () => {
  it.each<[string, Task[]]>([
    ['none at all', []],
    ['one that counted none', [ended('a', 'SUCCESS', 0)]],
    ['one that gave no count', [ended('a', 'SUCCESS')]],
    ['one that runs', [task('a', { counts: ended('', '', 5).counts })]],
    ['one without a status that ISC knows', [ended('a', 'DONE', 5)]],
    ['one that ended without a status', [ended('a', '', 5)]],
    ['one that is not quite over', [ended('a', 'SUCCESS', 5, { completed: undefined })]],
    ['one that failed', [ended('a', 'ERROR', 5), ended('b', 'TERMINATED', 5)]],
    ['one that never ran because of another', [ended('a', 'SUCCESS', 5, { messages: [BUSY] })]],
    [
      'none in the last that counted, whatever was before',
      [ended('a', 'SUCCESS', 0), ended('b', 'SUCCESS', 5)],
    ],
  ])('is believed where earlier aggregations tell nothing against it: %s', (_name, tasks) => {
    expect(() => {
      refuseEmptyList(SOURCE, tasks);
    }).not.toThrow();
  });

  it.each<[string, Task[]]>([
    ['the last one', [ended('last', 'SUCCESS', 1_200)]],
    ['the last one, with warnings', [ended('last', 'WARNING', 1_200)]],
    ['the last one that ended well', [ended('a', 'ERROR', 0), task('b'), ended('last', 'SUCCESS', 1_200)]],
    ['the last one that counted', [ended('a', 'SUCCESS'), ended('last', 'SUCCESS', 1_200)]],
  ])('is refused where %s counted some', (_name, tasks) => {
    expect(() => {
      refuseEmptyList(SOURCE, tasks);
    }).toThrow(
      'ISC lists no accounts on the source "HR Contractors", although its aggregation last counted 1,200.',
    );
  });
});
