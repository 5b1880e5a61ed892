/** What the cells of a file show without a comparison, as findings that warn. */
import { FLAG, noCell } from '../../csv/values/cell.js';
import type { ColumnFacts, ComparedColumn } from '../../csv/values/cell-facts.js';
import type { FileValues } from '../../csv/values/row-values.js';
import { VALUE_FLAG } from '../../csv/values/list-value.js';
import type { Finding, Rule } from '../../model/finding.js';
import { counted } from '../../model/words.js';
import { MARK } from './column-counts.js';
import type { ComparedValues } from './value-comparison.js';

/** The findings on cells of a file that is not compared, or whose accounts are all new. */
export function cellFindings({ columns, facts }: Pick<FileValues, 'columns' | 'facts'>): readonly Finding[] {
  return columns.flatMap((column, index) => {
    const of = facts[index];
    if (of === undefined) return [];
    const { nullWords } = of;
    return [
      ...(of.unheld.count === 0 ? [] : [unheld(column, of)]),
      ...(nullWords.count === 0 ? [] : [nullWord(column, nullWords.inWords(), nullWords.firstLine)]),
      ...joinedLists(column, of, () => true),
    ];
  });
}

/** Those of a file that was compared: of what it does to new accounts, and of columns that are not explained yet. */
export function cellFindingsBeside(
  compared: ComparedValues,
  explained: ReadonlySet<string>,
): readonly Finding[] {
  const { file, isKept } = compared;
  const isNew = (account: number): boolean => isKept[account] === 0;
  return file.columns.flatMap((column, index) => {
    const facts = file.facts[index];
    if (facts === undefined || explained.has(column.name)) return [];
    // What ISC has all the same is none of the file's faults.
    const isHeld = (account: number): boolean =>
      compared.compared > 0 && !isNew(account) && file.markOf(account, index) === MARK.same;
    const isFault = (account: number): boolean => !isHeld(account) && isUnheld(file, account, index);
    const words =
      facts.nullWords.count === 0
        ? 0
        : accountsThat(file, (account) => isNew(account) && isNullWord(file, account, index));
    return [
      ...(facts.unheld.count > 0 && accountsThat(file, isFault) > 0 ? [unheld(column, facts)] : []),
      ...(words === 0 ? [] : [nullWord(column, counted(words, 'new account'), undefined)]),
      ...joinedLists(column, facts, isNew),
    ];
  });
}

function accountsThat({ accounts }: FileValues, areSo: (account: number) => boolean): number {
  let count = 0;
  for (let account = 0; account < accounts; account += 1) if (areSo(account)) count += 1;
  return count;
}

const cell = noCell();

function isUnheld(file: FileValues, account: number, column: number): boolean {
  return hasFlag(file, account, column, FLAG.unheld, VALUE_FLAG.unheld);
}

function isNullWord(file: FileValues, account: number, column: number): boolean {
  return hasFlag(file, account, column, FLAG.nullWord, VALUE_FLAG.nullWord);
}

function hasFlag(file: FileValues, account: number, column: number, ofOne: number, inList: number): boolean {
  const lists = file.lists(column);
  if (lists !== undefined) return lists.of(account).some(({ flags }) => flags & inList);
  file.read(account, column, cell);
  return (cell.rest & ofOne) !== 0;
}

function unheld({ name, type }: ComparedColumn, { unheld: found }: ColumnFacts): Finding {
  const message = `"${name}" is of type ${type}, but some cells do not hold one: ${found.inWords()}. ${TYPE_WORDS[type]}`;
  return warning('value-type', message, found.firstLine);
}

const TYPE_WORDS: Readonly<Record<ComparedColumn['type'], string>> = {
  BOOLEAN: 'ISC reads everything but "true" as false: write true and false.',
  INT: 'Write whole numbers, with digits alone.',
  LONG: 'Write whole numbers, with digits alone.',
  DATE: 'Write dates as yyyy-MM-dd.',
  STRING: '',
};

function nullWord({ name }: ComparedColumn, where: string, line: number | undefined): Finding {
  return warning(
    'null-word',
    `"${name}" has a word such as NULL, \\N, NaN or 0000-00-00 for "no value": ${where}. ISC would store the word. Have the export write nothing there.`,
    line,
  );
}

function joinedLists(
  { name }: ComparedColumn,
  facts: ColumnFacts,
  isAsked: (account: number) => boolean,
): readonly Finding[] {
  const joined = facts.joined(isAsked);
  if (joined.count === 0) return [];
  const message = `Cells of "${name}" hold several values in one text, whose parts are values of their own elsewhere: ${joined.inWords()}. Write a row for each value.`;
  return [warning('values-joined', message, joined.firstLine)];
}

function warning(rule: Rule, message: string, line: number | undefined): Finding {
  return { severity: 'warning', rule, message, line, column: undefined };
}
