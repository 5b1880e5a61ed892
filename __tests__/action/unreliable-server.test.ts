import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../sandbox/tenant/faults.js';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { csvOf, people } from '../support/people.js';
import { playAll, type NamedScenario, type Played, type Scenario } from '../support/play.js';

/** Replies that are cut, lost or not ISC's: the step is never green without the true end of its one aggregation. */

const FILE = csvOf([...people(19), ...people(3, 101)]);
const NAMED = { inputs: { 'source-id': '', 'source-name': 'HR Employees' } };
const STEPS: readonly { readonly operation: Operation; readonly scenario: Scenario }[] = [
  { operation: 'token', scenario: {} },
  { operation: 'getSource', scenario: {} },
  { operation: 'listSources', scenario: NAMED },
  { operation: 'getSchemas', scenario: {} },
  { operation: 'listTasks', scenario: {} },
  { operation: 'listAccounts', scenario: {} },
  { operation: 'loadAccounts', scenario: {} },
  { operation: 'getTask', scenario: {} },
  { operation: 'getAggregationStatus', scenario: { settings: { taskMs: 3_500 } } },
];

const CUTS: readonly { readonly kind: string; readonly fault: Fault }[] = [
  { kind: 'cut in mid-body', fault: { kind: 'cut-reply' } },
  { kind: 'lost after processing', fault: { kind: 'reset-after-processing' } },
];

/** What a green step promises: one aggregation, over, with success, of exactly this file. */
function expectTrueSuccess({ asked, exitCode, identities, outputs, tasks }: Played): void {
  expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 0, status: 'SUCCESS' });
  expect(asked('loadAccounts').filter(({ processed }) => processed === 202).length).toBeLessThanOrEqual(1);
  expect(tasks.map(({ completionStatus }) => completionStatus)).toEqual(['SUCCESS']);
  expect(outputs['task-id']).toBe(tasks[0]?.id);
  expect(identities.toSorted()).toEqual([...people(19), ...people(3, 101)].map(({ id }) => id));
}

describe('one reply', () => {
  const CASES = STEPS.flatMap(({ operation, scenario }) =>
    CUTS.map(({ kind, fault }): NamedScenario & { operation: Operation } => ({
      ...scenario,
      name: `${operation} ${kind}`,
      files: { 'hr.csv': FILE },
      faults: [{ operation, fault }],
      operation,
    })),
  );
  const played = playAll(CASES, ['loadAccounts lost after processing', 'getTask cut in mid-body']);

  it.each(CASES)('$name: the step goes on to the true end, with one aggregation', ({ name, operation }) => {
    const run = played(name);
    expectTrueSuccess(run);
    expect(
      run.requests.some((request) => request.operation === operation && request.fault !== undefined),
    ).toBe(true);
    expect(run.asked('loadAccounts')).toHaveLength(1);
  });
});

