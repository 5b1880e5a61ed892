import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Job } from '../../../src/aggregation/common/context.js';
import { endOfTask, follow } from '../../../src/aggregation/follow/follow.js';
import { type End, type Facts, NO_FACTS } from '../../../src/aggregation/outcome.js';
import type { AcceptedStart } from '../../../src/aggregation/start/start-when-free.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import type { Settings, Target } from '../../../src/model/settings.js';
import { StepFailure } from '../../../src/model/failure.js';
import type { Task, TaskFate } from '../../../src/model/task.js';
import { Semaphore } from '../../../src/runtime/semaphore.js';
import { recordingLog } from '../../github/memory.js';
import { ended, said, task } from '../../model/tasks.js';
import { PLAN, SOURCE, TARGET } from '../../report/fixtures.js';
import { BUSY_WORDS } from '../../support/answers.js';
import { skippingClock } from '../../support/clocks.js';
import { failureOf } from '../../support/tenant.js';
import { decodeTask } from '../../../src/isc/decode-task.js';
import {
  ALL_WORDS,
  NO_WORDS,
  REST_NOT_SHOWN,
  WORDS_NOT_SHOWN,
  type ShownWords,
} from '../../../src/model/shown-words.js';

let clock: ReturnType<typeof skippingClock>;
let lines: string[];
let claims: Map<string, string>;
/** What is known about the file. */
let facts: Facts;
/** What became of the task that was followed last. */
let fate: TaskFate;
/** What the looks at the task show, the last one included. */
let looks: readonly Task[];
/** Ids that were told as soon as they were known. */
let told: string[];

beforeEach(() => {
  clock = skippingClock();
  lines = [];
  claims = new Map();
  told = [];
  facts = NO_FACTS;
  looks = [ended('t', 'SUCCESS')];
});

/** The work on one source, whose tasks the looks show. */
function job(changes: { target?: Partial<Target>; settings?: Partial<Settings> } = {}): Job {
  const recording = recordingLog();
  lines = recording.lines;
  const follow = async (_id: string, onLook: (seen: Task) => void): Promise<Task> => {
    for (const look of looks) onLook(look);
    return Promise.resolve(looks.at(-1) as Task);
  };
  const uploads = new UploadCount();
  uploads.take();
  const context = {
    clock,
    claims,
    follower: { size: 1, follow },
    details: new Semaphore(1),
    pace: { busyMs: 1_000 },
    deadline: { signal: new AbortController().signal },
    connection: {
      path: () => '',
      read: () => Promise.reject(new Error('Not asked for.')),
      once: (_name: readonly string[], ask: () => Promise<unknown>) => ask(),
    },
    onTask: (id: string) => told.push(id),
    settings: { wait: true, ifRunning: 'wait', failOnWarning: false, ...changes.settings },
  };
  return {
    ...{ source: SOURCE, target: { ...TARGET, ...changes.target }, log: recording.log, uploads },
    askProfileUse: () => Promise.reject(new Error('Not asked for.')),
    entitlements: [],
    context: context as unknown as Job['context'],
  };
}

/** A start that ISC has accepted by naming the task. */
function accepted({
  shown = ALL_WORDS,
  ...changes
}: Partial<AcceptedStart['accepted'] & AcceptedStart> = {}): AcceptedStart {
  return {
    ...{ kind: 'accepted', shown, facts },
    accepted: { kind: 'accepted', task: task('t'), proof: 'answered', ...changes },
    moment: { source: SOURCE, before: new Set(['old']), since: 0 },
  };
}

/** How following the task ends: `again` if it never ran. @throws what stopped it. */
async function endOf(about: Job, started: AcceptedStart): Promise<Omit<End, 'kind'> | 'again'> {
  const followed = await follow(about, started);
  if (followed.kind === 'again') return 'again';
  const { end } = followed.story;
  ({ fate } = followed.story);
  if (end.kind === 'stop') throw new StepFailure(end.failure.message, end.failure);
  return { status: end.status, failure: end.failure };
}

const SUCCESS = { status: 'SUCCESS', failure: undefined };
const PERSON = 'Row "4711,Ada" is odd.';

