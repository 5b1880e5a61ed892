/** The beginning of the step, and what lives as long as it does. */
import type { Clock } from './clock.js';
import { Deadline, cancelled } from './deadline.js';
import { givenSecrets } from './given-secrets.js';
import type { Pace } from './pace.js';
import { AnnotationBudget } from './annotation-budget.js';
import { createLog, type Log } from './log.js';
import { Secrets } from './secrets.js';
import type { Toolkit } from './toolkit.js';

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

/** What lives as long as the step does. */
export interface Step extends World {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Ends the work on the sources, by time or by cancelling. */
  readonly deadline: Deadline;
  /** Fires only when the workflow is cancelled: then the report asks nothing of anybody any more, either. */
  readonly cancelling: AbortSignal;
  readonly secrets: Secrets;
  /** Masks a secret in the runner's log and in all that this action writes. */
  readonly keepSecret: (secret: string) => void;
  readonly budget: AnnotationBudget;
  readonly log: Log;
}

/**
 * Begins the step: secrets are masked before anything can be said, and cancelling is listened for.
 */
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
