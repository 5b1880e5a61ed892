import type { RunContext } from '../github/run-context.js';
import { type Failure, nameOf, type Outcome, type StepResult } from '../model/outcome.js';
import type { AnnotationBudget } from '../runtime/annotation-budget.js';
import type { Log } from '../runtime/log.js';
import { type Secrets, stepWithoutSecrets } from '../runtime/secrets.js';
import type { Toolkit } from '../runtime/toolkit.js';
import { annotate } from './annotations.js';
import { finalFailure } from './final-failure.js';
import { outputsOf, setOutputs } from './outputs.js';
import { verdictLine } from './status-words.js';
import { summaryOf, writeSummary } from './summary.js';

export interface PublishParts {
  readonly toolkit: Toolkit;
  readonly secrets: Secrets;
  readonly budget: AnnotationBudget;
  readonly log: Log;
  readonly context: RunContext;
  /** GITHUB_STEP_SUMMARY. */
  readonly summaryPath: string | undefined;
  /** Brings the comment on the pull request up to date; gives a warning, or nothing. */
  readonly comment: ((result: StepResult) => Promise<string | undefined>) | undefined;
}

/**
 * Says how the step ended wherever people look: outputs, annotations, comment, job summary, and exactly one
 * `setFailed` if it failed. Whatever cannot be written (but for the outputs) is a warning, never the verdict.
 *
 * @returns true if the step passed.
 */
export async function publish(told: StepResult, parts: PublishParts): Promise<boolean> {
  const { budget, log, secrets, toolkit } = parts;
  let result = stepWithoutSecrets(told, secrets);
  const { outcomes } = result;
  for (const outcome of outcomes) log.info(verdictLine(outcome));
  try {
    setOutputs(toolkit, outputsOf(result));
    const comment = await parts.comment?.(withRaised(result, budget));
    if (comment !== undefined) {
      log.warning(comment);
      result = withNothingToApprove(result, log);
    }
    annotate(outcomes, budget);
  } finally {
    const page = summaryOf(withRaised(result, budget), parts.context);
    const problem = await writeSummary(parts.summaryPath, page);
    if (problem !== undefined) log.info(problem);
  }
  logCauses([result, ...outcomes], log);
  const failure = finalFailure(result);
  if (failure !== undefined) toolkit.setFailed(secrets.redact(failure));
  return failure === undefined;
}

/** Without its comment a pull request approves nothing, whatever the plan was. */
function withNothingToApprove(result: StepResult, log: Log): StepResult {
  const outcomes = result.outcomes.map((outcome): Outcome => {
    if (outcome.review?.kind !== 'to-approve') return outcome;
    const { deletions } = outcome.review;
    log.warning(
      `${nameOf(outcome)}: merging this pull request approves none of the deletions over max-deletions: the comment holds the plan, and it could not be written.`,
    );
    return { ...outcome, review: { kind: 'not-approvable', deletions } };
  });
  return { ...result, outcomes };
}

function withRaised(result: StepResult, budget: AnnotationBudget): StepResult {
  return { ...result, warnings: [...result.warnings, ...budget.raised] };
}

/** Stacks are for those who look for a defect, in the debug log. */
function logCauses(told: readonly { readonly failure: Failure | undefined }[], log: Log): void {
  for (const { failure } of told) {
    const { cause } = failure ?? {};
    if (cause instanceof Error) log.debug(cause.stack ?? cause.message);
  }
}
