/** Starts exactly one aggregation, also where replies are lost. */
import { tooLong } from '../isc/http/attempts.js';
import { ConnectionFailure } from '../isc/http/connection-failure.js';
import { HttpRefusal } from '../isc/http/refusal.js';
import { isRateLimit } from '../isc/http/retry.js';
import { loadAccounts, type Aggregation, type Attempt } from '../isc/load-accounts.js';
import { getTask } from '../isc/tasks.js';
import { completionStatusOf } from '../model/status.js';
import type { Source } from '../model/source.js';
import { busyTextOf, isRunning, whyNotOurs, type Task } from '../model/task.js';
import type { UploadCount } from './upload-count.js';
import { lookForTask, searchForTask, uncertain, type Lost, type StartTenant } from './lost-task.js';

/** What starting says in the log. */
export interface StartLog {
  readonly info: (message: string) => void;
}

/** How the start ended, where it did not fail. */
export type Started =
  | {
      readonly kind: 'accepted';
      readonly task: Task;
      /**
       * `adopted`: found after a lost reply, or named by one that says that the source is busy. It can be ours by all that
       * ISC shows, but ISC has not said so.
       */
      readonly proof: 'answered' | 'adopted';
    }
  | Extract<Attempt, { kind: 'busy' | 'failed-at-once' }>;

/** What an upload knows of the tasks around it. */
export interface Around {
  /** Ids of the aggregations that were there before; `undefined` where ISC does not show them. */
  readonly before: ReadonlySet<string> | undefined;
  /** No task of it can be older, in milliseconds since the epoch by the server's clock. */
  readonly since: number;
}

/** The `Date` of a reply is exact to the second only, and clocks differ between ISC's servers. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The oldest that a task of an upload can be that is sent now: milliseconds since the epoch by the server's clock. */
export function oldestTaskFromNow({ connection }: Pick<StartTenant, 'connection'>): number {
  return connection.serverNow() - CLOCK_TOLERANCE_MS;
}

/**
 * Starts one aggregation, exactly once. The request is not idempotent: after an unclear end the tasks of the
 * source are searched for one that can only be ours; the request is sent again only when it is certain that
 * nothing has started (docs/reliability.md).
 *
 * @param uploads counts what is sent, and throws where that would be too often.
 * @throws HttpRefusal, ConnectionFailure; StepFailure if nobody can tell whether the aggregation has started; the
 * deadline's reason.
 */
export async function startOnce(
  tenant: StartTenant,
  source: Source,
  log: StartLog,
  aggregation: Aggregation,
  { before, since }: Around,
  uploads: Pick<UploadCount, 'take' | 'giveBack' | 'startedNothing'>,
): Promise<Started> {
  let lost: Lost | undefined;
  let failures = 0;
  for (;;) {
    uploads.take();
    const attempt = misnamed(await loadAccounts(tenant.connection, aggregation), source, { before, since });
    switch (attempt.kind) {
      case 'accepted':
        return { ...attempt, proof: 'answered' };
      case 'failed-at-once':
        return attempt;
      case 'busy': {
        const started = await (lost === undefined
          ? runningOrBusy(tenant, source, { before, since }, attempt)
          : ownOrBusy(tenant, source, lost, attempt));
        if (started.kind === 'busy') uploads.startedNothing();
        return started;
      }
      case 'refused':
        if (!isRateLimit(attempt.refusal)) throw attempt.refusal;
        // It was given before the body was looked at.
        uploads.giveBack();
        await waitForRoom(tenant, log, attempt.refusal);
        break;
      case 'not-sent':
        failures += 1;
        if (lost === undefined) uploads.startedNothing();
        await waitToSendAgain(tenant, log, attempt.reason, failures);
        break;
      case 'unclear': {
        failures += 1;
        lost = { before, since, reason: attempt.reason };
        const found = await findLost(tenant, source, log, lost);
        if (found !== undefined) return found;
        if (!attempt.settled || failures > tenant.pace.uploadRetries)
          throw uncertain(attempt.reason, 'no task of it has appeared');
        uploads.startedNothing();
        log.info('No task has appeared, so nothing has started. Uploading again.');
        break;
      }
    }
  }
}

