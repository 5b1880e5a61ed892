import { describe, expect, it } from '@jest/globals';
import { decodeTask } from '../../src/isc/decode-task.js';
import { NO_COUNTS, type Task } from '../../src/model/task.js';
import type { Plan } from '../../src/model/outcome.js';
import { TaskWatch, type WatchParts } from '../../src/aggregation/watch.js';

const PLAN: Plan = {
  created: 0,
  deleted: 3,
  kept: 7,
  accountsNow: 10,
  createdIds: [],
  deletedIds: [],
  notes: [],
};

/** A task that is over when it is first looked at, so that its progress was never seen. */
function overAfterDeleting(deleted: number | undefined): Task {
  const task = decodeTask({
    id: '1',
    completed: '2026-11-22T08:00:00Z',
    completionStatus: 'SUCCESS',
  }) as Task;
  return { ...task, counts: { ...NO_COUNTS, deleted } };
}

describe('a task that ends before its progress was seen', () => {
  it.each([
    [4, ['ISC has deleted 4 accounts, but only 3 were planned. Look at the source in ISC.']],
    [3, []],
    [undefined, []],
  ])('with %s deleted accounts where 3 were planned warns: %j', (deleted, warnings) => {
    const said: string[] = [];
    const log = { warning: (message: string) => said.push(message) };
    const parts = { clock: { now: () => 0 }, log } as unknown as WatchParts;
    new TaskWatch(parts, '1', PLAN).look(overAfterDeleting(deleted));
    expect(said).toEqual(warnings);
  });
});
