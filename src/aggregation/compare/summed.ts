/** Turns counts per column into what reports show, once it is known what counts as a change. */
import type {
  ChangedAccount,
  ColumnChanges,
  ColumnWays,
  NotComparedWhy,
  ValueChanges,
} from '../../model/value-changes.js';
import { FILLED, REWRITTEN, SAME, type ColumnTally } from './column-tally.js';
import { isAtLeast, THRESHOLDS } from './thresholds.js';
import type { ComparedValues } from './values.js';

/** How many changed accounts a plan includes with `show-ids`. */
export const MAX_SHOWN_ACCOUNTS = 50;

/** The result of a comparison. `ignored`: the columns of the file left out by `ignore-columns`. */
export function summed(
  compared: ComparedValues,
  { ignored, showIds }: { readonly ignored: readonly string[]; readonly showIds: boolean },
): ValueChanges {
  const { file, tallies, ways } = compared;
  const columns = tallies.flatMap((tally, column) =>
    whyNot(tally) === undefined ? [{ tally, column }] : [],
  );
  // Of accounts that are only in the file or only on the source, nothing has to be shown: a first load, for example.
  const hasKept = compared.compared + compared.unseen > 0;
  const hidden = (hasKept ? tallies : []).flatMap((tally) => {
    const why = whyNot(tally);
    return why === undefined ? [] : [{ column: tally.name, why }];
  });
  return {
    compared: compared.compared,
    unseen: compared.unseen,
    ...accountsOf(compared, showIds),
    comparedColumns: tallies.length - hidden.length,
    columns: columns
      .map(({ tally }) => changesOf(tally))
      .filter((changes) => all(changes) > 0)
      .sort((a, b) => all(b) - all(a)),
    formattedOtherwise: columns.flatMap(({ tally }) =>
      isFormattedOtherwise(tally) ? [{ column: tally.name, accounts: tally.rewritten }] : [],
    ),
    notCompared: [...hidden, ...ignored.map((column) => ({ column, why: 'ignored' as const }))],
    ways: columns.flatMap(({ tally, column }): ColumnWays[] => {
      const counted = ways[column];
      if (counted === undefined) return [];
      const isFull = file.shownValues(column)?.isFull === true;
      return [{ column: tally.name, ways: isFull ? undefined : counted.most(!isFormattedOtherwise(tally)) }];
    }),
    profileUse: undefined,
  };
}

/** Why the values of a column cannot be compared; `undefined` if they can. */
export function whyNot(tally: ColumnTally): Exclude<NotComparedWhy, 'ignored'> | undefined {
  if (tally.isUnreadable) return 'unreadable';
  return tally.isOnSource ? undefined : 'not-shown';
}

/**
 * True if ISC formats nearly all values differently from the file, or returns nearly all multiple values as one text
 * with commas.
 */
export function isFormattedOtherwise({ apart, both, changed, joined, rewritten }: ColumnTally): boolean {
  const { compared, differingPercent, agreeingPercent } = THRESHOLDS.formattedOtherwise;
  const differing = changed + rewritten;
  const isOfAll = both >= compared && isAtLeast(differing, differingPercent, both);
  const isOfSeveral = joined >= compared && apart === 0 && isAtLeast(joined, differingPercent, differing);
  // Where ISC returns multiple values as lists, a text with commas is a single value.
  const agreeing = apart > 0 ? rewritten - joined : rewritten;
  return (isOfAll || isOfSeveral) && isAtLeast(agreeing, agreeingPercent, differing);
}

/** What counts as a change in a column. */
export function changesOf(tally: ColumnTally): ColumnChanges {
  const { name, changed, rewritten, emptied, filled } = tally;
  return {
    column: name,
    changed: isFormattedOtherwise(tally) ? changed : changed + rewritten,
    emptied,
    filled,
  };
}

function all({ changed, emptied, filled }: ColumnChanges): number {
  return changed + emptied + filled;
}

/** Counts accounts, which is possible only once it is known what counts in each column. */
function accountsOf(
  { cells, file, tallies }: ComparedValues,
  showIds: boolean,
): Pick<ValueChanges, 'affected' | 'limited' | 'ids'> {
  const isLeftOut = tallies.map((tally) => whyNot(tally) !== undefined);
  const isSameIfRewritten = tallies.map(isFormattedOtherwise);
  const width = tallies.length;
  let affected = 0;
  let limited = 0;
  const named: number[][] = [];
  for (let account = 0; account < file.accounts; account += 1) {
    const affecting: number[] = [];
    let isLimited = false;
    for (let column = 0; column < width; column += 1) {
      const change = cells[account * width + column];
      if (change === SAME || isLeftOut[column] || (change === REWRITTEN && isSameIfRewritten[column]))
        continue;
      affecting.push(column);
      isLimited ||= change !== FILLED;
    }
    if (isLimited) limited += 1;
    if (affecting.length === 0) continue;
    affected += 1;
    if (showIds && named.length < MAX_SHOWN_ACCOUNTS) named.push([account, ...affecting]);
  }
  return { affected, limited, ids: idsOf(named, file.keys(), tallies) };
}

/** `named`: the number of each account, followed by those of its columns. */
function idsOf(
  named: readonly (readonly number[])[],
  keys: Iterable<string>,
  tallies: readonly ColumnTally[],
): readonly ChangedAccount[] {
  const ids: ChangedAccount[] = [];
  if (named.length === 0) return ids;
  let account = 0;
  for (const identity of keys) {
    const [number, ...columns] = named[ids.length] ?? [];
    if (number === undefined) break;
    if (number === account)
      ids.push({ identity, columns: columns.map((column) => tallies[column]?.name ?? '') });
    account += 1;
  }
  return ids;
}
