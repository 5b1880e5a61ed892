import { describe, expect, it } from '@jest/globals';
import { renameSync } from 'node:fs';
import { listedAggregation, renamed } from '../support/answers.js';
import { csvOf, people } from '../support/people.js';
import { HR, play, playAll, SOURCE_ID, type Ending, type Scenario } from '../support/play.js';
import { pipeDuring } from '../support/pipe.js';
import { itUnless } from '../support/where-possible.js';

/** Attacks that once succeeded: each broke a promise, and each kind is held here by the bundle as a process. */

const OURS = [...people(19), ...people(2, 101)];
const FILE = { 'hr.csv': csvOf(OURS) };
const THEIRS = csvOf(people(20));
const BUSY =
  'This aggregation failed because the currently running aggregation must complete before the next one can start.';
const WINDOWS =
  process.platform === 'win32' ? 'Windows has neither pipes in folders nor hang-ups' : undefined;
/** The upload never arrives, and somebody else starts an aggregation of the source just then. */
const LOST: Scenario = {
  files: FILE,
  faults: [
    {
      operation: 'loadAccounts',
      fault: { kind: 'reply', status: 502 },
      meanwhile: { sourceId: SOURCE_ID, csv: THEIRS, durationMs: 300 },
    },
  ],
};
const UPLOAD_ONLY = { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' };

const ENDINGS: readonly Ending[] = [
  {
    name: "another step's task after a lost upload is no success",
    ...LOST,
    status: 'FAILED',
    exitCode: 1,
    says: /Task [0-9a-f]+ appeared and has ended, but probably belongs to another upload/,
  },
  {
    name: "another step's task after a lost upload of a file that is only uploaded is no success",
    ...LOST,
    inputs: UPLOAD_ONLY,
    status: 'FAILED',
    exitCode: 1,
    says: /it is not known whether it used this file: The file was only uploaded, so it cannot be compared\./,
  },
  {
    name: 'a refusal at the end of a task is red where nobody waits',
    files: FILE,
    source: { busyReply: 'at-the-end', busyStatus: 'SUCCESS' },
    inputs: { 'if-running': 'fail' },
    faults: [
      {
        operation: 'loadAccounts',
        fault: { kind: 'pass' },
        meanwhile: { sourceId: SOURCE_ID, durationMs: 900 },
      },
    ],
    status: 'FAILED',
    exitCode: 1,
    says: /An aggregation is already running on the source/,
  },
  {
    name: 'a 202 that names an old task is not followed',
    files: FILE,
    source: { run: { starts: false, accepted: { taskId: 'a'.repeat(32) } } },
    faults: [
      {
        operation: 'loadAccounts',
        fault: renamed({ id: 'a'.repeat(32), type: 'QUARTZ', created: 1_600_000_000_000 }),
      },
    ],
    status: 'FAILED',
    exitCode: 1,
    says: /named task a{32}, but it is older than the upload/,
  },
  {
    name: 'an empty list of accounts is no first load where aggregations have counted some',
    files: FILE,
    settings: { accounts: { emptyList: true } },
    faults: [
      {
        operation: 'listTasks',
        fault: {
          kind: 'replace-body',
          body: [listedAggregation(SOURCE_ID, 'd'.repeat(32), { attributes: { total: '20' } })],
        },
      },
    ],
    status: 'FAILED',
    exitCode: 1,
    says: /lists no accounts on the source "HR Employees", although its aggregation d{32} counted 20\./,
  },
  {
    name: 'counts that do not fit the plan are red with fail-on-warning',
    files: FILE,
    source: { run: { counts: { total: 0 } } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'FAILED',
    exitCode: 1,
    says: /does not match the plan: 0 read \(21 in the file\)/,
  },
];

describe('an attack that once succeeded', () => {
  const played = playAll(ENDINGS, [
    "another step's task after a lost upload is no success",
    'a refusal at the end of a task is red where nobody waits',
    'a 202 that names an old task is not followed',
    'an empty list of accounts is no first load where aggregations have counted some',
  ]);

  it.each(ENDINGS)('$name', ({ name, status, exitCode, says }) => {
    const run = played(name);
    expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({ status, exitCode });
    if (says === undefined) expect(run.failures).toEqual([]);
    else expect(run.failures).toEqual([expect.stringMatching(says)]);
    expect(run.tasks.filter(({ launcher }) => launcher !== 'Another Administrator').length).toBeLessThan(2);
  });
});

describe('a busy source', () => {
  const played = playAll([
    {
      name: 'refuses at the end',
      files: FILE,
      source: { busyReply: 'at-the-end', busyStatus: 'WARNING' },
      faults: [
        {
          operation: 'loadAccounts',
          fault: { kind: 'pass' },
          meanwhile: { sourceId: SOURCE_ID, durationMs: 900 },
        },
      ],
    },
    {
      name: 'informs',
      files: FILE,
      source: {
        run: {
          accepted: {
            messages: [
              { type: 'INFO', text: 'An entitlement aggregation is already running on this source.' },
            ],
          },
        },
      },
    },
  ]);

  it('that refuses only at the end of the task is waited for, and then takes the file', () => {
    const run = played('refuses at the end');
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.stdout).toContain(`ISC has not started the aggregation: ${BUSY}`);
    expect(run.identities.toSorted()).toEqual(OURS.map(({ id }) => id).toSorted());
  });

  it('is not assumed if the running task only mentions another aggregation', () => {
    const run = played('informs');
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.asked('loadAccounts')).toHaveLength(1);
  });
});

