import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { csvOf, people } from '../support/people.js';
import { HR, playAll, type Ending } from '../support/play.js';

/** Nothing is green, and nothing is sent, without proof. */

const FILE = { 'hr.csv': csvOf([...people(19), ...people(2, 101)]) };
const GERMAN = 'Die laufende Aggregation muss beendet sein, bevor die naechste beginnen kann.';

interface Proven extends Ending {
  /** Aggregations of the source in the tenant afterwards. */
  readonly tasks: number;
  readonly warns?: RegExp;
  /** The output `verified`, and what the summary shows of it. */
  readonly verified?: string;
  readonly shows?: RegExp;
}

const ENDINGS: readonly Proven[] = [
  {
    name: 'a refusal in another language that ends SUCCESS without counts',
    files: FILE,
    settings: { tasks: { counts: 'absent' } },
    source: { run: { changesAccounts: false, messages: [{ type: 'WARN', text: GERMAN }] } },
    status: 'FAILED',
    exitCode: 1,
    says: /ended task .* with SUCCESS and without any count, but the source is not as the file says: 2 accounts of the file are not on the source and 1 account on the source is not in the file/,
    tasks: 1,
  },
  {
    name: 'SUCCESS without counts that the accounts confirm',
    files: FILE,
    settings: { tasks: { counts: 'absent' } },
    status: 'SUCCESS',
    exitCode: 0,
    tasks: 1,
  },
  {
    name: 'SUCCESS without counts where values are not shown',
    files: FILE,
    settings: { tasks: { counts: 'absent' }, values: { attributes: 'null' } },
    status: 'SUCCESS',
    exitCode: 0,
    warns: /without any count, and that it has aggregated the file could not be confirmed/,
    tasks: 1,
  },
  {
    name: 'a 202 with an error beside its task, and wait: false',
    files: FILE,
    inputs: { wait: 'false' },
    source: { run: { accepted: { messagesBeside: [{ type: 'ERROR', text: 'Die Quelle ist gesperrt.' }] } } },
    status: 'FAILED',
    exitCode: 1,
    says: /its reply says that the aggregation failed: Die Quelle ist gesperrt\./,
    tasks: 1,
  },
  {
    name: 'an empty list where tasks may not be read',
    files: FILE,
    settings: { accounts: { emptyList: true }, refused: { listTasks: 403 } },
    status: 'FAILED',
    exitCode: 1,
    says: /ISC lists no accounts .* this credential may not see its earlier aggregations/,
    tasks: 0,
  },
  {
    name: 'a lost upload where the list of tasks is always empty',
    files: FILE,
    settings: { tasks: { listLagMs: null } },
    faults: [{ operation: 'loadAccounts', fault: { kind: 'reset-after-processing' } }],
    status: 'FAILED',
    exitCode: 1,
    says: /the list of tasks shows none from before either, .* A second run is safe/s,
    tasks: 1,
  },
  {
    name: 'a lost upload whose task has a name in another language',
    files: FILE,
    settings: { tasks: { names: 'german' } },
    faults: [{ operation: 'loadAccounts', fault: { kind: 'reset-after-processing' } }],
    status: 'FAILED',
    exitCode: 1,
    says: /its name does not say that it is an account aggregation/,
    tasks: 1,
  },
  {
    name: 'a refusal by the rate limit where tasks may not be read',
    files: FILE,
    settings: { refused: { listTasks: 403 } },
    faults: [
      {
        operation: 'loadAccounts',
        fault: { kind: 'processed-reply', status: 429, headers: { 'Retry-After': '1' } },
      },
    ],
    status: 'FAILED',
    exitCode: 1,
    says: /The tasks of the source cannot be read/,
    tasks: 1,
  },
  {
    name: 'a 202 without a task, whose message is an error',
    files: FILE,
    faults: [
      {
        operation: 'loadAccounts',
        fault: {
          kind: 'reply',
          status: 202,
          body: { success: true, messages: [{ type: 'ERROR', localizedText: 'Die Quelle ist gesperrt.' }] },
        },
      },
    ],
    status: 'FAILED',
    exitCode: 1,
    says: /its reply says that the aggregation failed: Die Quelle ist gesperrt\./,
    tasks: 0,
  },
  {
    name: 'accounts that appear while the rate limit delays the upload',
    files: FILE,
    inputs: { 'max-deletions': '5%' },
    faults: [
      {
        operation: 'loadAccounts',
        fault: { kind: 'reply', status: 429, headers: { 'Retry-After': '11' } },
      },
    ],
    meanwhile: async (_step, sandbox) => {
      await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'loadAccounts'));
      sandbox.tenant.addSource({ ...HR, accounts: people(60) });
    },
    status: 'REJECTED',
    exitCode: 1,
    says: /would delete 41 of the 60 accounts on the source; max-deletions: 5% allows 3\./,
    tasks: 0,
  },
  {
    name: 'verify: what ISC has stored is what the file says',
    files: FILE,
    inputs: { verify: 'true' },
    status: 'SUCCESS',
    exitCode: 0,
    verified: 'true',
    shows: /\| Accounts \| Planned \| ISC says \| Found there \|/,
    tasks: 1,
  },
  {
    name: 'verify: ISC shows the new accounts late',
    files: FILE,
    inputs: { verify: 'true' },
    settings: { accounts: { lagMs: 3_000 } },
    status: 'SUCCESS',
    exitCode: 0,
    verified: 'true',
    tasks: 1,
  },
  ...(['false', 'true'] as const).map((failOnWarning): Proven => ({
    name: `verify: ISC counts what it has not stored, fail-on-warning: ${failOnWarning}`,
    files: FILE,
    inputs: { verify: 'true', 'fail-on-warning': failOnWarning },
    source: { run: { changesAccounts: false, counts: { total: 21, created: 2, deleted: 1, updated: 0 } } },
    ...(failOnWarning === 'true'
      ? {
          status: 'FAILED',
          exitCode: 1,
          says: /^ISC ended the aggregation with SUCCESS, but it has not stored what the file says: 2 accounts/,
        }
      : { status: 'SUCCESS', exitCode: 0 }),
    verified: 'false',
    warns: /it has not stored what the file says: 2 accounts of the file are not on the source and 1 account/,
    shows: /\| On the source and not in the file \| 0 \| .+ \| 1 \|/,
    tasks: 1,
  })),
  {
    name: 'verify: the accounts cannot be listed any more',
    files: FILE,
    inputs: { verify: 'true', 'fail-on-warning': 'true' },
    faults: [{ operation: 'listAccounts', skip: 2, times: Infinity, fault: { kind: 'reply', status: 403 } }],
    status: 'SUCCESS',
    exitCode: 0,
    verified: '',
    warns: /What ISC has stored could not be verified: ISC does not let this credential list/,
    tasks: 1,
  },
  ...[429, 401].map((httpStatus): Proven => ({
    name: `an upload that was processed and answered with ${httpStatus}`,
    files: FILE,
    faults: [
      {
        operation: 'loadAccounts' satisfies Operation,
        fault: { kind: 'processed-reply', status: httpStatus, headers: { 'Retry-After': '0' } },
      },
    ],
    status: 'SUCCESS',
    exitCode: 0,
    tasks: 1,
  })),
];

