import { describe, expect, it } from '@jest/globals';
import { decodeTask } from '../../../src/isc/decode-task.js';
import type { Task } from '../../../src/model/task.js';
import { endOfTask } from '../../../src/aggregation/follow/task-end.js';

function task(completionStatus: string | null, ...messages: [type: string, text: string][]): Task {
  const decoded = decodeTask({
    id: 't1',
    completed: 5,
    completionStatus,
    messages: messages.map(([type, localizedText]) => ({ type, localizedText })),
  });
  if (decoded === undefined) throw new Error('no task');
  return decoded;
}

describe('the end of a task', () => {
  it.each([
    ['Success', false, 'SUCCESS'],
    ['SUCCESS', true, 'SUCCESS'],
    ['WARNING', false, 'WARNING'],
  ] as const)('%s with fail-on-warning %s passes', (word, failOnWarning, status) => {
    expect(endOfTask(task(word, ['WARN', 'Dust.']), failOnWarning)).toEqual({
      kind: 'end',
      status,
      failure: undefined,
    });
  });

  it.each<[string, string, RegExp, RegExp]>([
    ['WARNING', 'WARNING', /^ISC finished task t1 with warnings, and fail-on-warning is set\. /, /messages/],
    ['error', 'ERROR', /^ISC ended task t1 with an error\. /, /before you run the step again/],
    ['TERMINATED', 'TERMINATED', /^Task t1 was terminated in ISC\. /, /run the step again/],
    ['TEMP_ERROR', 'TEMPERROR', /^ISC ended task t1 with a temporary error\. /, /Run the step again/],
    ['Vanished', 'FAILED', /with an unknown status: "Vanished"\. /, /report this status/],
  ])('%s fails with ISC’s own words and advice', (word, status, message, next) => {
    const end = endOfTask(task(word, ['INFO', 'Begun.'], ['ERROR', 'Disk full.'], ['WARN', 'Dust.']), true);
    expect(end.status).toBe(status);
    expect(end.failure?.message).toMatch(message);
    expect(end.failure?.message).toMatch(/ Disk full\.$/);
    expect(end.failure?.next).toMatch(next);
  });

  it('says so where ISC gives no reason', () => {
    expect(endOfTask(task('ERROR', ['INFO', 'Begun.']), false).failure?.message).toBe(
      'ISC ended task t1 with an error. ISC gives no reason.',
    );
  });

  it('without a status, or with an endless one, is a failure', () => {
    expect(endOfTask(task(null), false)).toMatchObject({
      status: 'FAILED',
      failure: { message: 'ISC ended task t1 without a status. ISC gives no reason.' },
    });
    expect(endOfTask(task('x'.repeat(5_000)), false).failure?.message.length).toBeLessThan(200);
  });
});
