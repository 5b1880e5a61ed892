import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import type { Fault } from '../../sandbox/tenant/faults.js';
import { csvOf, people } from '../support/people.js';
import { HR, playAll, SOURCE_ID, type NamedScenario } from '../support/play.js';
import type { StepRun } from '../support/run-action.js';
import { onStage, pullRequest } from './github.js';

/** A report tells one story: no sentence contradicts another, and what one stage found no later stage takes back. */

const { secret } = DEFAULT_CLIENT;

/** Everything that a reader sees of a run. */
function shown({ failures, log, outputs, summary }: StepRun): string {
  return [log, summary, ...failures, JSON.stringify(outputs)].join('\n');
}

/** The places of the annotations that a rule has. */
function filesOf({ annotations }: StepRun, rule: string): readonly (string | undefined)[] {
  return annotations
    .filter(({ properties }) => properties['title'] === rule)
    .map(({ properties }) => properties['file']);
}

describe('what the comparison found', () => {
  const withoutMails = csvOf(people(20).map((one) => ({ ...one, email: '' })));
  const LOST: Fault = { kind: 'reset-after-processing' };
  const scenario: NamedScenario = {
    name: 'an emptied column',
    files: { 'hr.csv': withoutMails },
    inputs: { 'csv-checks': 'warn', 'max-changes': '100%' },
  };
  const CASES: readonly NamedScenario[] = [
    scenario,
    {
      ...scenario,
      name: 'an emptied column, and the reply to the upload is lost',
      faults: [{ operation: 'loadAccounts', fault: LOST }],
    },
  ];
  const played = playAll(CASES, ['an emptied column, and the reply to the upload is lost']);

  it.each(CASES)('is reported, whatever is verified later: $name', ({ name }) => {
    const run = played(name);
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(filesOf(run, 'values-emptied')).toEqual(['hr.csv']);
    expect(run.summary).toContain('values-emptied');
  });
});

describe('what became of the task', () => {
  const ELSEWHERE = {
    operation: 'loadAccounts',
    fault: { kind: 'pass' },
    meanwhile: { sourceId: SOURCE_ID, durationMs: 60_000 },
  } as const;
  const BUSY: NamedScenario = {
    name: 'refused at its end',
    source: { busyReply: 'at-the-end' },
    inputs: { 'if-running': 'fail' },
    faults: [ELSEWHERE],
  };
  const NOT_OURS: NamedScenario = {
    name: 'another one, as its first look shows',
    source: { run: { taskId: '7'.repeat(32) } },
    faults: [
      {
        operation: 'getTask',
        fault: {
          kind: 'replace-body',
          body: {
            id: '7'.repeat(32),
            type: 'QUARTZ',
            target: { id: '8'.repeat(32), name: 'Payroll' },
            completed: null,
            completionStatus: null,
          },
        },
      },
    ],
  };
  const UNSEEN: NamedScenario = {
    name: 'one that ISC no longer shows',
    faults: [
      { operation: 'getTask', times: Infinity, fault: { kind: 'reply', status: 404 } },
      { operation: 'listTasks', skip: 1, times: Infinity, fault: { kind: 'replace-body', body: [] } },
    ],
  };
  const ENDED_EARLY: NamedScenario = {
    ...BUSY,
    name: 'refused at its end, and the step is cancelled while it waits',
    inputs: {},
    meanwhile: async (step) => {
      await step.says('Waiting for the other aggregation to finish');
      step.stop();
    },
  };
  const CASES = [BUSY, NOT_OURS, UNSEEN, ENDED_EARLY];
  const played = playAll(CASES, [BUSY.name, ENDED_EARLY.name]);

  it.each(CASES)('ISC is not said to continue with a task that is $name', ({ name }) => {
    const run = played(name);
    expect(run.exitCode).toBe(1);
    expect(shown(run)).not.toMatch(/continues with/);
  });

  it.each([BUSY, ENDED_EARLY])('nothing is unknown about a task that is $name', ({ name }) => {
    const run = played(name);
    expect(shown(run)).not.toMatch(/does not know how it end/);
    expect(run.failures[0]).toMatch(/Another aggregation was running, so ISC has started nothing\./);
    expect(run.summary).toContain('Another aggregation was running, so ISC has started nothing.');
  });
});

describe('a step that fails by fail-on-warning', () => {
  const CASE: NamedScenario = {
    name: 'counts that contradict the plan',
    source: { run: { counts: { ignored: 2 } } },
    inputs: { 'fail-on-warning': 'true' },
  };
  const played = playAll([CASE]);

  it('says how the aggregation ended', () => {
    const run = played(CASE.name);
    expect(run.outputs['status']).toBe('FAILED');
    expect(shown(run)).not.toMatch(/does not know how it ended/);
    expect(run.summary).toContain('ISC finished the aggregation with SUCCESS, but fail-on-warning is set.');
  });
});

