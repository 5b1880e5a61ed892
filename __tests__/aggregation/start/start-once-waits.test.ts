import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOnce, type Answer } from '../../../src/aggregation/start/start-once.js';
import { oldestTaskFromNow } from '../../../src/isc/tasks.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import { getSource } from '../../../src/isc/sources.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import type { SandboxSource } from '../../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { answer, listedAggregation, named, renamed } from '../../support/answers.js';
import { skippingClock } from '../../support/clocks.js';
import { giveHistory, tasksSince } from '../../support/history.js';
import { connect, failureOf, Files, type Connected } from '../../support/tenant.js';
import { answered } from './answered.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

const CSV = 'id,name,email\n1,Ada,\n';
/** Too large for the buffers of a connection: a reset finds it on its way. */
const LARGE = `${CSV}${'2,Bob,\n'.repeat(3_000_000)}`;
/** The waits that these tests distinguish, in milliseconds of a clock on which nobody waits. */
const PACE = { searchMs: [1_000, 2_000, 4_000], retryMs: [500, 700, 900], uploadRetries: 2 };
const files = new Files();

let sandbox: Sandbox;
let source: SandboxSource;
let clock: ReturnType<typeof skippingClock>;
let tenant: Connected;
let uploads: UploadCount;
let said: string[];

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { parsedBytes: 10_000 } });
  giveHistory(sandbox);
  source = sandbox.tenant.addSource({ name: 'HR' });
  clock = skippingClock(Date.now());
  tenant = connect(sandbox.url, { clock, pace: PACE });
  // It is compared with the waits; its own wait must not pass the time.
  tenant.deadline.limit({ ...clock, sleep: () => new Promise(() => undefined) }, clock.now(), 60_000);
  uploads = new UploadCount();
  said = [];
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

interface Moment {
  readonly before?: readonly string[];
  readonly since?: number;
}

/** Starts as a step does that has seen the tasks `before`; `since` is now by the clock of the server, if absent. */
async function start(content = CSV, moment: Moment = {}): Promise<Answer> {
  return answered(...(await startOf(content, moment)));
}

/** What a start is given. */
async function startOf(
  content: string,
  { before = [], since }: Moment,
): Promise<Parameters<typeof startOnce>> {
  const described = await getSource(tenant.connection, source.id);
  const file = {
    csv: files.write('hr.csv', content),
    fingerprint: { bytes: Buffer.byteLength(content), sha256: undefined },
    shown: ALL_WORDS,
  };
  const aggregation = { sourceId: source.id, objectType: 'account', file, disableOptimization: false };
  const moment = { source: described, before: new Set(before), since: since ?? oldestTaskFromNow(tenant) };
  const log = { info: (message: string): void => void said.push(message) };
  return [tenant, log, aggregation, moment, uploads];
}

function upload(fault: Fault, times = 1): void {
  sandbox.script({ operation: 'loadAccounts', fault, times });
}

function asked(operation: string): number {
  return sandbox.requests.filter((request) => request.operation === operation).length;
}

const BUSY_SERVER: Fault = { kind: 'reply', status: 503 };
const TOO_MANY: Fault = { kind: 'reply', status: 429 };

