import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aggregateAll } from '../../src/aggregation/all-sources.js';
import { systemClock } from '../../src/runtime/clock.js';
import { cancelled, Deadline } from '../../src/runtime/deadline.js';
import { taskIdOf, type Outcome } from '../../src/model/outcome.js';
import type { Pace } from '../../src/runtime/pace.js';
import { AnnotationBudget } from '../../src/runtime/annotation-budget.js';
import { createLog } from '../../src/runtime/log.js';
import { Secrets } from '../../src/runtime/secrets.js';
import type { SandboxSource } from '../../sandbox/tenant/model.js';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { Settings, Target } from '../../src/model/settings.js';
import { recordingToolkit, TARGET, type Said } from '../report/fixtures.js';
import { FAST, Files } from '../support/tenant.js';
import { limitOf } from '../support/limits.js';

const HEADING = 'id,name,email\n';
const FOUR = `${HEADING}1,Ada,\n2,Bob,\n3,Cy,\n4,Di,\n`;
const files = new Files();

let sandbox: Sandbox;
let source: SandboxSource;
let deadline: Deadline;
let said: Said[];
let tasksTold: string[];
/** How far the clock of the tenant is ahead, in milliseconds. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  sandbox = await startSandbox({
    clock: () => Date.now() + ahead,
    settings: { taskMs: 20, tokenSeconds: 10 ** 6 },
  });
  source = addSource('HR');
  deadline = new Deadline();
  deadline.limit(systemClock, Date.now(), 60_000);
  tasksTold = [];
});

afterEach(async () => {
  deadline.clear();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

function addSource(name: string): SandboxSource {
  const accounts = ['1', '2', '3', '4'].map((id) => ({ id, name: id, email: '' }));
  return sandbox.tenant.addSource({ name, accounts, deleteThreshold: 50 });
}

function target(content: string | undefined, changes: Partial<Target> = {}): Target {
  const csv = content === undefined ? undefined : files.write('hr.csv', content);
  return { ...TARGET, sourceId: source.id, csv, ...changes };
}

async function run(
  targets: readonly Target[],
  changes: Partial<Settings> = {},
  pace: Partial<Pace> = {},
): Promise<readonly Outcome[]> {
  const { toolkit, said: lines } = recordingToolkit(true);
  said = lines;
  const secrets = new Secrets();
  const budget = new AnnotationBudget(toolkit, secrets);
  return aggregateAll({
    settings: {
      baseUrl: sandbox.url,
      credentials: { kind: 'given', clientId: DEFAULT_CLIENT.id, clientSecret: DEFAULT_CLIENT.secret },
      apiVersion: 'v1',
      targets,
      csvChecks: 'error',
      dryRun: false,
      reviewedPlan: false,
      planKey: { kind: 'not-given' },
      warnings: [],
      onlyIfChanged: false,
      ifRunning: 'wait',
      wait: true,
      timeoutMs: 60_000,
      failOnWarning: false,
      showIds: false,
      planFile: undefined,
      verify: false,
      comment: false,
      githubToken: '',
      ...changes,
    },
    clock: systemClock,
    pace: { ...FAST, ...pace },
    onPlan: undefined,
    random: () => 1,
    deadline,
    log: createLog(toolkit, secrets, budget),
    secrets: { redact: (text) => text },
    keepSecret: (secret) => {
      secrets.add(secret);
    },
    onTask: (id) => tasksTold.push(id),
    skipped: new Map(),
    review: undefined,
  });
}

async function runOne(...args: Parameters<typeof run>): Promise<Outcome> {
  const [outcome] = await run(...args);
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

function asked(operation: string): number {
  return sandbox.requests.filter((request) => request.operation === operation).length;
}

/** Lets time pass in the tenant once it has answered a request for `operation`. */
async function letPass(ms: number, operation: Operation): Promise<void> {
  await sandbox.waitFor((requests) =>
    requests.some((request) => request.operation === operation && request.status !== undefined),
  );
  ahead += ms;
}

function log(): string {
  return said.map(({ message }) => message).join('\n');
}

