/** The story of one source: check, wait until it is free, compare, start, follow. */
import { StepFailure } from '../model/failure.js';
import type { Outcome } from '../model/outcome.js';
import { allowsAll, type Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import {
  busyTextOf,
  namesItsSource,
  NO_COUNTS,
  whyNotOurs,
  withoutWords,
  type Expected,
  type Task,
} from '../model/task.js';
import { completionStatusOf } from '../model/status.js';
import type { Connection } from '../isc/http/connection.js';
import { HttpRefusal } from '../isc/http/refusal.js';
import { listAggregations } from '../isc/tasks.js';
import { contradictionIn } from './afterwards.js';
import { refuseEmptyList } from './empty-list.js';
import type { Log } from '../runtime/log.js';
import { nowAndThen } from '../runtime/now-and-then.js';
import { count, counted } from '../runtime/wording.js';
import { checkFile, rejected, shownFindings, type ReadyFile } from './check-file.js';
import { joined, NO_FINDINGS } from '../model/finding.js';
import { profileUseOf, withProfileUse, type AskProfileUse } from './compare/profile-use.js';
import { refuseChanges, valuesInWords } from './compare/refuse-changes.js';
import { compareWithTenant } from './compare/compare.js';
import { failureOf, OutcomeBuilder } from './outcome-builder.js';
import { MOST_DELETIONS } from './reviewed/capacity.js';
import { reviewInWords, reviewOverLimit } from './reviewed/over-limit.js';
import { oldestTaskFromNow, startOnce, type Started } from './start-once.js';
import { endAtOnce, endOfTask, type TaskEnd } from './task-end.js';
import type { Tenant } from './tenant.js';
import { UploadCount } from './upload-count.js';
import { confirmAdopted } from './confirm-adopted.js';
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
  readonly uploads: UploadCount;
  readonly askProfileUse: AskProfileUse;
}

/** A task to be followed, and what it must be to be ours. */
type Accepted = Extract<Started, { kind: 'accepted' }> & {
  readonly expected: Expected;
  /** False where ISC's words may quote a person's row. */
  readonly hasHeading: boolean;
};

/** A start that came to an end: a busy source was waited for. */
type Settled = Accepted | Extract<Started, { kind: 'failed-at-once' }>;

/** Waits for a source that is busy grow up to this many times the first one. */
const LONGEST_BUSY_WAIT = 12;

/** The story of one source, from its name to its verdict. Never throws: what goes wrong is part of the outcome. */
export async function aggregateSource(
  tenant: Tenant,
  target: Target,
  findSource: (target: Target) => Promise<Source>,
  log: Log,
): Promise<Outcome> {
  const outcome = new OutcomeBuilder(target, () => tenant.clock.now());
  const uploads = new UploadCount();
  try {
    const source = await findSource(target);
    outcome.learn({ source });
    log.info(`Source "${source.name}" (${source.id}), ${source.kind}.`);
    const askProfileUse = profileUseOf(tenant.connection, source.id, log);
    const { status, failure } = await run({ tenant, source, target, log, outcome, uploads, askProfileUse });
    return outcome.outcome(status, failure);
  } catch (thrown) {
    return outcome.brokenOff(thrown, uploads.mayHaveStarted);
  }
}

async function run(job: Job): Promise<TaskEnd> {
  for (;;) {
    const started = await job.tenant.starts.take(() => prepareAndStart(job));
    if (started === 'planned') return { status: 'PLANNED', failure: undefined };
    const end = await endOf(job, started);
    if (end !== 'busy') return end;
  }
}

