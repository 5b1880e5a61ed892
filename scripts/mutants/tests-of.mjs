/** Which test files belong to a source file. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Suites that hold more than what their names and imports say: each for the files whose paths begin like this. */
const MORE = [
  ['src/main.ts', ['__tests__/whole-steps.test.ts']],
  ['src/workflow.ts', ['__tests__/whole-steps.test.ts']],
  // What the stages hand on to each other is told by steps that are played from end to end.
  ...['start', 'follow', 'prepare'].map((stage) => [
    `src/aggregation/${stage}/`,
    ['aggregation/one-source', 'whole-steps', 'entitlement-steps', 'faults/habits'].map(
      (name) => `__tests__/${name}.test.ts`,
    ),
  ]),
  [
    'src/aggregation/all-sources.ts',
    ['__tests__/aggregation/many-sources.test.ts', '__tests__/whole-steps.test.ts'],
  ],
  // Counts and rules of the comparison are tested by what is said of a whole file and its source.
  [
    'src/aggregation/compare/',
    ['compare-values', 'diagnoses'].map((name) => `__tests__/aggregation/compare/${name}.test.ts`),
  ],
  // The rules are tested by what is said of a whole file, whichever module finds it.
  [
    'src/csv/',
    ['rules', 'check-file', 'messages', 'spoilt-text'].map((name) => `__tests__/csv/${name}.test.ts`),
  ],
  ['src/csv/record', ['__tests__/csv/rules-large.test.ts']],
];

/**
 * The tests of a file, the closest first: those that are called after it, with or without a dash and more words, those of
 * its folder directly below src/ that import it, and those of `MORE`. Where none of the first two is there, the tests of
 * the files that import it take their place.
 *
 * @param {string} file
 * @returns {string[]}
 */
export function testsOf(file) {
  const room = roomOf(file);
  const more = MORE.filter(([start]) => file.startsWith(start)).flatMap(([, tests]) => tests);
  return [...new Set([...closest(file, room), ...more])];
}

/**
 * The paths of the TypeScript files in a folder and those below it; of a file, its own.
 *
 * @param {string} path
 * @returns {string[]}
 */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => join(path, name));
}

function closest(file, room) {
  const seen = new Set();
  for (let level = [file]; level.length > 0; level = importersOf(level, room.sources)) {
    const found = level.flatMap((one) => [...namedAfter(one, room.tests), ...importersOf([one], room.tests)]);
    if (found.length > 0) return found;
    for (const one of level) seen.add(one);
    room.sources = room.sources.filter((one) => !seen.has(one));
  }
  return [];
}

/** The sources and tests of the folder directly below src/ in which a file lies. */
function roomOf(file) {
  const [, room = ''] = /^src\/([^/]+)\//.exec(file) ?? [];
  return {
    sources: filesBelow(join('src', room)),
    tests: filesBelow(join('__tests__', room)).filter((path) => path.endsWith('.test.ts')),
  };
}

function namedAfter(file, tests) {
  const name = basename(file, '.ts');
  return tests.filter((test) => {
    const called = basename(test, '.test.ts');
    return called === name || called.startsWith(`${name}-`);
  });
}

function importersOf(files, candidates) {
  return candidates.filter((one) => importsOf(one).some((imported) => files.includes(imported)));
}

/** What files import. A mutant imports the same, so each is read once. */
const IMPORTS = new Map();

/** What a file imports, directly or, if it is a test, by a helper beside it. */
function importsOf(path) {
  if (!IMPORTS.has(path)) IMPORTS.set(path, readImports(path));
  return IMPORTS.get(path);
}

function readImports(path) {
  if (!existsSync(path)) return [];
  const imported = [...readFileSync(path, 'utf8').matchAll(/ from '(\.[^']+)\.js'/g)].map(([, name]) =>
    join(dirname(path), `${name}.ts`),
  );
  const helpers = imported.filter((one) => path.endsWith('.test.ts') && dirname(one) === dirname(path));
  return [...imported, ...helpers.flatMap(importsOf)];
}
