import { describe, expect, it } from '@jest/globals';
import { decodeTask } from '../../src/isc/decode-task.js';
import { lastDurationOf, startOrder, type Expectation } from '../../src/aggregation/all-sources.js';
import type { Task } from '../../src/model/task.js';

/** A source by its name: a size where nothing is known of it, or how long its last aggregation took. */
function source(name: string, lastMs: number | undefined, bytes = 0): Expectation & { name: string } {
  return { name, lastMs, bytes };
}

describe('the order of the starts', () => {
  it.each<[string, readonly ReturnType<typeof source>[], string]>([
    ['none', [], ''],
    ['one', [source('a', 7)], 'a'],
    ['the longest first', [source('a', 5), source('b', 60_000), source('c', 900)], 'bca'],
    [
      'the largest file first where nothing is known',
      [source('a', undefined, 1), source('b', undefined, 9)],
      'ba',
    ],
    ['what nothing is known of before the rest', [source('a', 60_000, 9), source('b', undefined, 1)], 'ba'],
    ['the time before the size', [source('a', 1, 900), source('b', 2, 1)], 'ba'],
    ['the size among equal times', [source('a', 3, 1), source('b', 3, 2)], 'ba'],
    ['as given among equals', [source('b', 3, 1), source('c', 3, 1), source('a', 3, 1)], 'bca'],
    [
      'a source without a file as one without bytes',
      [source('a', undefined), source('b', undefined, 1)],
      'ba',
    ],
    [
      'all of it together',
      [source('a', 5), source('b', undefined, 2), source('c', 80), source('d', undefined, 8), source('e', 5)],
      'dbcae',
    ],
  ])('is %s', (_name, sources, expected) => {
    const given = [...sources];
    expect(
      startOrder(sources)
        .map(({ name }) => name)
        .join(''),
    ).toBe(expected);
    expect(sources).toEqual(given);
  });
});

function task(fields: object): Task {
  const decoded = decodeTask({ id: 't', completionStatus: 'SUCCESS', ...fields });
  if (decoded === undefined) throw new Error('Not a task.');
  return decoded;
}

const REFUSED =
  'This aggregation failed because the currently running aggregation must complete before the next.';

describe('how long the last aggregation took', () => {
  it.each<[string, readonly Task[], number | undefined]>([
    ['is not known where there was none', [], undefined],
    ['is that of the newest', [task({ created: 50, completed: 57 }), task({ created: 1, completed: 40 })], 7],
    [
      'is not that of one that runs still',
      [task({ created: 50, completionStatus: null }), task({ created: 1, completed: 40 })],
      39,
    ],
    [
      'is not that of one that has no status yet',
      [task({ created: 50, completed: 57, completionStatus: null }), task({ created: 1, completed: 40 })],
      39,
    ],
    [
      'is not that of one that was refused because another ran',
      [
        task({
          created: 50,
          completed: 50,
          completionStatus: 'ERROR',
          messages: [{ type: 'WARN', localizedText: REFUSED }],
        }),
        task({ created: 1, completed: 40 }),
      ],
      39,
    ],
    ['is not known without both times', [task({ completed: 57 })], undefined],
  ])('%s', (_name, tasks, expected) => {
    expect(lastDurationOf(tasks)).toBe(expected);
  });
});
