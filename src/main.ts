/** The step: from its inputs to its verdict. */
import { aggregateAll } from './aggregation/all-sources.js';
import type { WritePlan } from './aggregation/common/context.js';
import { gitHubOf, type OpenGitHub } from './github/api.js';
import { type GitHubEvent, readEvent } from './github/event.js';
import { withDigests } from './inputs/csv-location.js';
import { readInputs } from './inputs/read-inputs.js';
import { attempt, stop, withNothingSent } from './model/failure.js';
import type { Settings } from './model/settings.js';
import { planDisk, PlanFile } from './report/plan-file.js';
import { beginStep, type Step, type World } from './runtime/step.js';
import {
  report,
  reviewOf,
  sayFailedUntilTheEnd,
  skippedTargets,
  tellEarly,
  type StepRun,
} from './workflow.js';

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
    const reported = hasBegun ? failure : withNothingSent(failure);
    return { settings, result: { outcomes: [], failure: reported, planFile: undefined } };
  }
}

function writePlanTo(planFile: PlanFile): WritePlan {
  return (source, target, rows) => planFile.put({ sourceId: source.id, objectType: target.objectType }, rows);
}
