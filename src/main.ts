import type { Clock } from './clock.js';
import { aggregateAll } from './aggregate-all.js';
import { Deadline, cancelled } from './deadline.js';
import { readInputs } from './inputs.js';
import { failureOf } from './known.js';
import type { Pace } from './pace.js';
import { AnnotationBudget } from './report/annotation-budget.js';
import { createLog, type Log } from './report/log.js';
import { publish } from './report/publish.js';
import { readRunContext } from './report/run-context.js';
import { Secrets } from './report/secrets.js';
import type { StepResult } from './report/step-result.js';
import type { Toolkit } from './report/toolkit.js';

/** All that this action touches outside itself. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start: the checkout. */
  readonly workspace: string;
  readonly toolkit: Toolkit;
  readonly clock: Clock;
  readonly pace: Pace;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Calls back with the name of the signal when the workflow is cancelled. */
  readonly onCancel: (callback: (signal: string) => void) => void;
}

/**
 * The step from its inputs to its verdict. Never throws for what happens to the aggregation: that is in the
 * outputs, annotations, job summary and the one `setFailed`.
 */
export async function main(world: World): Promise<void> {
  const startedAt = world.clock.now();
  const secrets = new Secrets();
  const budget = new AnnotationBudget(world.toolkit, secrets);
  const log = createLog(world.toolkit, secrets, budget);
  const deadline = new Deadline();
  world.onCancel((signal) => {
    log.info(`Received ${signal}: no further requests.`);
    deadline.end(cancelled(signal));
  });
  const keepSecret = (secret: string): void => {
    secrets.add(secret);
    world.toolkit.setSecret(secret);
  };
  try {
    const result = await tell({ ...world, startedAt, deadline, log, keepSecret });
    await publish(result, {
      toolkit: world.toolkit,
      secrets,
      budget,
      log,
      context: readRunContext(world.env),
      summaryPath: world.env['GITHUB_STEP_SUMMARY'],
      comment: undefined,
    });
  } finally {
    deadline.clear();
  }
}

interface Told extends World {
  readonly startedAt: number;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly keepSecret: (secret: string) => void;
}

async function tell(told: Told): Promise<StepResult> {
  try {
    const settings = await readInputs(told.env, told.workspace);
    told.keepSecret(settings.clientSecret);
    told.deadline.limit(told.startedAt, told.clock.now(), settings.timeoutMs);
    // Known to later steps even if this one does not live to see the end.
    const onTask = (id: string): void => {
      if (settings.targets.length === 1) told.toolkit.setOutput('task-id', id);
    };
    const outcomes = await aggregateAll({ ...told, settings, onTask });
    return { outcomes, failure: undefined, warnings: [] };
  } catch (thrown) {
    return { outcomes: [], failure: failureOf(thrown), warnings: [] };
  }
}
