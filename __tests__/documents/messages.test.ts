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

/** Sentences of several rows that the page says once, around the lists. */
const SAID_ONCE =
  / ?(?:The plan is unknown|Never turn certificate verification off|If the token has it, its owner may no longer manage this source)\./g;

/** The failures for readers, by what ISC has done: what the step says, and what to do. */
function listsOfFailures(): readonly string[] {
  const hasStartedNothing = ([, { states }]: (typeof ROWS)[number]): boolean =>
    states.every((state) => STARTED_NOTHING.includes(state));
  return [
    ...listOf('Nothing has started in ISC', ROWS.filter(hasStartedNothing)),
    '',
    ...listOf(
      'The step says what ISC has done',
      ROWS.filter((row) => !hasStartedNothing(row)),
    ),
  ];
}

/** One item for all failures with the same remedy, at the place of the first. A message is cut where no other begins so. */
function listOf(heading: string, failures: typeof ROWS): readonly string[] {
  const items = new Map<string, Set<string>>();
  for (const [, row] of failures) {
    const remedy = shown(row.next)
      .replace(SAID_ONCE, '')
      .trim()
      .replace(/ ?\bIf [^.]*, …$/, '')
      .replace(/^(?:Nothing was sent\. )?…?$/, 'Follow the message.');
    items.set(remedy, (items.get(remedy) ?? new Set()).add(beginning(messageOf(row))));
  }
  const lines = [...items].map(([remedy, says]) => `- **${[...says].join('**<br>**')}**: ${remedy}`);
  return [`### ${heading}`, '', ...lines];
}

/** A text for readers: `…` stands for its holes. */
function shown(text: string): string {
  const withHoles = text
    .replace(/ ?\{(?:warn|hint|quotes)\}|\{others\}/g, '')
    .replace(/(?:\{\w+\})+\.?/g, '…');
  return withHoles
    .replace(/…(?: …)+/g, '…')
    .replaceAll('<', '\\<')
    .trim();
}

/** A message for readers: of a status like "403 Forbidden" between brackets only the number. */
function messageOf({ example, happened }: FailureRow): string {
  return shown(example ?? happened).replace(/\((\d{3}) [\w ]+\)/, '($1)');
}

/** What of a message no other one begins with, up to the end of a sentence or clause, from the sixth word on. */
function beginning(message: string): string {
  const others = ROWS.map(([, row]) => messageOf(row)).filter((other) => other !== message);
  const isEnough = (start: string): boolean =>
    start.split(' ').length > 5 && !others.some((other) => pattern(start).test(other));
  const ends = [...message.matchAll(/[.,:;](?= )(?![^(]*\))/g)].map(({ index }) => message.slice(0, index));
  return ends.find(isEnough) ?? message.replace(/(?:[:.?] …|\.)$/, '');
}

/** What begins like this, with anything in the holes. */
function pattern(start: string): RegExp {
  return new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}`);
}

describe('the table of failures', () => {
  it('stands in docs/troubleshooting.md, item by item', () => {
    const text = readFileSync(PAGE, 'utf8');
    const from = text.indexOf(BEGIN) + BEGIN.length;
    const to = text.indexOf(END);
    expect(from).toBeGreaterThan(BEGIN.length);
    if (process.env['WRITE_MATRIX'] === 'true') {
      writeFileSync(PAGE, `${text.slice(0, from)}\n\n${listsOfFailures().join('\n')}\n\n${text.slice(to)}`);
      return;
    }
    const written = text.slice(from, to).trim().split('\n');
    expect(written).toEqual(listsOfFailures());
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
