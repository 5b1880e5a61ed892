import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Task } from '../../../src/model/task.js';
import { decodeTask } from '../../../src/isc/decode-task.js';
import type { ListedAggregations } from '../../../src/isc/tasks.js';
import { RecentAggregations } from '../../../src/aggregation/common/recent-aggregations.js';
import { skippingClock } from '../../support/clocks.js';

const HR = { id: 'hr', name: 'HR' };
const REFUSED = 'The currently running aggregation must complete before the next one can start.';

function task(id: string, fields: object = {}): Task {
  const decoded = decodeTask({
    id,
    completed: 9,
    completionStatus: 'SUCCESS',
    target: { id: HR.id },
    ...fields,
  });
  if (decoded === undefined) throw new Error('Not a task.');
  return decoded;
}

function listing(tasks: readonly Task[], isWhole = true): ListedAggregations {
  return { of: () => tasks, isWhole };
}

let clock: ReturnType<typeof skippingClock>;
let asked: number;
/** What the next look shows. */
let shown: ListedAggregations | Error | undefined;
let looks: RecentAggregations;

beforeEach(() => {
  clock = skippingClock();
  asked = 0;
  shown = listing([]);
  looks = new RecentAggregations({
    clock,
    freshMs: 5_000,
    list: async () => {
      asked += 1;
      await Promise.resolve();
      if (shown instanceof Error) throw shown;
      return shown;
    },
  });
});

describe('a look at all sources together', () => {
  it('is made once for all that need it at the time', async () => {
    expect(await Promise.all([1, 2, 3].map(() => looks.aggregationsOf(HR)))).toEqual([[], [], []]);
    expect(asked).toBe(1);
  });

  it('is relied on as long as it is fresh, and no longer', async () => {
    await looks.aggregationsOf(HR);
    clock.pass(4_999);
    await looks.aggregationsOf(HR);
    expect(asked).toBe(1);
    clock.pass(1);
    shown = listing([task('new')]);
    expect(await looks.aggregationsOf(HR)).toEqual([task('new')]);
    expect(asked).toBe(2);
  });

  it.each([
    ['is refused', undefined],
    ['fails', new Error('lost')],
  ])('that %s is not tried again: each source is looked at by itself', async (_name, answer) => {
    shown = answer;
    expect(await looks.aggregationsOf(HR)).toBeUndefined();
    clock.pass(60_000);
    shown = listing([]);
    expect(await looks.aggregationsOf(HR)).toBeUndefined();
    expect(asked).toBe(1);
  });
});

const REFUSED_TASK = task('refused', {
  completionStatus: 'ERROR',
  messages: [{ type: 'WARN', localizedText: REFUSED }],
});

describe('a look that may not have shown everything', () => {
  it.each<[string, readonly Task[], boolean]>([
    ['nothing of a source that it does not show', [], false],
    ['that a source is free whose newest aggregation is over', [task('b'), task('a')], true],
    ['that a source is busy whose newest aggregation runs', [task('b', { completionStatus: null })], true],
    ['nothing of a source whose newest aggregation was refused: an older one may run', [REFUSED_TASK], false],
    [
      'that a source is busy on which it shows the one that runs, too',
      [REFUSED_TASK, task('a', { completionStatus: null })],
      true,
    ],
    ['nothing by a task that does not name its source', [task('a', { target: null })], false],
  ])('tells %s', async (_name, tasks, tells) => {
    shown = listing(tasks, false);
    expect(await looks.aggregationsOf(HR)).toEqual(tells ? tasks : undefined);
    shown = listing(tasks);
    clock.pass(5_000);
    expect(await looks.aggregationsOf(HR)).toEqual(tasks);
  });
});
