import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import type { SourceSeed } from '../../tenant/source-seed.js';
import { send, taskIdOf, tokenOf, upload } from './client.js';

/** How the tenant reads a file: as the page says, whatever the file holds. */

const ID = 'a'.repeat(32);

let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now, settings: { rateLimit: 'off' } });
  token = await tokenOf(sandbox);
});

afterEach(async () => {
  await sandbox.close();
});

/** The task's counts and the accounts after aggregating this file. */
async function aggregated(
  csv: string,
  seed: Partial<SourceSeed> = {},
): Promise<{ counts: unknown; accounts: unknown[]; status: unknown }> {
  sandbox.tenant.addSource({ name: 'HR', id: ID, attributes: ['id', 'name'], ...seed });
  const answer = await send(sandbox, 'POST', `/sources/v1/${ID}/load-accounts`, { token, body: upload(csv) });
  expect(answer.status).toBe(202);
  now += 10_000;
  const task = await send(sandbox, 'GET', `/task-status/v1/${taskIdOf(answer)}`, { token });
  const { attributes, completionStatus } = task.body() as Record<string, unknown>;
  return {
    counts: attributes,
    status: completionStatus,
    accounts: sandbox.tenant.accounts(ID).map((account) => account.attributes),
  };
}

describe('the end of a record', () => {
  it.each([
    ['LF', 'id,name\n1,Ada\n2,Bo\n', 2],
    ['CRLF', 'id,name\r\n1,Ada\r\n2,Bo\r\n', 2],
    ['CR', 'id,name\r1,Ada\r2,Bo\r', 2],
    ['LF after a comment with CRLF', '# made today\r\nid,name\n1,Ada\n2,Bo\n', 2],
  ])('is that of the heading: %s', async (_name, csv, accounts) => {
    expect((await aggregated(csv)).accounts).toHaveLength(accounts);
  });

  it.each([
    ['LF in a file with CRLF', 'id,name\r\n1,Ada\n2,Bo\n', { id: '1', name: 'Ada\n2' }],
    ['CRLF in a file with CR', 'id,name\r1,Ada\n', { id: '1', name: 'Ada' }],
  ])('any other line break is part of a cell: %s', async (_name, csv, account) => {
    expect((await aggregated(csv)).accounts).toEqual([account]);
  });
});

describe('a cell', () => {
  it('is stored without signs up to U+0020 around it, but for the native identity', async () => {
    const { accounts } = await aggregated('id,name\n 1 , \tAda\u00a0 \n');
    expect(accounts).toEqual([{ id: ' 1 ', name: 'Ada\u00a0' }]);
  });

  it('has LF for the line breaks inside it', async () => {
    expect((await aggregated('id,name\n1,"a\r\nb"\n')).accounts).toEqual([{ id: '1', name: 'a\nb' }]);
  });

  it('of a column that is there twice is the last one', async () => {
    expect((await aggregated('id,name,name\n1,Ada,Bo\n')).accounts).toEqual([{ id: '1', name: 'Bo' }]);
  });

  it.each([
    ['TRUE', 'TRUE'],
    ['t', 'false'],
    ['1', 'false'],
    ['yes', 'false'],
    ['', ''],
  ])('of a BOOLEAN column: %j is read as %j', async (cell, stored) => {
    const attributes = ['id', { name: 'active', type: 'BOOLEAN' as const }];
    const { accounts } = await aggregated(`id,active\n1,${cell}\n`, { attributes });
    expect(accounts).toEqual([{ id: '1', active: stored }]);
  });
});

describe('what counts as updated', () => {
  const attributes = [
    'id',
    'name',
    { name: 'active', type: 'BOOLEAN' as const },
    { name: 'level', type: 'INT' as const },
    { name: 'since', type: 'DATE' as const },
  ];
  const accounts = [{ id: '1', name: 'Ada', active: 'true', level: '7', since: '2026-01-31' }];

  it.each([
    ['the same', '1,Ada,true,7,2026-01-31', 0],
    ['another notation of the same', '1, Ada ,TRUE,007,2026-01-31T00:00:00Z', 0],
    ['another value', '1,Ada,true,8,2026-01-31', 1],
    ['another word for true', '1,Ada,yes,7,2026-01-31', 1],
    ['day and month first', '1,Ada,true,7,31.01.2026', 1],
    ['nothing', '1,Ada,,7,2026-01-31', 1],
  ])('%s', async (_name, row, updated) => {
    const { counts } = await aggregated(`id,name,active,level,since\n${row}\n`, { attributes, accounts });
    expect(counts).toMatchObject({ updated, optimized: 1 - updated });
  });
});

describe('rows that merge', () => {
  const attributes = ['id', 'email', { name: 'groups', isMulti: true }];
  const csv = 'id,email,groups\n1,a@x,G1\n1,A@x,G2\n2,,G3\n3,,G4\n';

  it.each<[string, SourceSeed['connectorAttributes'], string[]]>([
    ['by native identity', {}, ['1', '2', '3']],
    ['by another column: a blank is a value', { mergeRows: true, indexColumn: 'email' }, ['1', '2']],
    [
      'by it in any letter case',
      { mergeRows: 'true', indexColumns: 'email', isCaseInsensitiveMerge: 'true' },
      ['1', '2'],
    ],
    ['by a column that is not there: all', { mergeRows: 'true', indexColumn: 'EMAIL' }, ['1']],
  ])('%s', async (_name, connectorAttributes, identities) => {
    const { accounts } = await aggregated(csv, {
      attributes,
      connectorAttributes: connectorAttributes ?? {},
    });
    expect(accounts).toMatchObject(identities.map((id) => ({ id })));
  });
});

describe('a file that lacks 4 of 20 accounts', () => {
  const accounts = Array.from({ length: 20 }, (_, index) => ({ id: String(index), name: 'N' }));
  const csv = ['id,name', ...accounts.slice(4).map(({ id }) => `${id},N`), ''].join('\n');

  it.each<[string, Partial<SourceSeed>, string, number]>([
    ['exactly at the threshold', { deleteThreshold: 20 }, 'SUCCESS', 16],
    ['over it: no deletion', { deleteThreshold: 19 }, 'WARNING', 20],
    [
      'over it, measured by the file: 25 percent',
      { deleteThreshold: 20, deletion: { measuredBy: 'scanned' } },
      'WARNING',
      20,
    ],
    ['over it: cancelled', { deleteThreshold: 19, deletion: { above: 'cancel' } }, 'TERMINATED', 20],
    ['a threshold of 0 that protects nothing', { deleteThreshold: 0 }, 'SUCCESS', 16],
    [
      'a threshold of 0 that blocks all',
      { deleteThreshold: 0, deletion: { zero: 'blocks-all' } },
      'WARNING',
      20,
    ],
    [
      'two copies: the source’s own counts',
      { deleteThreshold: 50, connectorAttributes: { deleteThresholdPercentage: 10 } },
      'SUCCESS',
      16,
    ],
    [
      'two copies: the connector’s counts',
      {
        deleteThreshold: 50,
        connectorAttributes: { deleteThresholdPercentage: 10 },
        deletion: { copy: 'connector' },
      },
      'WARNING',
      20,
    ],
  ])('%s', async (_name, seed, status, left) => {
    const ended = await aggregated(csv, { accounts, ...seed });
    expect(ended.status).toBe(status);
    expect(ended.accounts).toHaveLength(left);
  });

  it('may be counted with the deleted ones', async () => {
    sandbox.settings.tasks.total = 'with-deleted';
    expect((await aggregated(csv, { accounts })).counts).toMatchObject({ total: 20, deleted: 4 });
  });
});
