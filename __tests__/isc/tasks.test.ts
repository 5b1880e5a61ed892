import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isRunning, type Task } from '../../src/model/task.js';
import { decodeTask } from '../../src/isc/decode-task.js';
import { getProgress, getTask, getTasks, listAggregations, listRecent } from '../../src/isc/tasks.js';
import type { SandboxSource } from '../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

let sandbox: Sandbox;
let tenant: Connected;
let source: SandboxSource;

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { rateLimit: 'off' } });
  source = sandbox.tenant.addSource({ name: 'HR', accounts: [{ id: '1', name: 'Ada', email: '' }] });
  tenant = connect(sandbox.url);
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

describe('decoding a task', () => {
  it('reads one as task-status gives it, each text once', async () => {
    const { id, completed } = sandbox.tenant.runElsewhere(source.id, {
      durationMs: 0,
      completedEarlyMs: 0,
      completionStatus: 'Success',
      countsAs: 'strings',
      withoutCounts: ['updated'],
      messages: [{ type: 'WARN', text: 'Half of it was dust.' }],
    });
    expect(await getTask(tenant.connection, id)).toMatchObject({
      id,
      sourceIds: expect.arrayContaining([source.id]),
      sourceName: 'HR [source]',
      completed,
      completionStatus: 'Success',
      percentComplete: 100,
      messages: [{ type: 'WARN', text: 'Half of it was dust.' }],
      counts: { total: 1, created: 0, updated: undefined, deleted: 0, unchanged: 1 },
    });
  });

  it.each<[string, object, Partial<Task>]>([
    ['dates as numbers', { created: 5, completed: 7 }, { created: 5, completed: 7 }],
    ['dates as text', { created: '1970-01-01T00:00:01Z' }, { created: 1_000, completed: undefined }],
    ['no dates', { created: 'soon', completed: null }, { created: undefined, completed: undefined }],
    ['no status yet', { completionStatus: null }, { completionStatus: undefined }],
    ['an empty status', { completionStatus: '' }, { completionStatus: undefined }],
    [
      'text alone',
      { messages: [{ type: 'ERROR', localizedText: 'No.' }] },
      { messages: [{ type: 'ERROR', text: 'No.' }] },
    ],
    [
      'a key alone',
      { messages: [{ key: 'no_way', warning: true }] },
      { messages: [{ type: 'WARN', text: 'no_way' }] },
    ],
    [
      'an error by its flag',
      { messages: [{ key: 'k', error: true }] },
      { messages: [{ type: 'ERROR', text: 'k' }] },
    ],
    [
      'other languages beside English',
      {
        messages: [
          { type: 'INFO', localizedText: { locale: 'fr', message: 'Fini' } },
          { type: 'INFO', localizedText: { locale: 'en-US', message: 'Done' } },
        ],
      },
      { messages: [{ type: 'INFO', text: 'Done' }] },
    ],
    [
      'another language alone',
      { messages: [{ type: 'INFO', localizedText: { locale: 'fr', message: 'Fini' } }] },
      { messages: [{ type: 'INFO', text: 'Fini' }] },
    ],
    ['odd messages', { messages: [null, 7, {}, { localizedText: {} }] }, { messages: [] }],
    ['no list of messages', { messages: 'none' }, { messages: [] }],
  ])('copes with %s', (_name, fields, expected) => {
    expect(decodeTask({ id: 't1', ...fields })).toMatchObject(expected);
  });

  it('counts nothing that ISC does not count', () => {
    const task = decodeTask({ id: 't1', attributes: { total: -1, created: 'many', optimized: '3' } });
    expect(task?.counts).toEqual({
      total: undefined,
      created: undefined,
      updated: undefined,
      deleted: undefined,
      unchanged: 3,
    });
  });

  it.each([undefined, null, 'task', [], {}, { id: '' }, { id: 7 }])('takes %j for none', (json) => {
    expect(decodeTask(json)).toBeUndefined();
  });

  it('runs as long as there is no status, even if it is completed', () => {
    const task = decodeTask({ id: 't1', completed: 5 });
    expect(task && isRunning(task)).toBe(true);
  });
});

