import type { Clock } from './clock.js';
import { aggregateAll } from './aggregate-all.js';
import { Deadline, cancelled } from './deadline.js';
import { gitHubOf, type OpenGitHub } from './github/api.js';
import { pullRequestComment } from './github/comment.js';
import { atHead, readEvent, type GitHubEvent } from './github/event.js';
import { untouchedTargets } from './github/only-if-changed.js';
import { readInputs } from './inputs.js';
import { givenSecrets } from './inputs/secrets.js';
import { failureOf } from './known.js';
import type { Pace } from './pace.js';
import { AnnotationBudget } from './report/annotation-budget.js';
import { createLog, type Log } from './report/log.js';
import { publish } from './report/publish.js';
import { readRunContext } from './report/run-context.js';
import { Secrets } from './report/secrets.js';
import type { StepResult } from './report/step-result.js';
import type { Toolkit } from './report/toolkit.js';
import type { Settings, Target } from './settings.js';

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
  // The deadline ends the aggregation; only cancelling ends the report, too.
  const cancelling = new AbortController();
  world.onCancel((signal) => {
    log.info(`Received ${signal}: no further requests.`);
    const reason = cancelled(signal);
    deadline.end(reason);
    cancelling.abort(reason);
  });
  const keepSecret = (secret: string): void => {
    secrets.add(secret);
    world.toolkit.setSecret(secret);
  };
  givenSecrets(world.env).forEach(keepSecret);
  try {
    // True until the end says otherwise, for a process that does not live to see it.
    world.toolkit.setOutput('status', 'FAILED');
    world.toolkit.setOutput('results', '[]');
    const event = await readEvent(world.env);
    const open = gitHubOf(world.env, log);
    const { settings, result } = await tell({ ...world, startedAt, event, open, deadline, log, keepSecret });
    const context = atHead(readRunContext(world.env), event);
    await publish(result, {
      toolkit: world.toolkit,
      secrets,
      budget,
      log,
      context,
      summaryPath: world.env['GITHUB_STEP_SUMMARY'],
      comment: pullRequestComment({
        ...world,
        open,
        event,
        settings,
        context,
        cancelling: cancelling.signal,
      }),
    });
  } finally {
    deadline.clear();
  }
}

interface Told extends World {
  readonly startedAt: number;
  readonly event: GitHubEvent;
  readonly open: OpenGitHub;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly keepSecret: (secret: string) => void;
}

interface Tale {
  /** `undefined` where the inputs are wrong. */
  readonly settings: Settings | undefined;
  readonly result: StepResult;
}

async function tell(told: Told): Promise<Tale> {
  let settings: Settings | undefined;
  try {
    settings = await readInputs(told.env, told.workspace);
    const { githubToken, targets } = settings;
    told.deadline.limit(told.startedAt, told.clock.now(), settings.timeoutMs);
    // Known to later steps even if this one does not live to see the end.
    const onTask = (id: string): void => {
      if (targets.length === 1) told.toolkit.setOutput('task-id', id);
    };
    const { signal } = told.deadline;
    const untouched = settings.onlyIfChanged
      ? await untouchedTargets({ ...told, signal, open: () => told.open(githubToken, signal) }, targets)
      : new Set<Target>();
    const outcomes = await aggregateAll({ ...told, settings, onTask, untouched });
    return { settings, result: { outcomes, failure: undefined, warnings: [] } };
  } catch (thrown) {
    return { settings, result: { outcomes: [], failure: failureOf(thrown), warnings: [] } };
  }
}
