import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkCsvFile } from '../../src/csv/check-file.js';
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

  it('hashes a file to its end even if it cannot be read as CSV', async () => {
    const content = `1,Ann,x\n${'2,Bob,y\n'.repeat(300_000)}`;
    const checked = await checkCsvFile(write(content), FORMAT, SCHEMA, never);
    expect(checked).toMatchObject({
      csv: undefined,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
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