describe('merging a pull request', () => {
  const ON_PULL = { 'reviewed-plan': 'true', comment: 'true', 'dry-run': 'true' };
  const FILE = csvOf(people(12));

  it.concurrent('approves what the log says, with several sources too large for one comment', async () => {
    const ids = [SOURCE_ID, '3'.repeat(32)];
    const sources = ids.map((id) => ({
      ...{ ...HR, id, name: `HR ${id}`, deleteThreshold: 100 },
      accounts: people(3_012),
    }));
    await onStage(
      {},
      async ({ github, run }) => {
        const base = github.repository.commit(undefined, { 'data/hr.csv': csvOf(people(20)) });
        const head = github.repository.commit(base, { 'data/hr.csv': FILE });
        const pull = github.repository.open(base, head);
        const step = await run({
          ...pullRequest(pull.number, base, head, 1),
          inputs: {
            ...ON_PULL,
            'source-id': '',
            'csv-path': '',
            sources: ids.map((id) => `- source-id: "${id}"\n  csv-path: data/hr.csv`).join('\n'),
          },
          files: { 'data/hr.csv': FILE },
        });
        const results = JSON.parse(step.outputs['results'] ?? '[]') as { status: string }[];
        expect(results.map(({ status }) => status).sort()).toEqual(['PLANNED', 'REJECTED']);
        expect(step.log.match(/merging the pull request approves exactly/g)).toHaveLength(1);
        expect(pull.comments[0]?.body.match(/aggregation-plan/g)).toHaveLength(1);
        expect(step.failures[0]).toContain('Merging cannot approve these 3,000 deletions');
      },
      { sources },
    );
  });

  it.concurrent('approves nothing of a file that is rejected for another reason', async () => {
    await onStage(
      {},
      async ({ github, run }) => {
        const moved = csvOf(people(12).map((one) => ({ ...one, name: `New ${one.name}` })));
        const base = github.repository.commit(undefined, { 'data/hr.csv': csvOf(people(20)) });
        const head = github.repository.commit(base, { 'data/hr.csv': moved });
        const pull = github.repository.open(base, head);
        const step = await run({
          ...pullRequest(pull.number, base, head, 1),
          inputs: { ...ON_PULL, 'max-changes': '10%', 'protected-accounts': 'acct-00013' },
          files: { 'data/hr.csv': moved },
          mayShow: people(20).map(({ name }) => name),
        });
        expect(step.outputs['status']).toBe('REJECTED');
        expect(step.failures[0]).toMatch(/1 error[^]*max-deletions: 10%[^]*max-changes: 10%/);
        expect(shown(step)).not.toMatch(/merging .*approves|approves exactly/i);
        expect(pull.comments[0]?.body).not.toContain('aggregation-plan');
      },
      { sources: [{ ...HR, deleteThreshold: 100 }], isInside: true },
    );
  });
});

describe('a secret that comes back', () => {
  const broken = `${secret.slice(0, 19)}\n  ${secret.slice(19)}`;
  const long = 'kept-in-a-vault-and-never-in-a-report-'.padEnd(64, '0123456789');
  const CASES: readonly NamedScenario[] = [
    {
      name: 'as the id of a task',
      inputs: { wait: 'false' },
      faults: [
        {
          operation: 'loadAccounts',
          fault: { kind: 'replace-body', body: { success: true, task: { id: secret, type: 'QUARTZ' } } },
        },
      ],
    },
    {
      name: 'with a line break inside',
      faults: [
        {
          operation: 'loadAccounts',
          fault: {
            kind: 'reply',
            status: 400,
            body: { detailCode: '400.1', messages: [{ locale: 'en', text: `No such client: ${broken}.` }] },
          },
        },
      ],
    },
    {
      name: 'as a value that may be shown, and is too long for it',
      inputs: { 'plan-key': long, 'show-values': 'name', 'dry-run': 'true' },
      source: { accounts: people(20).map((one, index) => (index === 0 ? { ...one, name: long } : one)) },
      mayShow: people(20).map(({ name }) => name),
    },
  ];
  const played = playAll(CASES);

  it.each(CASES)('is shown nowhere: $name', ({ name }) => {
    const text = shown(played(name));
    for (const part of [secret.slice(0, 19), secret.slice(19), long.slice(0, 40)]) {
      expect(text).not.toContain(part);
    }
    expect(text).toContain('***');
  });
});

describe('what is found about the source', () => {
  const CASE: NamedScenario = {
    name: 'settings that leave something unclear',
    source: {
      connectorAttributes: {
        ...{ filterString: 'status == "gone"', mergeRows: 'true', indexColumns: 'branch' },
        buildMapRule: 'Combine',
      },
    },
    inputs: { 'dry-run': 'true' },
  };
  const played = playAll([CASE]);

  it.each(['rows-left-out', 'other-merge-column', 'build-map-rule'])(
    'is not shown on the file: %s',
    (rule) => {
      expect(filesOf(played(CASE.name), rule)).toEqual([undefined]);
    },
  );
});