describe('every reply', () => {
  /** What the step can do without, or find out in another way. */
  const DISPENSABLE: readonly Operation[] = ['getAggregationStatus', 'loadAccounts'];
  const always = (operation: Operation, fault: Fault, scenario: Scenario = {}): Scenario => ({
    ...scenario,
    files: { 'hr.csv': FILE },
    faults: [{ operation, times: Number.POSITIVE_INFINITY, fault }],
  });
  /** These end by themselves: a deadline would end them too early on a busy machine. */
  const ENDING: readonly Operation[] = [...DISPENSABLE, 'getSource'];
  /** The same with a deadline if the step would keep trying for a long time. */
  const alwaysUntil = (operation: Operation, fault: Fault, scenario: Scenario = {}): Scenario => ({
    ...always(operation, fault, scenario),
    inputs: ENDING.includes(operation)
      ? { ...scenario.inputs }
      : { 'timeout-minutes': '0.2', ...scenario.inputs },
  });
  const cut = STEPS.map(({ operation, scenario }) => ({
    name: `${operation} cut in mid-body`,
    ...alwaysUntil(operation, { kind: 'cut-reply' }, scenario),
    operation,
  }));
  const page = '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1><p>nginx</p></body></html>';
  const down = STEPS.filter(({ operation }) => operation !== 'loadAccounts').map(
    ({ operation, scenario }) => ({
      name: `${operation} answered by a gateway's page`,
      ...alwaysUntil(operation, { kind: 'reply', status: 502, body: page }, scenario),
      operation,
    }),
  );
  const login = STEPS.filter(({ operation }) => operation !== 'loadAccounts').map(
    ({ operation, scenario }) => ({
      name: `${operation} answered by a login page with 200`,
      ...alwaysUntil(
        operation,
        { kind: 'reply', status: 200, body: '<html><title>Sign in</title></html>' },
        scenario,
      ),
      operation,
    }),
  );
  const defects = STEPS.filter(
    ({ operation }) => !['loadAccounts', 'getAggregationStatus'].includes(operation),
  ).map(({ operation, scenario }) => ({
    name: `${operation} answered with 500`,
    ...always(
      operation,
      {
        kind: 'reply',
        status: 500,
        body: {
          detailCode: '500.0 Internal Fault',
          trackingId: 'f'.repeat(32),
          messages: [{ locale: 'en', text: 'An internal fault occurred.' }],
        },
      },
      scenario,
    ),
    operation,
  }));
  const CASES = [...cut, ...down, ...login];
  const played = playAll(
    [...CASES, ...defects],
    ['loadAccounts cut in mid-body', "getSource answered by a gateway's page", 'getTask answered with 500'],
  );
  const needed = CASES.filter(({ operation }) => !DISPENSABLE.includes(operation));
  const dispensable = CASES.filter(({ operation }) => DISPENSABLE.includes(operation));

  it.each(needed)('$name: never green', ({ name, operation }) => {
    const { asked, exitCode, failures, outputs } = played(name);
    expect(exitCode).toBe(1);
    expect(['FAILED', 'TIMED_OUT']).toContain(outputs['status']);
    expect(failures[0]?.length).toBeGreaterThan(60);
    expect(asked(operation).length).toBeGreaterThan(1);
    expect(asked('loadAccounts')).toHaveLength(operation === 'getTask' ? 1 : 0);
  });

  it.each(dispensable)('$name: green, because the result is still known', ({ name }) => {
    expectTrueSuccess(played(name));
  });

  it.each(defects)(
    '$name: two more attempts, then a failure that names the tracking id',
    ({ name, operation }) => {
      const { asked, exitCode, failures, log, outputs } = played(name);
      expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'FAILED' });
      expect(failures[0]).toMatch(
        /^ISC answered the request to [^.]+ with 500 Internal Server Error: An internal fault occurred\. \[detailCode 500\.0 Internal Fault, trackingId f{32}\] Asked 3 times in [\d.]+ s\. /,
      );
      expect(failures[0]).toMatch(
        operation === 'getTask'
          ? / s\. ISC continues with task [\da-f]{32}\.\n[^]*A second run is safe, because it waits, compares and shows its plan first\. /
          : / s\. Nothing was sent\.\n/,
      );
      expect(failures[0]).toMatch(/problem is on the server/);
      expect(asked(operation)).toHaveLength(3);
      expect(log.match(/Trying again in/g)).toHaveLength(2);
    },
  );

  it("sums up a gateway's page in a few words", () => {
    expect(played("getSource answered by a gateway's page").failures[0]).toMatch(
      /^Something between this runner and ISC answered the request to show the source with 502 Bad Gateway: nginx\./,
    );
    expect(played('getSource answered by a login page with 200').failures[0]).toMatch(
      /something that is not JSON/,
    );
  });
});

describe('nobody at all', () => {
  const played = playAll([
    {
      name: 'the tenant goes away',
      inputs: { 'timeout-minutes': '0.1' },
      settings: { taskMs: 60_000 },
      meanwhile: async (_, sandbox) => {
        await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
        await sandbox.close();
      },
    },
  ]);

  it('answers while the task is followed: red at the deadline, with the task id', () => {
    const { exitCode, failures, outputs, tasks } = played('the tenant goes away');
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'TIMED_OUT' });
    expect(failures[0]).toContain(tasks[0]?.id);
  });
});
