/** Collects what is wrong with a list of sources. */
import { isNode, type LineCounter } from 'yaml';

/** What is wrong with a list of sources, and where: line and column from 1, as an editor counts. */
export interface ListProblem {
  readonly line: number;
  readonly column: number;
  /** A sentence for people. Holds keys and words of the list, never a value of an account. */
  readonly text: string;
}

/** Collects what is wrong with parts of a parsed text. */
export class ListProblems {
  readonly #lines: LineCounter;
  readonly #all: ListProblem[];
  readonly #subject: string;

  constructor(lines: LineCounter, all: ListProblem[] = [], subject = '') {
    this.#lines = lines;
    this.#all = all;
    this.#subject = subject;
  }

  /** In the order of the text. */
  get all(): readonly ListProblem[] {
    return this.#all.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** The same collection; what is added here names the key that it is about. */
  about(key: string): ListProblems {
    return new ListProblems(this.#lines, this.#all, `${key}: `);
  }

  /** Notes what is wrong at this part of the YAML. */
  add(part: unknown, text: string): void {
    this.addAt((isNode(part) ? part.range?.[0] : undefined) ?? 0, text);
  }

  /** Notes what is wrong so many characters from the start of the text. */
  addAt(offset: number, text: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.#all.push({ line, column: col, text: `${this.#subject}${text}` });
  }
}