describe('the search for the task of a lost reply', () => {
  it('looks once after each wait, and then sends again', async () => {
    upload(BUSY_SERVER);
    expect(await start()).toMatchObject({ kind: 'accepted', proof: 'answered' });
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000]);
    // The last one is at the tasks of all sources, since this one has none that could prove its list.
    expect([asked('loadAccounts'), asked('listTasks')]).toEqual([2, 4]);
    expect(said).toEqual([
      expect.stringMatching(/^The upload ended without a clear answer: /),
      'No task has appeared, so nothing has started. Uploading again.',
    ]);
  });

  it('has shown that nothing has started, where the next upload would be one too many', async () => {
    for (let sent = 0; sent < 29; sent += 1) uploads.take();
    upload(BUSY_SERVER);
    expect((await failureOf(start())).message).toMatch(/^The file was sent 30 times/);
    expect(uploads.mayHaveStarted).toBe(false);
  });

  const SINCE = Date.parse('2026-11-22T10:00:00Z');
  it.each<[string, number, 'answered' | 'adopted']>([
    ['as old as it can be at most', SINCE, 'adopted'],
    ['older, and no newer than one that was there before', SINCE - 60_000, 'answered'],
  ])('takes a task that is %s: the upload is %s', async (_name, created, proof) => {
    upload(BUSY_SERVER);
    const tasks = [
      listedAggregation(source.id, 'new', { created }),
      listedAggregation(source.id, 'old', { created: SINCE - 60_000 }),
    ];
    sandbox.script({ operation: 'listTasks', fault: answer(tasks), times: 3 });
    expect(await start(CSV, { before: ['old'], since: SINCE })).toMatchObject({ kind: 'accepted', proof });
  });

  it('does not guess about a task that is new, but seems to be older than the upload', async () => {
    upload(BUSY_SERVER);
    const tasks = [
      listedAggregation(source.id, 'new', { created: SINCE - 59_999 }),
      listedAggregation(source.id, 'old', { created: SINCE - 60_000 }),
    ];
    sandbox.script({ operation: 'listTasks', fault: answer(tasks) });
    expect((await failureOf(start(CSV, { before: ['old'], since: SINCE }))).message).toContain(
      "Task new is new, but by the server's clock it was created before the upload",
    );
  });

  it('ends with the task', async () => {
    upload({ kind: 'reset-after-processing' });
    sandbox.script({ operation: 'listTasks', fault: answer([]) });
    expect(await start()).toMatchObject({ kind: 'accepted', proof: 'adopted' });
    expect(clock.sleeps).toEqual([1_000, 2_000]);
    expect(said).toEqual([
      expect.stringMatching(/^The upload ended without a clear answer: .* Looking for its task\.$/),
      expect.stringMatching(/^Task .+ has appeared since the upload, so the step follows it\./),
    ]);
  });

  it('is over after so many uploads', async () => {
    upload(BUSY_SERVER, Infinity);
    expect((await failureOf(start())).message).toContain('No task of it has appeared');
    expect([asked('loadAccounts'), asked('listTasks'), clock.sleeps.length]).toEqual([3, 12, 9]);
    expect(uploads.mayHaveStarted).toBe(true);
  });

  it('stops at the end of the step', async () => {
    upload(BUSY_SERVER);
    const reason = new Error('The step is over.');
    sandbox.script({ operation: 'listTasks', fault: { kind: 'no-reply' } });
    const starting = failureOf(start());
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'listTasks'));
    tenant.deadline.end(reason as never);
    expect(await starting).toBe(reason);
    expect([asked('loadAccounts'), asked('listTasks')]).toEqual([1, 1]);
  });
});

describe('a 202 that names a task that cannot be ours', () => {
  it.each<[string, object]>([
    ['was there before', { id: 'old' }],
    ['is older than the upload', { id: 't', created: '2020-01-01T00:00:00Z' }],
    ['is another source’s', { id: 't', target: { id: 'another' } }],
  ])('leaves open what happened: it %s', async (_name, task) => {
    upload(named(task));
    const failure = await failureOf(start(CSV, { before: ['old'] }));
    expect(failure.message).toMatch(/named task (old|t), but it .* No task of it has appeared, but/);
    expect([asked('loadAccounts'), asked('listTasks')]).toEqual([1, 3]);
    expect(uploads.mayHaveStarted).toBe(true);
  });

  it('is followed by a search for ours', async () => {
    upload(renamed({ id: 'old' }));
    expect(await start(CSV, { before: ['old'] })).toMatchObject({
      kind: 'accepted',
      task: { id: tasksSince(sandbox)[0]?.id },
      proof: 'adopted',
    });
  });
});

describe('the rate limit', () => {
  it.each<[string, Fault, number]>([
    ['says', { ...TOO_MANY, headers: { 'Retry-After': '7' } }, 7_000],
    ['does not say: the longest wait of a retry', TOO_MANY, 900],
  ])('is waited for as long as ISC %s', async (_name, fault, ms) => {
    upload(fault, 2);
    expect(await start()).toMatchObject({ kind: 'accepted' });
    // What has been waited for counts as waits of the search.
    const search = ms === 7_000 ? [] : [100, 2_000, 4_000];
    expect(clock.sleeps).toEqual([ms, ...search, ms, ...search]);
    expect(said[0]).toContain(`Trying again in ${ms / 1_000} s.`);
    expect(said.join(' ')).not.toContain('token');
  });

  it('is no failed upload: it takes nothing from the attempts that may fail', async () => {
    upload({ ...TOO_MANY, headers: { 'Retry-After': '1' } }, 4);
    upload(BUSY_SERVER, 2);
    expect(await start()).toMatchObject({ kind: 'accepted' });
    expect([asked('loadAccounts'), uploads.sent]).toEqual([7, 7]);
  });

  it('leaves open whether something has started where the step ends before it can look', async () => {
    upload({ ...TOO_MANY, headers: { 'Retry-After': '3600' } });
    expect(await failureOf(start())).toMatchObject({ status: 'TIMED_OUT' });
    expect([uploads.sent, uploads.mayHaveStarted, clock.sleeps]).toEqual([1, true, []]);
  });

  it('may ask for all the time that is left, but for one millisecond', async () => {
    upload({ ...TOO_MANY, headers: { 'Retry-After': '60' } });
    expect(await failureOf(start())).toMatchObject({ status: 'TIMED_OUT' });
    clock.pass(-1);
    upload({ ...TOO_MANY, headers: { 'Retry-After': '60' } });
    await start();
    expect(clock.sleeps).toEqual([60_000]);
  });
});

