import { finding } from '../../csv/findings-collector.js';
import type { Finding } from '../../model/finding.js';
import { count, counted, enumerated } from '../../runtime/wording.js';
import type { ColumnTally } from './column-tally.js';
import { changesOf, whyNot } from './summed.js';
import { isMoreThan, THRESHOLDS } from './thresholds.js';
import type { ComparedValues } from './values.js';

/** A message names this many columns, and then the number of the rest. */
const MAX_NAMED = 10;

/** What is wrong with the values of a file as a whole, one finding per rule. Names columns and counts, never values. */
export function diagnoseValues(compared: ComparedValues): readonly Finding[] {
  const columns = compared.tallies.flatMap((tally, index) =>
    whyNot(tally) === undefined ? [{ tally, index }] : [],
  );
  const moves = movesIn(compared, columns);
  // A column that has moved leaves another one empty or with one value. One cause is reported as one finding.
  const moved = new Set(moves.flatMap(({ into, from }) => [into, from]));
  const others = columns.map(({ tally }) => tally).filter((tally) => !moved.has(tally));
  return [
    ...shifted(moves, compared.compared),
    ...emptied(others),
    ...collapsed(others),
    ...garbled(columns.map(({ tally }) => tally)),
  ];
}

function emptied(tallies: readonly ColumnTally[]): readonly Finding[] {
  const { accounts, morePercent } = THRESHOLDS.valuesEmptied;
  const columns = tallies.filter(
    (tally) => tally.emptied >= accounts && isMoreThan(tally.emptied, morePercent, tally.valued),
  );
  if (columns.length === 0) return [];
  const named = columns.map(
    ({ name, emptied: gone, valued }) => `"${name}" (${count(gone)} of ${counted(valued, 'account')})`,
  );
  const message =
    `The file empties most values of ${enumerated(named, MAX_NAMED)}. Check that the export still reads ` +
    `${columns.length === 1 ? 'this column' : 'these columns'}. If a column is emptied on purpose, add it to ignore-columns.`;
  return [finding('values-emptied', message)];
}

function collapsed(tallies: readonly ColumnTally[]): readonly Finding[] {
  const { accounts, morePercent } = THRESHOLDS.valuesCollapsed;
  const columns = tallies.filter(
    (tally) =>
      tally.valued >= accounts &&
      tally.inTenant.different === 2 &&
      tally.inFile.different === 1 &&
      isMoreThan(changesOf(tally).changed, morePercent, tally.valued),
  );
  if (columns.length === 0) return [];
  const named = columns.map(
    (tally) =>
      `"${tally.name}" (${count(changesOf(tally).changed)} of ${counted(tally.valued, 'account')} would change)`,
  );
  const message =
    `All accounts with a value would have the same one in ${enumerated(named, MAX_NAMED)}. Check the export: it writes a constant or a default ` +
    'instead of the values.';
  return [finding('values-collapsed', message)];
}

interface IndexedTally {
  readonly tally: ColumnTally;
  readonly index: number;
}

/** The values of one column have moved to another one. */
interface Move {
  readonly into: ColumnTally;
  readonly from: ColumnTally;
  readonly accounts: number;
}

function movesIn(
  { compared, shifted: counts, tallies }: ComparedValues,
  columns: readonly IndexedTally[],
): readonly Move[] {
  const { accounts, morePercent } = THRESHOLDS.valuesShifted;
  if (compared < accounts) return [];
  return columns.flatMap(({ tally, index }) => {
    const most = counts.mostIn(index);
    if (most === undefined || !isMoreThan(most.accounts, morePercent, compared)) return [];
    const from = tallies[most.other];
    return from === undefined ? [] : [{ into: tally, from, accounts: most.accounts }];
  });
}

function shifted(moves: readonly Move[], compared: number): readonly Finding[] {
  if (moves.length === 0) return [];
  const named = moves.map(
    ({ accounts, from, into }) =>
      `the values of "${from.name}" in column "${into.name}" (${count(accounts)} of ${counted(compared, 'account')})`,
  );
  const message =
    `The columns are mixed up. The file has ${enumerated(named, MAX_NAMED)}. Check the export: a column is missing or has moved, ` +
    'and the heading was not changed accordingly.';
  return [finding('values-shifted', message)];
}

function garbled(tallies: readonly ColumnTally[]): readonly Finding[] {
  const columns = tallies.filter((tally) => tally.garbled > 0);
  if (columns.length === 0) return [];
  const named = columns.map((tally) => `"${tally.name}" (${counted(tally.garbled, 'account')})`);
  const message =
    `Non-ASCII letters that are correct in ISC are garbled in ${enumerated(named, MAX_NAMED)}. Somewhere the file was read or written ` +
    'in the wrong encoding: have the export write UTF-8, and let nothing convert it on the way.';
  return [finding('values-garbled', message)];
}
