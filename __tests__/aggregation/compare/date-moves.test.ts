import { expect, it } from '@jest/globals';
import { DateMoves } from '../../../src/aggregation/compare/date-moves.js';
import { TenantText } from '../../../src/aggregation/compare/tenant-value.js';
import { noCell, writeCell } from '../../../src/csv/values/cell.js';

/** What is found in a column whose dates in the file and in ISC are these. */
function moveOf(pairs: readonly (readonly [file: string, now: string])[]): string | undefined {
  const moves = new DateMoves();
  let differing = 0;
  for (const [file, now] of pairs) {
    const cell = noCell();
    writeCell(cell, file, 'DATE');
    const [moment] = new TenantText(now, 'DATE').dates;
    if (moment === undefined) throw new Error(`${now} is a date.`);
    moves.noteBoth(moment);
    if (file === now) continue;
    moves.add(cell, moment);
    differing += 1;
  }
  const found = moves.found(differing, true);
  return found && `${found.remedy} ${found.accounts}/${found.of}`;
}

const DAYS = ['2026-03-30', '2026-07-13', '2026-08-20', '2026-11-01', '2026-12-31'];

function all(change: (day: string) => string): readonly (readonly [string, string])[] {
  return DAYS.map((day) => [change(day), day]);
}

function at(offset: (month: number) => number): (day: string) => string {
  return (day) => new Date(Date.parse(day) - offset(Number(day.slice(5, 7))) * 3_600_000).toISOString();
}

it.each<[what: string, pairs: readonly (readonly [string, string])[], found: string | undefined]>([
  ['summer and winter time', all(at((month) => (month > 3 && month < 11 ? 2 : 1))), 'zone 5/5'],
  ['offsets two hours apart', all(at((month) => (month > 3 && month < 11 ? 3 : 1))), undefined],
  ['a time zone of quarters of an hour', all(at(() => -5.75)), 'zone 5/5'],
  [
    'a day later, in German',
    all((day) =>
      at(() => -24)(day)
        .slice(0, 10)
        .split('-')
        .reverse()
        .join('.'),
    ),
    'zone 5/5',
  ],
  ['one differs otherwise, of five', [...all(at(() => 2)).slice(1), ['2020-01-01', '2026-03-30']], undefined],
  [
    'one differs otherwise, of twenty',
    [
      ...Array.from({ length: 19 }, (_, index) => all(at(() => 2))[index % 5] ?? ['', '']),
      ['2020-01-01', '2026-03-30'],
    ] as [string, string][],
    'zone 19/20',
  ],
  ['two centuries', all((day) => day.replace('2026', '1826')), undefined],
  [
    'years of two digits, in either order',
    all((day) => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(2, 4)}`),
    undefined,
  ],
  [
    'years of two digits, in another century than ISC',
    [
      ['13/07/45', '1945-07-13'],
      ['20/08/45', '1945-08-20'],
    ],
    undefined,
  ],
  ['another year that happens to be 500 off', all((day) => day.replace('2026', '1526')), 'calendar 5/5'],
  ['499 off', all((day) => day.replace('2026', '1527')), undefined],
])('%s', (_, pairs, found) => {
  expect(moveOf(pairs)).toBe(found);
});
