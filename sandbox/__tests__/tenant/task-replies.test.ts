import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import type { TaskHabits } from '../../tenant/habits.js';
import { send, taskIdOf, tokenOf, upload, type Answer } from './client.js';

/** How tasks are shown, where tenants differ. */

const ID = 'a'.repeat(32);
const CSV = 'id,name,email\n1,Ada,\n';

let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, settings: { rateLimit: 'off' } });
  token = await tokenOf(sandbox);
  sandbox.tenant.addSource({ name: 'HR', id: ID });
});

afterEach(async () => {
  await sandbox.close();
});

const habits = (change: Partial<TaskHabits>): void => {
  Object.assign(sandbox.settings.tasks, change);
};

async function load(): Promise<Answer> {
  return send(sandbox, 'POST', `/sources/v1/${ID}/load-accounts`, { token, body: upload(CSV) });
}

async function one(id: string): Promise<Answer> {
  return send(sandbox, 'GET', `/task-status/v1/${id}`, { token });
}

async function list(): Promise<Record<string, unknown>[]> {
  const filters = encodeURIComponent(`sourceId eq "${ID}"`);
  const path = `/task-status/v1?filters=${filters}&sorters=-created`;
  return (await send(sandbox, 'GET', path, { token })).body() as Record<string, unknown>[];
}

describe('a task that the 202 has named', () => {
  it.each<[string, Partial<TaskHabits>, readonly number[]]>([
    ['is found at once', {}, [200, 200, 200, 200]],
    ['is not found for two seconds', { unknownMs: 2_000 }, [404, 404, 200, 200]],
    ['is not found once, in mid-flight', { unknownLooks: [3] }, [200, 200, 404, 200]],
    ['is never found', { unknownMs: null }, [404, 404, 404, 404]],
  ])('%s', async (_name, change, expected) => {
    habits(change);
    const id = taskIdOf(await load());
    const seen: number[] = [];
    for (let look = 0; look < 4; look += 1) {
      seen.push((await one(id)).status);
      now += 1_000;
    }
    expect(seen).toEqual(expected);
  });
});

describe('the list of tasks', () => {
  it.each<[string, Partial<TaskHabits>, number, number]>([
    ['has a task at once', {}, 1, 1],
    ['is five seconds behind', { listLagMs: 5_000 }, 0, 1],
    ['is always empty', { listLagMs: null }, 0, 0],
    ['has each one twice', { doubled: 'same' }, 2, 2],
  ])('%s', async (_name, change, before, after) => {
    habits(change);
    await load();
    expect(await list()).toHaveLength(before);
    now += 5_000;
    expect(await list()).toHaveLength(after);
  });

  it('has one id with two states', async () => {
    habits({ doubled: 'differing' });
    await load();
    const [first, second] = await list();
    expect(second).toMatchObject({ id: first?.['id'], completionStatus: 'ERROR' });
    expect(first).toMatchObject({ completionStatus: null });
  });

  it('has the oldest first', async () => {
    const first = taskIdOf(await load());
    now += 10_000;
    const second = taskIdOf(await load());
    expect((await list()).map(({ id }) => id)).toEqual([second, first]);
    habits({ order: 'oldest-first' });
    expect((await list()).map(({ id }) => id)).toEqual([first, second]);
  });
});

describe('a task', () => {
  it.each<[Partial<TaskHabits>, object]>([
    [{ names: 'german' }, { uniqueName: 'Kontenaggregation (Cloud)' }],
    [{ names: 'absent' }, { uniqueName: null, type: null, description: null }],
    [{ created: 'epoch' }, { created: Date.parse('2026-11-22T10:00:00Z') }],
    [{ completed: 'before-created' }, { completed: '2026-11-22T09:59:59.000Z' }],
    [{ target: 'own' }, { target: { id: ID }, attributes: { appId: ID } }],
    [{ target: 'mixed' }, { target: { name: 'HR [source]' }, attributes: { appId: ID } }],
    [{ target: 'absent' }, { target: null }],
    [{ statusCase: 'title' }, { completionStatus: 'Success' }],
    [{ statusCase: 'lower' }, { completionStatus: 'success' }],
  ])('%j', async (change, expected) => {
    habits(change);
    const id = taskIdOf(await load());
    now += 10_000;
    expect((await one(id)).body()).toMatchObject(expected);
  });

  it.each<[Partial<TaskHabits>, string]>([
    [{ created: 'absent' }, 'created'],
    [{ counts: 'absent' }, 'attributes.total'],
  ])('%j: without %s', async (change, path) => {
    habits(change);
    const id = taskIdOf(await load());
    now += 10_000;
    expect((await one(id)).body()).not.toHaveProperty(path);
  });

  it('names another source with the same name', async () => {
    habits({ target: 'other-id' });
    const id = taskIdOf(await load());
    const { target, attributes } = (await one(id)).body() as { target: { id: string }; attributes: object };
    expect(target.id).not.toBe(ID);
    expect(attributes).toMatchObject({ appId: target.id });
  });
});

describe('a busy source', () => {
  it('says so beside the task, and in the tenant’s language', async () => {
    habits({ names: 'german' });
    sandbox.tenant.addSource({ name: 'HR', id: ID, busyReply: 'beside-task' });
    sandbox.tenant.runElsewhere(ID);
    const body = (await load()).body() as { messages: unknown[]; task: { messages: unknown[] } };
    expect(body.task.messages).toEqual([]);
    expect(JSON.stringify(body.messages)).toContain('laufende Aggregation');
  });
});

describe('messages', () => {
  it('have any type, and any text twice', async () => {
    sandbox.tenant.planRun(ID, {
      completionStatus: 'SUCCESS',
      messages: [
        { type: 'INFO', text: 'Two  blanks' },
        { type: 'Warning', text: 'Two  blanks' },
      ],
    });
    const id = taskIdOf(await load());
    now += 10_000;
    const { messages } = (await one(id)).body() as { messages: { type: string }[] };
    expect(messages.map(({ type }) => type)).toEqual(['INFO', 'INFO', 'Warning', 'Warning']);
  });
});
