/** Collects the problems of a list of sources. */
import { isNode, type LineCounter } from 'yaml';

/** A problem in a list of sources, with its position: line and column from 1, as in an editor. */
export interface ListProblem {
  readonly line: number;
  readonly column: number;
  /** A sentence for people. Contains keys and words of the list, never a value of an account. */
  readonly text: string;
}

/** Collects problems in parts of a parsed text. */
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

  /** The same collection; problems added here name the key that they concern. */
  about(key: string): ListProblems {
    return new ListProblems(this.#lines, this.#all, `${key}: `);
  }

  /** Adds a problem at this part of the YAML. */
  add(part: unknown, text: string): void {
    this.addAt((isNode(part) ? part.range?.[0] : undefined) ?? 0, text);
  }

  /** Adds a problem at this many characters from the start of the text. */
  addAt(offset: number, text: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.#all.push({ line, column: col, text: `${this.#subject}${text}` });
  }
}
