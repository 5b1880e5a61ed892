import { beforeEach, describe, expect, it } from '@jest/globals';
import { getProgress } from '../../../src/isc/tasks.js';
import {
  nextProgress,
  type ShownProgress,
  TaskWatch,
  type WatchParts,
} from '../../../src/aggregation/follow/watch.js';
import { decodeTask } from '../../../src/isc/decode-task.js';
import type { Connection } from '../../../src/isc/connection.js';
import { HttpRefusal } from '../../../src/isc/failures.js';
import type { AggregationProgress, Task } from '../../../src/model/task.js';
import { Semaphore } from '../../../src/runtime/semaphore.js';
import { recordingLog } from '../../github/memory.js';
import { PLAN } from '../../report/fixtures.js';

const START = 1_000_000;

let now: number;
let lines: string[];
/** When ISC was asked for details, in milliseconds since the start. */
let asked: number[];
/** What ISC answers then. */
let answer: Partial<AggregationProgress> | Error;
let hasRoom: boolean;
let progressOf: WatchParts['progressOf'];
let followed: number;
let details: Semaphore;

beforeEach(() => {
  now = START;
  asked = [];
  answer = { status: 'ACCOUNTS_COLLECTED' };
  hasRoom = true;
  progressOf = getProgress;
  followed = 1;
  details = new Semaphore(1);
});

/** Watches a task whose plan is to delete so many accounts. */
function watch(deleted?: number): TaskWatch {
  const recording = recordingLog();
  lines = recording.lines;
  const read = async (): Promise<AggregationProgress> => {
    asked.push(now - START);
    await Promise.resolve();
    if (answer instanceof Error) throw answer;
    return {
      status: 'STARTED',
      totalAccounts: undefined,
      processedAccounts: undefined,
      markedForDeletion: undefined,
      ...answer,
    };
  };
  const connection = {
    path: () => '',
    read,
    get hasRoom() {
      return hasRoom;
    },
  };
  return new TaskWatch(
    {
      connection: connection as unknown as Connection,
      clock: { now: () => now, sleep: () => Promise.reject(new Error('Nothing is waited for.')) },
      log: recording.log,
      progressOf,
      followed: () => followed,
      details,
    },
    't1',
    deleted === undefined ? undefined : { ...PLAN, deleted },
  );
}

const RUNNING = task({});
const OVER = task({ completed: 1, completionStatus: 'SUCCESS' });

function task(fields: object): Task {
  const decoded = decodeTask({ id: 't1', ...fields });
  if (decoded === undefined) throw new Error('Not a task.');
  return decoded;
}

/** Looks so many milliseconds after the start; what is asked then has been answered afterwards. */
async function lookAt(watching: TaskWatch, ms: number, seen = RUNNING): Promise<void> {
  now = START + ms;
  watching.look(seen);
  await new Promise((resolve) => setImmediate(resolve));
}

async function lookEverySecond(watching: TaskWatch, from: number, to: number): Promise<void> {
  for (let ms = from; ms <= to; ms += 1_000) await lookAt(watching, ms);
}

function warnings(): string[] {
  return lines.filter((line) => line.startsWith('warning:'));
}

describe('the progress in the log', () => {
  it('is reported at the first poll, with the counts of ISC at the next ones', async () => {
    const watching = watch();
    answer = { status: 'ACCOUNTS_COLLECTED', processedAccounts: 5, markedForDeletion: 0 };
    await lookAt(watching, 1_000);
    await lookAt(watching, 3_000);
    await lookAt(watching, 6_000);
    await lookAt(watching, 9_000);
    expect(lines).toEqual([
      'ISC is aggregating (1 s so far)',
      'ISC is aggregating: 5 changed accounts processed (6 s so far)',
    ]);
  });

  it('ends with the task', async () => {
    await lookAt(watch(), 60_000, OVER);
    expect([lines, asked]).toEqual([[], []]);
  });
});

describe('the details of the only task', () => {
  it('are asked for at the first look, and then after a quarter of the time so far', async () => {
    answer = { status: 'ACCOUNTS_COLLECTED' };
    await lookEverySecond(watch(), 0, 20_000);
    expect(asked).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000, 7_000, 9_000, 12_000, 15_000, 19_000]);
  });

  it.each<[string, Partial<AggregationProgress>, number[]]>([
    [
      'every half minute once the deletions are known',
      { status: 'ACCOUNTS_COLLECTED', markedForDeletion: 1 },
      [8_000, 38_000],
    ],
    [
      'as before while ISC still reads the accounts: a 0 is no number yet',
      { status: 'STARTED', markedForDeletion: 0 },
      [8_000, 10_000, 13_000, 17_000, 22_000, 28_000, 35_000],
    ],
  ])('are asked for %s', async (_name, progress, expected) => {
    answer = progress;
    await lookEverySecond(watch(), 8_000, 40_000);
    expect(asked).toEqual(expected);
  });

  it('are asked for again where ISC did not tell', async () => {
    answer = refusal(404);
    await lookEverySecond(watch(), 8_000, 14_000);
    expect(asked).toEqual([8_000, 10_000, 13_000]);
    expect(lines).not.toContainEqual(expect.stringContaining('debug:'));
  });

  it('are asked for no more where the credential may not see them', async () => {
    answer = refusal(403);
    await lookEverySecond(watch(), 8_000, 60_000);
    expect(asked).toEqual([8_000]);
  });

  it('are not asked for twice at once', async () => {
    const watching = watch();
    let end = (): void => undefined;
    const other = details.take(() => new Promise<void>((resolve) => (end = resolve)));
    await lookAt(watching, 1_000);
    await lookAt(watching, 60_000);
    expect(asked).toEqual([]);
    end();
    await other;
    await lookAt(watching, 61_000);
    expect(asked).toHaveLength(1);
  });

  it('are not asked for where ISC has none for the kind of objects', async () => {
    progressOf = undefined;
    await lookAt(watch(), 60_000);
    expect([asked, lines]).toEqual([[], ['ISC is aggregating (1 min so far)']]);
  });

  it('are no reason to fail, whatever happens', async () => {
    answer = new TypeError('x is undefined');
    await lookAt(watch(), 1_000);
    expect(lines).toContain('debug: progress: TypeError: x is undefined');
  });
});

