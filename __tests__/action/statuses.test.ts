import { describe, expect, it } from '@jest/globals';
import type { RunPlan } from '../../sandbox/tenant/model.js';
import { csvOf, people } from '../support/people.js';
import { playAll, type Ending, type NamedScenario, type Scenario } from '../support/play.js';

/** The statuses that a step can end with, each with what it means for the step. */

describe('what ISC says about a task that is over', () => {
  const ended = (run: RunPlan, inputs: Record<string, string> = {}): Scenario => ({
    source: { run },
    inputs,
  });
  const CASES: readonly Ending[] = [
    { name: 'SUCCESS passes', ...ended({}), status: 'SUCCESS', exitCode: 0 },
    {
      name: 'Success in small letters',
      ...ended({ completionStatus: 'Success' }),
      status: 'SUCCESS',
      exitCode: 0,
    },
    {
      name: 'success in small letters only',
      ...ended({ completionStatus: 'success' }),
      status: 'SUCCESS',
      exitCode: 0,
    },
    { name: 'WARNING passes', ...ended({ completionStatus: 'WARNING' }), status: 'WARNING', exitCode: 0 },
    {
      name: 'Warning in small letters',
      ...ended({ completionStatus: 'Warning' }),
      status: 'WARNING',
      exitCode: 0,
    },
    {
      name: 'SUCCESS passes with fail-on-warning',
      ...ended({}, { 'fail-on-warning': 'true' }),
      status: 'SUCCESS',
      exitCode: 0,
    },
    {
      name: 'Error in small letters',
      ...ended({ completionStatus: 'Error' }),
      status: 'ERROR',
      exitCode: 1,
      says: /with an error/,
    },
    {
      name: 'TEMPERROR',
      ...ended({ completionStatus: 'TEMPERROR' }),
      status: 'TEMPERROR',
      exitCode: 1,
      says: /a temporary error[^]*Run the step again/,
    },
    {
      name: 'TempError in small letters',
      ...ended({ completionStatus: 'TempError' }),
      status: 'TEMPERROR',
      exitCode: 1,
      says: /a temporary error/,
    },
    {
      name: 'a blank status is a failure',
      ...ended({ completionStatus: '  ' }),
      status: 'FAILED',
      exitCode: 1,
      says: /ISC ended task/,
    },
    {
      name: 'an empty status is a failure',
      ...ended({ completionStatus: '' }),
      status: 'FAILED',
      exitCode: 1,
      says: /without a status/,
    },
    {
      name: 'completed without a status is not the end yet',
      ...ended({ completedEarlyMs: 6_000, durationMs: 100 }),
      status: 'SUCCESS',
      exitCode: 0,
    },
  ];
  const played = playAll(CASES, ['SUCCESS passes', 'WARNING passes', 'an empty status is a failure']);

  it.each(CASES)('$name', ({ name, status, exitCode, says }) => {
    const run = played(name);
    expect(run.outputs).toMatchObject({
      status,
      'task-id': run.tasks[0]?.id,
      'source-id': run.tasks[0]?.sourceId,
      'source-name': 'HR Employees',
    });
    expect(run.exitCode).toBe(exitCode);
    expect(run.failures).toHaveLength(exitCode);
    if (says !== undefined) expect(run.failures[0]).toMatch(says);
    expect(run.summary).toContain(run.tasks[0]?.id ?? 'no task');
    expect(run.asked('loadAccounts')).toHaveLength(1);
    expect(run.asked('token')).toHaveLength(1);
  });

  it('waits for the status if completed is set before it', () => {
    const { asked } = played('completed without a status is not the end yet');
    expect(asked('getTask').length).toBeGreaterThanOrEqual(2);
  });
});

