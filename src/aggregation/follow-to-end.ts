/** From an accepted task to its end, and what that end proves. */
import { StepFailure } from '../model/failure.js';
import { completionStatusOf } from '../model/status.js';
import type { Source } from '../model/source.js';
import { busyTextOf, namesItsSource, NO_COUNTS, whyNotOurs, withoutWords, type Task } from '../model/task.js';
import { contradictionIn } from './afterwards.js';
import { check } from './check-and-compare.js';
import { confirmAdopted } from './confirm-adopted.js';
import type { Accepted, Job, Settled } from './job.js';
import { failureOf } from './outcome-builder.js';
import { waitForOther } from './start-when-free.js';
import { endAtOnce, endOfTask, type TaskEnd } from './task-end.js';
import type { Tenant } from './tenant.js';
import { busyByReply } from './wait-until-free.js';
import { TaskWatch } from './watch.js';

/** How a start ends; `busy` if its task never ran because of another one, so that it must be started again. */
export async function endOf(job: Job, started: Settled): Promise<TaskEnd | 'busy'> {
  const { log, outcome, source, tenant } = job;
  const { settings } = tenant;
  if (started.task !== undefined) {
    outcome.learn({ taskId: started.task.id, messages: started.task.messages });
    tenant.onTask(started.task.id);
  }
  if (started.kind === 'failed-at-once') return endAtOnce(started.task);
  log.info(`ISC has accepted the aggregation: task ${started.task.id}.`);
  if (!settings.wait && started.proof === 'adopted') throw unproven(started.task);
  if (!settings.wait) return { status: 'STARTED', failure: undefined };
  const task = await follow(job, started);
  const busyText = busyTextOf(task);
  if (busyText !== undefined) {
    if (settings.ifRunning === 'fail') throw await busyByReply(tenant, source, task.id);
    await waitForOther(job, busyText);
    return 'busy';
  }
  const end = endOfTask(started.hasHeading ? task : withoutWords(task), settings.failOnWarning);
  if (end.failure !== undefined) return end;
  if (started.proof === 'adopted') {
    const failure = await whyUnconfirmed(job, task);
    if (failure !== undefined) return { status: failure.status, failure };
  }
  return withContradiction(job, end);
}

/** @throws StepFailure if the task is not the requested one. */
async function follow(
  { tenant, source, log, outcome }: Job,
  { task, expected, hasHeading }: Accepted,
): Promise<Task> {
  const { clock, connection, details, follower } = tenant;
  claim(tenant, task, source);
  const watched = { connection, clock, log, details, followed: () => follower.size };
  const watch = new TaskWatch(watched, task.id, outcome.facts.plan);
  return follower.follow(task.id, (seen) => {
    const why = whyNotOurs(seen, expected);
    if (why !== undefined) throw foreign(seen, why);
    const shown = hasHeading ? seen : withoutWords(seen);
    outcome.learn({ counts: shown.counts, messages: shown.messages });
    watch.look(shown);
  });
}

/** If ISC names one task for two sources, it can belong to only one of them. */
function claim({ claims }: Tenant, task: Task, source: Source): void {
  const other = claims.get(task.id);
  if (other !== undefined && other !== source.id && !namesItsSource(task)) {
    throw foreign(task, 'it was named for another source of this step, too');
  }
  claims.set(task.id, source.id);
}

function foreign(task: Task, why: string): StepFailure {
  return new StepFailure(
    `ISC accepted the upload and named task ${task.id}, but ${why}. What became of the upload is not known.`,
    { next: 'Check the aggregations of the source in ISC before you run the step again.' },
  );
}

/** Why an adopted task is not proven to be ours. The task has ended by then. */
async function whyUnconfirmed(job: Job, task: Task): Promise<ReturnType<typeof failureOf> | undefined> {
  try {
    await confirmAdopted(job.tenant.connection, job.source, task, await check(job));
    return undefined;
  } catch (thrown) {
    return failureOf(thrown);
  }
}

/** Reports once how ISC's report differs from the plan; with `fail-on-warning` the step fails. */
function withContradiction({ log, outcome, source, target, tenant }: Job, end: TaskEnd): TaskEnd {
  const { counts = NO_COUNTS, csv, messages = [], plan } = outcome.facts;
  const status = completionStatusOf(end.status);
  const contradiction =
    status &&
    contradictionIn({
      ...{ counts, csv, messages, plan, status },
      hasBuildMapRule: source.file.hasBuildMapRule,
      isOptimized: !target.disableOptimization,
      sentFile: target.csv !== undefined,
    });
  if (contradiction === undefined) return end;
  log.warning(contradiction);
  if (!tenant.settings.failOnWarning) return end;
  const next =
    'ISC has finished the aggregation. Check the source there; without fail-on-warning this is a warning.';
  return { status: 'FAILED', failure: { message: contradiction, next, cause: undefined } };
}

function unproven(task: Task): StepFailure {
  return new StepFailure(
    `ISC did not answer the upload clearly. Task ${task.id} appeared afterwards, but only its result would show whether it belongs to this upload, and wait is false.`,
    { next: 'Check the aggregations of the source in ISC. With wait: true the step finds out itself.' },
  );
}
