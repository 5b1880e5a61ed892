import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { csvOf, people } from '../support/people.js';
import { playAll, type Ending } from '../support/play.js';

/** Nothing is green, and nothing is sent, without proof. */

const FILE = { 'hr.csv': csvOf([...people(19), ...people(2, 101)]) };
const GERMAN = 'Die laufende Aggregation muss beendet sein, bevor die naechste beginnen kann.';

interface Proven extends Ending {
  /** Aggregations of the source in the tenant afterwards. */
  readonly tasks: number;
  readonly warns?: RegExp;
}

const ENDINGS: readonly Proven[] = [
  {
    name: 'a refusal in another language that ends SUCCESS without counts',
    files: FILE,
    settings: { tasks: { counts: 'absent' } },
    source: { run: { changesAccounts: false, messages: [{ type: 'WARN', text: GERMAN }] } },
    status: 'FAILED',
    exitCode: 1,
    says: /ended task .* with SUCCESS and without any count, but the source is not as the file says: 2 accounts of the file are not on the source and 1 account on the source are not in the file/,
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
  const played = playAll(ENDINGS);

  it.each(ENDINGS)('$name', ({ name, status, exitCode, says, tasks, warns }) => {
    const run = played(name);
    expect({ status: run.outputs['status'], exitCode: run.exitCode }).toEqual({ status, exitCode });
    expect(run.failures).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);
    expect(run.tasks).toHaveLength(tasks);
    if (warns !== undefined) expect(run.log).toMatch(warns);
  });
});
