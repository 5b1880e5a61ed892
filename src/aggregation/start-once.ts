/** Starts exactly one aggregation, even if replies are lost. */
import { tooLong } from '../http/attempts.js';
import { ConnectionFailure } from '../isc/connection-failure.js';
import { HttpRefusal } from '../isc/refusal.js';
import { isRateLimit } from '../http/retry.js';
import { loadAccounts, type Aggregation, type Attempt } from '../isc/load-accounts.js';
import { getTask } from '../isc/tasks.js';
import { completionStatusOf } from '../model/status.js';
import type { Source } from '../model/source.js';
import { busyTextOf, isRunning, whyNotOurs, type Task } from '../model/task.js';
import type { UploadCount } from './upload-count.js';
import { lookForTask, searchForTask, uncertain, type Lost, type StartTenant } from './lost-task.js';

/** What a start writes to the log. */
export interface StartLog {
  readonly info: (message: string) => void;
}

/** How the start ended, if it did not fail. */
export type Started =
  | {
      readonly kind: 'accepted';
      readonly task: Task;
      /**
       * `adopted`: found after a lost reply, or named by a reply that says that the source is busy. Everything that ISC
       * shows fits our upload, but ISC has not confirmed it.
       */
      readonly proof: 'answered' | 'adopted';
    }
  | Extract<Attempt, { kind: 'busy' | 'failed-at-once' }>;

/** What an upload knows about other tasks. */
export interface Around {
  /** Ids of the aggregations that existed before; `undefined` if ISC does not list them. */
  readonly before: ReadonlySet<string> | undefined;
  /** Its task cannot be older than this, in milliseconds since the epoch by the server's clock. */
  readonly since: number;
}

/** The `Date` of a reply is precise only to the second, and clocks of ISC's servers differ. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The earliest creation time of the task of an upload sent now: milliseconds since the epoch by the server's clock. */
export function oldestTaskFromNow({ connection }: Pick<StartTenant, 'connection'>): number {
  return connection.serverNow() - CLOCK_TOLERANCE_MS;
}

/**
 * Starts exactly one aggregation. The request is not idempotent: after an unclear end, the step searches the source's
 * tasks for one that can only be ours, and sends the request again only if it is certain that nothing has started
 * (docs/reliability.md).
 *
 * @param uploads counts uploads, and throws if there are too many.
 * @throws HttpRefusal, ConnectionFailure; StepFailure if it is not known whether the aggregation has started; the
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
        // ISC refused it before it processed the body.
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

/** If a reply names a task that cannot be ours, the fate of the upload is unknown. */
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
 * The reply says that the source is busy, but the task that it names may be running. It is then ours, or the one that
 * keeps the source busy: only its end shows which.
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
    // A task that cannot be read does not contradict the reply.
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) return busy;
    throw failure;
  }
}

/** Our own earlier attempt may keep the source busy; the task of this attempt does not. */
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

/** The task of an upload that ended without a clear answer; `undefined` if none has appeared. */
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

/** A 429 is sent before the body is processed, so the request may be repeated. */
async function waitForRoom(tenant: StartTenant, log: StartLog, refusal: HttpRefusal): Promise<void> {
  const ms = refusal.retryAfterMs ?? tenant.pace.retryMs.at(-1) ?? 0;
  const said = `${refusal.message} Nothing has started; trying again in ${ms / 1000} s.`;
  await pauseBefore(tenant, log, refusal, ms, said);
}

/** @throws `reason` if the upload has failed too often. */
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

/** Logs and then waits `ms` milliseconds. Does not start a wait that would outlast the deadline. */
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
