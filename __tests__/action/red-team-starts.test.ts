import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listedAggregation, renamed } from '../support/answers.js';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { csvOf, people } from '../support/people.js';
import { pipeDuring } from '../support/pipe.js';
import { HR, play, playAll, SOURCE_ID, type Ending, type Scenario } from '../support/play.js';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { startStep } from '../support/run-action.js';
import { itUnless } from '../support/where-possible.js';

/** What replies may claim about a start, and what may hang: no claim is believed that its end does not prove. */

const OURS = [...people(19), ...people(2, 101)];
const FILE = { 'hr.csv': csvOf(OURS) };
const BUSY =
  'This aggregation failed because the currently running aggregation must complete before the next one can start.';
const WINDOWS = process.platform === 'win32' ? 'Windows has no named pipes in folders' : undefined;
const RUNNING_ID = 'c'.repeat(32);

/** The 202 refuses the upload, and names a task that runs. */
const busyNaming = (task: Readonly<Record<string, unknown>>): unknown => ({
  success: true,
  task: { id: RUNNING_ID, type: 'QUARTZ', messages: [{ type: 'WARN', localizedText: BUSY }], ...task },
});
const REFUSED_BUT_RUNS: Scenario = {
  files: FILE,
  source: { run: { taskId: RUNNING_ID } },
  faults: [{ operation: 'loadAccounts', fault: { kind: 'replace-body', body: busyNaming({}) } }],
};
const listed = (id: string, fields: Readonly<Record<string, unknown>>): unknown =>
  listedAggregation(SOURCE_ID, id.repeat(32), fields);
const REFUSED_TASK = listed('b', {
  completionStatus: 'WARNING',
  attributes: { total: 0 },
  messages: [{ type: 'WARN', localizedText: { locale: 'en', message: BUSY } }],
});
const emptyList = (tasks: readonly unknown[]): Scenario => ({
  files: FILE,
  settings: { accounts: { emptyList: true } },
  faults: [{ operation: 'listTasks', fault: { kind: 'replace-body', body: tasks } }],
});

const ENDINGS: readonly Ending[] = [
  {
    name: 'a refusal whose task runs anyway is ours, and is not sent again',
    ...REFUSED_BUT_RUNS,
    status: 'SUCCESS',
    exitCode: 0,
  },
  {
    name: 'a refusal whose task runs is not green with wait: false',
    ...REFUSED_BUT_RUNS,
    inputs: { wait: 'false' },
    status: 'FAILED',
    exitCode: 1,
    says: /only its result would show whether it belongs to this upload, and wait is false/,
  },
  {
    name: 'a 202 whose task names only its launcher leaves the kind of the task open',
    files: FILE,
    source: { run: { taskId: RUNNING_ID } },
    faults: [
      {
        operation: 'loadAccounts',
        fault: renamed({ id: RUNNING_ID, type: 'QUARTZ' }),
      },
    ],
    status: 'SUCCESS',
    exitCode: 0,
  },
  {
    name: 'an empty list is a contradiction although the last aggregation was refused',
    ...emptyList([REFUSED_TASK, listed('d', { attributes: { total: '20' } })]),
    status: 'FAILED',
    exitCode: 1,
    says: /its aggregation d{32} counted 20\./,
  },
  {
    name: 'an empty list is a first load where the last aggregation counted none',
    files: FILE,
    source: { accounts: [] },
    faults: emptyList([listed('d', { attributes: { total: 0 } })]).faults ?? [],
    status: 'SUCCESS',
    exitCode: 0,
  },
  {
    name: 'an empty list passes with every deletion allowed',
    ...emptyList([listed('d', { attributes: { total: '20' } })]),
    inputs: { 'max-deletions': '100%', 'dry-run': 'true' },
    status: 'PLANNED',
    exitCode: 0,
  },
];

