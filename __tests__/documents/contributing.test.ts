import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { codeBlocks, readPage } from './documents.js';

/** The examples of CONTRIBUTING.md are whole changes: they must fit onto the sources as they are. */

const examples = codeBlocks(readPage('CONTRIBUTING.md'))
  .filter(({ language }) => language === 'diff')
  .map(({ text }) => text);

/** What Git says about a change that does not fit; nothing for one that does, or that was made. Changes no file. */
function problemsOf(diff: string): string {
  const problems = problemsWith(diff);
  return problems === '' || problemsWith(diff, '--reverse') !== '' ? problems : '';
}

function problemsWith(diff: string, ...options: readonly string[]): string {
  const { error, stderr } = spawnSync('git', ['apply', '--check', '-C1', ...options, '-'], {
    input: `${diff}\n`,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return stderr;
}

const filesOf = (diff: string): readonly string[] =>
  [...diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, path = '']) => path);

describe('the examples in CONTRIBUTING.md', () => {
  it('show a rule, an input and a fault case in full: code, page or manifest, and test', () => {
    expect(examples.map(filesOf)).toEqual([
      expect.arrayContaining(['src/model/finding.ts', 'docs/checks.md', '__tests__/csv/rules.test.ts']),
      expect.arrayContaining([
        'action.yml',
        'src/inputs/read-inputs.ts',
        '__tests__/inputs/read-inputs.test.ts',
      ]),
      ['__tests__/faults/expectations.ts'],
    ]);
  });

  it.each(examples.map((diff) => [filesOf(diff).join(', '), diff] as const))('fits: %s', (_, diff) => {
    expect(problemsOf(diff)).toBe('');
  });

  it('would fail this test if one did not fit', () => {
    expect(problemsOf(examples[0]?.replace('identity-letter-case', 'a-rule-that-is-gone') ?? '')).not.toBe(
      '',
    );
  });
});
