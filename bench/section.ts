/** One aim, and what was measured for it. */
export interface Verdict {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** One part of docs/performance.md: the text between the markers of its name. */
export interface Section {
  readonly name: string;
  readonly verdicts: readonly Verdict[];
  /** Markdown. */
  readonly text: string;
}

/** How much to measure. */
export type Extent = 'quick' | 'standard' | 'full';

/** What every measurement gets. */
export interface Bench {
  readonly extent: Extent;
  /** For files; it goes away at the end. */
  readonly folder: string;
}
