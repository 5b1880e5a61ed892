import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { FAILURES, type FailureKind } from '../../src/model/failures/table.js';
import { RUN_AGAIN, STATES, type FailureRow, type StateOfIsc } from '../../src/model/failures/row.js';

const PAGE = 'docs/troubleshooting.md';
const BEGIN = '<!-- failures: written by `npm run matrix`. -->';
const END = '<!-- End of failures. -->';
const ROWS: readonly (readonly [string, FailureRow])[] = Object.entries(FAILURES);

/** The states of ISC after which nothing runs there. */
const STARTED_NOTHING: readonly StateOfIsc[] = ['nothing-sent', 'nothing-started', 'blocked'];

/** The failures for readers, by what ISC has done: what the step says, and what to do. */
function tablesOfFailures(): readonly string[] {
  const hasStartedNothing = ([, { states }]: (typeof ROWS)[number]): boolean =>
    states.every((state) => STARTED_NOTHING.includes(state));
  return [
    ...tableOf('Nothing has started in ISC', ROWS.filter(hasStartedNothing)),
    '',
    ...tableOf(
      'The step says what ISC has done',
      ROWS.filter((row) => !hasStartedNothing(row)),
    ),
  ];
}

/** One row for all failures with the same remedy, at the place of the first. */
function tableOf(heading: string, failures: typeof ROWS): readonly string[] {
  const rows = new Map<string, Set<string>>();
  for (const [, { example, happened, next }] of failures) {
    const remedy = cellOf(next).replace(/^(?:Nothing was sent\. )?…?$/, 'Follow the message.');
    rows.set(remedy, (rows.get(remedy) ?? new Set()).add(cellOf(example ?? happened)));
  }
  const lines = [...rows].map(([remedy, says]) => `| ${[...says].join('<br>')} | ${remedy} |`);
  return [`### ${heading}`, '', '| The step says | What to do |', '| --- | --- |', ...lines];
}

/** A text of the table for readers: `…` stands for its holes. */
function cellOf(text: string): string {
  const shown = text.replace(/ ?\{(?:warn|hint|quotes)\}/g, '').replace(/(?:\{\w+\})+\.?/g, '…');
  return shown.replaceAll('|', '\\|').replaceAll('<', '\\<').trim();
}

describe('the table of failures', () => {
  it('stands in docs/troubleshooting.md, row by row', () => {
    const text = readFileSync(PAGE, 'utf8');
    const from = text.indexOf(BEGIN) + BEGIN.length;
    const to = text.indexOf(END);
    expect(from).toBeGreaterThan(BEGIN.length);
    if (process.env['WRITE_MATRIX'] === 'true') {
      writeFileSync(PAGE, `${text.slice(0, from)}\n\n${tablesOfFailures().join('\n')}\n\n${text.slice(to)}`);
      return;
    }
    const written = text.slice(from, to).trim().split('\n');
    const unaligned = written.map((row) => row.replace(/ +\|/g, ' |').replace(/-{4,}/g, '---'));
    expect(unaligned).toEqual(tablesOfFailures());
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
