/**
 * The statuses that the output `status` can have, and what they mean for the step. The first five are ISC's own words
 * (`completionStatus` of a task); the others are ours, for all that can happen around a task.
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

/** What ISC itself can say about a task that is over. */
export type CompletionStatus = Extract<Status, 'SUCCESS' | 'WARNING' | 'ERROR' | 'TERMINATED' | 'TEMPERROR'>;

/** True if a step may end green with this status; WARNING only where the engineer has not forbidden it. */
export function passes(status: Status, failOnWarning: boolean): boolean {
  switch (status) {
    case 'SUCCESS':
    case 'STARTED':
    case 'PLANNED':
    case 'SKIPPED':
      return true;
    case 'WARNING':
      return !failOnWarning;
    case 'ERROR':
    case 'TERMINATED':
    case 'TEMPERROR':
    case 'REJECTED':
    case 'TIMED_OUT':
    case 'CANCELLED':
    case 'FAILED':
      return false;
    default:
      return assertNever(status);
  }
}

/** The status of a step from those of its sources: the worst one. A step without any has FAILED. */
export function worst(statuses: readonly Status[]): Status {
  return STATUSES_WORST_FIRST.find((status) => statuses.includes(status)) ?? 'FAILED';
}

/** Marks a place that no value can reach; the compiler refuses the call where one can. */
export function assertNever(value: never): never {
  throw new Error(`Not reachable: ${JSON.stringify(value)}`);
}

/**
 * ISC's word for how a task ended, in the spelling of the outputs: letter case has varied, and the 202 reply
 * writes TEMP_ERROR (docs/isc-api.md#following-the-task). `undefined` for an unknown word, and for none at all.
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
