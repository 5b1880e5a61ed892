import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

function run(...options: string[]): { exitCode: number | null; words: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/document-inputs.mjs', ...options], {
    encoding: 'utf8',
  });
  return { exitCode: status, words: stderr };
}

const PAGES = ['README.md', 'docs/inputs.md'] as const;
type Page = (typeof PAGES)[number];

/** Gives `use` copies of both pages, each changed by `change`: one pair for each of the changes. */
function withPages(
  changes: readonly ((text: string, page: Page) => string)[],
  use: (paths: readonly string[]) => void,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  try {
    const paths = changes.flatMap((change, index) =>
      PAGES.map((page) => {
        const path = join(folder, `${index}`, basename(page));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, change(readFileSync(page, 'utf8'), page));
        return path;
      }),
    );
    use(paths);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('README.md and docs/inputs.md say what action.yml says of inputs and outputs', () => {
  expect(run('--check')).toEqual({ exitCode: 0, words: '' });
});

it('README.md has at most 1,700 words', () => {
  expect(readFileSync('README.md', 'utf8').trim().split(/\s+/).length).toBeLessThanOrEqual(1_700);
});

// Counted as `wc -w` counts them: bars and dashes of lists and tables are words, too.
it('docs/ has at most 16,000 words', () => {
  const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
  const words = pages.flatMap((page) => readFileSync(`docs/${page}`, 'utf8').trim().split(/\s+/));

  expect(words.length).toBeLessThanOrEqual(16_000);
});

describe('pages that differ from action.yml', () => {
  const DIFFERENCES: readonly (readonly [Readonly<Record<Page, RegExp | string>>, string])[] = [
    // An input that is gone.
    [{ 'README.md': /^\| \[`dry-run`\].*\n/m, 'docs/inputs.md': /^### dry-run\n\n.*\n\n/m }, ''],
    // Another default.
    [{ 'README.md': '| `10%` |', 'docs/inputs.md': 'default `10%`' }, '`20%`'],
    // Another meaning of an output.
    [{ 'README.md': /(\| `reason` \| ).*/, 'docs/inputs.md': /(- `reason`: ).*/ }, '$1Rows.'],
  ];
  const original = (index: number): string => readFileSync(PAGES[index % PAGES.length] ?? '', 'utf8');

  it('are rejected, each of them, and rewritten', () => {
    const changes = DIFFERENCES.map(
      ([what, by]) =>
        (text: string, page: Page) =>
          text.replace(what[page], by),
    );
    withPages(changes, (paths) => {
      const { exitCode, words } = run('--check', ...paths);
      expect(exitCode).toBe(1);
      for (const [index, path] of paths.entries()) {
        expect(words).toMatch(new RegExp(`${path}.*does not say what action\\.yml says`));
        expect(readFileSync(path, 'utf8')).not.toBe(original(index));
      }
      expect(run(...paths).exitCode).toBe(0);
      for (const [index, path] of paths.entries()) expect(readFileSync(path, 'utf8')).toBe(original(index));
    });
  });

  it.each(PAGES)('need their markers: %s', (name) => {
    const without = (text: string, page: Page): string =>
      page === name ? text.replace('<!-- end of inputs -->', '') : text;
    withPages([without], (paths) => {
      const { exitCode, words } = run(...paths);
      expect(exitCode).not.toBe(0);
      expect(words).toMatch('<!-- end of inputs -->');
    });
  });
});