describe('a reply that claims more than it can know', () => {
  const played = playAll(ENDINGS, [
    'a refusal whose task runs anyway is ours, and is not sent again',
    'a 202 whose task names only its launcher leaves the kind of the task open',
    'an empty list is a contradiction although the last aggregation was refused',
  ]);

  it.each(ENDINGS)('$name', ({ name, status, exitCode, says }) => {
    const run = played(name);
    expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({ status, exitCode });
    if (says === undefined) expect(run.failures).toEqual([]);
    else expect(run.failures).toEqual([expect.stringMatching(says)]);
    expect(run.failures.join()).not.toMatch(/has ended.*ISC continues with/s);
    expect(run.asked('loadAccounts').length).toBeLessThan(2);
    expect(run.tasks.filter(({ launcher }) => launcher !== 'Another Administrator').length).toBeLessThan(2);
  });
});

describe('a pipe that takes the place of the file', () => {
  itUnless(WINDOWS, it.concurrent)('between its check and its upload starts nothing', async () => {
    const run = await play({
      files: FILE,
      ...pipeDuring('listAccounts'),
    });
    expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({
      status: 'FAILED',
      exitCode: 1,
    });
    expect(run.failures).toEqual([expect.stringContaining('it is not a regular file any more')]);
    expect(run.tasks).toEqual([]);
  });
});

describe('certificates', () => {
  it.concurrent(
    'are verified although NODE_TLS_REJECT_UNAUTHORIZED=0 asks for the opposite: nothing is sent',
    async () => {
      const tls = await makeCertificate(await makeAuthority('Nobody'), 'localhost');
      const sandbox = await startSandbox({ tls, sources: [HR] });
      try {
        const { ended } = startStep({
          files: FILE,
          env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
          inputs: { 'base-url': sandbox.url, 'source-id': SOURCE_ID, 'csv-path': 'hr.csv' },
        });
        const run = await ended;
        expect(run.outputs['status']).toBe('FAILED');
        expect(run.failures[0]).toMatch(/The TLS certificate of/);
        expect(sandbox.requests).toEqual([]);
      } finally {
        await sandbox.close();
      }
    },
  );
});

describe('a read that never comes back', () => {
  /** Reads from a pipe that nobody writes to, before the step begins: as from a dead network mount. */
  const hanging = (folder: string): string => {
    const pipe = join(folder, 'pipe');
    spawnSync('mkfifo', [pipe]);
    const preload = join(folder, 'hang.mjs');
    writeFileSync(
      preload,
      `import { readFile } from 'node:fs';\nreadFile(${JSON.stringify(pipe)}, () => undefined);\n`,
    );
    return preload;
  };

  /** The same for the file itself: opening it blocks a thread forever. */
  const hangingFile = (folder: string): string => {
    const preload = hanging(folder);
    writeFileSync(
      preload,
      `import { promises, readFile } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { open } = promises;
promises.open = (path, ...rest) =>
  String(path).endsWith('hr.csv')
    ? new Promise((resolve) => readFile(${JSON.stringify(join(folder, 'pipe'))}, resolve))
    : open(path, ...rest);
syncBuiltinESMExports();
`,
    );
    return preload;
  };

  for (const [name, inputs] of [
    ['is checked', {}],
    ['is only uploaded', { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' }],
  ] as const) {
    itUnless(WINDOWS, it.concurrent)(`of the file that ${name} ends with the deadline`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hanging-'));
      try {
        const run = await play({
          files: FILE,
          inputs: { ...inputs, 'timeout-minutes': '0.1' },
          env: { NODE_OPTIONS: `--import=${hangingFile(folder)}` },
        });
        expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({
          status: 'TIMED_OUT',
          exitCode: 1,
        });
        expect(run.tasks).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  const ENDS = [
    ['SUCCESS', 0, {}],
    ['REJECTED', 1, { 'max-deletions': '0' }],
  ] as const;
  for (const [status, exitCode, inputs] of ENDS) {
    itUnless(WINDOWS, it.concurrent)(`does not keep a step from ending: ${status}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hanging-'));
      try {
        const env = { NODE_OPTIONS: `--import=${hanging(folder)}` };
        const run = await play({ files: FILE, inputs, env });
        expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({ status, exitCode });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