describe('what ISC says in its messages', () => {
  const CASES: readonly NamedScenario[] = [
    {
      name: 'errors',
      source: {
        run: {
          completionStatus: 'ERROR',
          messages: [
            { type: 'ERROR', text: 'The file could not be read.' },
            { type: 'WARN', text: 'Two rows were skipped.' },
            { type: 'INFO', text: 'Nothing else.' },
          ],
        },
      },
    },
    {
      name: 'warnings',
      source: {
        run: { completionStatus: 'WARNING', messages: [{ type: 'WARN', text: 'Two rows were skipped.' }] },
      },
    },
  ];
  const NAMES_ACCOUNT: NonNullable<NamedScenario['source']> = {
    run: {
      completionStatus: 'ERROR',
      messages: [{ type: 'ERROR', text: 'No manager of account acct-00007 (Person 00007).' }],
    },
  };
  const played = playAll(
    [
      ...CASES,
      { name: 'an account', source: NAMES_ACCOUNT },
      {
        name: 'an account, with show-ids',
        source: NAMES_ACCOUNT,
        inputs: { 'show-ids': 'true' },
        mayShow: ['acct-00007', 'Person 00007'],
      },
    ],
    ['an account'],
  );

  it('shows a message that names an account of the file only up to there, but with show-ids', () => {
    const { failures, summary, log } = played('an account');
    expect(failures[0]).toMatch(
      /with an error\. No manager of account… \(the rest names an account: .*show-ids/,
    );
    expect(`${log}${summary}`).not.toMatch(/00007/);
    expect(played('an account, with show-ids').failures[0]).toContain(
      'No manager of account acct-00007 (Person 00007).',
    );
  });

  it('shows an error as an error, beside the one of the step, and a warning as a warning', () => {
    const run = played('errors');
    const shown = run.annotations.map(({ kind, message }) => [kind, message]);
    expect(shown).toEqual([
      ['warning', 'Two rows were skipped.'],
      ['error', run.failures[0]],
    ]);
    expect(run.failures[0]).toContain('The file could not be read.');
    expect(run.summary).toContain('Nothing else.');
  });

  it('shows a text once, although ISC sends it in two locales', () => {
    const run = played('warnings');
    expect(run.annotations.map(({ kind, message }) => [kind, message])).toEqual([
      ['warning', 'Two rows were skipped.'],
    ]);
    expect(run.summary.split('Two rows were skipped.')).toHaveLength(2);
  });
});

describe("ISC's own counts", () => {
  const files = { 'hr.csv': csvOf([...people(19), ...people(3, 101)]) };
  const CASES: readonly NamedScenario[] = [
    { name: 'as numbers', files },
    { name: 'as text', files, source: { run: { countsAs: 'strings' } } },
    { name: 'some absent', files, source: { run: { withoutCounts: ['optimized', 'deleted'] } } },
  ];
  const played = playAll(CASES, ['as numbers']);
  const counts = {
    'accounts-total': '22',
    'accounts-created': '3',
    'accounts-updated': '0',
    'accounts-deleted': '1',
    'accounts-unchanged': '19',
  };

  it.each(['as numbers', 'as text'])('are outputs: %s', (name) => {
    expect(played(name).outputs).toMatchObject(counts);
  });

  it('are empty if ISC gives none', () => {
    expect(played('some absent').outputs).toMatchObject({
      ...counts,
      'accounts-deleted': '',
      'accounts-unchanged': '',
    });
  });

  it('are in results too, with the same names and as text', () => {
    const { outputs } = played('as numbers');
    const { results, ...others } = outputs;
    expect(JSON.parse(results ?? '')).toEqual([{ ...others, 'object-type': 'account' }]);
    expect(others).toMatchObject({ 'csv-rows': '22', 'csv-accounts': '22', 'planned-created': '3' });
  });
});

describe('the action’s own statuses', () => {
  const CASES: readonly (Ending & { readonly sent: number })[] = [
    {
      name: 'STARTED: wait: false ends once ISC has accepted it',
      inputs: { wait: 'false' },
      status: 'STARTED',
      exitCode: 0,

      sent: 1,
    },
    {
      name: 'PLANNED: a dry run sends nothing',
      inputs: { 'dry-run': 'true' },
      status: 'PLANNED',
      exitCode: 0,
      sent: 0,
    },
    {
      name: "REJECTED by the source's own delete threshold, which stands before the deletion gate",
      files: { 'hr.csv': csvOf(people(10)) },
      status: 'REJECTED',
      exitCode: 1,
      says: /^hr\.csv has 1 error, so it was not uploaded\. The file would delete 10 of the 20 accounts on the source; max-deletions: 10% allows 2\.[^]*\nFix the file: /,
      sent: 0,
    },
  ];
  const played = playAll(CASES, ['STARTED: wait: false ends once ISC has accepted it']);

  it.each(CASES)('$name', ({ name, status, exitCode, says, sent }) => {
    const run = played(name);
    expect(run.outputs['status']).toBe(status);
    expect(run.exitCode).toBe(exitCode);
    expect(run.failures).toHaveLength(exitCode);
    if (says !== undefined) expect(run.failures[0]).toMatch(says);
    expect(run.asked('loadAccounts')).toHaveLength(sent);
    expect(run.outputs['task-id'] === '').toBe(sent === 0);
  });

  it('asks nothing about the task with wait: false', () => {
    const { asked, tasks, outputs } = played('STARTED: wait: false ends once ISC has accepted it');
    expect(asked('getTask')).toHaveLength(0);
    expect(outputs['task-id']).toBe(tasks[0]?.id);
  });
});