describe('the aggregations of a source', () => {
  it('are listed newest first, without those of others', async () => {
    const other = sandbox.tenant.addSource({ name: 'Other' });
    const old = sandbox.tenant.runElsewhere(source.id, { durationMs: 0 });
    sandbox.tenant.runElsewhere(other.id);
    const running = sandbox.tenant.runElsewhere(source.id, { durationMs: 60_000 });
    const tasks = await listAggregations(tenant.connection, source);
    expect(tasks.map(({ id }) => id)).toEqual([running.id, old.id]);
  });

  it('are distinguished from other tasks and other sources even if the server filters nothing', async () => {
    const name = 'Cloud Account Aggregation';
    const target = { id: source.id, name: 'HR [source]' };
    const body = [
      { id: 'a', uniqueName: name, target },
      { id: 'b', uniqueName: name, target: { id: 'other', name: 'Other [source]' } },
      { id: 'c', uniqueName: 'Cloud Group Aggregation', target },
      { id: 'd', type: 'CLOUD_ACCOUNT_AGGREGATION', attributes: { appId: source.id } },
      { id: 'e', taskDefinitionSummary: { uniqueName: name }, target: { name: 'HR' } },
      { id: 'f', name },
      { id: 'g', uniqueName: 'Identity Refresh' },
    ];
    sandbox.script({ operation: 'listTasks', fault: { kind: 'replace-body', body } });
    const tasks = await listAggregations(tenant.connection, source);
    expect(tasks.map(({ id }) => id)).toEqual(['a', 'c', 'd', 'e', 'f']);
  });

  it.each<[string, unknown]>([
    ['an object', {}],
    ['a list with something else in it', [{ id: 'a' }, null]],
  ])('in %s are no list', async (_name, body) => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'replace-body', body } });
    expect(await failureOf(listAggregations(tenant.connection, source))).toMatchObject({
      fault: 'shape',
    });
  });
});

describe('the recent aggregations of several sources', () => {
  it('are listed with one request, for each source newest first', async () => {
    const other = sandbox.tenant.addSource({ name: 'Other' });
    const third = sandbox.tenant.addSource({ name: 'Third' });
    const old = sandbox.tenant.runElsewhere(source.id, { durationMs: 0 });
    const theirs = sandbox.tenant.runElsewhere(other.id);
    const running = sandbox.tenant.runElsewhere(source.id, { durationMs: 60_000 });
    const recent = await listRecent(tenant.connection, [source, other, third]);
    const ids = [source, other, third].map((one) => recent?.of(one).map(({ id }) => id));
    expect(ids).toEqual([[running.id, old.id], [theirs.id], []]);
    expect(recent?.isWhole).toBe(true);
    expect(sandbox.requests.filter(({ operation }) => operation === 'listTasks')).toHaveLength(1);
  });

  it.each([
    [249, true],
    [250, false],
  ])('may not be all where ISC lists %i of them: %s', async (count, isWhole) => {
    for (let index = 0; index < count; index += 1) sandbox.tenant.runElsewhere(source.id, { durationMs: 0 });
    const recent = await listRecent(tenant.connection, [source]);
    expect([recent?.of(source).length, recent?.isWhole]).toEqual([count, isWhole]);
  });

  it('take a request for each hundred sources', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ id: `id-${index}`, name: `${index}` }));
    await listRecent(tenant.connection, many);
    expect(sandbox.requests.filter(({ operation }) => operation === 'listTasks')).toHaveLength(2);
  });

  it('may not be all where one of several requests lists 250', async () => {
    for (let index = 0; index < 250; index += 1) sandbox.tenant.runElsewhere(source.id, { durationMs: 0 });
    const others = Array.from({ length: 100 }, (_, index) => ({ id: `id-${index}`, name: `${index}` }));
    expect(await listRecent(tenant.connection, [...others, source])).toMatchObject({ isWhole: false });
  });

  it('are distinguished from other tasks of the same sources', async () => {
    const target = { id: source.id };
    const body = [
      { id: 'a', uniqueName: 'Cloud Group Aggregation', target },
      { id: 'b', uniqueName: 'Cloud Account Aggregation', target },
      { id: 'c', uniqueName: 'Identity Refresh', target },
    ];
    sandbox.script({ operation: 'listTasks', fault: { kind: 'replace-body', body } });
    const recent = await listRecent(tenant.connection, [source]);
    expect(recent?.of(source).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it.each([400, 403, 404])('are given up where ISC answers %i', async (status) => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status } });
    expect(await listRecent(tenant.connection, [source])).toBeUndefined();
  });
});

describe('looking at a task', () => {
  const OVER = { completed: '2026-01-01T00:00:00Z', completionStatus: 'SUCCESS' };

  it('goes on through more faults than another read', async () => {
    const { id } = sandbox.tenant.runElsewhere(source.id);
    sandbox.script({ operation: 'getTask', times: 8, fault: { kind: 'reply', status: 503 } });
    expect(await getTask(tenant.connection, id)).toMatchObject({ id });
  });

  it.each<[string, object, RegExp]>([
    ['another', { id: 'other', ...OVER }, /`id` is not the one asked for/],
    ['one without an id', OVER, /`id` is absent/],
  ])('does not take %s for it: its end would be a false verdict', async (_name, body, said) => {
    const { id } = sandbox.tenant.runElsewhere(source.id);
    sandbox.script({ operation: 'getTask', fault: { kind: 'replace-body', body } });
    const failure = await failureOf(getTask(tenant.connection, id));
    expect(failure).toMatchObject({ fault: 'shape', message: expect.stringMatching(said) });
  });

  it('ends where ISC does not know it', async () => {
    expect(await failureOf(getTask(tenant.connection, 'nobody'))).toMatchObject({ httpStatus: 404 });
  });
});

