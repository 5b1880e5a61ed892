import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { FAILURES, type FailureKind } from '../../src/model/failures/table.js';
import { RUN_AGAIN, STATES, type FailureRow } from '../../src/model/failures/row.js';

const PAGE = 'docs/troubleshooting.md';
const BEGIN = '<!-- failures: written by `npm run matrix`. -->';
const END = '<!-- End of failures. -->';
const ROWS: readonly (readonly [string, FailureRow])[] = Object.entries(FAILURES);

/** The table of failures for readers: what the step says, what ISC has done, what to do. */
function tableOfFailures(): readonly string[] {
  const rows = ROWS.map(([, { example, happened, next, states }]) =>
    [
      example ?? happened,
      states.map((state) => STATES[state].words || 'Said in the message.').join(' _Or:_ '),
      next,
    ]
      .map((cell) => cell.replace(/ ?\{(?:warn|hint|quotes)\}/g, '').replace(/\{\w+\}/g, '…'))
      .map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '\\<') || '–'),
  );
  return [['What the step says', 'State of ISC', 'What to do'], ['---', '---', '---'], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}

describe('the table of failures', () => {
  it('stands in docs/troubleshooting.md, row by row', () => {
    const text = readFileSync(PAGE, 'utf8');
    const from = text.indexOf(BEGIN) + BEGIN.length;
    const to = text.indexOf(END);
    expect(from).toBeGreaterThan(BEGIN.length);
    if (process.env['WRITE_MATRIX'] === 'true') {
      writeFileSync(PAGE, `${text.slice(0, from)}\n\n${tableOfFailures().join('\n')}\n\n${text.slice(to)}`);
      return;
    }
    const written = text.slice(from, to).trim().split('\n');
    const unaligned = written.map((row) => row.replace(/ +\|/g, ' |').replace(/-{4,}/g, '---'));
    expect(unaligned).toEqual(tableOfFailures());
  });

  // Four lines of 80 signs, apart from names, numbers and what ISC says.
  it.each(ROWS)('%s is no longer than a screen of a phone', (_kind, { happened, next, states }) => {
    const [state] = states;
    const words = [happened, STATES[state].words, STATES[state].look, next].join(' ');
    expect(words.replace(/\{\w+\}/g, '').length).toBeLessThanOrEqual(320);
  });

  it.each(Object.keys(FAILURES) as FailureKind[])(
    '%s lifts no check because of a refused request',
    (kind) => {
      const { next }: FailureRow = FAILURES[kind];
      if (kind === 'first-load-unproven') expect(next).toMatch(/If the source really is empty/);
      else expect(next).not.toMatch(/csv-checks: (?:off|warn)|max-changes|100%/);
      if (next !== '') expect(next).toMatch(/[.}]$/);
    },
  );

  it('calls a second run safe in one way', () => {
    expect(RUN_AGAIN.safe).toBe('A second run is safe, because it waits, compares and shows its plan first.');
  });
});
