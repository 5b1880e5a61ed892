import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  lookForTask,
  requireNoStart,
  searchForTask,
  sightIn,
  type SearchResult,
  type StartContext,
} from '../../../src/aggregation/start/lost-upload.js';
import { ConnectionFailure, HttpRefusal } from '../../../src/isc/failures.js';
import type { Task } from '../../../src/model/task.js';
import { task } from '../../model/tasks.js';
import { SOURCE } from '../../report/fixtures.js';
import { skippingClock } from '../../support/clocks.js';
import { failureOf } from '../../support/tenant.js';

const SINCE = 1_000;
const LOST = { source: SOURCE, since: SINCE, reason: new Error('No reply.') };
const OWN = { sourceIds: [SOURCE.id] };
const ANOTHER = { sourceIds: ['another'] };

let clock: ReturnType<typeof skippingClock>;
/** What ISC lists of the source, and of all sources. */
let own: readonly Task[] | Error;
let newest: readonly Task[] | Error;
let looks: number;

beforeEach(() => {
  clock = skippingClock();
  own = [];
  newest = [];
  looks = 0;
});

function context(): StartContext {
  const read = (_operation: string, path: string): Promise<readonly Task[]> => {
    looks += 1;
    const answer = path.includes('sourceId') ? own : newest;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return {
    clock,
    connection: { path: (_of: string, rest: string) => rest, read },
    pace: { searchMs: [1_000, 2_000, 4_000] },
    deadline: { signal: new AbortController().signal },
  } as unknown as StartContext;
}

function search(before: readonly string[], waited = 0): Promise<SearchResult> {
  return searchForTask(context(), { ...LOST, before: new Set(before) }, waited);
}

const refused = new HttpRefusal('tasks', { status: 403, headers: {}, text: '' }, undefined);
const PROVEN = { kind: 'none', seen: 'not in a list that has proven itself' };
const NOTHING = { kind: 'none', seen: 'not in a list that has proven nothing' };

describe('what a list shows of an upload', () => {
  it.each<[string, readonly Task[], object | undefined]>([
    ['its task', [task('t', { created: SINCE })], { kind: 'found', task: { id: 't' } }],
    ['none but the others', [task('old', { created: SINCE })], undefined],
    [
      'one that names another source, too',
      [task('t', { created: SINCE, sourceIds: [SOURCE.id, 'another'] })],
      { kind: 'unclear', why: 'Task t is new, and names another source, too.' },
    ],
    [
      'one that does not say what it is',
      [task('t', { created: SINCE, names: [] })],
      { kind: 'unclear', why: expect.stringContaining('its name does not say') },
    ],
    ['one that does not say since when it is', [task('t')], { kind: 'found', task: { id: 't' } }],
    [
      'two that can be its task',
      [task('t', { created: SINCE }), task('u', { created: SINCE })],
      { kind: 'unclear', why: 'Several tasks match: t, u.' },
    ],
    [
      'one that is new, and older than the upload',
      [task('t', { created: 500 }), task('old', { created: 499 })],
      { kind: 'unclear', why: expect.stringContaining('it was created before the upload') },
    ],
    ['none newer than the others', [task('t', { created: 500 }), task('old', { created: 500 })], undefined],
    [
      'none newer than all of the others',
      [task('old', { created: 600 }), task('t', { created: 500 }), task('older', { created: 400 })],
      undefined,
    ],
  ])('%s', (_name, tasks, sight) => {
    const seen = sightIn(tasks, new Set(['old', 'older']), LOST);
    if (sight === undefined) expect(seen).toBeUndefined();
    else expect(seen).toMatchObject(sight);
  });
});

describe('the looks of a search', () => {
  it.each<[number, readonly number[]]>([
    [0, [1_000, 2_000, 4_000]],
    [3_000, [4_000]],
    [6_999, [1]],
    [Infinity, []],
  ])('come after its waits, less the %d ms that have passed; the last one always', async (waited, waits) => {
    await search(['old'], waited);
    expect(clock.sleeps).toEqual(waits);
    expect(looks).toBe(Math.max(1, waits.length));
  });

  it('prove that nothing has started if the list is sorted and has one from before', async () => {
    own = [task('old', { created: 20 }), task('older', { created: 10 })];
    expect(await search(['old', 'older'])).toEqual(PROVEN);
    own = own.toReversed();
    expect(await search(['old', 'older'])).toEqual(NOTHING);
    own = [task('old', { created: 20 }), task('older', { created: 20 })];
    expect(await search(['old', 'older'])).toEqual(PROVEN);
  });

  it('end with the task, for which a single look may be enough', async () => {
    own = [task('t', { created: SINCE })];
    const found = { kind: 'found', task: { id: 't' } };
    expect(await search(['old'])).toMatchObject(found);
    expect(clock.sleeps).toEqual([1_000]);
    expect(await lookForTask(context(), new Set(), { ...LOST, before: new Set() })).toMatchObject(found);
  });

  it('are none where the tasks from before are not known', async () => {
    expect(await searchForTask(context(), { ...LOST, before: undefined }, 0)).toMatchObject({
      kind: 'unclear',
      seen: 'tasks not readable',
    });
    expect(looks).toBe(0);
  });
});

describe('the tasks of all sources, for a source without any', () => {
  it.each<[string, readonly Task[], object]>([
    ['one from before proves the list', [task('a', { ...ANOTHER, created: SINCE - 1 })], PROVEN],
    ['one of the moment of the upload does not', [task('a', { ...ANOTHER, created: SINCE })], NOTHING],
    [
      'neither another source’s is ours nor one that names no source',
      [
        task('a', { ...ANOTHER, created: SINCE + 2 }),
        task('b', { created: SINCE + 1 }),
        task('c', { created: 1 }),
      ],
      PROVEN,
    ],
    ['one that names the source by its id is', [task('t', { ...OWN, created: SINCE })], { kind: 'found' }],
    [
      'one that calls it by its name is',
      [task('t', { sourceName: SOURCE.name, created: SINCE })],
      { kind: 'found' },
    ],
  ])('%s', async (_name, tasks, result) => {
    newest = tasks;
    expect(await search([])).toMatchObject(result);
  });
});

describe('a list that ISC does not give', () => {
  it.each([
    ['refused', refused],
    ['lost', new ConnectionFailure('tasks', 'lost', 'The connection was lost.')],
  ])('leaves open what became of the upload: %s', async (_name, failure) => {
    const unclear = { kind: 'unclear', seen: 'tasks not readable', why: failure.message };
    newest = failure;
    expect(await search([])).toEqual(unclear);
    own = failure;
    expect(await search([])).toEqual(unclear);
    expect(await lookForTask(context(), new Set(), { ...LOST, before: new Set() })).toEqual(unclear);
  });

  it('for another reason is that failure', async () => {
    own = new Error('The step is over.');
    expect(await failureOf(search([]))).toBe(own);
  });
});

it('only what is proven lets the upload be sent again', () => {
  const require = (seen: Parameters<typeof requireNoStart>[0]) => (): void => {
    requireNoStart(seen, LOST.reason, 'Several tasks match.');
  };
  expect(require('not sent completely')).not.toThrow();
  expect(require('several tasks')).toThrow(/No reply\. .*Several tasks match\./);
});
