/** All reports of the step, in order. */
import { writeComment, type CommentParts } from '../github/comments.js';
import type { RunContext } from '../github/run-context.js';
import { nameOf, type Outcome, statusOf, type StepResult, taskIdOf } from '../model/outcome.js';
import type { Failure } from '../model/failure.js';
import type { Target, TenantName } from '../model/settings.js';
import type { AnnotationBudget } from '../runtime/annotation-budget.js';
import type { Clock } from '../runtime/clock.js';
import type { Log } from '../runtime/log.js';
import type { Secrets } from '../runtime/secrets.js';
import type { Toolkit } from '../runtime/toolkit.js';
import { enumerated } from '../model/words.js';
import { annotate } from './annotations.js';
import { commentOf, markerOf } from './comment.js';
import { finalFailure } from './failure-text.js';
import { outputsOf, sayLarge, setOutputs, unwritableOutputs } from './outputs.js';
import type { Report } from './page/page.js';
import { withoutSecrets } from './without-secrets.js';
import { verdictLine } from './page/status-words.js';
import { summaryOf, writeSummary } from './summary.js';

/** What publishing works with: GitHub and the runner, and which run and tenant the report is about. */
export interface PublishParts {
  readonly toolkit: Toolkit;
  readonly secrets: Secrets;
  readonly budget: AnnotationBudget;
  readonly log: Log;
  readonly clock: Clock;
  readonly cancelling: AbortSignal;
  readonly context: RunContext;
  /** `undefined` if the inputs do not say which tenant. */
  readonly tenant: TenantName | undefined;
  /** GITHUB_STEP_SUMMARY. */
  readonly summaryPath: string | undefined;
  /** The pull request to comment on; `undefined` if `comment` is off or there is no pull request. */
  readonly pullRequest: PullRequest | undefined;
}

/** The pull request, and what this step's comment is found again by. */
export interface PullRequest extends Pick<CommentParts, 'open'> {
  /** Origin of the tenant's API; '' if the inputs do not say it. */
  readonly tenant: string;
  /** None if the inputs are too wrong to tell. */
  readonly targets: readonly Target[];
}

/**
 * Reports how the step ended: outputs, annotations, comment, job summary, and exactly one `setFailed` if it failed. If
 * the outputs cannot be written, the step fails; other reports that cannot be written are warnings.
 */
export async function publish(reached: StepResult, parts: PublishParts): Promise<void> {
  const { budget, cancelling, context, log, secrets, summaryPath, toolkit } = parts;
  const tenant = withoutSecrets(parts.tenant, secrets);
  let result = withoutSecrets(reached, secrets);
  const report = (): Report => ({ ...result, tenant, warnings: budget.raised });
  const { outcomes } = result;
  for (const outcome of outcomes) log.info(verdictLine(outcome));
  try {
    result = withOutputs(result, toolkit, log);
    const problem = await comment(report(), parts);
    if (problem !== undefined) log.warning(problem);
    if (problem !== undefined || cancelling.aborted) result = withNothingToApprove(result, log);
    annotate(outcomes, budget, context);
  } finally {
    const problem = await writeSummary(summaryPath, summaryOf(report(), context));
    if (problem !== undefined) log.info(problem);
  }
  logCauses([result, ...outcomes], log);
  const failure = finalFailure(result);
  if (failure !== undefined) toolkit.setFailed(secrets.redact(failure));
}

async function comment(
  report: Report,
  { cancelling, clock, context, pullRequest, secrets }: PublishParts,
): Promise<string | undefined> {
  if (pullRequest === undefined) return undefined;
  const marker = markerOf(context, pullRequest.tenant, withoutSecrets(pullRequest.targets, secrets));
  const now = new Date(clock.now()).toISOString();
  return writeComment(
    { open: pullRequest.open, clock, cancelling },
    {
      marker,
      body: commentOf(report, context, marker, now),
      // A file that the pull request does not touch does not need a new comment.
      mode: statusOf(report) === 'SKIPPED' ? 'update only' : 'update or create',
    },
  );
}

/** Sets the outputs. If they cannot be written, the step fails, whatever ISC reported. */
function withOutputs(result: StepResult, toolkit: Toolkit, log: Pick<Log, 'info'>): StepResult {
  const outputs = outputsOf(result);
  try {
    setOutputs(toolkit, outputs);
    const large = sayLarge(outputs);
    if (large !== undefined) log.info(large);
    return result;
  } catch (thrown) {
    if (result.failure !== undefined) return result;
    const states = result.outcomes.map(
      (outcome) =>
        `${outcome.status}${taskIdOf(outcome) === undefined ? '' : ` (task ${taskIdOf(outcome) ?? ''})`}`,
    );
    const { cause, message, next, status } = unwritableOutputs(
      thrown,
      `The aggregation itself: ${states.join(', ')}.`,
    );
    return { ...result, failure: { status, message, next, cause } };
  }
}

/** Without its comment a pull request approves nothing, whatever the plan was. */
function withNothingToApprove(result: StepResult, log: Log): StepResult {
  const outcomes = result.outcomes.map((outcome): Outcome => {
    if (outcome.review?.kind !== 'to-approve') return outcome;
    const { over } = outcome.review;
    log.warning(
      `${nameOf(outcome)}: merging this pull request approves nothing over ${enumerated(over)} but what an earlier comment on this commit shows: the plan of this run belongs in the comment, which could not be written.`,
    );
    return { ...outcome, review: { kind: 'not-approvable', over } };
  });
  return { ...result, outcomes };
}

/** Stack traces help to find a defect, so they go to the debug log. */
function logCauses(failed: readonly { readonly failure: Failure | undefined }[], log: Log): void {
  for (const { failure } of failed) {
    const { cause } = failure ?? {};
    if (cause instanceof Error) log.debug(cause.stack ?? cause.message);
  }
}
