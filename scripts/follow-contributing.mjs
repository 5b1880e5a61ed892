/**
 * Follows CONTRIBUTING.md to the letter: `npm run test:contributing`. Each worked example is applied to a clone of the
 * last commit, one after the other, and the commands that its section prints are run there; then what every change must
 * pass: format, lint, types, and the tests of all pages. Exit code 1, with the output, at the first one that fails.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.mjs';

/** What must hold after all examples. The build is part of each change, and the pages' tests look at it. */
const IN_THE_END = [
  'npm run build',
  'npm run lint',
  'npm run types',
  'npm run test:only -- __tests__/documents',
];

const clone = join(temporaryFolder('contributing-'), 'clone');
execFileSync('git', ['clone', '--quiet', '.', clone]);
// A link would put the folder it leads to into what is built.
cpSync('node_modules', join(clone, 'node_modules'), { recursive: true, verbatimSymlinks: true });

const sections = readFileSync(join(clone, 'CONTRIBUTING.md'), 'utf8').split(/^## /m);
const examples = sections.filter((section) => section.startsWith('Example: '));
if (examples.length === 0) throw new Error('CONTRIBUTING.md has no section "Example: …".');

for (const example of examples) {
  const [title = ''] = example.split('\n');
  console.log(title);
  for (const diff of blocks(example, 'diff')) run('git apply -C1 --index -', diff);
  const commands = commandsOf(example);
  if (commands.length === 0) throw new Error(`"${title}" prints no command.`);
  for (const command of commands) run(command);
}
console.log('What every change must pass');
for (const command of IN_THE_END) run(command);

/** The commands of a section in their order: blocks of shell, and `npm run …` in its sentences. */
function commandsOf(section) {
  const found = section.matchAll(/^```shell\n(.*?)\n```$|`(npm run [^`\n]+)`/gms);
  return [...new Set([...found].flatMap(([, block, span]) => block?.split('\n') ?? [span]))];
}

function blocks(section, language) {
  const found = section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?\n)\`\`\`$`, 'gms'));
  return [...found].map(([, text]) => text);
}

/** Runs a command in the clone; what it says is only shown where it fails. */
function run(command, input = '') {
  const start = performance.now();
  const [program, ...args] = command.split(' ');
  const { error, status, stderr, stdout } = spawnSync(program, args, {
    cwd: clone,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw error;
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(`  ${status === 0 ? 'green' : 'RED'} after ${seconds} s: ${command}`);
  if (status === 0) return;
  console.log(`${stdout}\n${stderr}`);
  process.exit(1);
}