/** How a start ends; `busy` where its task never ran because of another one, and is to be started again. */
async function endOf(job: Job, started: Settled): Promise<TaskEnd | 'busy'> {
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

/** Why an adopted task is not known to be ours; the task itself is over by then, and goes on no more. */
async function whyUnconfirmed(job: Job, task: Task): Promise<ReturnType<typeof failureOf> | undefined> {
  try {
    await confirmAdopted(job.tenant.connection, job.source, task, await check(job));
    return undefined;
  } catch (thrown) {
    return failureOf(thrown);
  }
}

/** Says once where ISC's report does not fit the plan; the step fails by it with `fail-on-warning`. */
function withContradiction({ log, outcome, target, tenant }: Job, end: TaskEnd): TaskEnd {
  const { counts = NO_COUNTS, csv, messages = [], plan } = outcome.facts;
  const status = completionStatusOf(end.status);
  const contradiction =
    status &&
    contradictionIn({ counts, csv, isOptimized: !target.disableOptimization, messages, plan, status });
  if (contradiction === undefined) return end;
  log.warning(contradiction);
  if (!tenant.settings.failOnWarning) return end;
  const next =
    'ISC has finished the aggregation. Check the source there; without fail-on-warning this is a warning.';
  return { status: 'FAILED', failure: { message: contradiction, next, cause: undefined } };
}

/** ISC has not started ours, whatever it said at first. */
async function waitForOther({ log, tenant, uploads }: Job, text: string): Promise<void> {
  const { clock, deadline, pace } = tenant;
  log.info(`ISC has not started the aggregation: ${text} Waiting for the other aggregation to finish.`);
  // Where its tasks cannot be seen, only an upload shows whether the source is free: less and less often.
  const ms = pace.busyMs * Math.min(LONGEST_BUSY_WAIT, 2 ** (uploads.sent - 1));
  await clock.sleep(ms, deadline.signal);
}

function unproven(task: Task): StepFailure {
  return new StepFailure(
    `ISC did not answer the upload clearly. Task ${task.id} appeared afterwards, but only its result would show whether it belongs to this upload, and wait is false.`,
    { next: 'Check the aggregations of the source in ISC. With wait: true the step finds out itself.' },
  );
}

/** All up to the start. What is known of the file is forgotten with it: a task may be followed for hours. */
async function prepareAndStart(job: Job): Promise<Settled | 'planned'> {
  const file = await check(job);
  if (!job.tenant.settings.dryRun) return startWhenFree(job, file);
  await compare(job, file, undefined);
  return 'planned';
}

/** @throws StepFailure REJECTED where the file must not be sent; its findings are known by then. */
async function check({ tenant, source, target, log, outcome }: Job): Promise<ReadyFile | undefined> {
  const { csv } = target;
  if (csv === undefined) {
    log.info(
      'This source takes no file: ISC fetches the accounts itself, so there is nothing to check or compare.',
    );
    return undefined;
  }
  const { connection, deadline, settings } = tenant;
  const onProgress = nowAndThen(tenant.clock, (rows: number, bytes: number) => {
    log.info(`${count(rows)} rows (${count(Math.round(bytes / 1_000_000))} MB) of ${csv.shown} checked.`);
  });
  const { file, unknownColumns, ...facts } = await checkFile(
    connection,
    source,
    { ...target, csv },
    settings.csvChecks,
    deadline.signal,
    { onProgress },
  );
  outcome.learn(facts);
  for (const warning of unknownColumns) log.warning(warning);
  if (file instanceof StepFailure) throw file;
  return file;
}

/** @throws StepFailure REJECTED where the file would delete too much and no review allows it; the plan is known by then. */
async function compare(
  { tenant, source, target, log, outcome, askProfileUse }: Job,
  file: ReadyFile | undefined,
  tasks: readonly Task[] | undefined,
): Promise<void> {
  if (file?.identities === undefined) return;
  const { connection, settings } = tenant;
  const comparison = await compareWithTenant(connection, source, file.identities, file.values, {
    limit: target.maxDeletions,
    showIds: settings.showIds,
    mostReviewed: tenant.review && MOST_DELETIONS,
    onProgress: nowAndThen(tenant.clock, (listed: number, total: number | undefined) => {
      log.info(`${ofAll(listed, total)} accounts of the source listed.`);
    }),
  });
  const { gate } = comparison;
  const found = shownFindings(joined(NO_FINDINGS, comparison.findings), settings.csvChecks);
  const findings = joined(file.findings, found.kept);
  outcome.learn({ plan: comparison.plan, findings, review: undefined });
  const plan = comparison.plan && (await withProfileUse(comparison.plan, askProfileUse));
  if (plan !== undefined) {
    outcome.learn({ plan });
    log.info(
      `Plan: create ${count(plan.created)}, delete ${count(plan.deleted)} and keep ${count(plan.kept)} of ${counted(plan.accountsNow, 'account')} now on the source.`,
    );
    for (const note of plan.notes) log.info(note);
    for (const line of valuesInWords(plan.values)) log.info(line);
  }
  if (plan?.accountsNow === 0 && !allowsAll(target.maxDeletions)) {
    refuseEmptyList(source, tasks ?? (await tasksOf(connection, source)));
  }
  if (!gate.allowed) {
    const { review, failure } = await reviewOverLimit(tenant.review, {
      ...{ comparison, gate, sourceId: source.id, showIds: settings.showIds },
      fileSha256: file.fingerprint.sha256,
    });
    outcome.learn({ review });
    if (failure !== undefined) throw failure;
    const words = reviewInWords(review);
    if (words !== undefined) log.info(words);
  }
  const refusal =
    found.errors > 0 ? rejected(file.csv, findings, false) : plan && refuseChanges(plan, target.maxChanges);
  if (refusal === undefined) return;
  // What is rejected for another reason is not to be approved by merging.
  outcome.learn({ review: undefined });
  throw refusal;
}

/** The aggregations of the source, for a step that did not need them so far; none where they cannot be seen. */
async function tasksOf(connection: Connection, source: Source): Promise<readonly Task[]> {
  try {
    return await listAggregations(connection, source);
  } catch (failure) {
    if (failure instanceof HttpRefusal) return [];
    throw failure;
  }
}

/** "12,500 of 50,000", or the first number alone where the other is not known. */
function ofAll(part: number, all: number | undefined): string {
  return all === undefined ? count(part) : `${count(part)} of ${count(all)}`;
}

/** Compares and starts when no other aggregation runs; compares again after each wait, which may have changed the accounts. */
async function startWhenFree(job: Job, file: ReadyFile | undefined): Promise<Settled> {
  const { tenant, source, target, log, uploads } = job;
  const aggregation = { sourceId: source.id, file, disableOptimization: target.disableOptimization };
  for (;;) {
    const tasks = await waitUntilFree(tenant, source, log);
    await compare(job, file, tasks);
    const before = tasks && new Set(tasks.map(({ id }) => id));
    const since = oldestTaskFromNow(tenant);
    const started = await startOnce(tenant, source, log, aggregation, { before, since }, uploads);
    if (started.kind === 'failed-at-once') return started;
    if (started.kind === 'accepted') {
      return { ...started, expected: { source, before, since }, hasHeading: file?.hasHeading !== false };
    }
    if (tenant.settings.ifRunning === 'fail') throw await busyByReply(tenant, source, started.taskId);
    await tenant.starts.pass(() => waitForOther(job, started.text));
  }
}

/** @throws StepFailure where the task turns out not to be the one that was asked for. */
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

/** Two sources whose uploads were answered with one task: it can only be that of one of them. */
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
