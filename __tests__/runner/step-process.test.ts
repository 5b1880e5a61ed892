import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFiles } from './file-commands.js';
import { Masks } from './masks.js';
import { startStepProcess, type EndedStep } from './step-process.js';

/** What the official runner, 2.336.0, makes of the process of a step. */

const folder = mkdtempSync(join(tmpdir(), 'runner-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A step that is a program of Node.js. */
function run(script: string, more: { env?: Record<string, string>; masks?: Masks } = {}): Promise<EndedStep> {
  const env = { PATH: process.env['PATH'], ...more.env };
  const program = { file: process.execPath, args: ['-e', script], cwd: folder, env };
  const files = commandFiles(mkdtempSync(join(folder, 'step-')));
  const masks = more.masks ?? new Masks();
  return startStepProcess({ program, files, masks, warnings: ["Unexpected input(s) 'tpyo'"] }).ended;
}

const saying = (...lines: string[]): string =>
  lines.map((line) => `console.log(${JSON.stringify(line)});`).join('');
const writing = (name: string, text: string): string =>
  `require('fs').appendFileSync(process.env.${name}, ${JSON.stringify(text)});`;

describe('annotations', () => {
  it('are ten errors and ten warnings, those of the runner among them; the rest is in the log alone', async () => {
    const lines = Array.from({ length: 11 }, (_, index) => [
      `::error::E${index}`,
      `::warning::W${index}`,
    ]).flat();
    const { annotations, log, lost } = await run(saying(...lines));

    expect(annotations.filter(({ kind }) => kind === 'error')).toHaveLength(10);
    expect(annotations.filter(({ kind }) => kind === 'warning').at(-1)?.message).toBe('W8');
    expect(lost.map(({ message }) => message)).toEqual(['W9', 'E10', 'W10']);
    expect(log).toContain('##[warning]W10\n');
  });

  it('are cut, stand in the log without a place, and lose their columns where they span lines', async () => {
    const { annotations, log } = await run(
      saying(
        `::ERROR file=a.csv,line=3,endLine=4,col=1,endColumn=2::${'x'.repeat(5_000)}`,
        '  ::notice file=a.csv,line=3,endLine=3,col=1::One%0Atwo',
        'old ##[warning title=a]words',
      ),
    );

    expect(annotations.slice(1)).toEqual([
      { kind: 'error', message: 'x'.repeat(4_096), properties: { file: 'a.csv', line: '3', endLine: '4' } },
      {
        kind: 'notice',
        message: 'One\ntwo',
        properties: { file: 'a.csv', line: '3', endLine: '3', col: '1' },
      },
      { kind: 'warning', message: 'words', properties: { title: 'a' } },
    ]);
    expect(log).toContain(`##[error]${'x'.repeat(5_000)}\n##[notice]One\ntwo\n`);
  });
});

describe('masks', () => {
  it('hide a value and its forms in log, messages and summary, and not in title and file', async () => {
    const secret = 'top & secret';
    const forms = [secret, encodeURIComponent(secret), Buffer.from(`a${secret}`).toString('base64')];
    const { annotations, log, outputs, summary, summaryWritten } = await run(
      saying(`::add-mask::${secret}`, ...forms, `::error title=${secret},file=${secret}::${secret}`) +
        saying('::add-mask::line of a secret%0Aand another', 'one line of a secret') +
        writing('GITHUB_STEP_SUMMARY', `# ${secret}\n`) +
        writing('GITHUB_OUTPUT', `said=${secret}\n`),
    );

    expect(log).not.toMatch(/secret|%26/);
    expect(log.split('\n').filter((line) => line.includes('***'))).toHaveLength(5);
    expect(annotations[1]).toEqual({
      kind: 'error',
      message: '***',
      properties: { title: secret, file: secret },
    });
    expect([summary, summaryWritten]).toEqual(['# ***\n', `# ${secret}\n`]);
    expect(outputs).toEqual({ said: secret });
  });
});

describe('commands', () => {
  it('of the old kind still hand on outputs and state; two of them are refused', async () => {
    const old = await run(
      saying('::set-output name=a::1', '::save-state name=b::2', '::group::G', '::endgroup::'),
    );
    expect(old).toMatchObject({ passed: true, outputs: { a: '1' }, state: { b: '2' } });
    expect(old.log).toContain('##[group]G\n##[endgroup]\n');

    const refused = await run(saying('::set-env name=A::1', '::add-path::/bin'));
    expect(refused).toMatchObject({ passed: false, exported: {}, paths: [] });
    expect(refused.annotations.map(({ message }) => message).slice(1)).toEqual([
      'The `set-env` command is disabled.',
      'The `add-path` command is disabled.',
    ]);
  });

  it('come from stderr as well; a name that is not registered is text', async () => {
    const { annotations, commands, log } = await run(
      "console.error('::error::E');" + saying('::mine::text', '##[mine]text', '##[group'),
    );

    expect([annotations.at(-1)?.message, commands.length]).toEqual(['E', 1]);
    expect(log).toContain('::mine::text\n##[mine]text\n##[group\n');
  });

  it('are text until the word that stop-commands named', async () => {
    const { commands } = await run(saying('::stop-commands::word', '::error::E', '::word::', '::notice::N'));

    expect(commands.map(({ name }) => name)).toEqual(['stop-commands', 'notice']);
  });
});

describe('file commands', () => {
  it.each([
    ['a value of one line', 'a=b=c\n\n', { a: 'b=c' }],
    ['a value of several lines, with their returns', 'a<<END\r\n1\r\n2\r\nEND\r\n', { a: '1\r\n2' }],
    ['the last value of a name', 'a=1\na=2', { a: '2' }],
  ])('%s', async (_, text, outputs) => {
    expect(await run(writing('GITHUB_OUTPUT', text))).toMatchObject({ passed: true, outputs });
  });

  it.each([
    ['a line without a sign', 'GITHUB_OUTPUT', 'words', "Invalid format 'words'"],
    [
      'a value without an end',
      'GITHUB_ENV',
      'a<<END\n1',
      "Invalid value. Matching delimiter not found 'END'",
    ],
    ['options of Node.js', 'GITHUB_ENV', 'NODE_OPTIONS=--inspect', "Can't store NODE_OPTIONS"],
  ])('%s fails the step', async (_, name, text, words) => {
    const { annotations, exported, passed } = await run(writing(name, text));

    expect([passed, exported]).toEqual([false, {}]);
    expect(annotations.at(-1)?.message).toContain(words);
  });
});

describe('limits', () => {
  it('a summary of more than 1 MiB is dropped whole, and the step passes', async () => {
    const script = `require('fs').writeFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 + 1));`;
    const { annotations, passed, summary } = await run(script);

    expect([passed, summary]).toEqual([true, '']);
    expect(annotations.at(-1)).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('1024k, got 1025k'),
    });
  });

  it.each([
    [131_069, true],
    [131_070, false],
  ])('a variable whose value has %i bytes: the step starts %s', async (length, starts) => {
    const { annotations, exitCode, passed } = await run('', { env: { A: 'x'.repeat(length) } });

    expect([passed, exitCode]).toEqual(starts ? [true, 0] : [false, null]);
    expect(annotations.some(({ message }) => message.includes('Argument list too long'))).toBe(!starts);
  });
});
