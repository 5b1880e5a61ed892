/**
 * Puts small mistakes into source files, one at a time, and runs the tests that belong to the file:
 * `npm run mutants -- [files]`, by default the files of src/ that differ from main. A mistake that no test sees is
 * printed; where there is one, the exit code is 1. The work is done in a copy: the files here stay as they are.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { mutantsOf } from './mutators.mjs';

/** Milliseconds for the tests of one mutant: a mistake can also show as an endless loop. */
const LIMIT = 120_000;
/** What the tests read beside the code. */
const COPIED = [
  'src',
  '__tests__',
  'docs',
  'demo',
  'examples',
  'bench',
  'sandbox',
  'scripts',
  'action.yml',
  'README.md',
  'CONTRIBUTING.md',
  'package.json',
  'tsconfig.json',
  'jest.config.js',
];

const given = process.argv.slice(2);
const files = given.length > 0 ? given : changedFiles();
const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
process.on('exit', () => {
  rmSync(copy, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
for (const name of COPIED) cpSync(name, join(copy, name), { recursive: true });
symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));

let survivors = 0;
for (const file of files) survivors += tryAll(file);
process.exitCode = survivors === 0 ? 0 : 1;

/** Tries all mutants of a file and prints its score; gives how many no test has seen. */
function tryAll(file) {
  const tests = testsOf(file);
  if (tests.length === 0) {
    console.log(`${file}: no tests of its own.`);
    return 0;
  }
  if (!areGreen(tests)) throw new Error(`The tests of ${file} fail without a mutant: ${tests.join(' ')}`);
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const mutants = mutantsOf(file, text);
  const alive = mutants.filter((mutant) => {
    writeFileSync(path, mutant.text);
    return areGreen(tests);
  });
  writeFileSync(path, text);
  const killed = mutants.length - alive.length;
  const share = mutants.length === 0 ? 100 : (killed / mutants.length) * 100;
  console.log(`${file}: ${killed} of ${mutants.length} mutants seen (${share.toFixed(1)}%).`);
  for (const { is, line, was } of alive) console.log(`  line ${line}: ${oneLine(was)} → ${oneLine(is)}`);
  return alive.length;
}

/** The test files that are called after the file; without one, those of its folder that import it. */
function testsOf(file) {
  const folder = dirname(file).replace(/^src/, '__tests__');
  if (!existsSync(folder)) return [];
  const name = basename(file, '.ts');
  const all = readdirSync(folder).filter((one) => one.endsWith('.test.ts'));
  const named = all.filter((one) => one === `${name}.test.ts` || one.startsWith(`${name}-`));
  const imported = `/${name}.js'`;
  const importing = all.filter((one) => readFileSync(join(folder, one), 'utf8').includes(imported));
  return (named.length > 0 ? named : importing).map((one) => join(folder, one));
}

function areGreen(tests) {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const options = ['--experimental-vm-modules', jest, '--bail', '--silent', '--runInBand', ...tests];
  return spawnSync(process.execPath, options, { cwd: copy, stdio: 'ignore', timeout: LIMIT }).status === 0;
}

function changedFiles() {
  const names = execFileSync('git', ['diff', '--name-only', '--diff-filter=d', 'main', '--', 'src'], {
    encoding: 'utf8',
  });
  return names.split('\n').filter((name) => name.endsWith('.ts'));
}

function oneLine(text) {
  const words = text.replace(/\s+/g, ' ');
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}
