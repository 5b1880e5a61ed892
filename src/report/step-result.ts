import type { Failure, Outcome } from '../model/outcome.js';
import type { FailureStatus } from '../model/failure.js';
import { labelOf } from '../model/settings.js';
import { worst, type Status } from '../model/status.js';

/** All that a report is made from. */
export interface StepResult {
  /** In the order in which the sources were given; empty where the step ended before they were known. */
  readonly outcomes: readonly Outcome[];
  /** What ended the step outside any source's story, such as an invalid input. */
  readonly failure: (Failure & { readonly status: FailureStatus }) | undefined;
  /** Warnings raised on the way, for the summary. */
  readonly warnings: readonly string[];
}

/** The status of the step: the worst of its sources and of its own. A step that has neither has FAILED. */
export function statusOf(result: StepResult): Status {
  const own = result.failure === undefined ? [] : [result.failure.status];
  return worst([...own, ...result.outcomes.map((outcome) => outcome.status)]);
}

/** The source's name in ISC, or what it was called in the inputs where it was not found. */
export function nameOf(outcome: Outcome): string {
  return outcome.source?.name ?? labelOf(outcome.target);
}

/** Outcomes of which the step fails. */
export function failedOutcomes(result: StepResult): readonly Outcome[] {
  return result.outcomes.filter((outcome) => outcome.failure !== undefined);
}
