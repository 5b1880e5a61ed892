import { describe, expect, it } from '@jest/globals';
import type { AttributeValues } from '../../sandbox/tenant/model.js';
import type { Sandbox } from '../../sandbox/tenant/sandbox.js';
import { csvOf, people } from '../support/people.js';
import { HR, playAll, SOURCE_ID, type NamedScenario } from '../support/play.js';

/** What happens between ISC's 202 and the end of the task. */

/** Gives the source other accounts after they were listed and before the upload: as if somebody else were at work. */
async function changeAccountsBehindThePlan(
  sandbox: Sandbox,
  accounts: readonly AttributeValues[],
): Promise<void> {
  await sandbox.waitFor((requests) =>
    // SLIM shows no values here, so the list comes twice.
    requests.some(({ operation, query, status }) => {
      return operation === 'listAccounts' && query['detailLevel'] === 'FULL' && status !== undefined;
    }),
  );
  sandbox.tenant.addSource({ ...HR, deleteThreshold: 100, accounts });
}

describe('the task id', () => {
  const early = new Map<string, Readonly<Record<string, string>>>();
  const CASES: readonly NamedScenario[] = [
    {
      name: 'while it runs',
      settings: { taskMs: 2_500 },
      meanwhile: async (step, sandbox) => {
        await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
        early.set('while it runs', step.outputsSoFar());
      },
    },
    {
      name: 'where it is killed',
      settings: { taskMs: 60_000 },
      meanwhile: async (step, sandbox) => {
        await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
        early.set('where it is killed', step.outputsSoFar());
        step.process.kill('SIGKILL');
      },
    },
  ];
  const played = playAll(CASES);

  it('is an output before any waiting, beside a status that is no success yet', () => {
    const { outputs, tasks } = played('while it runs');
    expect(early.get('while it runs')).toMatchObject({ 'task-id': tasks[0]?.id, status: 'FAILED' });
    expect(outputs['status']).toBe('SUCCESS');
  });

  it('stays an output if the process is killed', () => {
    expect(() => played('where it is killed')).toThrow('the process died of SIGKILL');
    expect(early.get('where it is killed')).toMatchObject({
      'task-id': expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      status: 'FAILED',
    });
  });
});

describe('polls of the task', () => {
  const CASES: readonly NamedScenario[] = [
    { name: 'short task' },
    {
      name: 'long task',
      source: { accounts: people(2_000) },
      files: { 'hr.csv': csvOf(people(2_000, 150)) },
      settings: { taskMs: 7_000 },
    },
  ];
  const played = playAll(CASES, ['short task']);

  it('come no sooner than about a second after the start, and once where the task is over by then', () => {
    const { asked, requests } = played('short task');
    const [upload] = asked('loadAccounts');
    const [look, ...others] = asked('getTask');
    expect(others).toEqual([]);
    expect((look?.time ?? 0) - (upload?.time ?? 0)).toBeGreaterThan(950);
    // token, source, schema, tasks, accounts (SLIM shows no values here, so FULL too), upload, look.
    expect(requests).toHaveLength(8);
  });

  it('are never closer than about a second', () => {
    const times = played('long task')
      .asked('getTask')
      .map(({ time }) => time);
    expect(times.length).toBeGreaterThanOrEqual(5);
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThan(900);
  });

  it('end the step with the first look after the end of the task', () => {
    const { asked, tasks } = played('long task');
    const end = tasks[0]?.final ?? Number.NaN;
    expect(end).toBeGreaterThan(0);
    expect(asked('getTask').filter(({ time }) => time > end).length).toBeLessThanOrEqual(1);
  });

  it('show percent, text and counts when they have changed, but not at every look', () => {
    const { log, asked } = played('long task');
    const lines = log.split('\n').filter((line) => line.startsWith('ISC is aggregating'));
    expect(lines.length).toBeGreaterThanOrEqual(1);
    expect(lines.length).toBeLessThan(asked('getTask').length);
    expect(lines[0]).toMatch(/^ISC is aggregating: \d+%, .*\(.* so far\)$/);
  });

  it('show how many accounts are processed', () => {
    expect(played('long task').log).toMatch(/ISC is aggregating: .*changed accounts processed/);
  });
});

