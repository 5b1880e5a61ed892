/** What the cells of a file show without a comparison, as findings that warn. */
import { FLAG, noCell } from '../../csv/values/cell.js';
import type { ColumnFacts } from '../../csv/values/cell-facts.js';
import type { ComparedColumn } from '../../csv/values/compared-column.js';
import type { FileValues } from '../../csv/values/row-values.js';
import { VALUE_FLAG } from '../../csv/values/several.js';
import type { Finding, Rule } from '../../model/finding.js';
import { counted } from '../../runtime/wording.js';
import type { ComparedValues } from './value-comparison.js';

/** The findings on cells of a file that is not compared, or whose accounts are all new. */
export function cellFindings({ columns, facts }: Pick<FileValues, 'columns' | 'facts'>): readonly Finding[] {
  return columns.flatMap((column, index) => {
    const of = facts[index];
    if (of === undefined) return [];
    const { joined, nullWords } = of;
    return [
      ...unheld(column, of, 0),
      ...(nullWords.count === 0 ? [] : [nullWord(column, nullWords.inWords(), nullWords.firstLine)]),
      ...(joined.count === 0 ? [] : [joinedList(column, joined.inWords(), joined.firstLine)]),
    ];
  });
}

/** Those of a file that was compared: of what it does to new accounts, and of columns that are not explained yet. */
export function cellFindingsBeside(
  compared: ComparedValues,
  explained: ReadonlySet<string>,
): readonly Finding[] {
  const { counts, file } = compared;
  return file.columns.flatMap((column, index) => {
    const facts = file.facts[index];
    if (facts === undefined || explained.has(column.name)) return [];
    const created = (count: number, isSo: (account: number) => boolean): number =>
      count === 0 ? 0 : createdThat(compared, isSo);
    const words = created(facts.nullWords.count, (account) => hasFlag(file, account, index));
    return [
      ...unheld(column, facts, counts[index]?.heldUnheld ?? 0),
      ...(words === 0 ? [] : [nullWord(column, counted(words, 'new account'), undefined)]),
      ...(facts.joined.count === 0 || (compared.compared > 0 && createdThat(compared, () => true) === 0)
        ? []
        : [joinedList(column, facts.joined.inWords(), facts.joined.firstLine)]),
    ];
  });
}

/** Accounts that would be created, of which something is so. */
function createdThat({ file, isKept }: ComparedValues, isSo: (account: number) => boolean): number {
  let created = 0;
  for (let account = 0; account < file.accounts; account += 1)
    if (isKept[account] === 0 && isSo(account)) created += 1;
  return created;
}

const cell = noCell();

function hasFlag(file: FileValues, account: number, column: number): boolean {
  const several = file.several(column);
  if (several !== undefined) return several.of(account).some(({ flags }) => flags & VALUE_FLAG.nullWord);
  file.read(account, column, cell);
  return (cell.rest & FLAG.nullWord) !== 0;
}

/** `held`: accounts for which ISC has the value that the type cannot hold all the same. */
function unheld(column: ComparedColumn, { unheld: found }: ColumnFacts, held: number): readonly Finding[] {
  const { name, type } = column;
  if (found.count <= held) return [];
  const line = found.firstLine;
  const message = `"${name}" is of type ${type}, and cells do not hold one: ${found.inWords()}. ${TYPE_WORDS[type]}`;
  return [warning('value-type', message, line)];
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

function joinedList({ name }: ComparedColumn, where: string, line: number | undefined): Finding {
  return warning(
    'values-joined',
    `Cells of "${name}" hold several values in one text, whose parts stand alone elsewhere: ${where}. Write a row for each value.`,
    line,
  );
}

function warning(rule: Rule, message: string, line: number | undefined): Finding {
  return { severity: 'warning', rule, message, line, column: undefined };
}
