/** The beginning of the step, and what exists as long as the step. */
import type { Clock } from './clock.js';
import { Deadline, cancelled } from './deadline.js';
import { givenSecrets, Secrets } from './secrets.js';
import type { Pace } from './pace.js';
import { AnnotationBudget } from './annotation-budget.js';
import { createLog, type Log } from './log.js';
import type { Toolkit } from './toolkit.js';

/** Everything outside that this action uses. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base of relative paths: the checkout. */
  readonly workspace: string;
  readonly toolkit: Toolkit;
  readonly clock: Clock;
  readonly pace: Pace;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Calls back with the name of the signal when the workflow is cancelled. */
  readonly onCancel: (callback: (signal: string) => void) => void;
}

/** What exists as long as the step. */
export interface Step extends World {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Ends the work on the sources, by time or by cancellation. */
  readonly deadline: Deadline;
  /** Fires only when the workflow is cancelled: the report then sends no requests either. */
  readonly cancelling: AbortSignal;
  readonly secrets: Secrets;
  /** Masks a secret in the runner's log and in everything that this action writes. */
  readonly keepSecret: (secret: string) => void;
  readonly budget: AnnotationBudget;
  readonly log: Log;
}

/** Begins the step: masks secrets before anything is written, and listens for cancellation. */
export function beginStep(world: World): Step {
  const { clock, env, onCancel, toolkit } = world;
  const secrets = new Secrets();
  const keepSecret = (secret: string): void => {
    secrets.add(secret);
    toolkit.setSecret(secret);
  };
  givenSecrets(env).forEach(keepSecret);
  const budget = new AnnotationBudget(toolkit, secrets);
  const log = createLog(toolkit, secrets, budget);
  const deadline = new Deadline();
  const cancelling = new AbortController();
  onCancel((signal) => {
    log.info(`Received ${signal}: no further requests.`);
    const reason = cancelled(signal);
    deadline.end(reason);
    cancelling.abort(reason);
  });
  return {
    ...world,
    startedAt: clock.now(),
    deadline,
    cancelling: cancelling.signal,
    secrets,
    keepSecret,
    budget,
    log,
  };
}
