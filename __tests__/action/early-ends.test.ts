import { describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import type { Operation } from '../../sandbox/tenant/routes.js';
import type { Sandbox } from '../../sandbox/tenant/sandbox.js';
import { play, playAll, SOURCE_ID, type NamedScenario, type Scenario } from '../support/play.js';

/** Steps that end before ISC has: by their deadline, or because the workflow was cancelled. */

const isAsked =
  (operation: Operation, times = 1) =>
  (requests: Sandbox['requests']): boolean =>
    requests.filter((one) => one.operation === operation).length >= times;

/** Only a hang is meant: a busy machine may take its time to end a process, and far less than what the step waits for. */
const LATE_MS = 15_000;

describe('the deadline', () => {
  const MINUTES = '0.3';
  const MS = 18_000;
  const silent = (operation: Operation): Scenario => ({
    faults: [{ operation, times: Number.POSITIVE_INFINITY, fault: { kind: 'no-reply' } }],
  });
  const late = (scenario: Scenario): Scenario => ({
    ...scenario,
    inputs: { 'timeout-minutes': MINUTES, ...scenario.inputs },
  });
  const CASES: readonly (NamedScenario & { readonly sent: number })[] = [
    { name: 'while the task is followed', ...late({ settings: { taskMs: 60_000 } }), sent: 1 },
    { name: 'while the token service is silent', ...late(silent('token')), sent: 0 },
    { name: 'while the source is not shown', ...late(silent('getSource')), sent: 0 },
    { name: 'while the schema is not shown', ...late(silent('getSchemas')), sent: 0 },
    { name: 'while the accounts are not listed', ...late(silent('listAccounts')), sent: 0 },
    { name: 'while the upload is not answered', ...late(silent('loadAccounts')), sent: 1 },
    { name: 'while the task is not shown', ...late(silent('getTask')), sent: 1 },
    {
      name: 'while the reply comes a byte at a time',
      ...late({
        faults: [{ operation: 'getSource', fault: { kind: 'slow-body', bytes: 1, pauseMs: 200 } }],
      }),
      sent: 0,
    },
    {
      name: 'while another aggregation runs on the source',
      ...late({
        meanwhile: (_, sandbox) => {
          sandbox.tenant.runElsewhere(SOURCE_ID, { durationMs: 60_000 });
          return Promise.resolve();
        },
      }),
      sent: 0,
    },
  ];
  const faults: NamedScenario = {
    name: 'while ISC has faults of its own',
    ...late({
      faults: [
        {
          operation: 'getTask',
          times: Number.POSITIVE_INFINITY,
          fault: { kind: 'reply', status: 503 },
        },
      ],
    }),
  };
  const played = playAll(
    [...CASES, faults],
    [
      'while the task is followed',
      'while the upload is not answered',
      'while the reply comes a byte at a time',
    ],
  );

  it.each(CASES)('is kept exactly: $name', ({ name, sent }) => {
    const run = played(name);
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'TIMED_OUT',
    });
    expect(run.failures[0]).toMatch(/deadline of this step/);
    expect(run.failures[0]).toMatch(/raise `timeout-minutes`/i);
    expect(run.failures[0]?.includes('Nothing was sent')).toBe(sent === 0);
    expect(run.summary).toContain('timed out');
    // The step's own clock starts after its process and before its first request.
    expect(run.ms).toBeGreaterThan(MS - 500);
    expect(run.endedAt - (run.requests[0]?.time ?? 0)).toBeLessThan(MS + LATE_MS);
    expect(run.asked('loadAccounts')).toHaveLength(sent);
  });

  it('ends the step before the last wait where the next attempt would come after it', () => {
    const { endedAt, exitCode, failures, outputs, requests } = played(faults.name);
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'TIMED_OUT' });
    expect(failures[0]).toMatch(/503 Service Unavailable[^]*The next attempt would be in/);
    expect(endedAt - (requests[0]?.time ?? 0)).toBeLessThan(MS + LATE_MS);
  });

  it('says that ISC continues with the task, and names its id', () => {
    for (const name of ['while the task is followed', faults.name, 'while the task is not shown']) {
      const { failures, outputs, tasks } = played(name);
      expect(outputs['task-id']).toBe(tasks[0]?.id);
      expect(failures[0]).toContain(`ISC continues with task ${tasks[0]?.id ?? ''}`);
    }
  });
});

