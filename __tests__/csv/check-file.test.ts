import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkCsvFile } from '../../src/csv/check-file.js';
import type { RowSink } from '../../src/csv/identities.js';
import { MAX_ACCOUNTS } from '../../src/csv/record-checks.js';
import type { CsvLocation } from '../../src/model/settings.js';
import { FORMAT, SCHEMA } from './checking.js';

describe('checkCsvFile', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-file-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (content: string): CsvLocation => {
    const path = join(folder, 'accounts.csv');
    writeFileSync(path, content);
    return { path, name: 'accounts.csv', shown: 'accounts.csv', inWorkspace: true, sourceId: undefined };
  };
  const never = new AbortController().signal;

  it('reads a file to its end, larger than one chunk', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, index) => `u${index},"Name\nof ${index}",${'x'.repeat(80)}\n`,
    );
    const content = `id,name,dept\n${rows.join('')}u1,A\n`;
    const checked = await checkCsvFile(write(content), FORMAT, SCHEMA, never);
    expect(checked).toMatchObject({
      csv: { rows: 30_001, accounts: 30_000 },
      bytes: Buffer.byteLength(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      findings: { errors: 1, kept: [{ rule: 'field-count', line: 60_002 }] },
    });
  });

  it('tells how many rows and bytes it has read', async () => {
    const told: (readonly number[])[] = [];
    const content = `id,name,dept\n${'x'.repeat(10)},A,B\n2,C,D\n`;
    await checkCsvFile(write(content), FORMAT, SCHEMA, never, {
      onProgress: (rows, bytes) => told.push([rows, bytes]),
    });
    // The last row may be one that goes on: it is only read at the end.
    expect(told.at(-1)).toEqual([expect.any(Number), content.length]);
    expect(told.at(-1)?.[0]).toBeGreaterThan(0);
  });

  it('hashes a file to its end even if it cannot be read as CSV', async () => {
    const content = `1,Ann,x\n${'2,Bob,y\n'.repeat(300_000)}`;
    const checked = await checkCsvFile(write(content), FORMAT, SCHEMA, never);
    expect(checked).toMatchObject({
      csv: undefined,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
  });

  it('has no one reading where the file lacks a column by which the source merges rows', async () => {
    const format = { ...FORMAT, mergeRows: true, indexColumns: ['DEPT'] };
    const checked = await checkCsvFile(write('id,name,dept\n1,A,x\n2,B,x\n'), format, SCHEMA, never);
    expect(checked).toMatchObject({ ambiguity: 'other-merge-column', identities: undefined });
  });

  it('stops where there are more accounts than can be compared, and says so', async () => {
    const rows = (count: number): CsvLocation =>
      write(
        `id,name,dept\n${Array.from({ length: count }, (_, index) => `u${index},A,x\n`).join('')}u0,A,x\n`,
      );
    const most = await checkCsvFile(rows(1_500), FORMAT, SCHEMA, never, { maxAccounts: 1_500 });
    expect(most).toMatchObject({
      csv: { accounts: 1_500 },
      findings: { kept: [{ rule: 'duplicate-identity' }] },
    });
    const more = await checkCsvFile(rows(1_501), FORMAT, SCHEMA, never, { maxAccounts: 1_500 });
    expect(more).toMatchObject({ csv: undefined, identities: undefined });
    expect(more.findings.kept).toMatchObject([
      {
        severity: 'error',
        rule: 'too-many-accounts',
        message:
          'The file has more than 1,500 accounts, the most that can be compared; it was not read any further.',
      },
    ]);
  });

  it('can compare as many accounts as a Map of this engine holds, and no more', () => {
    expect(MAX_ACCOUNTS).toBeLessThan(2 ** 24);
  });

  it('tells a sink of the heading and of each sound row, with the number of its account', async () => {
    const told: unknown[] = [];
    const sink: RowSink = {
      heading: (fields) => told.push(fields),
      row: (account, record) => told.push([account, record.texts(), record.line]),
    };
    const file = write(
      '\n# from HR\nid,name,dept\n1,"A\nB",x\n2,C\n ,D,z\n#3,E,w\nid,name,dept\nAnn,F,\nANN,F,\n',
    );
    await checkCsvFile(file, { ...FORMAT, ignoresLetterCase: true, mergeRows: true }, SCHEMA, never, {
      sink,
    });
    expect(told).toEqual([
      ['id', 'name', 'dept'],
      [0, ['1', 'A\nB', 'x'], 4],
      // The repeated heading has a number, too.
      [2, ['Ann', 'F', ''], 10],
      [2, ['ANN', 'F', ''], 11],
    ]);
  });

  it('tells no sink of a file without heading', async () => {
    const sink: RowSink = {
      heading: () => {
        throw new Error('There is none.');
      },
      row: () => {
        throw new Error('There is no heading.');
      },
    };
    const checked = await checkCsvFile(write('1,Ann,x\n'), FORMAT, SCHEMA, never, { sink });
    expect(checked.hasHeading).toBe(false);
  });

  it.each([
    ['the schema exactly', 'id,name,dept\n1,A,x\n', true],
    ['the native identity twice', 'id,name,id\n1,A,x\n', true],
    ['half of its cells', 'name,x\n1,A\n', false],
    ['most of its cells', 'name,dept,x\n1,A,y\n', true],
    ['one column of three', 'name,x,y\n1,A,z\n', false],
    ['another delimiter', 'id;name;dept\n', false],
    ['a quote that is not closed', 'id,name,"dept\n', false],
    ['nothing', '', false],
  ])('recognises a heading: %s', async (_, content, hasHeading) => {
    expect(await checkCsvFile(write(content), FORMAT, SCHEMA, never)).toMatchObject({ hasHeading });
  });

  it('throws what the file system says', async () => {
    const missing = {
      path: join(folder, 'missing.csv'),
      name: 'missing.csv',
      shown: 'missing.csv',
      inWorkspace: true,
      sourceId: undefined,
    };
    await expect(checkCsvFile(missing, FORMAT, SCHEMA, never)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(
      checkCsvFile(
        { path: folder, name: '', shown: '.', inWorkspace: true, sourceId: undefined },
        FORMAT,
        SCHEMA,
        never,
      ),
    ).rejects.toMatchObject({
      code: 'EISDIR',
    });
  });

  it('ends with the reason of the signal, before and in the middle of the file', async () => {
    const file = write(`id,name,dept\n${'1,A,x\n'.repeat(1_000_000)}`);
    const reason = new Error('the deadline has passed');
    await expect(checkCsvFile(file, FORMAT, SCHEMA, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const checking = checkCsvFile(file, FORMAT, SCHEMA, controller.signal);
    controller.abort(reason);
    await expect(checking).rejects.toBe(reason);
  });
});
