import { describe, expect, it } from '@jest/globals';
import type { Connection } from '../../../src/isc/connection.js';
import { proveEmptyList, refuseEmptyList } from '../../../src/aggregation/prepare/empty-list.js';
import type { Task, TaskList } from '../../../src/model/task.js';
import { ended, said, task } from '../../model/tasks.js';
import { SOURCE } from '../../report/fixtures.js';
import { limitOf } from '../../support/limits.js';
import { failureOf } from '../../support/tenant.js';

const BUSY = said('ERROR', 'A previous running aggregation must complete before another can start.');

describe('an empty list of accounts', () => {
  it.each<[string, Task[]]>([
    ['none at all', []],
    ['one that counted none', [ended('a', 'SUCCESS', 0)]],
    ['one that runs', [task('a', { counts: ended('', '', 5).counts })]],
    ['one that is not quite over', [ended('a', 'SUCCESS', 5, { completed: undefined })]],
    ['one that never ran because of another', [ended('a', 'SUCCESS', 0, { messages: [BUSY] })]],
  ])('is believed where earlier aggregations tell nothing against it: %s', (_name, tasks) => {
    expect(() => {
      refuseEmptyList(SOURCE, { kind: 'listed', newestFirst: tasks });
    }).not.toThrow();
  });

  it.each<[string, Task[]]>([
    ['the last one', [ended('last', 'SUCCESS', 1_200)]],
    ['the last one, with warnings', [ended('last', 'WARNING', 1_200)]],
    ['the last one that ended well', [ended('a', 'ERROR', 0), task('b'), ended('last', 'SUCCESS', 1_200)]],
    ['one before the last', [ended('a', 'SUCCESS', 0), ended('last', 'SUCCESS', 1_200)]],
    ['one that failed', [ended('last', 'ERROR', 1_200)]],
    ['one behind another without counts', [ended('a', 'SUCCESS'), ended('last', 'SUCCESS', 1_200)]],
  ])('is refused where %s counted some', (_name, tasks) => {
    expect(() => {
      refuseEmptyList(SOURCE, { kind: 'listed', newestFirst: tasks });
    }).toThrow(
      'ISC lists no accounts on the source "HR Contractors", although its aggregation last counted 1,200.',
    );
  });

  it('is refused where one counted a single account', () => {
    expect(() => {
      refuseEmptyList(SOURCE, { kind: 'listed', newestFirst: [ended('last', 'SUCCESS', 1)] });
    }).toThrow('although its aggregation last counted 1.');
  });

  it('of a type of entitlements is believed only if the source has those of another type', async () => {
    const prove = (hasOthers: boolean): Promise<void> => {
      const connection = { path: () => '', read: () => Promise.resolve(hasOthers) } as unknown as Connection;
      const maxDeletions = limitOf('max-deletions', '10%');
      const groups = { ...SOURCE, objectType: 'group' };
      return proveEmptyList(
        { connection },
        groups,
        { maxDeletions },
        { accountsNow: 0 },
        { kind: 'forbidden' },
      );
    };
    await prove(true);
    expect((await failureOf(prove(false))).message).toContain('may not see its earlier aggregations');
  });

  it.each<[string, TaskList, RegExp]>([
    [
      'an aggregation gives no count',
      { kind: 'listed', newestFirst: [ended('a', 'SUCCESS')] },
      /its aggregation a has no count that would prove/,
    ],
    ['tasks may not be read', { kind: 'forbidden' }, /this credential may not see its earlier aggregations/],
  ])('is not proven where %s', (_name, tasks, expected) => {
    expect(() => {
      refuseEmptyList(SOURCE, tasks);
    }).toThrow(expected);
  });
});
