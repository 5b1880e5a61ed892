/** The step: from its inputs to its verdict. */
import { aggregateAll } from './aggregation/all-sources.js';
import type { WritePlan } from './aggregation/common/context.js';
import { reviewWith, type Review } from './aggregation/reviewed/review.js';
import { gitHubOf, type OpenGitHub } from './github/api.js';
import type { CommentsApi } from './github/comments.js';
import { atHead, type GitHubEvent, occasionOf, readEvent } from './github/event.js';
import { untouchedTargets } from './github/only-if-changed.js';
import { staleTargets, type NewerCommit } from './github/stale-run.js';
import { readRunContext } from './github/run-context.js';
import { withDigests } from './inputs/csv-location.js';
import { readInputs, readReportInputs, type ReportInputs } from './inputs/read-inputs.js';
import { attempt, stop, thrownMessage, type Stop } from './model/failure.js';
import { STATES } from './model/failures/row.js';
import type { StepResult } from './model/outcome.js';
import { planSecret, type Settings, type Target, tenantName } from './model/settings.js';
import { unwritableOutputs } from './report/outputs.js';
import { planDisk, PlanFile } from './report/plan-file.js';
import { publish, type PullRequest } from './report/publish.js';
import { beginStep, type Step, type World } from './runtime/step.js';

/**
 * The step from its inputs to its verdict. Never throws for what happens to the aggregation: outputs, annotations, job
 * summary and the one `setFailed` report it.
 */
export async function main(world: World): Promise<void> {
  const step = beginStep(world);
  try {
    const event = await readEvent(world.env);
    const openGitHub = gitHubOf(world.env, step.log);
    const stepRun = await run(step, event, openGitHub);
    await report(step, event, openGitHub, stepRun);
  } finally {
    step.deadline.clear();
  }
}

/** How the work on the sources ended. */
interface StepRun {
  /** `undefined` if the inputs are invalid. */
  readonly settings: Settings | undefined;
  readonly result: StepResult;
}

async function run(step: Step, event: GitHubEvent, openGitHub: OpenGitHub): Promise<StepRun> {
  let settings: Settings | undefined;
  let hasBegun = false;
  try {
    sayFailedUntilTheEnd(step);
    settings = await readInputs(step.env, step.workspace);
    for (const warning of settings.warnings) step.log.warning(warning);
    step.deadline.limit(step.clock, step.startedAt, settings.timeoutMs);
    settings = await withDigests(settings, step.deadline.signal);
    const skipped = await skippedTargets(step, event, openGitHub, settings);
    const { credentials, targets } = settings;
    if (credentials.kind === 'missing' && skipped.size < targets.length) throw credentials.failure;
    const onTask = (id: string): void => {
      // Later steps know it even if this process is killed.
      if (targets.length === 1) tellEarly(step, id);
    };
    const review = reviewOf(step, event, openGitHub, settings);
    const planFile = settings.planFile === undefined ? undefined : new PlanFile(settings.planFile, planDisk);
    await planFile?.begin();
    const onPlan = planFile && writePlanTo(planFile);
    hasBegun = true;
    const outcomes = await aggregateAll({ ...step, settings, skipped, onPlan, onTask, review });
    const finished = await attempt(async () => planFile?.finish());
    const failure = finished.kind === 'stop' ? finished.failure : undefined;
    return { settings, result: { outcomes, failure, planFile: planFile?.written } };
  } catch (thrown) {
    const { failure } = stop(thrown);
    const told = hasBegun ? failure : withNothingSent(failure);
    return { settings, result: { outcomes: [], failure: told, planFile: undefined } };
  }
}

/** The failure of a step that has ended before the work on its sources. */
function withNothingSent(failure: Stop['failure']): Stop['failure'] {
  const between = failure.message.includes('\n') ? '\n' : ' ';
  return { ...failure, message: `${failure.message}${between}${STATES['nothing-sent'].words}` };
}

/**
 * For a process that is killed before its end. @throws StepFailure if the outputs cannot be written: nothing is sent
 * then.
 */
function sayFailedUntilTheEnd({ toolkit }: Step): void {
  try {
    toolkit.setOutput('status', 'FAILED');
    toolkit.setOutput('reason', 'The step ended before it could say why.');
    toolkit.setOutput('results', '[]');
  } catch (cause) {
    throw unwritableOutputs(cause, '');
  }
}

function writePlanTo(planFile: PlanFile): WritePlan {
  return (source, target, rows) => planFile.put({ sourceId: source.id, objectType: target.objectType }, rows);
}

/** The aggregation is running: follow it even if its id cannot be written now. */
function tellEarly({ log, secrets, toolkit }: Step, taskId: string): void {
  try {
    toolkit.setOutput('task-id', secrets.redact(taskId));
  } catch (cause) {
    log.info(`The output task-id could not be written: ${thrownMessage(cause)}. Following task ${taskId}.`);
  }
}

/**
 * The targets to skip: with `only-if-changed`, those whose file the event's commits do not touch; in the re-run of a push
 * that would send files, those that a newer commit of the branch has changed.
 */
async function skippedTargets(
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
function reviewOf(
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

async function report(
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