describe('deletions while the task is followed', () => {
  const slow = { settings: { taskMs: 4_000 } };
  let warnedAt = Number.NaN;
  const CASES: readonly NamedScenario[] = [
    {
      name: 'more than planned',
      ...slow,
      meanwhile: async (step, sandbox) => {
        await changeAccountsBehindThePlan(sandbox, people(30));
        await step.says('::warning::ISC is about to delete');
        warnedAt = Date.now();
      },
    },
    {
      name: 'above the delete threshold',
      source: { deleteThreshold: 1 },
      inputs: { 'csv-checks': 'warn' },
      files: { 'hr.csv': csvOf(people(18)) },
    },
    {
      name: 'as planned',
      ...slow,
      files: { 'hr.csv': csvOf(people(18)) },
    },
    {
      name: 'fewer than planned',
      ...slow,
      files: { 'hr.csv': csvOf(people(18)) },
      meanwhile: (_, sandbox) => changeAccountsBehindThePlan(sandbox, people(19)),
    },
  ];
  const played = playAll(CASES, ['more than planned']);

  it('that were not planned are a loud warning, once, while there is still time', () => {
    const { annotations, asked, outputs, requests, summary, tasks } = played('more than planned');
    expect(outputs).toMatchObject({ 'planned-deleted': '0', 'accounts-deleted': '10', status: 'SUCCESS' });
    expect(annotations.map(({ kind }) => kind)).toEqual(['warning', 'warning']);
    const [warning, atTheEnd] = annotations;
    expect(atTheEnd?.message).toContain('10 deleted (0 planned)');
    expect(warning?.message).toMatch(/about to delete 10 accounts, but the plan has only 0/);
    expect(warning?.message).toContain(tasks[0]?.id);
    expect(summary).toContain('10');
    expect(warnedAt).toBeLessThan(tasks[0]?.completed ?? Number.NaN);
    expect(asked('getAggregationStatus').length).toBeGreaterThan(0);
    expect(requests.at(-1)?.operation).toBe('getTask');
  });

  it.each([
    ['as planned', []],
    ['fewer than planned', [expect.stringContaining('1 deleted (2 planned)')]],
  ])('that were planned are warned of only where ISC deletes another number: %s', (name, messages) => {
    const { annotations, exitCode, outputs } = played(name);
    expect({ exitCode, planned: outputs['planned-deleted'] }).toEqual({ exitCode: 0, planned: '2' });
    expect(annotations.map(({ message }) => message)).toEqual(messages);
  });

  it("that ISC's own threshold stopped are shown by its warning", () => {
    const run = played('above the delete threshold');
    expect(run.outputs).toMatchObject({
      status: 'WARNING',
      'planned-deleted': '2',
      'accounts-deleted': '0',
    });
    expect(run.exitCode).toBe(0);
    expect(run.annotations.map(({ kind, message }) => [kind, message.slice(0, 28)])).toEqual(
      expect.arrayContaining([['warning', 'The delete phase was skipped']]),
    );
    expect(run.summary).toContain('delete-threshold');
    expect(run.identities).toHaveLength(20);
  });
});

describe('a source that is busy', () => {
  /** Somebody else starts an aggregation just before this step looks for one. */
  const elsewhere =
    (durationMs: number): NonNullable<NamedScenario['meanwhile']> =>
    async (_, sandbox) => {
      await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getSource'));
      sandbox.tenant.runElsewhere(SOURCE_ID, { durationMs });
    };
  const CASES: readonly NamedScenario[] = [{ name: 'wait', meanwhile: elsewhere(1_500) }];
  const played = playAll(CASES, []);

  it('is waited for, and then compared and aggregated', () => {
    const { asked, exitCode, log, tasks } = played('wait');
    expect(exitCode).toBe(0);
    expect(tasks).toHaveLength(2);
    expect(log).toMatch(/An aggregation of the source is already running/);
    expect(asked('loadAccounts')).toHaveLength(1);
    const [listing] = asked('listAccounts');
    expect(listing?.time).toBeGreaterThanOrEqual(tasks.at(-1)?.completed ?? Number.NaN);
  });
});
