/** From an accepted task to its end, and what that end proves. */
import { listAggregations } from '../../isc/tasks.js';
import { attempt, failureFor, stop, type StepFailure, type Stop } from '../../model/failure.js';
import { wordsFor, type FailureWords } from '../../model/failures/table.js';
import { completionStatusOf, passes, assertNever, type CompletionStatus } from '../../model/status.js';
import {
  busyTextOf,
  isOver,
  namesItsSource,
  whyNotOurs,
  taskInWords,
  type Task,
  type TaskFate,
  mainMessageOf,
} from '../../model/task.js';
import { ACCOUNT } from '../../model/object-kind.js';
import type { Source } from '../../model/source.js';
import type { Job } from '../common/context.js';
import { kindFor } from '../kind.js';
import type { Plan, Verification } from '../../model/outcome.js';
import type { End, Facts, Story } from '../outcome.js';
import type { AcceptedStart } from '../start/start-when-free.js';
import { busyFailureByReply, waitForOther } from '../start/wait-until-free.js';
import { confirmAdopted, endWithoutCounts, isCounted, ranOrRefused } from './confirmation.js';
import { isUnknownTask } from '../common/follower.js';
import { contradictionIn, thresholdIn } from './contradiction.js';
import { looksAfter, verify, withVerification, type LooksAfter } from './verify.js';
import { TaskWatch } from './watch.js';

/** How following a task ended. */
export type FollowEnd =
  | { readonly kind: 'over'; readonly story: Story }
  /** The task never ran because of another one, which has been waited for. */
  | { readonly kind: 'again'; readonly facts: Facts; readonly fate: TaskFate };

/** Follows a task that ISC has accepted. Never throws. */
export async function follow(job: Job, started: AcceptedStart): Promise<FollowEnd> {
  const { context, log } = job;
  const { accepted, facts } = started;
  const { proof, task } = accepted;
  context.onTask(task.id);
  log.info(`ISC has accepted the aggregation: task ${task.id}.`);
  if (!context.settings.wait) {
    return proof === 'adopted'
      ? over(facts, { kind: 'perhaps', task }, stop(notWaitedFor(task)))
      : over(facts, { kind: 'running', task }, { kind: 'end', status: 'STARTED', failure: undefined });
  }
  const seen = await watchToItsEnd(job, started);
  if (seen.kind === 'broken-off') return over(facts, seen.fate, seen.stop);
  const shown = taskInWords(seen.task, started.shown);
  const looks = looksAfter(job);
  const busyText = busyTextOf(seen.task);
  if (busyText !== undefined) {
    const refusal = await ranOrRefused(shown, endsWell(seen.task), () => looks.file(), looks.stored);
    if (refusal.kind === 'unclear') return over(facts, { kind: 'ended', task: shown }, refusal.stop);
    if (refusal.kind === 'refused') {
      if (refusal.isClear) job.uploads.wasBusy();
      const fate: TaskFate = { kind: 'refused', task: shown };
      const waited = await attempt(() => whileBusy(job, task, busyText));
      return waited.kind === 'stop' ? over(facts, fate, waited) : { kind: 'again', facts, fate };
    }
  }
  return verdictAtTheEnd(job, started, shown, looks);
}

function over(facts: Facts, fate: TaskFate, end: End | Stop, verification?: Verification): FollowEnd {
  return { kind: 'over', story: { facts, fate, end, verification } };
}

/**
 * The verdict on a task that has run to its end: ISC's own word, unless the task is not ours, ISC's report contradicts
 * the plan, or ISC has stored something else than the file says.
 *
 * @param task as it has ended, in the words that may be shown.
 */
async function verdictAtTheEnd(
  job: Job,
  { accepted, facts }: AcceptedStart,
  task: Task,
  looks: LooksAfter,
): Promise<FollowEnd> {
  const { context, source, target } = job;
  const { proof } = accepted;
  const known = kindFor(source).hasThreshold ? { plan: facts.plan, source } : undefined;
  const end = endOfTask(task, context.settings.failOnWarning, known);
  if (end.failure === undefined && proof === 'adopted') {
    const ours = await confirmAdopted(context, source, task, await looks.file(), looks.stored);
    if (ours.kind !== 'ours') return over(facts, { kind: ours.kind, task }, stop(ours.failure));
  }
  const contradicted = withContradiction(job, facts, task, end);
  const isUncounted = target.csv !== undefined && proof === 'answered' && !isCounted(task.counts);
  const confirmed =
    contradicted.failure !== undefined || !isUncounted
      ? contradicted
      : await endWithoutCounts(job, accepted.task.id, await looks.file(), contradicted, looks.stored);
  const fate: TaskFate = { kind: 'ended', task };
  if (end.failure !== undefined || !context.settings.verify) return over(facts, fate, confirmed);
  const verification = await verify(job, looks);
  return over(facts, fate, withVerification(job, confirmed, verification), verification);
}

function endsWell({ completionStatus = '' }: Task): boolean {
  const status = completionStatusOf(completionStatus);
  return status !== undefined && passes(status, false);
}

async function whileBusy(job: Job, task: Task, busyText: string): Promise<void> {
  const { context, source } = job;
  if (context.settings.ifRunning === 'fail') throw await busyFailureByReply(context, source, task.id);
  await waitForOther(job, busyText);
}

/** A task that has ended, or why it is not followed any more and what is known about it then. */
type Seen =
  | { readonly kind: 'ended'; readonly task: Task }
  | { readonly kind: 'broken-off'; readonly stop: Stop; readonly fate: TaskFate };

