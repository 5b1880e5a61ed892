/** The story of one source: check, wait until it is free, compare, start, follow. */
import { StepFailure } from '../model/failure.js';
import type { Outcome } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import type { Log } from '../runtime/log.js';
import { checkFile, type ReadyFile } from './check-file.js';
import { compareWithTenant } from './compare/compare.js';
import { OutcomeBuilder } from './outcome-builder.js';
import { MOST_DELETIONS } from './reviewed/capacity.js';
import { reviewInWords, reviewOverLimit } from './reviewed/over-limit.js';
import { startOnce, type Started } from './start-once.js';
import { endAtOnce, endOfTask, type TaskEnd } from './task-end.js';
import type { Tenant } from './tenant.js';
import { busyByReply, waitUntilFree } from './wait-until-free.js';
import { TaskWatch } from './watch.js';

/** The work on one source. */
interface Job {
  readonly tenant: Tenant;
  readonly source: Source;
  readonly target: Target;
  readonly log: Log;
  /** What has become known about the source. */
  readonly outcome: OutcomeBuilder;
}

/** A start that came to an end: a busy source was waited for. */
type Settled = Exclude<Started, { kind: 'busy' }>;

/** The story of one source, from its name to its verdict. Never throws: what goes wrong is part of the outcome. */
export async function aggregateSource(
  tenant: Tenant,
  target: Target,
  findSource: (target: Target) => Promise<Source>,
  log: Log,
): Promise<Outcome> {
  const outcome = new OutcomeBuilder(target, () => tenant.clock.now());
  try {
    const source = await findSource(target);
    outcome.learn({ source });
    log.info(`Source "${source.name}" (${source.id}), ${source.kind}.`);
    const { status, failure } = await run({ tenant, source, target, log, outcome });
    return outcome.outcome(status, failure);
  } catch (thrown) {
    return outcome.brokenOff(thrown);
  }
}

async function run(job: Job): Promise<TaskEnd> {
  const { log, outcome, tenant } = job;
  const started = await tenant.starts.take(() => prepareAndStart(job));
  if (started === 'planned') return { status: 'PLANNED', failure: undefined };
  if (started.task !== undefined) {
    outcome.learn({ taskId: started.task.id, messages: started.task.messages });
    tenant.onTask(started.task.id);
  }
  if (started.kind === 'failed-at-once') return endAtOnce(started.task, started.text);
  log.info(`ISC has accepted the aggregation: task ${started.task.id}.`);
  if (!tenant.settings.wait) return { status: 'STARTED', failure: undefined };
  const task = await follow(job, started.task.id);
  return endOfTask(task, tenant.settings.failOnWarning);
}

/** All up to the start. What is known of the file is forgotten with it: a task may be followed for hours. */
async function prepareAndStart(job: Job): Promise<Settled | 'planned'> {
  const file = await check(job);
  if (!job.tenant.settings.dryRun) return startWhenFree(job, file);
  await compare(job, file);
  return 'planned';
}

/** @throws StepFailure REJECTED where the file must not be sent; its findings are known by then. */
async function check({ tenant, source, target, log, outcome }: Job): Promise<ReadyFile | undefined> {
  const { csv } = target;
  if (csv === undefined) {
    log.info(
      'This source takes no file: ISC fetches the accounts itself, so there is nothing to check or to plan.',
    );
    return undefined;
  }
  const { connection, deadline, settings } = tenant;
  const { file, ...facts } = await checkFile(
    connection,
    source,
    { ...target, csv },
    settings.csvChecks,
    deadline.signal,
  );
  outcome.learn(facts);
  if (file instanceof StepFailure) throw file;
  return file;
}

/** @throws StepFailure REJECTED where the file would delete too much and no review allows it; the plan is known by then. */
async function compare(
  { tenant, source, target, log, outcome }: Job,
  file: ReadyFile | undefined,
): Promise<void> {
  if (file?.identities === undefined) return;
  const { connection, settings } = tenant;
  const comparison = await compareWithTenant(connection, source, file.identities, {
    limit: target.maxDeletions,
    showIds: settings.showIds,
    mostReviewed: tenant.review && MOST_DELETIONS,
  });
  const { plan, gate } = comparison;
  outcome.learn({ plan, review: undefined });
  if (plan !== undefined) {
    log.info(
      `Plan: ${plan.created} accounts to be created, ${plan.deleted} to be deleted, ${plan.kept} kept of ${plan.accountsNow} now on the source.`,
    );
    for (const note of plan.notes) log.info(note);
  }
  if (gate.allowed) return;
  const { review, failure } = await reviewOverLimit(tenant.review, {
    ...{ comparison, gate, sourceId: source.id, showIds: settings.showIds },
    fileSha256: file.fingerprint.sha256,
  });
  outcome.learn({ review });
  if (failure !== undefined) throw failure;
  const words = reviewInWords(review);
  if (words !== undefined) log.info(words);
}

/** Compares and starts when no other aggregation runs; compares again after each wait, which may have changed the accounts. */
async function startWhenFree(job: Job, file: ReadyFile | undefined): Promise<Settled> {
  const { tenant, source, target, log } = job;
  const { clock, deadline, pace, settings, starts } = tenant;
  const aggregation = { sourceId: source.id, file, disableOptimization: target.disableOptimization };
  for (;;) {
    const before = await waitUntilFree(tenant, source, log);
    await compare(job, file);
    const started = await startOnce(tenant, source, log, aggregation, before);
    if (started.kind !== 'busy') return started;
    if (settings.ifRunning === 'fail') throw await busyByReply(tenant, source, started.taskId);
    log.info(`ISC has not started the aggregation: ${started.text} Waiting for the other one.`);
    await starts.pass(() => clock.sleep(pace.busyMs, deadline.signal));
  }
}

async function follow({ tenant, log, outcome }: Job, taskId: string): Promise<Task> {
  const { clock, connection, details, follower } = tenant;
  const watched = { connection, clock, log, details, followed: () => follower.size };
  const watch = new TaskWatch(watched, taskId, outcome.facts.plan);
  return follower.follow(taskId, (task) => {
    outcome.learn({ counts: task.counts, messages: task.messages });
    watch.look(task);
  });
}
