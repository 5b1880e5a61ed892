/**
 * Every wait of this action in one place, as plain data that is passed in: docs/reliability.md explains the figures,
 * and tests shorten them. All in milliseconds unless the name says otherwise.
 */
export interface Pace {
  /** Limit for the complete reply to a request other than the upload. */
  readonly requestMs: number;
  /** An optional request is abandoned after this time. */
  readonly optionalRequestMs: number;
  /** An upload may take as long as it keeps moving: maximum time without a byte in either direction. */
  readonly uploadIdleMs: number;
  /** Waits before the second, third, … attempt at a read; their number is the number of retries. */
  readonly retryMs: readonly number[];
  /** Retries after a 500, which is more often a defect than a temporary fault. */
  readonly retriesAfter500: number;
  /** Following a task continues through faults until the deadline, with at most this wait between attempts. */
  readonly longestRetryMs: number;
  /** Time from the start to the first poll of a task, and the shortest interval between polls. */
  readonly firstLookMs: number;
  /** Longest interval between two polls of a task. */
  readonly longestLookMs: number;
  /** The interval between polls grows to this share of the time since the start, which limits the lag. */
  readonly lookShare: number;
  /** How long the task of an accepted aggregation may be unknown to ISC before its source's list is asked. */
  readonly unknownTaskMs: number;
  /** Waits between searches for a task whose reply was lost. */
  readonly searchMs: readonly number[];
  /** How often an upload is sent again once it is certain that nothing started. */
  readonly uploadRetries: number;
  /** Waits before the second, third, … look at what an aggregation has stored: ISC shows some changes late. */
  readonly storedMs: readonly number[];
  /** Accounts that were compared longer ago are compared again before the file is sent. */
  readonly comparedMs: number;
  /** How often they are compared again. */
  readonly comparedAgain: number;
  /** An upload is not sent again sooner than this, whatever the server says. */
  readonly shortestWaitMs: number;
  /** Interval between two checks of a busy source. */
  readonly busyMs: number;
}

/** The waits of every step. Tests pass others. */
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
  unknownTaskMs: 60_000,
  searchMs: [1_000, 2_000, 4_000, 8_000, 15_000],
  uploadRetries: 2,
  storedMs: [5_000, 15_000],
  comparedMs: 10_000,
  comparedAgain: 3,
  shortestWaitMs: 1_000,
  busyMs: 5_000,
};