describe('looking at several tasks', () => {
  it('takes one request for a hundred of them', async () => {
    const ids = Array.from({ length: 101 }, () => sandbox.tenant.runElsewhere(source.id).id);
    const tasks = await getTasks(tenant.connection, [...ids, 'nobody']);
    expect([...(tasks?.keys() ?? [])].sort()).toEqual([...ids].sort());
    expect(sandbox.requests.filter(({ operation }) => operation === 'listTasks')).toHaveLength(2);
  });

  it('takes no task that was not asked for', async () => {
    sandbox.script({
      operation: 'listTasks',
      fault: { kind: 'replace-body', body: [{ id: 'a' }, { id: 'b' }] },
    });
    const tasks = await getTasks(tenant.connection, ['b']);
    expect([...(tasks?.keys() ?? [])]).toEqual(['b']);
  });

  it('is given up where ISC lists a full page of others: it does not know the filter', async () => {
    for (let index = 0; index < 250; index += 1) sandbox.tenant.runElsewhere(source.id, { durationMs: 0 });
    const body = sandbox.tenant.tasks().map(({ id }) => ({ id }));
    sandbox.script({ operation: 'listTasks', fault: { kind: 'replace-body', body } });
    expect(await getTasks(tenant.connection, ['a'])).toBeUndefined();
  });

  it.each([400, 403, 404])('is given up where ISC answers %i', async (status) => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status } });
    expect(await getTasks(tenant.connection, ['a'])).toBeUndefined();
  });

  it('fails for any other answer', async () => {
    sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status: 410 } });
    expect(await failureOf(getTasks(tenant.connection, ['a']))).toMatchObject({ httpStatus: 410 });
  });
});

describe('the progress of an aggregation', () => {
  it('is shown while it runs', async () => {
    const { id } = sandbox.tenant.runElsewhere(source.id, { durationMs: 0 });
    expect(await getProgress(tenant.connection, id)).toEqual({
      status: 'COMPLETED',
      totalAccounts: 0,
      processedAccounts: 0,
      markedForDeletion: 0,
    });
  });

  it.each<[string, Parameters<Sandbox['script']>[0]['fault'], unknown]>([
    ['forbidden', { kind: 'reply', status: 403 }, 'forbidden'],
    ['not there', { kind: 'reply', status: 404 }, undefined],
    ['broken', { kind: 'reply', status: 500 }, undefined],
    ['cut', { kind: 'cut-reply' }, undefined],
    ['odd', { kind: 'replace-body', body: { status: 7 } }, undefined],
    ['no object', { kind: 'replace-body', body: 'x' }, undefined],
  ])('that is %s is nothing to fail for, or to ask for again', async (_name, fault, expected) => {
    const { id } = sandbox.tenant.runElsewhere(source.id);
    sandbox.script({ operation: 'getAggregationStatus', fault, times: Infinity });
    expect(await getProgress(tenant.connection, id)).toBe(expected);
    expect(sandbox.requests.filter(({ operation }) => operation === 'getAggregationStatus')).toHaveLength(1);
  });

  it('does not outlive the step', async () => {
    const { id } = sandbox.tenant.runElsewhere(source.id);
    tenant.deadline.clear();
    expect((await failureOf(getProgress(tenant.connection, id))).message).toBe('The step is over.');
  });
});

describe('the tasks of a source', () => {
  it.each(['german', 'absent'] as const)('whose names are %s may be aggregations', async (names) => {
    sandbox.settings.tasks.names = names;
    const { id } = sandbox.tenant.runElsewhere(source.id);
    expect((await listAggregations(tenant.connection, source)).map((task) => task.id)).toEqual([id]);
  });

  it('that say in known words that they are something else are none', async () => {
    sandbox.tenant.runElsewhere(source.id, { taskName: 'Role Refresh' });
    sandbox.tenant.runElsewhere(source.id, { taskName: 'Identity Refresh' });
    expect(await listAggregations(tenant.connection, source)).toEqual([]);
  });

  it.each([
    ['same', false],
    ['differing', true],
  ] as const)('that come twice come once: %s, running: %s', async (doubled, running) => {
    sandbox.settings.tasks.doubled = doubled;
    sandbox.tenant.runElsewhere(source.id, {
      durationMs: doubled === 'same' ? 0 : 60_000,
      completedEarlyMs: 0,
    });
    const tasks = await listAggregations(tenant.connection, source);
    expect(tasks.map(isRunning)).toEqual([running]);
  });
});
