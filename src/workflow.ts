/**
 * What the step takes from the workflow run around it, and what it gives back: early outputs, skips, reviews, reports.
 */
import { reviewWith, type Review } from './aggregation/reviewed/review.js';
import type { OpenGitHub } from './github/api.js';
import type { CommentsApi } from './github/comments.js';
import { atHead, type GitHubEvent, occasionOf } from './github/event.js';
import { untouchedTargets } from './github/only-if-changed.js';
import { staleTargets, type NewerCommit } from './github/stale-run.js';
import { readRunContext } from './github/run-context.js';
import { readReportInputs, type ReportInputs } from './inputs/read-inputs.js';
import { thrownMessage } from './model/failure.js';
import type { StepResult } from './model/outcome.js';
import { planSecret, type Settings, type Target, tenantName } from './model/settings.js';
import { unwritableOutputs } from './report/outputs.js';
import { publish, type PullRequest } from './report/publish.js';
import { forOutput } from './runtime/escape.js';
import type { Step } from './runtime/step.js';

/** How the work on the sources ended. */
export interface StepRun {
  /** `undefined` if the inputs are invalid. */
  readonly settings: Settings | undefined;
  readonly result: StepResult;
}

/**
 * For a process that is killed before its end. @throws StepFailure if the outputs cannot be written: nothing is sent
 * then.
 */
export function sayFailedUntilTheEnd({ toolkit }: Step): void {
  try {
    toolkit.setOutput('status', 'FAILED');
    toolkit.setOutput('reason', 'The step ended before it could say why.');
    toolkit.setOutput('results', '[]');
  } catch (cause) {
    throw unwritableOutputs(cause, '');
  }
}

/** The aggregation is running: follow it even if its id cannot be written now. */
export function tellEarly({ log, secrets, toolkit }: Step, taskId: string): void {
  try {
    toolkit.setOutput('task-id', forOutput(secrets.redact(taskId)));
  } catch (cause) {
    log.info(`The output task-id could not be written: ${thrownMessage(cause)}. Following task ${taskId}.`);
  }
}

/**
 * The targets to skip: with `only-if-changed`, those whose file the event's commits do not touch; in the re-run of a push
 * that would send files, those that a newer commit of the branch has changed.
 */
export async function skippedTargets(
  step: Step,
  event: GitHubEvent,
  openGitHub: OpenGitHub,
  { dryRun, githubToken, onlyIfChanged, targets }: Settings,
): Promise<ReadonlyMap<Target, NewerCommit | undefined>> {
  const { signal } = step.deadline;
  const parts = { ...step, event, signal, open: () => openGitHub(githubToken, signal) };
  const untouched = onlyIfChanged ? await untouchedTargets(parts, targets) : new Set<Target>();
  const others = targets.filter((target) => !untouched.has(target));
  const stale = dryRun ? new Map<Target, NewerCommit>() : await staleTargets(parts, others);
  return new Map([...[...untouched].map((target) => [target, undefined] as const), ...stale]);
}

/** With `reviewed-plan`, the review for plans over a limit. */
export function reviewOf(
  { clock, deadline, env }: Step,
  event: GitHubEvent,
  openGitHub: OpenGitHub,
  settings: Settings,
): Review | undefined {
  const { baseUrl, comment, credentials, dryRun, githubToken, planKey } = settings;
  if (!settings.reviewedPlan || credentials.kind === 'missing') return undefined;
  const { signal } = deadline;
  return reviewWith({
    ...{
      dryRun,
      comment,
      clock,
      signal,
      tenant: baseUrl,
      secret: planSecret(planKey, credentials.clientSecret),
    },
    occasion: occasionOf(event, env),
    openGitHub: () => openGitHub(githubToken, signal),
  });
}

/** Publishes the result: outputs, annotations, job summary and comment. */
export async function report(
  step: Step,
  event: GitHubEvent,
  open: OpenGitHub,
  { settings, result }: StepRun,
): Promise<void> {
  const inputs = settings ?? (await readReportInputs(step.env, step.workspace));
  await publish(result, {
    ...step,
    context: atHead(readRunContext(step.env), event),
    tenant: inputs.baseUrl === '' ? undefined : tenantName(inputs.baseUrl),
    summaryPath: step.env['GITHUB_STEP_SUMMARY'],
    pullRequest: pullRequestOf(inputs, event, open),
  });
}

/** The pull request to comment on, if `comment` is set and there is one. */
function pullRequestOf(
  { baseUrl, comment, githubToken, targets }: ReportInputs,
  event: GitHubEvent,
  openGitHub: OpenGitHub,
): PullRequest | undefined {
  if (!comment || event.kind !== 'pull-request') return undefined;
  const open = async (signal: AbortSignal): Promise<CommentsApi> => {
    const api = await openGitHub(githubToken, signal);
    return api.comments(event.number);
  };
  return { tenant: baseUrl, targets, open };
}
