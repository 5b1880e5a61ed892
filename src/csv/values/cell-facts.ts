/**
 * The columns of a file that are compared, and what their cells show without the source: values that a column cannot
 * hold, null words, joined lists.
 */
import { Occurrences } from '../findings-collector.js';
import { FLAG, keyOf, noCell, writeCell, type Cell } from './cell.js';
import { partsAt, SEPARATORS, stored, type Separator } from './text-forms.js';
import type { AttributeType } from '../../model/source.js';

/** Cells of one column. */
export interface ColumnFacts {
  /** The lines with a value that the column's type cannot hold, null words apart. */
  readonly unheld: Occurrences;
  /** The lines with a null word in a column that is not of type STRING. */
  readonly nullWords: Occurrences;
  /**
   * The lines with a text whose parts stand alone elsewhere in the column, of those accounts of which this is asked, by
   * their numbers; known at the end of the file.
   */
  joined(isAsked: (account: number) => boolean): Occurrences;
}

/** With more cells that may be joined lists, the others are not looked at; the first ones show what is wrong. */
const MAX_PENDING = 1_000;

/** With more different values, joined lists are not looked for. */
const MAX_VALUES = 100_000;

interface Pending {
  readonly account: number;
  readonly line: number;
  readonly parts: readonly (readonly number[])[];
}

/** Collects the facts of one column, a cell at a time. */
class FactsOfColumn implements ColumnFacts {
  readonly unheld = new Occurrences();
  readonly nullWords = new Occurrences();
  readonly #values = new Set<number>();
  readonly #cell: Cell = noCell();
  readonly #pending: Pending[] = [];
  readonly #column: ComparedColumn;

  constructor(column: ComparedColumn) {
    this.#column = column;
  }

  add({ rest }: Pick<Cell, 'rest'>, line: number): void {
    if (rest & FLAG.nullWord && this.#column.type !== 'STRING') this.nullWords.addLine(line);
    else if (rest & FLAG.unheld) this.unheld.addLine(line);
  }

  /** A value of a column that can have several. */
  addListed(account: number, cell: Cell, text: string, line: number): void {
    this.add(cell, line);
    if (this.#values.size < MAX_VALUES) this.#values.add(keyOf(cell));
    if (this.#pending.length === MAX_PENDING || !/[,;|\n]/.test(text)) return;
    const parts = LIST_SEPARATORS.map((separator) => partsAt(stored(text), separator))
      .filter(({ length }) => length > 1)
      .map((all) => all.map((part) => this.#keyOf(part)));
    if (parts.length > 0) this.#pending.push({ account, line, parts });
  }

  joined(isAsked: (account: number) => boolean): Occurrences {
    const joined = new Occurrences();
    for (const { account, line, parts } of this.#pending) {
      if (!isAsked(account)) continue;
      if (parts.some((all) => all.every((key) => this.#values.has(key)))) joined.addLine(line);
    }
    return joined;
  }

  #keyOf(text: string): number {
    writeCell(this.#cell, text, this.#column.type);
    return keyOf(this.#cell);
  }
}

/** Blanks are in many names. */
const LIST_SEPARATORS: readonly Separator[] = SEPARATORS.filter((separator) => separator !== 'blanks');

/** The facts of all columns. */
export class CellFacts {
  readonly columns: readonly ColumnFacts[];
  readonly #columns: readonly FactsOfColumn[];

  constructor(columns: readonly ComparedColumn[]) {
    this.#columns = columns.map((column) => new FactsOfColumn(column));
    this.columns = this.#columns;
  }

  add(column: number, cell: Cell, line: number): void {
    if (cell.rest & (FLAG.nullWord | FLAG.unheld)) this.#columns[column]?.add(cell, line);
  }

  addListed(column: number, account: number, cell: Cell, text: string, line: number): void {
    this.#columns[column]?.addListed(account, cell, text, line);
  }
}

/** A column of the file whose values are compared with those in ISC. */
export interface ComparedColumn {
  readonly name: string;
  readonly type: AttributeType;
  /** An account can have several values, one per row. */
  readonly isMulti: boolean;
  /** Reports may show its values (`show-values`). */
  readonly isShown: boolean;
  /** It holds the display names of accounts. */
  readonly isDisplay?: boolean;
}