describe('what is not proven is not green and not sent', () => {
  const played = playAll(ENDINGS, [
    'a refusal in another language that ends SUCCESS without counts',
    'SUCCESS without counts where values are not shown',
    'a 202 with an error beside its task, and wait: false',
    'an empty list where tasks may not be read',
    'a lost upload whose task has a name in another language',
    'a refusal by the rate limit where tasks may not be read',
    'accounts that appear while the rate limit delays the upload',
    'verify: what ISC has stored is what the file says',
    'an upload that was processed and answered with 401',
  ]);

  it.each(ENDINGS)('$name', ({ name, status, exitCode, says, shows, tasks, verified = '', warns }) => {
    const run = played(name);
    expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({ status, exitCode });
    expect(run.failures).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);
    expect(run.tasks).toHaveLength(tasks);
    if (warns !== undefined) expect(run.log).toMatch(warns);
    expect(run.outputs['verified']).toBe(verified);
    if (shows !== undefined) expect(run.summaryWritten).toMatch(shows);
    // A green step whose end something contradicts is not shown as calmly as any other.
    const isDoubtful = run.outputs['status'] === 'SUCCESS' && run.annotations.length > 0;
    expect(
      /^## (?:⚠️ .*: aggregated, but|✅ .*: aggregated$)/m.exec(run.summaryWritten)?.[0] ?? '',
    ).toContain(exitCode === 1 ? '' : isDoubtful ? '⚠️' : '✅');
  });
});
