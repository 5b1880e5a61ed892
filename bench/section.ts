/** One aim, and its measurement. */
export interface Verdict {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** One section of bench/README.md: the text between the markers of its name. */
export interface Section {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** Markdown. */
  readonly text: string;
}

/** How much to measure. */
export type Extent = 'quick' | 'standard' | 'full';

/** The input of every measurement. */
export interface Bench {
  readonly extent: Extent;
  /** For files; it is removed at the end. */
  readonly folder: string;
}
