import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunPlan } from '../../tenant/model.js';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, type Answer } from './client.js';

const START = Date.parse('2026-11-22T10:00:00Z');
let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = START;
  sandbox = await startSandbox({ clock: () => now });
  token = await tokenOf(sandbox);
});

afterEach(async () => {
  await sandbox.close();
});

function run(plan: RunPlan, name = 'HR'): string {
  const source = sandbox.tenant.addSource({
    name,
    kind: 'direct',
    remoteAccounts: [{ id: '1' }, { id: '2' }],
  });
  sandbox.tenant.planRun(source.id, plan);
  return sandbox.tenant.startAggregation(source, undefined, true, 'test').id;
}

async function get(path: string, query: Record<string, string> = {}): Promise<Answer> {
  return send(sandbox, 'GET', `${path}?${new URLSearchParams(query).toString()}`, { token });
}

describe('a task over time', () => {
  it.each([
    [0, { launched: null, completed: null, completionStatus: null, percentComplete: 0 }, 404, undefined],
    [
      100,
      { completed: null, percentComplete: 0, progress: 'Collecting accounts' },
      200,
      { status: 'STARTED', totalAccounts: 0 },
    ],
    [
      500,
      { completed: null, percentComplete: 0, progress: 'Processed 0 of 2 accounts' },
      200,
      { status: 'ACCOUNTS_COLLECTED', totalAccounts: 2, processedAccounts: 0 },
    ],
    [
      750,
      { completed: null, percentComplete: 50, progress: 'Processed 1 of 2 accounts' },
      200,
      { processedAccounts: 1 },
    ],
    [
      1_000,
      { completed: new Date(START + 1_000).toISOString(), completionStatus: null },
      200,
      { status: 'COMPLETED' },
    ],
    [
      1_030,
      { completionStatus: 'SUCCESS', percentComplete: 100 },
      200,
      { status: 'COMPLETED', processedAccounts: 2 },
    ],
    [3_700_000, { completionStatus: 'SUCCESS' }, 404, undefined],
  ])('after %i ms', async (elapsed, task, aggregationStatus, aggregation) => {
    const id = run({ durationMs: 1_000 });
    now += elapsed;
    // A token does not live for an hour.
    token = await tokenOf(sandbox);
    expect((await get(`/task-status/v1/${id}`)).body()).toMatchObject(task);
    const status = await get(`/account-aggregations/v1/${id}/status`);
    expect(status.status).toBe(aggregationStatus);
    if (aggregation !== undefined) expect(status.body()).toMatchObject(aggregation);
  });

  it('gives every message in two locales', async () => {
    const id = run({ durationMs: 0, messages: [{ type: 'WARN', text: 'Beware.' }] });
    now += 1_000;
    const { messages } = (await get(`/task-status/v1/${id}`)).body() as { messages: unknown[] };
    expect(messages).toMatchObject([
      { type: 'WARN', localizedText: { locale: 'en-US', message: 'Beware.' } },
      { type: 'WARN', localizedText: { locale: 'en', message: 'Beware.' } },
    ]);
  });
});

describe('how a run ends', () => {
  it.each([
    ['SUCCESS', 2],
    ['Success', 2],
    ['WARNING', 2],
    ['ERROR', 0],
    ['TERMINATED', 0],
    ['TEMPERROR', 0],
    ['SOMETHING_NEW', 0],
    [null, 0],
  ])('%s', async (completionStatus, accounts) => {
    const id = run({ durationMs: 10, completionStatus });
    now += 100_000;
    expect((await get(`/task-status/v1/${id}`)).body()).toMatchObject({ completionStatus });
    expect((await get('/accounts/v1')).body()).toHaveLength(accounts);
  });

  it('a plan applies to one run only', async () => {
    const source = sandbox.tenant.addSource({ name: 'HR', kind: 'direct' });
    sandbox.tenant.planRun(source.id, { completionStatus: 'ERROR' });
    const ends: (string | null)[] = [];
    for (let number = 0; number < 2; number += 1) {
      ends.push(sandbox.tenant.startAggregation(source, undefined, true, 'test').completionStatus);
    }
    expect(ends).toEqual(['ERROR', 'SUCCESS']);
    expect((await get('/task-status/v1')).body()).toHaveLength(2);
  });

  it('counts are numbers or text, and any of them may be absent', async () => {
    const id = run({ durationMs: 10, countsAs: 'strings', withoutCounts: ['optimized', 'ignored'] });
    now += 1_000;
    const { attributes } = (await get(`/task-status/v1/${id}`)).body() as { attributes: object };
    expect(attributes).toMatchObject({ total: '2', created: '2', updated: '0', deleted: '0' });
    expect(attributes).not.toHaveProperty('optimized');
    expect(attributes).not.toHaveProperty('ignored');
  });
});

describe('the list of tasks', () => {
  it.each([
    ['sourceId eq "{second}"', undefined, ['second']],
    ['sourceId in ("{first}", "{second}")', '-created', ['second', 'first']],
    ['sourceId in ("{first}","{second}")', 'created', ['first', 'second']],
    ['sourceId eq "{first}" and completionStatus isnull', undefined, []],
    ['completionStatus isnull', undefined, ['second']],
    ['completionStatus eq "SUCCESS"', undefined, ['first']],
    ['completionStatus in ("ERROR","SUCCESS")', undefined, ['first']],
    ['id eq "{task}"', undefined, ['first']],
  ])('%s, sorted by %s', async (filters, sorters, expected) => {
    const task = run({ durationMs: 10 }, 'first');
    now += 1_000;
    run({ durationMs: 100_000 }, 'second');
    const [first, second] = sandbox.tenant.sources();
    const filled = filters
      .replace('{task}', task)
      .replace('{first}', first?.id ?? '')
      .replace('{second}', second?.id ?? '');
    const answer = await get('/task-status/v1', {
      filters: filled,
      count: 'true',
      ...(sorters === undefined ? {} : { sorters }),
    });
    const tasks = answer.body() as { target: { name: string } }[];
    expect(tasks.map((one) => one.target.name)).toEqual(expected.map((name) => `${name} [source]`));
    expect(answer.headers.get('x-total-count')).toBe(String(expected.length));
  });

  it.each([
    ['type eq "x"'],
    ['completionStatus sw "S"'],
    ['sourceId eq'],
    ['sourceId eq "x" or id eq "y"'],
    ['sourceId in "x"'],
    ['"'],
  ])('refuses the filter %s', async (filters) => {
    expect((await get('/task-status/v1', { filters })).status).toBe(400);
  });

  it('refuses to sort by anything but the time of creation', async () => {
    expect((await get('/task-status/v1', { sorters: 'launcher' })).status).toBe(400);
  });
});