describe('the story of a source', () => {
  it('ends green when ISC reports success, with everything that became known', async () => {
    const outcome = await runOne([
      target(FOUR.replace('4,Di,', '5,Ed,'), { maxDeletions: limitOf('max-deletions', '1') }),
    ]);
    expect(outcome).toMatchObject({
      status: 'SUCCESS',
      source: { id: source.id, name: 'HR' },
      fate: { task: { id: sandbox.tenant.tasks()[0]?.id } },
      counts: { total: 4, created: 1, deleted: 1 },
      csv: { rows: 4, accounts: 4 },
      plan: { created: 1, deleted: 1, kept: 3 },
      failure: undefined,
    });
    expect(tasksTold).toEqual([taskIdOf(outcome)]);
  });

  it('with a dry run ends with the plan, and nothing is sent', async () => {
    expect(await runOne([target(FOUR)], { dryRun: true })).toMatchObject({
      status: 'PLANNED',
      plan: { kept: 4 },
      fate: { kind: 'none' },
    });
    expect(log()).toContain('Plan: create 0, delete 0 and keep 4 of 4 accounts now on the source.');
    expect([asked('loadAccounts'), asked('listTasks')]).toEqual([0, 0]);
  });

  it('with wait: false ends when ISC has accepted it', async () => {
    expect(await runOne([target(FOUR)], { wait: false })).toMatchObject({
      status: 'STARTED',
      fate: { task: { id: sandbox.tenant.tasks()[0]?.id } },
    });
    expect(asked('getTask')).toBe(0);
  });

  it('of a source that takes no file has no plan', async () => {
    source = sandbox.tenant.addSource({ name: 'Direct', kind: 'direct' });
    expect(await runOne([target(undefined)])).toMatchObject({
      status: 'SUCCESS',
      plan: undefined,
      csv: undefined,
    });
    expect(log()).toContain('This source takes no file');
  });

  it("ends as ISC ends it, with ISC's own words", async () => {
    sandbox.tenant.planRun(source.id, {
      completionStatus: 'ERROR',
      messages: [{ type: 'ERROR', text: 'The disk is full.' }],
    });
    expect(await runOne([target(FOUR)])).toMatchObject({
      status: 'ERROR',
      failure: { message: expect.stringContaining('The disk is full.') },
    });
  });

  it('ends at once where ISC fails it at once', async () => {
    const task = { id: 't1', completionStatus: 'TEMP_ERROR', messages: [{ key: 'Not now.' }] };
    sandbox.script({
      operation: 'loadAccounts',
      fault: { kind: 'replace-body', body: { success: true, task } },
    });
    expect(await runOne([target(FOUR)])).toMatchObject({
      status: 'TEMPERROR',
      fate: { task: { id: 't1' } },
      failure: { message: expect.stringContaining('Not now.') },
    });
    expect(tasksTold).toEqual(['t1']);
    sandbox.script({ operation: 'loadAccounts', fault: { kind: 'replace-body', body: { success: false } } });
    expect(await runOne([target(FOUR)])).toMatchObject({ status: 'FAILED', fate: { kind: 'refused' } });
  });

  it('does not blame a defect of this action on anybody else', async () => {
    const broken = target(FOUR);
    const odd = { ...broken, csv: { ...broken.csv, path: 7 } } as unknown as Target;
    expect(await runOne([odd])).toMatchObject({ status: 'FAILED', source: { name: 'HR' } });
  });
});

describe('a file that must not be sent', () => {
  it.each<[string, string, Partial<Settings>]>([
    ['with an error', `${FOUR}5\n`, {}],
    ['that deletes too much', `${HEADING}1,Ada,\n`, {}],
    ['that deletes too much, in a dry run', `${HEADING}1,Ada,\n`, { dryRun: true }],
    ['that deletes too much, unchecked', `${HEADING}1,Ada,\n`, { csvChecks: 'off' }],
  ])('%s is not', async (_name, content, settings) => {
    expect(await runOne([target(content)], settings)).toMatchObject({
      status: 'REJECTED',
      fate: { kind: 'none' },
      failure: { next: expect.stringMatching(/^Nothing was sent\.|^Fix the file/) },
    });
    expect([asked('loadAccounts'), sandbox.tenant.tasks().length]).toEqual([0, 0]);
  });

  it('and ISC refuses is not quoted where its first line may be a person', async () => {
    const all = limitOf('max-deletions', '100%');
    const only = target('4711,Ada Lovelace,ada@example.org\n', { maxDeletions: all });
    const outcome = await runOne([only], { csvChecks: 'off' });
    expect(outcome).toMatchObject({ status: 'FAILED', csv: undefined, plan: undefined });
    expect(outcome.failure?.message).toMatch(/words are not shown.*detailCode 400\.1\.3/);
    expect(JSON.stringify([outcome.failure, said])).not.toMatch(/4711|Lovelace/);
  });
});

