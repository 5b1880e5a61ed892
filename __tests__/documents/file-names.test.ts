import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { anchorsOf, readPage } from './documents.js';

/** Comments and pages may only name files that a reader of this repository has. */

const FOLDERS = ['src', '__tests__', 'docs', 'bench', 'scripts', 'demo', 'examples', 'sandbox'];
const FILES: readonly string[] = [
  // What a page says of .github/ is mostly about the reader's own repository.
  ...[...FOLDERS, '.github'].filter((folder) => existsSync(folder)).flatMap(filesBelow),
  ...readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
];
const NAMES = new Set(FILES.map((path) => basename(path)));

/** Notes that the authors had beside the repository, and numbers in their tracker. */
const ABSENT = [/\b(?:design|toolchain|house)\.md\b/, /\.\.\/shared\b/, /\bissues? \d+\b/i];

/** One of those notes had the name of a page; the page is named with its folder, unless it lies in the same one. */
const WITHOUT_FOLDER = /(?<!docs\/)\bisc-api\.md\b/;

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`);
}

/** What a line says to people: of code only its comment, of a page all but addresses. */
function wordsOf(path: string, line: string): string {
  if (path.endsWith('.md')) return line.replace(/\bhttps?:\/\/\S+/g, '').replace(/\[[^\]]*\]\(\)?/g, '');
  if (/\.(?:[cm]?[jt]s)$/.test(path)) {
    return /^\s*(?:\/\/|\/\*|\*)(.*)$/.exec(line)?.[1] ?? /[;,{)] \/\/ (.*)$/.exec(line)?.[1] ?? '';
  }
  return /(?:^|\s)# (.*)$/.exec(line)?.[1] ?? '';
}

/** The names in `words` that lead nowhere. Diffs write `a/` and `b/` before a path, and rooms go without `src/`. */
function deadNamesIn(words: string): readonly string[] {
  const paths = words.matchAll(
    new RegExp(`(?<![\\w./@*-])(?:[ab]/)?((?:${FOLDERS.join('|')})/[\\w./-]*\\w)`, 'g'),
  );
  const anchors = words.matchAll(/\b(docs\/[\w-]+\.md)#([\w-]+)/g);
  const names = words.matchAll(/(?<![\w./@*<>-])([\w-]+(?:\.test)?\.(?:ts|mjs|md))\b(?![\w/])/g);
  return [
    ...[...paths]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(path) && !existsSync(`src/${path}`)),
    ...[...anchors]
      .filter(([, page = '', anchor = '']) => existsSync(page) && !anchorsOf(readPage(page)).has(anchor))
      .map(([place]) => place),
    ...[...names].map(([, name = '']) => name).filter((name) => !NAMES.has(name)),
  ];
}

function problemsIn(path: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const patterns = path.startsWith('docs/') ? ABSENT : [...ABSENT, WITHOUT_FOLDER];
    const absent = patterns.flatMap((pattern) => pattern.exec(line)?.[0] ?? []);
    const dead = deadNamesIn(wordsOf(path, line));
    return [...absent, ...dead].map((name) => `${path}:${index + 1} names ${name}`);
  });
}

/** This file is left out: its examples name what is not there. */
const isRead = (path: string): boolean =>
  /\.(?:[cm]?[jt]s|md|ya?ml|sh)$/.test(path) && basename(path) !== 'file-names.test.ts';

describe('files that comments and pages name', () => {
  it('are all in this repository', () => {
    const problems = FILES.filter(isRead).flatMap((path) => problemsIn(path, readFileSync(path, 'utf8')));

    expect(problems).toEqual([]);
  });

  it.each([
    ['a path', 'src/x.ts', '// as src/gone/nowhere.ts does', 'src/gone/nowhere.ts'],
    ['a folder', 'docs/x.md', 'The folder src/attic has it.', 'src/attic'],
    ['a heading', 'src/x.ts', '// see docs/isc-api.md#nowhere', 'docs/isc-api.md#nowhere'],
    ['a name alone', 'src/x.ts', ' * `nowhere.ts` has an answer to each.', 'nowhere.ts'],
    ['a name behind code', 'src/x.ts', 'const a = 1; // see nowhere.mjs', 'nowhere.mjs'],
    ['the notes of the authors', 'src/x.ts', "const a = 'design.md';", 'design.md'],
    ['the page without its folder', 'src/x.ts', '// isc-api.md knows.', 'isc-api.md'],
    ['a number in a tracker', 'bench/x.ts', '/** As issue 7 asks. */', 'issue 7'],
  ])('are found where they are not: %s', (_, path, line, name) => {
    expect(problemsIn(path, line)).toEqual(expect.arrayContaining([`${path}:1 names ${name}`]));
  });

  it.each([
    ['docs/x.md', 'See [reliability.md](reliability.md) and docs/isc-api.md#starting.'],
    ['src/x.ts', "import { gone } from './nowhere.js'; // retry.ts has the policy"],
    ['src/x.ts', '// csv-parse (lib/api/index.js), https://example.org/docs/none.md'],
    ['CONTRIBUTING.md', '+++ b/src/main.ts'],
  ])('are left alone where they are: %s %s', (path, line) => {
    expect(problemsIn(path, line)).toEqual([]);
  });
});

it('each file of src/ opens with a sentence', () => {
  const silent = FILES.filter((path) => path.startsWith('src/')).filter(
    (path) => !/^\/\*\*\s(?:\s*\* )?\S/.test(readFileSync(path, 'utf8')),
  );

  expect(silent).toEqual([]);
});

it('each name that src/ exports is exported once', () => {
  const names = FILES.filter((path) => path.startsWith('src/')).flatMap((path) =>
    [
      ...readFileSync(path, 'utf8').matchAll(
        /^export (?:async |abstract )*(?:function\*?|class|interface|type|const) (\w+)/gm,
      ),
    ].map(([, name = '']) => name),
  );

  expect(names.length).toBeGreaterThan(500);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
