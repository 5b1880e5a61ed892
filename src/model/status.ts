/**
 * The values of the output `status`, and what they mean for the step. The first five are ISC's own (`completionStatus`
 * of a task); the others are ours, for everything that can happen around a task.
 */
export const STATUSES_WORST_FIRST = [
  'CANCELLED',
  'FAILED',
  'ERROR',
  'TERMINATED',
  'TEMPERROR',
  'REJECTED',
  'TIMED_OUT',
  'WARNING',
  'STARTED',
  'PLANNED',
  'SKIPPED',
  'SUCCESS',
] as const;
export type Status = (typeof STATUSES_WORST_FIRST)[number];

/** ISC's possible statuses for a task that has ended. */
export type CompletionStatus = Extract<Status, 'SUCCESS' | 'WARNING' | 'ERROR' | 'TERMINATED' | 'TEMPERROR'>;

/** Whether a step passes with a status; `unless-strict`: only without `fail-on-warning`. */
const PASSES: Readonly<Record<Status, 'always' | 'unless-strict' | 'never'>> = {
  SUCCESS: 'always',
  STARTED: 'always',
  PLANNED: 'always',
  SKIPPED: 'always',
  WARNING: 'unless-strict',
  ERROR: 'never',
  TERMINATED: 'never',
  TEMPERROR: 'never',
  REJECTED: 'never',
  TIMED_OUT: 'never',
  CANCELLED: 'never',
  FAILED: 'never',
};

/** True if a step may pass with this status; WARNING only if `fail-on-warning` is not set. */
export function passes(status: Status, failOnWarning: boolean): boolean {
  return PASSES[status] === 'always' || (PASSES[status] === 'unless-strict' && !failOnWarning);
}

/** The status of a step from those of its sources: the worst one. FAILED if there are none. */
export function worst(statuses: readonly Status[]): Status {
  return STATUSES_WORST_FIRST.find((status) => statuses.includes(status)) ?? 'FAILED';
}

/** Marks unreachable code; the compiler refuses the call if a value can reach it. */
export function assertNever(value: never): never {
  throw new Error(`Not reachable: ${JSON.stringify(value)}`);
}

/**
 * ISC's status for the end of a task, in the spelling of the outputs: letter case varies, and the 202 reply has
 * TEMP_ERROR (docs/isc-api.md#following-the-task). `undefined` for an unknown or missing status.
 */
export function completionStatusOf(word: string): CompletionStatus | undefined {
  const plain = word.trim().toUpperCase().replace('TEMP_ERROR', 'TEMPERROR');
  return COMPLETION_STATUSES.find((status) => status === plain);
}

const COMPLETION_STATUSES: readonly CompletionStatus[] = [
  'SUCCESS',
  'WARNING',
  'ERROR',
  'TERMINATED',
  'TEMPERROR',
];
