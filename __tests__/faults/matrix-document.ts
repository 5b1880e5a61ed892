import { readFileSync, writeFileSync } from 'node:fs';
import {
  FAULTS,
  MATRIX_OPERATIONS,
  type Ending,
  type FaultName,
  type StepOperation,
} from './expectations.js';
import { HABITS, type Habit } from './habits.js';

const DOCUMENT = '__tests__/faults/README.md';

type EndingOf = (operation: StepOperation, fault: FaultName, when: 'once' | 'lasting') => Ending;

/** A table as the document has it, and as this run produced it. */
export interface Documented {
  readonly written: readonly string[];
  readonly now: readonly string[];
}

/**
 * Compares a table of results with the document, line by line. A test writes nothing into the repository: only
 * `npm run matrix` (WRITE_MATRIX) puts the table into the document, and then both are the same.
 */
export function documented(name: 'faults' | 'habits', now: readonly string[]): Documented {
  const begin = `<!-- ${name}: written by \`npm run matrix\`. -->`;
  const end = `<!-- End of ${name}. -->`;
  const text = readFileSync(DOCUMENT, 'utf8');
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end);
  if (from < begin.length || to < from) throw new Error(`${DOCUMENT} has no place for the table "${name}".`);
  if (process.env['WRITE_MATRIX'] === 'true') {
    writeFileSync(DOCUMENT, `${text.slice(0, from)}\n\n${now.join('\n')}\n\n${text.slice(to)}`);
    return { written: now, now };
  }
  return { written: text.slice(from, to).trim().split('\n').map(unaligned), now };
}

/** A row as it is written here: the formatter aligns the columns of a narrow table. */
function unaligned(row: string): string {
  return row.replace(/ +\|/g, ' |').replace(/-{4,}/g, '---');
}

/** The result of each fault at each operation. */
export function faultTable(endingOf: EndingOf): readonly string[] {
  const head = ['What happens', ...MATRIX_OPERATIONS.map((operation) => `\`${operation}\``)];
  const rows = (Object.keys(FAULTS) as FaultName[]).map((fault) => [
    fault,
    ...MATRIX_OPERATIONS.map((operation) =>
      cell(endingOf(operation, fault, 'once'), endingOf(operation, fault, 'lasting')),
    ),
  ]);
  return table(head, rows);
}

/** The result of each habit. */
export function habitTable(endingOf: (habit: Habit) => Ending): readonly string[] {
  const rows = HABITS.map((habit) => [habit.name, words(endingOf(habit))]);
  return table(['What the tenant does', 'How the step ends'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

/** "SUCCESS (1)" for both, or "SUCCESS (1) / FAILED (0)": the number is that of the aggregations. */
function cell(once: Ending, lasting: Ending): string {
  const [first, second] = [words(once), words(lasting)];
  return first === second ? first : `${first} / ${second}`;
}

function words({ status, aggregations }: Ending): string {
  return `${status} (${aggregations})`;
}
