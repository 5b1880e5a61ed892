import type { RunPlan } from '../../../sandbox/tenant/model.js';
import type { AGGREGATION } from '../../../src/model/failures/aggregation.js';
import { busyNamed, renamed } from '../../support/answers.js';
import { csvOf, people } from '../../support/people.js';
import { SOURCE_ID, type Scenario } from '../../support/play.js';
import { FAST } from '../../support/tenant.js';
import { always, asProcess, busyFor, during, inOtherTime, inside, refusal, type RowPlay } from './play.js';

/** What goes wrong with a start, with waiting, and with an aggregation that ISC has ended, row by row. */

const FILE: Scenario = { files: { 'hr.csv': csvOf([...people(19), ...people(2, 101)]) } };
const STRICT = { inputs: { 'fail-on-warning': 'true' } };
const TASK_ID = 'c'.repeat(32);

/** An aggregation that runs, and ends, in this way. */
const ended = (run: RunPlan, more: Scenario = {}): Scenario => ({ ...FILE, ...more, source: { run } });
const UNSEEN: Scenario = { settings: { refused: { listTasks: 403 } } };
const LOST: Scenario = {
  ...FILE,
  faults: [{ operation: 'loadAccounts', fault: { kind: 'reset-after-processing' } }],
};

export const AGGREGATION_PLAYS: Readonly<Record<keyof typeof AGGREGATION, RowPlay>> = {
  busy: asProcess('nothing-sent', { ...busyFor(60_000), inputs: { 'if-running': 'fail' } }),
  'too-many-uploads': inOtherTime('nothing-started', {
    pace: { ...FAST, comparedMs: 3_600_000 },
    scenario: {
      ...FILE,
      faults: always('loadAccounts', refusal(429, { 'Retry-After': '0' })),
    },
  }),
  'never-in-time': inside('nothing-started', {
    ...FILE,
    // Four comparisons, ten seconds each, and a search of half a minute after each upload.
    inputs: { 'timeout-minutes': '60' },
    faults: always('loadAccounts', refusal(429, { 'Retry-After': '11' })),
  }),
  'upload-unclear': asProcess('unclear', {
    ...FILE,
    ...UNSEEN,
    faults: [{ operation: 'loadAccounts', fault: { kind: 'processed-reply', status: 502 } }],
  }),
  'failed-at-once': inside(
    'in-words',
    {
      ...FILE,
      faults: [
        {
          operation: 'loadAccounts',
          fault: {
            kind: 'reply',
            status: 202,
            body: { success: true, messages: [{ type: 'ERROR', localizedText: 'The source is locked.' }] },
          },
        },
      ],
    },
    { started: 0 },
  ),
  'another-task-named': inside('in-words', {
    ...ended({ taskName: 'Cloud Entitlement Aggregation', taskId: TASK_ID }),
    faults: [{ operation: 'loadAccounts', fault: renamed({ id: TASK_ID, type: 'QUARTZ' }) }],
  }),
  deadline: inside('nothing-sent', {
    inputs: { 'timeout-minutes': '0.05' },
    faults: always('getSource', { kind: 'no-reply' }),
  }),
  'deadline-while-busy': asProcess('nothing-sent', {
    ...busyFor(120_000),
    inputs: { 'timeout-minutes': '0.25' },
  }),
  'deadline-before-next': inside('nothing-sent', {
    inputs: { 'timeout-minutes': '1' },
    faults: always('getSource', refusal(503, { 'Retry-After': '90' })),
  }),
  cancelled: asProcess(
    'nothing-sent',
    during('getSource', (step) => {
      step.stop();
    }),
  ),
  'ended-with-error': asProcess('in-words', ended({ completionStatus: 'ERROR' }), { status: 'ERROR' }),
  terminated: inside(
    'in-words',
    { ...ended({ completionStatus: 'TERMINATED' }), files: { 'hr.csv': csvOf(people(21)) } },
    { status: 'TERMINATED' },
  ),
  // 4 of 20 are no more than 20 %, but 4 are more than 20 % of the 16 that the file has.
  'terminated-with-deletions': asProcess(
    'in-words',
    {
      files: { 'hr.csv': csvOf(people(16)) },
      inputs: { 'max-deletions': '20%' },
      source: { deletion: { above: 'cancel', measuredBy: 'scanned' } },
    },
    { status: 'TERMINATED' },
  ),
  'temporary-error': inside('in-words', ended({ completionStatus: 'TEMP_ERROR' }), {
    status: 'TEMPERROR',
  }),
  'warnings-not-allowed': inside('in-words', ended({ completionStatus: 'WARNING' }, STRICT), {
    status: 'WARNING',
  }),
  'status-unknown': inside('in-words', ended({ completionStatus: 'PARTIALLY_DONE' })),
  'report-contradicts': inside('in-words', ended({ counts: { total: 0 } }, STRICT)),
  'not-stored': inside(
    'in-words',
    ended(
      { changesAccounts: false, counts: { total: 21, created: 2, deleted: 1, updated: 0 } },
      { inputs: { verify: 'true', ...STRICT.inputs } },
    ),
  ),
  'not-as-the-file': inside(
    'in-words',
    ended({ changesAccounts: false }, { settings: { tasks: { counts: 'absent' } } }),
  ),
  unconfirmed: inside(
    'in-words',
    ended({}, { ...STRICT, settings: { tasks: { counts: 'absent' }, values: { attributes: 'null' } } }),
  ),
  'perhaps-of-another': asProcess('in-words', {
    ...LOST,
    faults: [
      ...(LOST.faults ?? []),
      { operation: 'listAccounts', skip: 2, times: Infinity, fault: refusal(403) },
    ],
  }),
  'of-another': asProcess(
    'in-words',
    {
      ...FILE,
      faults: [
        {
          operation: 'loadAccounts',
          fault: busyNamed(TASK_ID),
          meanwhile: { sourceId: SOURCE_ID, csv: csvOf(people(20)), taskId: TASK_ID, durationMs: 900 },
        },
      ],
    },
    { started: 0 },
  ),
  'not-waited-for': inside('in-words', { ...LOST, inputs: { wait: 'false' } }),
  defect: inOtherTime('nothing-sent', {
    // No answer of a tenant makes one: the clock of the step is broken.
    scenario: { faults: [{ operation: 'getSource', fault: refusal(503) }] },
    clock: (clock) => ({
      now: () => clock.now(),
      sleep: () => {
        throw new TypeError('This clock cannot sleep.');
      },
    }),
  }),
};
