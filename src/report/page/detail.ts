/** How much of a report fits. */
import type { Outcome } from '../../model/outcome.js';

/** How much of the known facts a page shows. */
export interface Detail {
  /** Findings listed per rule of a source. */
  readonly findings: number;
  /** ISC's messages, warnings of the run, notes on the plan. */
  readonly messages: number;
  /** Account ids, with `show-ids`. */
  readonly ids: number;
  /** Columns of `show-values` with their most frequent changes. */
  readonly transitions: number;
  /** Characters of an external text. */
  readonly text: number;
  /** Sources in the table. */
  readonly sources: number;
  /** Sources with their own section below the table. */
  readonly sections: number;
}

/** From everything down to what always fits. */
export const SUMMARY_DETAILS: readonly Detail[] = [
  { findings: 5_000, messages: 100, ids: 50, transitions: 100, text: 2_000, sources: 1_000, sections: 1_000 },
  { findings: 2_000, messages: 50, ids: 50, transitions: 100, text: 1_000, sources: 1_000, sections: 1_000 },
  { findings: 500, messages: 20, ids: 50, transitions: 50, text: 500, sources: 1_000, sections: 1_000 },
  { findings: 100, messages: 10, ids: 50, transitions: 50, text: 300, sources: 1_000, sections: 1_000 },
  { findings: 20, messages: 5, ids: 10, transitions: 20, text: 200, sources: 1_000, sections: 500 },
  { findings: 5, messages: 3, ids: 0, transitions: 5, text: 150, sources: 500, sections: 200 },
  { findings: 1, messages: 1, ids: 0, transitions: 1, text: 100, sources: 300, sections: 20 },
  { findings: 0, messages: 0, ids: 0, transitions: 0, text: 60, sources: 200, sections: 0 },
];

/** The same appearance in less space. */
export const COMMENT_DETAILS: readonly Detail[] = [
  { findings: 20, messages: 20, ids: 50, transitions: 20, text: 500, sources: 200, sections: 200 },
  { findings: 5, messages: 5, ids: 20, transitions: 10, text: 200, sources: 100, sections: 50 },
  { findings: 1, messages: 1, ids: 0, transitions: 1, text: 100, sources: 50, sections: 10 },
  { findings: 0, messages: 0, ids: 0, transitions: 0, text: 40, sources: 30, sections: 0 },
];

/** A detail that would render more lines of findings than this is skipped, since it cannot fit. */
const MAX_LINES = 12_000;

/**
 * The first rendering that fits: calls `render` from the fullest detail to the leanest, and always accepts the last.
 */
export function fitting(
  details: readonly Detail[],
  outcomes: readonly Outcome[],
  render: (detail: Detail) => string,
  fits: (page: string) => boolean,
): string {
  const worthTrying = details.filter(
    (detail, index) => index === details.length - 1 || lines(outcomes, detail) <= MAX_LINES,
  );
  let page = '';
  for (const detail of worthTrying) {
    page = render(detail);
    if (fits(page)) break;
  }
  return page;
}

function lines(outcomes: readonly Outcome[], { findings, sections }: Detail): number {
  return outcomes
    .slice(0, sections)
    .flatMap((outcome) => [...outcome.findings.counts.values()])
    .reduce((sum, total) => sum + Math.min(total, findings), 0);
}
