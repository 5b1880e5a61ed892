/**
 * Every wait of this action in one place, as plain data that is passed in: docs/reliability.md explains the
 * figures, and tests shorten them. All in milliseconds unless the name says otherwise.
 */
export interface Pace {
  /** A request other than the upload must be answered wholly within this time. */
  readonly requestMs: number;
  /** A request for what the step can do without is given up after this time. */
  readonly optionalRequestMs: number;
  /** An upload may take as long as it moves: longest time without a byte in either direction. */
  readonly uploadIdleMs: number;
  /** Waits before the second, third, … attempt at a read; their number is the number of retries. */
  readonly retryMs: readonly number[];
  /** Retries after a 500, which is more often a defect than a passing fault. */
  readonly retriesAfter500: number;
  /** Following a task goes on through faults until the deadline, at this distance at most. */
  readonly longestRetryMs: number;
  /** First look at a task after the start, and the shortest distance between two looks. */
  readonly firstLookMs: number;
  /** Longest distance between two looks at a task. */
  readonly longestLookMs: number;
  /** The distance between two looks grows to this share of the time since the start: the most that is waited too long. */
  readonly lookShare: number;
  /** Waits between looks for a task whose reply was lost. */
  readonly searchMs: readonly number[];
  /** How often an upload is sent again after it is certain that nothing started. */
  readonly uploadRetries: number;
  /** Distance between two looks at a source that is busy. */
  readonly busyMs: number;
}

export const PACE: Pace = {
  requestMs: 60_000,
  optionalRequestMs: 10_000,
  uploadIdleMs: 300_000,
  retryMs: [500, 1_000, 2_000, 4_000, 8_000],
  retriesAfter500: 2,
  longestRetryMs: 30_000,
  firstLookMs: 1_000,
  longestLookMs: 10_000,
  lookShare: 0.05,
  searchMs: [1_000, 2_000, 4_000, 8_000, 15_000],
  uploadRetries: 2,
  busyMs: 5_000,
};