describe('a task that was accepted', () => {
  it('ends as ISC ends it, and its progress is told until then', async () => {
    looks = [task('t', { percentComplete: 50 }), ended('t', 'SUCCESS', 7)];
    expect(await endOf(job(), accepted())).toEqual(SUCCESS);
    expect(lines.slice(0, 2)).toEqual([
      'ISC has accepted the aggregation: task t.',
      'ISC is aggregating: 50% (0 s so far)',
    ]);
    expect(fate).toMatchObject({ kind: 'ended', task: { id: 't', counts: { total: 7 } } });
    expect(told).toEqual(['t']);
  });

  it('may fail', async () => {
    looks = [ended('t', 'ERROR', 7, { messages: [said('ERROR', 'Disk full.')] })];
    expect(await endOf(job(), accepted())).toMatchObject({
      status: 'ERROR',
      failure: { message: 'ISC ended task t with an error. Disk full.' },
    });
  });

  it.each<[string, ShownWords, string]>([
    ['all', ALL_WORDS, PERSON],
    ['nothing', NO_WORDS, WORDS_NOT_SHOWN],
    [
      'all up to an account',
      { kind: 'up-to-identities', has: (id) => id === '4711' },
      `Row "${REST_NOT_SHOWN}`,
    ],
  ])('shows as much of what ISC says as may be shown: %s', async (_name, shown, text) => {
    looks = [ended('t', 'ERROR', 7, { messages: [said('ERROR', PERSON)] })];
    expect(await endOf(job(), accepted({ shown }))).toMatchObject({
      failure: { message: `ISC ended task t with an error. ${text}` },
    });
    expect(fate).toMatchObject({ task: { messages: [{ type: 'ERROR', text }] } });
  });

  it('that never ran because of another one is waited for, and started again', async () => {
    looks = [ended('t', 'ERROR', 0, { messages: [said('ERROR', BUSY_WORDS)] })];
    expect(await endOf(job(), accepted())).toBe('again');
    expect(clock.sleeps).toEqual([1_000]);
  });

  it('that never ran because of another one is a failure with if-running: fail', async () => {
    looks = [ended('t', 'ERROR', 0, { messages: [said('ERROR', BUSY_WORDS)] })];
    const failure = await failureOf(endOf(job({ settings: { ifRunning: 'fail' } }), accepted()));
    expect(failure.message).toMatch(/^An aggregation is already running on the source/);
    expect(clock.sleeps).toEqual([]);
  });

  it('that turns out to be another source’s is a failure', async () => {
    looks = [ended('t', 'SUCCESS', 7, { sourceIds: ['another'] })];
    expect((await failureOf(endOf(job(), accepted()))).message).toBe(
      'ISC accepted the upload and named task t, but it belongs to another source. What became of the upload is not known.',
    );
  });

  it('that was only found is not known to be ours where nobody waits for its result', async () => {
    const settings = { wait: false };
    expect(await endOf(job({ settings }), accepted())).toEqual({ status: 'STARTED', failure: undefined });
    expect((await failureOf(endOf(job({ settings }), accepted({ proof: 'adopted' })))).message).toContain(
      'and wait is false',
    );
  });

  it('that was only found is ours where the source takes no file, and its end counts as any other', async () => {
    const withoutFile = { target: { csv: undefined } };
    expect(await endOf(job(withoutFile), accepted({ proof: 'adopted' }))).toEqual(SUCCESS);
    looks = [ended('t', 'ERROR')];
    expect(await endOf(job(), accepted({ proof: 'adopted' }))).toMatchObject({ status: 'ERROR' });
  });
});

it('a task that was only found is not known to be ours where its file cannot be compared any more', async () => {
  // The tenant of these tests shows nothing.
  const failure = await failureOf(endOf(job(), accepted({ proof: 'adopted' })));
  expect(failure).toMatchObject({ status: 'FAILED', message: expect.stringContaining('Not asked for.') });
  expect(fate.kind).toBe('perhaps');
});

describe('one task for two sources', () => {
  it('is a failure of the second: it can only be that of one of them', async () => {
    expect(await endOf(job(), accepted())).toEqual(SUCCESS);
    const second = { ...job(), source: { ...SOURCE, id: 'second' } };
    expect((await failureOf(endOf(second, accepted()))).message).toContain(
      'named task t, but it was named for another source of this step, too.',
    );
  });

  it.each<[string, string, Partial<Task>]>([
    ['it was named twice for the same', SOURCE.id, {}],
    ['it names its source', 'another', { sourceIds: [SOURCE.id] }],
  ])('is none where %s', async (_name, claimedBy, about) => {
    claims.set('t', claimedBy);
    expect(await endOf(job(), accepted({ task: task('t', about) }))).toEqual(SUCCESS);
    expect(claims.get('t')).toBe(SOURCE.id);
  });
});

describe('a report of ISC that does not fit', () => {
  const CONTRADICTION = expect.stringMatching(
    /^(?:warning: |ISC finished the aggregation with SUCCESS, but fail-on-warning is set\. )?What ISC reports does not match the plan: /,
  );

  it.each([true, false])('the plan is a warning, by which a step may fail: %s', async (failOnWarning) => {
    facts = { ...NO_FACTS, plan: PLAN };
    const counts = { ...ended('t', '', 9).counts, deleted: PLAN.deleted + 1 };
    looks = [ended('t', 'SUCCESS', 9, { counts })];
    expect(await endOf(job({ settings: { failOnWarning } }), accepted())).toEqual(
      failOnWarning
        ? { status: 'FAILED', failure: expect.objectContaining({ message: CONTRADICTION }) }
        : SUCCESS,
    );
    expect(lines.filter((line) => line.startsWith('warning: '))).toEqual([CONTRADICTION]);
  });

  it.each([
    ['a file', TARGET.csv, 1],
    ['no file', undefined, 0],
  ])('where nothing was read is one for a source that takes %s', async (_name, csv, warnings) => {
    looks = [ended('t', 'SUCCESS', 0)];
    expect(await endOf(job({ target: { csv } }), accepted())).toEqual(SUCCESS);
    expect(lines.filter((line) => line.startsWith('warning: '))).toHaveLength(warnings);
  });
});

function endedWith(completionStatus: string | null, ...messages: [type: string, text: string][]): Task {
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
    expect(endOfTask(endedWith(word, ['WARN', 'Dust.']), failOnWarning)).toEqual({
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
    const end = endOfTask(
      endedWith(word, ['INFO', 'Begun.'], ['ERROR', 'Disk full.'], ['WARN', 'Dust.']),
      true,
    );
    expect(end.status).toBe(status);
    expect(end.failure?.message).toMatch(message);
    expect(end.failure?.message).toMatch(/ Disk full\.$/);
    expect(end.failure?.next).toMatch(next);
  });

  it('says so where ISC gives no reason', () => {
    expect(endOfTask(endedWith('ERROR', ['INFO', 'Begun.']), false).failure?.message).toBe(
      'ISC ended task t1 with an error. ISC gives no reason.',
    );
  });

  it('without a status, or with an endless one, is a failure', () => {
    expect(endOfTask(endedWith(null), false)).toMatchObject({
      status: 'FAILED',
      failure: { message: 'ISC ended task t1 without a status. ISC gives no reason.' },
    });
    expect(endOfTask(endedWith('x'.repeat(5_000)), false).failure?.message.length).toBeLessThan(200);
  });
});