describe('what a person may read', () => {
  it.concurrent('holds nothing of ISC that may quote a file without a heading', async () => {
    const row = '4711,Ada Lovelace,ada@example.org\n';
    const texts = ['Row {{first-line}} was odd.', 'unknown: {{first-line}}'];
    const run = await play({
      files: { 'hr.csv': row },
      inputs: UPLOAD_ONLY,
      source: {
        connectorAttributes: { hasHeader: 'true' },
        run: { messages: texts.map((text) => ({ type: 'ERROR', text })), completionStatus: 'ERROR' },
      },
    });
    expect(run.exitCode).toBe(1);
    expect(`${run.stdout}${run.summary}${JSON.stringify(run.outputs)}`).not.toMatch(/4711|Lovelace/);
  });

  it.each(['{{secret|zero-width}}', '{{secret|ansi}}', '{{secret|base64}}', '{{token|zero-width}}'])(
    'holds no secret that the server echoes as %s',
    async (echoed) => {
      const run = await play({
        isInside: echoed.includes('ansi') || echoed.includes('base64'),
        files: FILE,
        faults: [
          {
            operation: 'loadAccounts',
            fault: {
              kind: 'reply',
              status: 400,
              body: { messages: [{ text: `You sent ${echoed}.`, locale: 'en' }] },
            },
          },
        ],
      });
      expect(run.exitCode).toBe(1);
      expect(run.failures.join()).toContain('You sent ***.');
      expect(run.summary).toContain('You sent');
    },
  );
});

describe('the runner', () => {
  itUnless(WINDOWS, it.concurrent)(
    'may put a pipe in the place of the file: the step ends, red',
    async () => {
      const run = await play({
        files: FILE,
        ...pipeDuring('getSchemas'),
      });
      expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({
        status: 'FAILED',
        exitCode: 1,
      });
      expect(run.failures).toEqual([expect.stringContaining('it is not a regular file any more')]);
      expect(run.asked('loadAccounts')).toEqual([]);
    },
  );

  it.concurrent(
    'may switch off the verification of certificates: it is ignored, with a warning',
    async () => {
      const run = await play({ files: FILE, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
      expect(run.outputs['status']).toBe('SUCCESS');
      expect(run.stdout).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored');
    },
  );

  it.concurrent(
    'may lose its outputs right after the acceptance: the task is followed, and the reason is reported',
    async () => {
      const run = await play({
        files: FILE,
        source: { run: { durationMs: 1_500 } },
        faults: [{ operation: 'loadAccounts', fault: { kind: 'delay', ms: 800 } }],
        meanwhile: async (step, sandbox) => {
          await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'loadAccounts'));
          renameSync(step.outputFile, `${step.outputFile}.gone`);
          await step.says('Following task');
          await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
        },
      });
      expect(run.exitCode).toBe(1);
      expect(run.failures).toEqual([
        expect.stringMatching(/The outputs of this step cannot be written: .*SUCCESS \(task [0-9a-f]+\)/),
      ]);
      expect(run.identities.toSorted()).toEqual(OURS.map(({ id }) => id).toSorted());
    },
  );

  itUnless(WINDOWS, it.concurrent)('may hang up: the step is cancelled', async () => {
    const run = await play({
      files: FILE,
      source: { run: { completionStatus: null } },
      meanwhile: async (step, sandbox) => {
        await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
        step.process.kill('SIGHUP');
      },
    });
    expect(run.outputs['status']).toBe('CANCELLED');
  });
});

describe('two sources that are answered with one task', () => {
  const other = { ...HR, id: 'f'.repeat(32), name: 'Payroll' };
  const played = playAll([
    {
      name: 'both',
      source: { run: { taskId: 'e'.repeat(32) } },
      otherSources: [{ ...other, run: { starts: false, accepted: { taskId: 'e'.repeat(32) } } }],
      files: FILE,
      inputs: {
        'source-id': '',
        'csv-path': '',
        sources: [SOURCE_ID, other.id].map((id) => `- { source-id: ${id}, csv-path: hr.csv }`).join('\n'),
      },
    },
  ]);

  it('both come to an end', () => {
    const run = played('both');
    const results = JSON.parse(run.outputs['results'] ?? '[]') as { status: string }[];
    expect(results.map(({ status }) => status)).toEqual(['SUCCESS', 'FAILED']);
    expect(run.failures.join()).toMatch(/it belongs to another source|named for another source/);
  });
});

it.concurrent("a control character in the file's name does not break the upload", async () => {
  const run = await play({ files: { 'h\u0001r.csv': csvOf(OURS) }, inputs: { 'csv-path': 'h\u0001r.csv' } });
  expect(run.outputs['status']).toBe('SUCCESS');
  const [upload] = run.asked('loadAccounts');
  expect(JSON.stringify(upload?.body)).toContain('h\ufffdr.csv');
});
