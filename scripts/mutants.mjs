/**
 * Puts small mistakes into source files, one at a time, and runs the tests that belong to the file:
 * `npm run mutants -- [files or folders]`, by default the files of src/ that differ from main. A mistake that no test
 * sees is printed. The exit code is 1 where there is one, and where a file has no tests. The work is done in a copy: the
 * files here stay as they are.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCopy } from './mutants/copy.mjs';
import { mutantsOf } from './mutants/mutators.mjs';
import { filesBelow, testsOf } from './mutants/tests-of.mjs';
import { TestProcess } from './mutants/test-process.mjs';

const given = process.argv.slice(2);
const files = given.length > 0 ? given.flatMap((path) => filesBelow(path)) : changedFiles();
const copy = makeCopy();

let isGood = true;
for (const file of files) isGood = (await tryAll(file)) && isGood;
process.exitCode = isGood ? 0 : 1;

/** Tries all mutants of a file and prints its score; true if the tests have seen each one. */
async function tryAll(file) {
  const text = readFileSync(file, 'utf8');
  const mutants = mutantsOf(file, text);
  if (mutants.length === 0) {
    console.log(`${file}: nothing to change.`);
    return true;
  }
  const tests = testsOf(file);
  if (tests.length === 0) {
    console.log(
      `${file}: no tests of its own. Where they have another name, add it to scripts/mutants/tests-of.mjs.`,
    );
    return false;
  }
  const alive = await survivorsOf(file, text, mutants, tests);
  const killed = mutants.length - alive.length;
  const share = ((killed / mutants.length) * 100).toFixed(1);
  console.log(`${file}: ${killed} of ${mutants.length} mutants seen (${share}%).`);
  for (const { is, line, was } of alive) console.log(`  line ${line}: ${oneLine(was)} → ${oneLine(is)}`);
  return alive.length === 0;
}

/** The mutants that leave all tests green. */
async function survivorsOf(file, text, mutants, tests) {
  const path = join(copy, file);
  const process = new TestProcess(copy, tests);
  try {
    // The first run still compiles the files: only the second shows how long the tests take.
    const red = (await process.firstRed()) ?? (await process.firstRed());
    if (red !== undefined) throw new Error(`The tests of ${file} fail without a mutant: ${red}`);
    const alive = [];
    for (const mutant of mutants) {
      writeFileSync(path, mutant.text);
      if ((await process.firstRed()) === undefined) alive.push(mutant);
    }
    return alive;
  } finally {
    process.end();
    writeFileSync(path, text);
  }
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
