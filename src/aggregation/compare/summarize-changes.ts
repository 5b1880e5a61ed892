/** Turns what a comparison has counted into what reports show. */
import type { Person } from '../../model/people.js';
import type {
  ChangedAccount,
  ColumnChanges,
  ColumnTransitions,
  NotComparedWhy,
  ValueChanges,
} from '../../model/value-changes.js';
import { areWordsOfTwo, MARK, type ColumnCounts } from './column-counts.js';
import { PeopleTally } from './people.js';
import type { ComparedValues } from './value-comparison.js';

/** How many changed accounts a plan includes with `show-ids`. */
export const MAX_SHOWN_ACCOUNTS = 50;

/** The result of a comparison. `ignored`: the columns of the file left out by `ignore-columns`. */
export function summarizeChanges(
  compared: ComparedValues,
  { ignored, showIds }: { readonly ignored: readonly string[]; readonly showIds: boolean },
): ValueChanges {
  const { counts, file, transitions } = compared;
  const columns = counts.flatMap((one, column) => (whyNot(one) === undefined ? [{ one, column }] : []));
  // Of accounts that are only in the file or only on the source, nothing has to be shown: a first load, for example.
  const hasKept = compared.compared + compared.unseen > 0;
  const hidden = (hasKept ? counts : []).flatMap((one) => {
    const why = whyNot(one);
    return why === undefined ? [] : [{ column: one.about.name, why }];
  });
  return {
    compared: compared.compared,
    unseen: compared.unseen,
    ...accountsOf(compared, showIds),
    comparedColumns: counts.length - hidden.length,
    columns: columns
      .map(({ one }) => changesOf(one))
      .filter((changes) => sum(changes) > 0)
      .sort((a, b) => sum(b) - sum(a)),
    notCompared: [...hidden, ...ignored.map((column) => ({ column, why: 'ignored' as const }))],
    transitions: columns.flatMap(({ one, column }): ColumnTransitions[] => {
      const counted = transitions[column];
      if (counted === undefined) return [];
      const isFull = file.shownValues(column)?.isFull === true;
      return [{ column: one.about.name, transitions: isFull ? undefined : counted.most }];
    }),
    profileUse: undefined,
  };
}

/** Why the values of a column cannot be compared; `undefined` if they can. */
export function whyNot({
  isOnSource,
  unreadable,
  valued,
}: ColumnCounts): Exclude<NotComparedWhy, 'ignored'> | undefined {
  // A column of which nothing can be read; otherwise what cannot be read counts for its account alone.
  if (unreadable > 0 && unreadable === valued) return 'unreadable';
  return isOnSource ? undefined : 'not-shown';
}

/** Of the changed accounts of a column, those that change only in notation. */
export function inNotation(counts: ColumnCounts): number {
  return counts.notation + wordsInNotation(counts);
}

/** Accounts whose value is one of two words that stand for true and false, and that no program would know as such. */
function wordsInNotation({ words }: ColumnCounts): number {
  if (!areWordsOfTwo({ words })) return 0;
  return [...words.values()]
    .filter(({ isKnown }) => !isKnown)
    .reduce((all, { isFalse, isTrue }) => all + isTrue + isFalse, 0);
}

function changesOf(counts: ColumnCounts): ColumnChanges {
  const { about, changed, emptied, filled, losing } = counts;
  return {
    column: about.name,
    changed,
    notation: inNotation(counts),
    emptied,
    filled,
    losing: about.isMulti ? losing : undefined,
  };
}

function sum({ changed, emptied, filled }: ColumnChanges): number {
  return changed + emptied + filled;
}

/** Counts accounts, which is possible only once it is known which words stand for true and false. */
function accountsOf(
  compared: ComparedValues,
  showIds: boolean,
): Pick<ValueChanges, 'affected' | 'affectedInNotation' | 'ids' | 'people'> {
  const { counts, file, owners, people } = compared;
  const tally = new PeopleTally(people);
  const isWordNotation = counts.map(areWordsOfTwo);
  let affected = 0;
  let affectedInNotation = 0;
  const named: number[][] = [];
  eachChanged(compared, (account, columns) => {
    affected += 1;
    tally.add(owners[account] ?? 0);
    const isOnlyNotation = columns.every((column) => {
      const mark = file.markOf(account, column);
      return mark === MARK.notation || (mark === MARK.word && isWordNotation[column] === true);
    });
    if (isOnlyNotation) affectedInNotation += 1;
    if (showIds && named.length < MAX_SHOWN_ACCOUNTS) named.push([account, ...columns]);
  });
  return { affected, affectedInNotation, people: tally.counts, ids: idsOf(named, file.keys(), counts) };
}

/**
 * Calls `take` with the number of each account of the file in which a value changes, in the order of the file, and the
 * numbers of its changing columns in the order of the heading. The list of columns is used again for the next account.
 */
function eachChanged(
  { counts, file, isKept }: Pick<ComparedValues, 'counts' | 'file' | 'isKept'>,
  take: (account: number, columns: readonly number[]) => void,
): void {
  const shown = counts.flatMap((one, column) => (whyNot(one) === undefined ? [column] : []));
  const changing: number[] = [];
  for (let account = 0; account < file.accounts; account += 1) {
    // 2: one of its values differs.
    if (isKept[account] !== 2) continue;
    changing.length = 0;
    for (const column of shown) if (file.markOf(account, column) !== MARK.same) changing.push(column);
    if (changing.length > 0) take(account, changing);
  }
}

/** Calls `take` with the key of each changed account, its person, and the names of its changing columns. */
export function listChanged(
  compared: ComparedValues,
  take: (key: string, person: Person, columns: readonly string[]) => void,
): void {
  const { counts, file, owners, people } = compared;
  const keys = file.keys()[Symbol.iterator]();
  let next = 0;
  eachChanged(compared, (account, columns) => {
    let key = keys.next();
    for (next += 1; next <= account; next += 1) key = keys.next();
    if (key.done === true) return;
    const names = columns.map((column) => counts[column]?.about.name ?? '');
    take(key.value, people.personOf(owners[account] ?? 0), names);
  });
}

/** `named`: the number of each account, followed by those of its columns. */
function idsOf(
  named: readonly (readonly number[])[],
  keys: Iterable<string>,
  counts: readonly ColumnCounts[],
): readonly ChangedAccount[] {
  const ids: ChangedAccount[] = [];
  if (named.length === 0) return ids;
  let account = 0;
  for (const identity of keys) {
    const [number, ...columns] = named[ids.length] ?? [];
    if (number === undefined) break;
    if (number === account)
      ids.push({ identity, columns: columns.map((column) => counts[column]?.about.name ?? '') });
    account += 1;
  }
  return ids;
}