describe('a token that ISC does not accept', () => {
  const UNAUTHORIZED: Fault = { kind: 'reply', status: 401 };

  it('is replaced by a new one, once it is clear that nothing has started', async () => {
    upload(UNAUTHORIZED);
    expect(await start()).toMatchObject({ kind: 'accepted', proof: 'answered' });
    expect([clock.sleeps, asked('loadAccounts')]).toEqual([[1_000, 2_000, 4_000], 2]);
    expect(said.at(-1)).toMatch(/ Trying again with a new token\.$/);
  });

  it('is replaced once: the second time, after a single look, it is the end', async () => {
    upload(UNAUTHORIZED, Infinity);
    expect(await failureOf(start())).toMatchObject({ httpStatus: 401 });
    expect([clock.sleeps, asked('loadAccounts')]).toEqual([[1_000, 2_000, 4_000], 2]);
    expect(uploads.mayHaveStarted).toBe(false);
  });

  it('may have started an aggregation all the same', async () => {
    upload({ kind: 'processed-reply', status: 401 });
    expect(await start()).toMatchObject({ kind: 'accepted', proof: 'adopted' });
    expect(asked('loadAccounts')).toBe(1);
  });
});

it.each<[string, number[], 'none' | 'perhaps']>([
  ['a refusal', [400], 'none'],
  ['a gateway that gave up waiting', [504], 'perhaps'],
  ['a refusal after an end that was open', [503, 400], 'perhaps'],
  ['a refused token after an end that was open', [503, 401, 401], 'perhaps'],
])('whether an aggregation has started, after %s', async (_name, replies, kind) => {
  for (const status of replies) upload({ kind: 'reply', status });
  expect(await startOnce(...(await startOf(CSV, {})))).toMatchObject({ kind: 'stopped', fate: { kind } });
});

it.each([
  [[504], undefined],
  [[503, 504], 'Asked 2 times in 14 s.'],
])('says how often the upload was sent, if it was sent again: %j', async (replies, says) => {
  for (const status of replies) upload({ kind: 'reply', status });
  const { message } = await failureOf(start());
  expect(/Asked .*? s\./.exec(message)?.[0]).toBe(says);
});

describe('an upload that did not get through', () => {
  it('is sent again after each wait, as often as there are waits', async () => {
    upload({ kind: 'reset-before-reading' }, Infinity);
    expect(await failureOf(start(LARGE))).toMatchObject({
      message: expect.stringMatching(/The connection to .* was lost.* Asked 4 times in [\d.]+ s\.$/),
    });
    expect([clock.sleeps, asked('loadAccounts'), asked('listTasks')]).toEqual([[500, 700, 900], 4, 0]);
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^The upload did not get through: .* Nothing has started; uploading again\.$/);
    expect(uploads.mayHaveStarted).toBe(false);
  });

  it('after one whose end is open leaves that open', async () => {
    upload(BUSY_SERVER);
    upload({ kind: 'reset-before-reading' }, Infinity);
    expect(await failureOf(start(LARGE))).toMatchObject({
      message: expect.stringMatching(/The connection to .* was lost/),
    });
    // The failures of both kinds count together.
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000, 700, 900]);
    expect(uploads.mayHaveStarted).toBe(true);
  });
});

it('the oldest that our task can be is two seconds before the upload, by the clock of the server', async () => {
  await getSource(tenant.connection, source.id);
  expect(oldestTaskFromNow(tenant)).toBe(tenant.connection.serverNow() - 2_000);
});