describe('a workflow that is cancelled', () => {
  interface Cancelling extends NamedScenario {
    readonly signal: NodeJS.Signals;
    /** The signal comes this many milliseconds after the first request of this operation. */
    readonly after: Operation;
    readonly ms: number;
  }
  const sentAt = new Map<string, number>();
  const cancelling = (one: Cancelling): NamedScenario => ({
    ...one,
    meanwhile: async (step, sandbox) => {
      await sandbox.waitFor(isAsked(one.after));
      await setTimeout(one.ms);
      sentAt.set(one.name, Date.now());
      if (one.signal === 'SIGINT') step.stop();
      else step.process.kill(one.signal);
    },
  });
  const following = { settings: { taskMs: 60_000 } };
  const slow = (operation: Operation): Scenario => ({
    faults: [{ operation, fault: { kind: 'delay', ms: 20_000 } }],
  });
  const casesOf = (signal: NodeJS.Signals): readonly Cancelling[] => [
    { name: `${signal} between two looks at the task`, ...following, signal, after: 'getTask', ms: 300 },
    { name: `${signal} during a look`, ...slow('getTask'), signal, after: 'getTask', ms: 0 },
    { name: `${signal} during the upload`, ...slow('loadAccounts'), signal, after: 'loadAccounts', ms: 100 },
    { name: `${signal} before anything is known`, ...slow('token'), signal, after: 'token', ms: 0 },
    {
      name: `${signal} between two attempts`,
      faults: [{ operation: 'getSource', times: 9, fault: { kind: 'reply', status: 503 } }],
      signal,
      after: 'getSource',
      ms: 100,
    },
  ];
  // Whatever the signal is, the step does the same: its message alone names it.
  const CASES = [
    ...casesOf('SIGINT'),
    ...casesOf('SIGTERM').filter(({ name }) => /between two looks|during the upload/.test(name)),
  ];
  const played = playAll(CASES.map(cancelling));

  it.each(CASES)('$name', ({ name, signal }) => {
    const run = played(name);
    const signalled = sentAt.get(name) ?? Number.NaN;
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'CANCELLED',
    });
    expect(run.endedAt - signalled).toBeLessThan(LATE_MS);
    expect(run.requests.filter(({ time }) => time > signalled + 5_000)).toEqual([]);
    const what = run.asked('loadAccounts').length === 0 ? 'Nothing was sent' : 'A second run is safe';
    expect(run.failures[0]).toMatch(new RegExp(`ended this step \\(${signal}\\)[^]*${what}`));
    expect(run.summary).toContain('ended this step');
  });

  it('that has started an aggregation says that ISC continues with it, and names its task id', () => {
    const { failures, log, outputs, summary, tasks } = played('SIGINT between two looks at the task');
    const id = tasks[0]?.id ?? 'no task';
    expect(outputs).toMatchObject({ 'task-id': id, status: 'CANCELLED' });
    expect(failures[0]).toContain(`ISC continues with task ${id}`);
    expect(log).toContain(id);
    expect(log).toContain('Received SIGINT: no further requests.');
    expect(summary).toContain(id);
  });

  it('twice is cancelled once', async () => {
    const run = await play({
      ...following,
      meanwhile: async (step, sandbox) => {
        await sandbox.waitFor(isAsked('getTask'));
        step.stop({ terminateMs: 0, killMs: 10_000 });
      },
    });
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'CANCELLED',
    });
    expect(run.failures).toHaveLength(1);
  });
});