describe('a source that is busy', () => {
  it('is waited for', async () => {
    const theirs = sandbox.tenant.runElsewhere(source.id, { durationMs: 600_000 });
    const running = runOne([target(FOUR)]);
    await letPass(600_000, 'listTasks');
    const outcome = await running;
    expect(outcome.status).toBe('SUCCESS');
    expect(taskIdOf(outcome)).not.toBe(theirs.id);
    // Once by SLIM, which shows no values here, and once by FULL.
    expect([asked('loadAccounts'), asked('listAccounts')]).toEqual([1, 2]);
  });

  it('is compared again when it was found busy only by the upload', async () => {
    // Nobody is seen to run there at the first look.
    sandbox.script({ operation: 'listTasks', fault: { kind: 'replace-body', body: [] } });
    sandbox.tenant.runElsewhere(source.id, { durationMs: 600_000 });
    const running = runOne([target(FOUR)]);
    await letPass(600_000, 'loadAccounts');
    const outcome = await running;
    expect(outcome.status).toBe('SUCCESS');
    expect([asked('loadAccounts'), asked('listAccounts')]).toEqual([2, 3]);
    expect(log()).toContain('ISC has not started the aggregation: This aggregation failed because');
  });

  it.each([0, 1])('fails the step with if-running: fail, after %i looks in vain', async (times) => {
    sandbox.script({ operation: 'listTasks', times, fault: { kind: 'replace-body', body: [] } });
    sandbox.tenant.runElsewhere(source.id, { durationMs: 600_000 });
    const outcome = await runOne([target(FOUR)], { ifRunning: 'fail' });
    expect(outcome).toMatchObject({
      status: 'FAILED',
      failure: { message: expect.stringMatching(/^An aggregation is already running on the source "HR"/) },
    });
  });

  it('is tried again without the right to see its tasks, with one warning', async () => {
    sandbox.script({ operation: 'listTasks', times: Infinity, fault: { kind: 'reply', status: 403 } });
    sandbox.tenant.runElsewhere(source.id, { durationMs: 600_000 });
    const running = runOne([target(FOUR)]);
    await letPass(600_000, 'loadAccounts');
    expect(await running).toMatchObject({ status: 'SUCCESS' });
    expect(asked('loadAccounts')).toBeGreaterThan(1);
    expect(said.filter(({ kind }) => kind === 'warning')).toHaveLength(1);
  });
});

describe('the end of the step', () => {
  it('while a task runs says that ISC continues with it', async () => {
    sandbox.tenant.planRun(source.id, { completionStatus: null });
    const running = runOne([target(FOUR)]);
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
    deadline.end(cancelled('SIGINT'));
    const outcome = await running;
    expect(outcome).toMatchObject({
      status: 'CANCELLED',
      failure: {
        message: `The runner ended this step (SIGINT): the run was cancelled, a cancel step or timeout-minutes ended it, or the runner is shutting down. ISC continues with task ${taskIdOf(outcome) ?? ''}.`,
      },
    });
    const requests = sandbox.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sandbox.requests.length).toBe(requests);
  });

  it('by the deadline is TIMED_OUT', async () => {
    sandbox.tenant.planRun(source.id, { completionStatus: null });
    deadline.clear();
    deadline = new Deadline();
    deadline.limit(systemClock, Date.now(), 150);
    expect(await runOne([target(FOUR)])).toMatchObject({ status: 'TIMED_OUT' });
  });
});

describe('several sources', () => {
  it('go side by side, and one that fails stops no other', async () => {
    const payroll = addSource('Payroll');
    sandbox.tenant.planRun(payroll.id, { completionStatus: 'ERROR' });
    const direct = sandbox.tenant.addSource({ name: 'Direct', kind: 'direct' });
    const outcomes = await run([
      target(FOUR),
      target(FOUR, { sourceId: payroll.id }),
      target(undefined, { sourceId: undefined, sourceName: 'Nobody' }),
      target(undefined, { sourceId: direct.id }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['SUCCESS', 'ERROR', 'FAILED', 'SUCCESS']);
    expect(outcomes.map((outcome) => outcome.source?.name)).toEqual(['HR', 'Payroll', undefined, 'Direct']);
    expect(log()).toContain(`[${source.id}] ISC has accepted the aggregation`);
    expect(asked('token')).toBe(1);
  });
});

describe('what the connection says', () => {
  it('is in the log: retries, deprecation, requests', async () => {
    sandbox.settings.deprecated.push('getSource');
    sandbox.script({ operation: 'getSource', fault: { kind: 'reply', status: 503 } });
    await runOne([target(FOUR)]);
    expect(log()).toMatch(/ISC answered the request to show the source with 503 .*Trying again in 0 s\./);
    expect(said.filter(({ kind }) => kind === 'warning').map(({ message }) => message)).toEqual([
      'ISC marks the operation to show the source as deprecated in api-version v1. Plan to set api-version to v1.',
    ]);
    expect(log()).toMatch(/load-accounts: POST \/sources\/v1\/.+ -> 202 in \d+ ms/);
    for (const secret of sandbox.tokens.secrets()) expect(log()).not.toContain(secret);
  });
});
