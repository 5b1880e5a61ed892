import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { codeBlocks, codeSpans, PAGES, type Page } from './documents.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What npm itself knows, as far as pages need it. */
const NPM_COMMANDS = ['ci', 'cit', 'test', 'run', 'install', 'audit', 'ls'];

/** `npm …` and `node …`, each on its own: from blocks of shell and from text in backticks. */
function commandsOf(page: Page): readonly string[] {
  const blocks = codeBlocks(page)
    .filter(({ language }) => ['shell', 'bash', 'sh', 'console'].includes(language))
    .flatMap(({ text }) => text.split('\n'));
  return [...blocks, ...codeSpans(page)].flatMap((line) => {
    const [command = ''] = line.split(/ #| \|\|? | && | > /);
    const found = /(?:^|[ '"])((?:npm|npx|node) +[^'"]+)$/.exec(command)?.[1];
    return found === undefined ? [] : [found.trim()];
  });
}

/** What is wrong with a command, or nothing. */
function problemOf(command: string): string | undefined {
  const [program, first = '', second = ''] = command.split(/ +/);
  if (program === 'node') {
    const file = command.split(/ +/).find((word, index) => index > 0 && !word.startsWith('-'));
    return file === undefined || existsSync(file) ? undefined : `${command}: there is no ${file}`;
  }
  if (program === 'npx') return `${command}: pages use scripts of package.json`;
  if (!NPM_COMMANDS.includes(first)) return `${command}: npm has no "${first}"`;
  return first === 'run' && !(second in scripts)
    ? `${command}: package.json has no script "${second}"`
    : undefined;
}

describe('commands in pages', () => {
  const commands = PAGES.flatMap((page) => commandsOf(page).map((command) => [page.path, command] as const));

  it('are found', () => {
    expect(commands.map(([, command]) => command)).toEqual(
      expect.arrayContaining(['npm run demo', 'npm cit', 'node dist/sandbox/index.js', 'node dist/index.js']),
    );
  });

  it.each(commands)('%s: %s', (_, command) => {
    expect(problemOf(command)).toBeUndefined();
  });

  it.each(['npm run none', 'npm biuld', 'node scripts/none.mjs --check', 'npx eslint .'])(
    'would be refused: %s',
    (command) => {
      expect(problemOf(command)).toMatch(command);
    },
  );
});
