import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import {
  accountsBefore,
  unlessChanged,
  type KnownAccounts,
} from '../../../src/aggregation/prepare/accounts.js';
import type { Job } from '../../../src/aggregation/common/context.js';
import { StepFailure } from '../../../src/model/failure.js';
import type { Settings, Target } from '../../../src/model/settings.js';
import type { Source } from '../../../src/model/source.js';
import type { Task, TaskList } from '../../../src/model/task.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { recordingLog } from '../../github/memory.js';
import { ended, task } from '../../model/tasks.js';
import { SOURCE, TARGET } from '../../report/fixtures.js';
import { connect, failureOf, Files, type Connected } from '../../support/tenant.js';
import { limitOf } from '../../support/limits.js';

const files = new Files();
const MIB = 1024 * 1024;
const ALL = limitOf('max-deletions', '100%');

let sandbox: Sandbox;
let tenant: Connected;

beforeEach(async () => {
  sandbox = await startSandbox();
  tenant = connect(sandbox.url);
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

interface Case {
  readonly bytes?: number;
  readonly accounts?: number;
  readonly source?: Partial<Source>;
  readonly target?: Partial<Target>;
  readonly settings?: Partial<Settings>;
}

/** The accounts before a file of 8 MiB is read, unless told otherwise. */
async function before({ bytes = 8 * MIB, accounts = 3, ...about }: Case = {}): Promise<KnownAccounts> {
  const seed = Array.from({ length: accounts }, (_, index) => ({ id: String(index), name: '', email: '' }));
  const { id } = sandbox.tenant.addSource({ name: 'HR', accounts: seed });
  const csv = files.write('hr.csv', '');
  truncateSync(csv.path, bytes);
  const job = {
    ...{ log: recordingLog().log, source: { ...SOURCE, id, ...about.source } },
    target: { ...TARGET, csv, ...about.target },
    context: { ...tenant, settings: { csvChecks: 'error', ...about.settings } },
  };
  return accountsBefore(job as unknown as Job);
}

describe('the accounts before a file is read', () => {
  it.each<[string, Case, boolean]>([
    ['a large file, with accounts on the source', {}, false],
    ['a large file, without', { accounts: 0 }, true],
  ])('%s: are listed', async (_, about, isEmpty) => {
    expect(await before(about)).toMatchObject({ kind: 'listed', list: { isEmpty } });
    // With their values, whatever the file needs of them.
    const listed = sandbox.requests.filter(({ operation }) => operation === 'listAccounts');
    expect(listed.at(-1)?.url).toContain(isEmpty ? 'SLIM' : 'FULL');
  });

  it.each<[string, Case]>([
    ['a small file', { bytes: 8 * MIB - 1 }],
    ['no file', { target: { csv: undefined } }],
    ['a BuildMap rule', { source: { buildMapRule: 'Combine' } }],
    [
      'an upload without checks',
      { settings: { csvChecks: 'off' }, target: { maxDeletions: ALL, maxChanges: ALL } },
    ],
  ])('%s: are not requested', async (_, about) => {
    expect(await before(about)).toEqual({ kind: 'not-listed' });
    expect(sandbox.requests).toEqual([]);
  });

  it('are not requested for a file that is not there', async () => {
    const csv = { ...files.write('gone.csv', ''), path: join(files.folder, 'nowhere.csv') };
    expect(await before({ target: { csv } })).toEqual({ kind: 'not-listed' });
    expect(sandbox.requests).toEqual([]);
  });

  it('are left to the comparison if they cannot be listed', async () => {
    sandbox.script({ operation: 'listAccounts', times: Infinity, fault: { kind: 'reply', status: 403 } });
    expect(await before()).toEqual({ kind: 'not-listed' });
  });

  it('are not waited for after the deadline', async () => {
    const reason = new StepFailure('The time is over.', { status: 'TIMED_OUT', next: '' });
    tenant.deadline.end(reason);
    expect(await failureOf(before())).toBe(reason);
  });
});

describe('an early list', () => {
  const known: Extract<KnownAccounts, { kind: 'listed' }> = {
    kind: 'listed',
    list: { total: 0, isEmpty: true, pages: () => emptyList() },
    since: 1_000,
  };

  it.each<[string, readonly Task[] | undefined, boolean]>([
    ['no aggregation was ever there', [], true],
    ['the last one ended before', [ended('t', 'SUCCESS', 1, { completed: 999 })], true],
    ['one ended at that moment', [ended('t', 'SUCCESS', 1, { completed: 1_000 })], false],
    [
      'one of two ended since',
      [ended('t', 'SUCCESS', 1, { completed: 5_000 }), ended('u', 'SUCCESS', 1, { completed: 1 })],
      false,
    ],
    ['one is running', [task('t', { created: 1 })], false],
    ['one has no time of its end', [ended('t', 'SUCCESS', 1, { completed: undefined })], false],
    ['the aggregations cannot be read', undefined, false],
  ])('%s: may it be used? %s', (_, tasks, isUsed) => {
    const seen: TaskList =
      tasks === undefined ? { kind: 'forbidden' } : { kind: 'listed', newestFirst: tasks };
    expect(unlessChanged(known, seen)).toBe(isUsed ? known.list : undefined);
  });

  it('is used in a dry run, before which nothing of ours is sent', () => {
    expect(unlessChanged(known, { kind: 'not-asked' })).toBe(known.list);
  });

  it('that was never requested is not there', () => {
    expect(unlessChanged({ kind: 'not-listed' }, { kind: 'listed', newestFirst: [] })).toBeUndefined();
  });
});

async function* emptyList(): AsyncGenerator<never> {
  // No page.
}
