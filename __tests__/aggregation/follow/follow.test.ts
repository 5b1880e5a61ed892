import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Job } from '../../../src/aggregation/common/context.js';
import { endOfTask, follow } from '../../../src/aggregation/follow/follow.js';
import { type End, type Facts, NO_FACTS } from '../../../src/aggregation/outcome.js';
import type { AcceptedStart } from '../../../src/aggregation/start/start-when-free.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import type { Settings, Target } from '../../../src/model/settings.js';
import { HttpRefusal } from '../../../src/isc/failures.js';
import { ACCOUNT } from '../../../src/model/object-kind.js';
import type { Plan } from '../../../src/model/outcome.js';
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
/** Why the task cannot be looked at, the first time that it is followed. */
let unseen: Error | undefined;
/** The tasks that ISC lists, or why it does not. */
let listed: readonly Task[] | Error;
/** Ids that were told as soon as they were known. */
let told: string[];

beforeEach(() => {
  clock = skippingClock();
  lines = [];
  claims = new Map();
  told = [];
  facts = NO_FACTS;
  looks = [ended('t', 'SUCCESS')];
  unseen = undefined;
  listed = new Error('Not asked for.');
});

/** The work on one source, whose tasks the looks show. */
function job(changes: { target?: Partial<Target>; settings?: Partial<Settings> } = {}): Job {
  const recording = recordingLog();
  lines = recording.lines;
  const follow = async (_id: string, onLook: (seen: Task) => void): Promise<Task> => {
    const failure = unseen;
    unseen = undefined;
    if (failure !== undefined) throw failure;
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
      read: (operation: string) => {
        const answer = operation === 'tasks' ? listed : new Error('Not asked for.');
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
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
    const about = job();
    expect(await endOf(about, accepted())).toBe('again');
    expect(clock.sleeps).toEqual([1_000]);
    expect([about.uploads.busy, about.uploads.mayHaveStarted]).toEqual([1, false]);
  });

  it.each([
    ['ERROR', 'again', 1],
    ['Odd', 'again', 1],
    ['SUCCESS', 'open', 0],
    ['WARNING', 'open', 0],
  ])('that says so without counts, and ended with %s: %s', async (word, what, refused) => {
    looks = [ended('t', word, undefined, { messages: [said('ERROR', BUSY_WORDS)] })];
    const about = job();
    const end = endOf(about, accepted());
    if (what === 'again') expect(await end).toBe('again');
    else {
      // The tenant of these tests shows nothing.
      expect((await failureOf(end)).message).toContain('its words are those of a refusal, and ');
      expect(fate.kind).toBe('ended');
    }
    expect([about.uploads.busy, clock.sleeps.length]).toEqual([refused, refused]);
  });

  it('that says so and ended well is no refusal for certain where nothing can be held against it', async () => {
    looks = [ended('t', 'SUCCESS', undefined, { messages: [said('ERROR', BUSY_WORDS)] })];
    const about = job({ target: { csv: undefined } });
    expect(await endOf(about, accepted())).toBe('again');
    expect([about.uploads.busy, about.uploads.mayHaveStarted]).toEqual([0, true]);
  });

  it('that never ran because of another one is a failure with if-running: fail', async () => {
    looks = [ended('t', 'ERROR', 0, { messages: [said('ERROR', BUSY_WORDS)] })];
    const failure = await failureOf(endOf(job({ settings: { ifRunning: 'fail' } }), accepted()));
    expect(failure.message).toMatch(/^An aggregation is already running on the source/);
    expect(clock.sleeps).toEqual([]);
  });

  it('that turns out to be another source’s is a failure, whatever is shown of it later', async () => {
    looks = [task('t', { sourceIds: ['another'] }), ended('t', 'SUCCESS', 7)];
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
  it('is a failure of the second, also where both are of one source', async () => {
    const named = accepted({ task: task('t', { sourceIds: [SOURCE.id] }) });
    const about = job();
    await endOf({ ...about, source: { ...about.source, objectType: 'group' } }, named);
    expect((await failureOf(endOf(job(), named))).message).toContain('for another source of this step, too.');
  });

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

describe('a task that ISC does not show by its id', () => {
  beforeEach(() => {
    unseen = refusal(404);
  });

  it('may be in the list, at its end', async () => {
    listed = [ended('other', 'ERROR'), ended('t', 'SUCCESS', 7)];
    expect(await endOf(job(), accepted())).toEqual(SUCCESS);
    expect(fate).toMatchObject({ kind: 'ended', task: { id: 't', counts: { total: 7 } } });
  });

  it('is asked for again while the list shows that it runs', async () => {
    listed = [task('t')];
    expect(await endOf(job(), accepted())).toEqual(SUCCESS);
    expect(lines).toContain('ISC lists task t, but does not show it alone. Asking again.');
  });

  const OVER = new StepFailure('The time is over.', { status: 'TIMED_OUT', next: '' });
  it.each<[string, readonly Task[] | Error, RegExp, TaskFate['kind']]>([
    ['is not in the list', [ended('other', 'SUCCESS')], /404/, 'unseen'],
    ['cannot be listed', new StepFailure('Refused.', { next: '' }), /404/, 'unseen'],
    ['is not listed before the end of the step', OVER, /^The time is over\.$/, 'running'],
    [
      'is another one by the list',
      [ended('t', 'SUCCESS', 7, { names: ['Entitlement Aggregation'] })],
      /it is no account aggregation/,
      'not-ours',
    ],
  ])('%s', async (_name, list, says, kind) => {
    listed = list;
    expect((await failureOf(endOf(job(), accepted()))).message).toMatch(says);
    expect(fate.kind).toBe(kind);
  });

  it('for another reason is not searched for', async () => {
    unseen = refusal(403);
    listed = [ended('t', 'SUCCESS')];
    expect((await failureOf(endOf(job(), accepted()))).message).toContain('403');
    expect(fate.kind).toBe('running');
  });
});

function refusal(status: number): HttpRefusal {
  return new HttpRefusal('task', { status, headers: {}, text: '' }, undefined);
}

describe('an aggregation that was terminated', () => {
  it.each<[string, Plan | undefined, string, boolean]>([
    ['with a deletion planned, perhaps', { ...PLAN, deleted: 1 }, ACCOUNT, true],
    ['with no deletion planned, not', { ...PLAN, deleted: 0 }, ACCOUNT, false],
    ['without a plan, not', undefined, ACCOUNT, false],
    ['of entitlements, which have no threshold, not', { ...PLAN, deleted: 1 }, 'group', false],
  ])('%s by the delete threshold', async (_name, plan, objectType, isPerhaps) => {
    facts = { ...NO_FACTS, plan };
    looks = [ended('t', 'TERMINATED', 7)];
    const about = job();
    const end = await endOf({ ...about, source: { ...about.source, objectType } }, accepted());
    const threshold = /^Probably the delete threshold of the source stopped it: /;
    expect(end).toMatchObject({
      failure: { next: isPerhaps ? expect.stringMatching(threshold) : expect.not.stringMatching(threshold) },
    });
  });
});

describe('a good end', () => {
  it('without counts is held against what ISC has stored, which these tests do not show', async () => {
    looks = [ended('t', 'SUCCESS')];
    expect(await endOf(job(), accepted())).toEqual(SUCCESS);
    expect(lines).toEqual([expect.any(String), expect.stringMatching(/^warning: .* task t .*Not asked for/)]);
    expect(await endOf(job({ settings: { failOnWarning: true } }), accepted())).toMatchObject({
      status: 'FAILED',
    });
  });

  it.each([
    ['SUCCESS', true, 1],
    ['SUCCESS', false, 0],
    ['ERROR', true, 0],
  ])('is verified if that is asked for, a bad one is not: %s, %s', async (word, verify, warnings) => {
    looks = [ended('t', word, 7)];
    await endOf(job({ settings: { verify } }), accepted());
    expect(lines.filter((line) => line.includes('could not be verified'))).toHaveLength(warnings);
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

  it('the plan is no news of an aggregation that failed', async () => {
    facts = { ...NO_FACTS, plan: PLAN };
    looks = [ended('t', 'ERROR', 9, { counts: { ...ended('t', '', 9).counts, deleted: PLAN.deleted + 1 } })];
    expect(await endOf(job(), accepted())).toMatchObject({ status: 'ERROR' });
    expect(lines.filter((line) => line.startsWith('warning: '))).toEqual([]);
  });

  it('itself fails with fail-on-warning, and nothing else is held against it', async () => {
    looks = [ended('t', 'SUCCESS', undefined, { messages: [said('WARN', 'Dust.')] })];
    expect(await endOf(job({ settings: { failOnWarning: true } }), accepted())).toEqual({
      status: 'FAILED',
      failure: expect.objectContaining({ message: CONTRADICTION }),
    });
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
    expect(endOfTask(endedWith('x'.repeat(5_000)), false).failure?.message).toContain(
      `: "${'x'.repeat(100)}". `,
    );
  });
});