describe('the details of one task of several', () => {
  beforeEach(() => {
    followed = 2;
  });

  it('are asked for once, after four seconds', async () => {
    const watching = watch();
    await lookAt(watching, 3_999);
    await lookAt(watching, 4_000);
    await lookEverySecond(watching, 5_000, 60_000);
    expect(asked).toEqual([4_000]);
  });

  it('wait until there is room for them', async () => {
    const watching = watch();
    hasRoom = false;
    await lookAt(watching, 4_000);
    hasRoom = true;
    let end = (): void => undefined;
    const other = details.take(() => new Promise<void>((resolve) => (end = resolve)));
    await lookAt(watching, 5_000);
    end();
    await other;
    await lookAt(watching, 6_000);
    expect(asked).toEqual([6_000]);
  });
});

describe('more deletions than planned', () => {
  it('are a warning, once', async () => {
    const watching = watch(2);
    answer = { status: 'ACCOUNTS_COLLECTED', markedForDeletion: 2 };
    await lookAt(watching, 1_000);
    expect(warnings()).toEqual([]);
    answer = { status: 'ACCOUNTS_COLLECTED', markedForDeletion: 3 };
    await lookEverySecond(watching, 31_000, 90_000);
    expect(asked.length).toBeGreaterThan(2);
    expect(warnings()).toEqual([
      'warning: ISC is about to delete 3 accounts, but the plan has only 2. If that is wrong, stop task t1 in ISC now: this step does not stop it.',
    ]);
  });

  it.each<[string, number | undefined, number | undefined]>([
    ['there is no plan', undefined, 3],
    ['ISC does not say how many', 2, undefined],
  ])('are not warned about where %s', async (_name, deleted, markedForDeletion) => {
    answer = { status: 'ACCOUNTS_COLLECTED', markedForDeletion };
    await lookAt(watch(deleted), 1_000);
    expect([asked.length, warnings()]).toEqual([1, []]);
  });
});

function refusal(status: number): HttpRefusal {
  return new HttpRefusal('progress', { status, headers: {}, text: '' }, undefined);
}

const AGGREGATION: AggregationProgress = {
  status: 'ACCOUNTS_COLLECTED',
  totalAccounts: 3_000,
  processedAccounts: 1_200,
  markedForDeletion: 2,
};
const AT_45 = { percentComplete: 45, progress: 'Aggregating' };
const AT_46 = { percentComplete: 46, progress: 'Aggregating' };
const NOTHING = { percentComplete: undefined, progress: undefined };

function first(): ShownProgress {
  const shown = nextProgress(undefined, 1_000, 0, AT_45, undefined);
  if (shown === undefined) throw new Error('the first look is always shown');
  return shown;
}

describe('nextProgress', () => {
  it.each([
    [
      'everything',
      AT_45,
      AGGREGATION,
      ': 45%, Aggregating, 1,200 of 3,000 changed accounts processed, 2 marked for deletion',
    ],
    ['no counts', AT_45, undefined, ': 45%, Aggregating'],
    [
      'no total',
      NOTHING,
      { ...AGGREGATION, totalAccounts: undefined, markedForDeletion: 0 },
      ': 1,200 changed accounts processed',
    ],
    ['only marked', NOTHING, { ...AGGREGATION, processedAccounts: undefined }, ': 2 marked for deletion'],
    ['nothing', NOTHING, undefined, ''],
    ['long text', { ...NOTHING, progress: 'x'.repeat(300) }, undefined, `: ${'x'.repeat(199)}…`],
    ['hostile text', { percentComplete: 0, progress: '::error::\nx' }, undefined, ': 0%, : :error:: ⏎ x'],
  ])('tells %s', (_, task, aggregation, words) => {
    expect(nextProgress(undefined, 82_000, 10_000, task, aggregation)?.line).toBe(
      `ISC is aggregating${words} (1 min 12 s so far)`,
    );
  });

  it.each([
    ['nothing new, soon after', AT_45, 11_000, false],
    ['nothing new, 30 s later', AT_45, 31_000, true],
    ['something new, too soon', AT_46, 5_999, false],
    ['something new, 5 s later', AT_46, 6_000, true],
  ])('%s', (_, task, now, speaks) => {
    expect(nextProgress(first(), now, 0, task, undefined) !== undefined).toBe(speaks);
  });

  it('is a handful of lines for an hour of polling, never one a poll', () => {
    let shown: ShownProgress | undefined;
    const lines: string[] = [];
    for (let now = 0; now <= 3_600_000; now += 2_000) {
      const next = nextProgress(shown, now, 0, NOTHING, undefined);
      if (next === undefined) continue;
      shown = next;
      lines.push(next.line);
    }
    expect(lines).toHaveLength(121);
  });
});
