import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSummary } from '../../src/report/summary.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'summary-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('writeSummary', () => {
  it('appends to what the step has written', async () => {
    const path = join(folder, 'summary');
    await expect(writeSummary(path, 'a\n')).resolves.toBeUndefined();
    await expect(writeSummary(path, 'b\n')).resolves.toBeUndefined();
    await expect(readFile(path, 'utf8')).resolves.toBe('a\nb\n');
  });

  it('writes nothing where the runner would then drop all of it', async () => {
    const path = join(folder, 'summary');
    await writeFile(path, 'x'.repeat(1024 * 1024 - 1));
    await expect(writeSummary(path, 'ü')).resolves.toContain('1 MiB');
    await expect(readFile(path, 'utf8')).resolves.not.toContain('ü');
  });

  it.each([undefined, ''])('says that there is no file for %j', async (path) => {
    await expect(writeSummary(path, 'a')).resolves.toContain('GITHUB_STEP_SUMMARY');
  });

  it.each([
    ['a folder', () => folder],
    ['a file below a file', () => join(import.meta.filename, 'x')],
    ['a folder that is not there', () => join(folder, 'none', 'x')],
  ])('comes back with the reason for %s, and does not throw', async (_, path) => {
    await expect(writeSummary(path(), 'a')).resolves.toMatch(/^The job summary could not be written: E/);
  });
});