/** A reply that names a task that cannot be ours leaves it open what became of the upload. */
function misnamed(attempt: Attempt, source: Source, around: Around): Attempt {
  if (attempt.kind !== 'accepted') return attempt;
  const why = whyNotOurs(attempt.task, { source, ...around });
  if (why === undefined) return attempt;
  const happened = `ISC answered 202 and named task ${attempt.task.id}, but ${why}.`;
  return {
    kind: 'unclear',
    reason: new ConnectionFailure('load-accounts', 'shape', happened),
    settled: false,
  };
}

/**
 * The reply says that the source is busy; the task that it names may run nevertheless. Then it is ours, or the very one
 * that keeps the source busy: only its end shows which.
 */
async function runningOrBusy(
  { connection }: StartTenant,
  source: Source,
  around: Around,
  busy: Extract<Attempt, { kind: 'busy' }>,
): Promise<Started> {
  try {
    const task = await getTask(connection, busy.taskId, 'brief');
    const hasStarted = isRunning(task) || completionStatusOf(task.completionStatus ?? '') === 'SUCCESS';
    if (!hasStarted || busyTextOf(task) !== undefined) return busy;
    return whyNotOurs(task, { source, ...around }) === undefined
      ? { kind: 'accepted', task, proof: 'adopted' }
      : busy;
  } catch (failure) {
    // A task that cannot be seen says nothing against the reply.
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) return busy;
    throw failure;
  }
}

/** What keeps the source busy may be our own earlier attempt; the task of this one is not it. */
async function ownOrBusy(
  tenant: StartTenant,
  source: Source,
  { before, since, reason }: Lost,
  busy: Extract<Attempt, { kind: 'busy' }>,
): Promise<Started> {
  const others = new Set([...(before ?? []), busy.taskId]);
  const ours = await lookForTask(tenant, source, others, { since, reason });
  return ours === undefined || busyTextOf(ours) !== undefined
    ? busy
    : { kind: 'accepted', task: ours, proof: 'adopted' };
}

/** The task of an upload that ended without a clear answer; `undefined` where none has appeared. */
async function findLost(
  tenant: StartTenant,
  source: Source,
  log: StartLog,
  lost: Lost,
): Promise<Started | undefined> {
  log.info(`The upload ended without a clear answer: ${lost.reason.message} Looking for its task.`);
  const ours = await searchForTask(tenant, source, lost);
  if (ours === undefined) return undefined;
  const busyText = busyTextOf(ours);
  if (busyText !== undefined) return { kind: 'busy', text: busyText, taskId: ours.id };
  log.info(
    `Task ${ours.id} has appeared since the upload, so the step follows it. Only its result shows whether it belongs to this upload.`,
  );
  return { kind: 'accepted', task: ours, proof: 'adopted' };
}

/** A 429 is given before the body is processed: the request may be repeated. */
async function waitForRoom(tenant: StartTenant, log: StartLog, refusal: HttpRefusal): Promise<void> {
  const ms = refusal.retryAfterMs ?? tenant.pace.retryMs.at(-1) ?? 0;
  const said = `${refusal.message} Nothing has started; trying again in ${ms / 1000} s.`;
  await pauseBefore(tenant, log, refusal, ms, said);
}

/** @throws `reason` where the upload has failed too often. */
async function waitToSendAgain(
  tenant: StartTenant,
  log: StartLog,
  reason: Error,
  failures: number,
): Promise<void> {
  const ms = tenant.pace.retryMs[failures - 1];
  if (ms === undefined) throw reason;
  const said = `The upload did not get through: ${reason.message} Nothing has started; uploading again.`;
  await pauseBefore(tenant, log, reason, ms, said);
}

/** Waits `ms` milliseconds after saying so; a wait that the deadline would end is not begun. */
async function pauseBefore(
  { clock, deadline }: StartTenant,
  log: StartLog,
  reason: Error,
  ms: number,
  said: string,
): Promise<void> {
  const left = deadline.at - clock.now();
  if (ms >= left) throw tooLong(reason, ms, left);
  log.info(said);
  await clock.sleep(ms, deadline.signal);
}
