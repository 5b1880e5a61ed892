import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readme = readFileSync('README.md', 'utf8');

function run(...options: string[]): { exitCode: number | null; words: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/document-inputs.mjs', ...options], {
    encoding: 'utf8',
  });
  return { exitCode: status, words: stderr };
}

/** Gives `use` a file with this text. */
function withFile<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  try {
    const path = join(folder, 'README.md');
    writeFileSync(path, text);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the tables of inputs and outputs in the README', () => {
  it('say what action.yml says', () => {
    expect(run('--check')).toEqual({ exitCode: 0, words: '' });
  });

  it.each([
    ['an input that is gone', /^\| `dry-run` .*\n/m, ''],
    ['another default', '| `10%` |', '| `20%` |'],
    ['another meaning of an output', /(\| `csv-rows` \| ).*/, '$1Rows. |'],
  ])('are refused with %s, and written anew', (_, what, by) => {
    withFile(readme.replace(what, by), (path) => {
      expect(readFileSync(path, 'utf8')).not.toBe(readme);
      expect(run('--check', path)).toMatchObject({
        exitCode: 1,
        words: expect.stringMatching('does not say what action.yml says') as unknown,
      });
      expect(run(path).exitCode).toBe(0);
      expect(readFileSync(path, 'utf8')).toBe(readme);
    });
  });

  it('need their markers', () => {
    const { exitCode, words } = withFile(readme.replace('<!-- end of inputs -->', ''), (path) => run(path));

    expect(exitCode).not.toBe(0);
    expect(words).toMatch('<!-- end of inputs -->');
  });
});
