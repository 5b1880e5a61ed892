import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

function run(...options: string[]): { exitCode: number | null; words: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/document-inputs.mjs', ...options], {
    encoding: 'utf8',
  });
  return { exitCode: status, words: stderr };
}

/** Gives `use` a page of this name with this text. */
function withPage<T>(name: string, text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, text);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('README.md and docs/inputs.md say what action.yml says of inputs and outputs', () => {
  expect(run('--check')).toEqual({ exitCode: 0, words: '' });
});

it('README.md has at most 2,000 words', () => {
  expect(readFileSync('README.md', 'utf8').trim().split(/\s+/).length).toBeLessThanOrEqual(2_000);
});

describe.each([
  ['README.md', [/^\| \[`dry-run`\].*\n/m, '| `10%` |', /(\| `csv-rows` \| ).*/]],
  ['docs/inputs.md', [/^### dry-run\n\n.*\n\n/m, 'default `10%`', /(\| `csv-rows` \| ).*/]],
] as const)('%s', (name, [input, value, output]) => {
  const page = readFileSync(name, 'utf8');

  it.each([
    ['an input that is gone', input, ''],
    ['another default', value, '`20%`'],
    ['another meaning of an output', output, '$1Rows. |'],
  ])('is refused with %s, and written anew', (_, what, by) => {
    withPage(basename(name), page.replace(what, by), (path) => {
      expect(readFileSync(path, 'utf8')).not.toBe(page);
      expect(run('--check', path)).toMatchObject({
        exitCode: 1,
        words: expect.stringMatching('does not say what action.yml says') as unknown,
      });
      expect(run(path).exitCode).toBe(0);
      expect(readFileSync(path, 'utf8')).toBe(page);
    });
  });

  it('needs its markers', () => {
    const text = page.replace('<!-- end of inputs -->', '');
    const { exitCode, words } = withPage(basename(name), text, (path) => run(path));

    expect(exitCode).not.toBe(0);
    expect(words).toMatch('<!-- end of inputs -->');
  });
});