async function watchToItsEnd(
  { context, log, source }: Job,
  { accepted, facts, moment, shown }: AcceptedStart,
): Promise<Seen> {
  const { claims, clock, connection, details, follower } = context;
  const { task } = accepted;
  // If ISC names one task for two sources, it can belong to only one of them.
  const other = claims.get(task.id);
  const own = keyOf(source);
  // Tasks name their source, but not the type of entitlements.
  if (other !== undefined && other !== own && (!namesItsSource(task) || other.startsWith(source.id))) {
    return foreign(task, 'it was named for another source of this step, too');
  }
  claims.set(task.id, own);
  const { progressOf } = kindFor(source);
  const watched = { connection, clock, log, details, progressOf, followed: () => follower.size };
  const watch = new TaskWatch(watched, task.id, facts.plan);
  let last = task;
  let why: string | undefined;
  const look = (seen: Task): void => {
    last = taskInWords(seen, shown);
    why = whyNotOurs(seen, moment);
    if (why !== undefined) throw new Error(why);
    watch.look(last);
  };
  for (;;) {
    const ended = await attempt(() => follower.follow(task.id, look));
    if (why !== undefined) return foreign(last, why);
    if (ended.kind === 'done') return { kind: 'ended', task: ended.value };
    if (!isUnknownTask(ended.failure.cause)) {
      return { kind: 'broken-off', stop: ended, fate: { kind: 'running', task: last } };
    }
    // ISC does not show it by its id: its source's list may have it, at its end or still running.
    const listed = await attempt(() => listAggregations(connection, source));
    if (listed.kind === 'stop' && listed.failure.status !== 'FAILED') {
      return { kind: 'broken-off', stop: listed, fate: { kind: 'running', task: last } };
    }
    const seen = listed.kind === 'done' ? listed.value.find(({ id }) => id === task.id) : undefined;
    if (seen === undefined) return { kind: 'broken-off', stop: ended, fate: { kind: 'unseen', task: last } };
    why = whyNotOurs(seen, moment);
    if (why !== undefined) return foreign(seen, why);
    if (isOver(seen)) return { kind: 'ended', task: seen };
    log.info(`ISC lists task ${task.id}, but does not show it alone. Asking again.`);
  }
}

/** What an aggregation of the step is about: a source, and accounts or a type of its entitlements. */
function keyOf({ id, objectType }: Source): string {
  return objectType === ACCOUNT ? id : `${id} ${objectType}`;
}

function foreign(task: Task, why: string): Seen {
  const failure = failureFor('another-task-named', { task: task.id, why });
  return { kind: 'broken-off', stop: stop(failure), fate: { kind: 'not-ours', task } };
}

/** Reports once how ISC's report differs from the plan; with `fail-on-warning` the step fails. */
function withContradiction(
  { context, log, source, target }: Job,
  { csv, plan }: Facts,
  { counts, messages }: Task,
  end: End,
): End {
  const status = completionStatusOf(end.status);
  if (end.failure !== undefined || status === undefined) return end;
  const contradiction = contradictionIn({
    ...{ counts, csv, messages, plan, status, deleteThreshold: source.deleteThreshold },
    hasBuildMapRule: source.file.hasBuildMapRule,
    hasThreshold: kindFor(source).hasThreshold,
    isOptimized: !target.disableOptimization,
    sentFile: target.csv !== undefined,
  });
  if (contradiction === undefined) return end;
  log.warning(contradiction);
  if (!context.settings.failOnWarning) return { ...end, doubt: 'not-as-planned' };
  const words = wordsFor('report-contradicts', { status, contradiction });
  return { kind: 'end', status: 'FAILED', failure: { ...words, cause: undefined } };
}

function notWaitedFor(task: Task): StepFailure {
  return failureFor('not-waited-for', { task: task.id });
}

/** What was planned, and for which source: a threshold of the source may be why a task was terminated. */
interface Known {
  readonly plan: Plan | undefined;
  readonly source: Pick<Source, 'deleteThreshold'>;
}

/** The verdict on a task that has ended: only ISC's status for success counts as success. */
export function endOfTask(task: Task, failOnWarning: boolean, known?: Known): End {
  const word = task.completionStatus ?? '';
  const status = completionStatusOf(word);
  if (status === undefined) {
    const how = word === '' ? 'without a status' : `with an unknown status: "${word.slice(0, 100)}"`;
    const words = wordsFor('status-unknown', { how, reason: reasonOf(task), task: task.id });
    return { kind: 'end', status: 'FAILED', failure: { ...words, cause: undefined } };
  }
  if (passes(status, failOnWarning)) return { kind: 'end', status, failure: undefined };
  const words = wordsOfEnd(status, { reason: reasonOf(task), task: task.id }, known);
  return { kind: 'end', status, failure: { ...words, cause: undefined } };
}

function wordsOfEnd(
  status: CompletionStatus,
  values: { readonly reason: string; readonly task: string },
  known: Known | undefined,
): FailureWords {
  switch (status) {
    case 'SUCCESS':
    case 'WARNING':
      return wordsFor('warnings-not-allowed', values);
    case 'ERROR':
      return wordsFor('ended-with-error', values);
    case 'TERMINATED':
      return known?.plan !== undefined && known.plan.deleted > 0
        ? wordsFor('terminated-with-deletions', { ...values, ...thresholdIn(known.plan, known.source) })
        : wordsFor('terminated', values);
    case 'TEMPERROR':
      return wordsFor('temporary-error', values);
    default:
      return assertNever(status);
  }
}

/** ISC's own message says more than a status; further messages become separate annotations. */
function reasonOf(task: Task): string {
  return mainMessageOf(task.messages)?.text ?? 'ISC gives no reason.';
}
