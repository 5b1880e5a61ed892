/** Starts exactly one aggregation, even if replies are lost. */
import { tooLong } from '../../http/attempts.js';
import { ConnectionFailure } from '../../isc/connection-failure.js';
import { HttpRefusal } from '../../isc/refusal.js';
import { isRateLimit } from '../../http/retry.js';
import type { Aggregation, Attempt } from '../../isc/load-accounts.js';
import { getTask } from '../../isc/tasks.js';
import { attempt, type Stop } from '../../model/failure.js';
import { completionStatusOf } from '../../model/status.js';
import { busyTextOf, isRunning, whyNotOurs, type Task, type UploadMoment } from '../../model/task.js';
import { NO_TASK, type TaskFate } from '../../model/task-fate.js';
import { kindFor } from '../kind.js';
import type { UploadCount } from '../upload-count.js';
import { lookForTask, searchForTask, uncertain, type LostUpload, type StartContext } from './lost-upload.js';

/** What a start writes to the log. */
export interface StartLog {
  readonly info: (message: string) => void;
}

/** A start that ISC has answered. */
export type Answered =
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

/** How a start ended. */
export type Started =
  | Answered
  /** It could not be completed. `fate` says whether an aggregation may have been started all the same. */
  | { readonly kind: 'stopped'; readonly stop: Stop; readonly fate: TaskFate };

/**
 * Starts exactly one aggregation. The request is not idempotent: after an unclear end, the step searches the source's
 * tasks for one that can only be ours, and sends the request again only if it is certain that nothing has started
 * (docs/reliability.md). Never throws: a refusal, a failure, an uncertain end and the deadline are `stopped`.
 *
 * @param uploads counts uploads, and stops the start if there are too many.
 */
export async function startOnce(
  context: StartContext,
  log: StartLog,
  aggregation: Aggregation,
  moment: UploadMoment,
  uploads: Pick<UploadCount, 'take' | 'startedNothing' | 'mayHaveStarted'>,
): Promise<Started> {
  const started = await attempt(() => uploadUntilAnswered(context, log, aggregation, moment, uploads));
  if (started.kind === 'done') return started.value;
  const fate: TaskFate = uploads.mayHaveStarted ? { kind: 'perhaps', task: undefined } : NO_TASK;
  return { kind: 'stopped', stop: started, fate };
}

async function uploadUntilAnswered(
  context: StartContext,
  log: StartLog,
  aggregation: Aggregation,
  moment: UploadMoment,
  uploads: Pick<UploadCount, 'take' | 'startedNothing'>,
): Promise<Answered> {
  let lost: LostUpload | undefined;
  let failures = 0;
  let unauthorized = 0;
  for (;;) {
    uploads.take();
    const attempted = misnamed(await kindFor(moment.source).load(context.connection, aggregation), moment);
    switch (attempted.kind) {
      case 'accepted':
        return { ...attempted, proof: 'answered' };
      case 'failed-at-once':
        return attempted;
      case 'busy': {
        const started = await (lost === undefined
          ? runningOrBusy(context, moment, attempted)
          : ownOrBusy(context, lost, attempted));
        if (started.kind === 'busy') uploads.startedNothing();
        return started;
      }
      case 'refused': {
        const { refusal } = attempted;
        const isToken = refusal.httpStatus === 401;
        if (isToken) unauthorized += 1;
        else if (!isRateLimit(refusal)) {
          // ISC refused it, whatever stood in the body.
          if (lost === undefined) uploads.startedNothing();
          throw refusal;
        } else await waitForRoom(context, log, refusal);
        // A gateway may answer so although ISC has processed the request.
        const found = await findOnce(context, { ...moment, reason: refusal });
        if (found !== undefined) return found;
        if (lost === undefined) uploads.startedNothing();
        if (unauthorized > 1) throw refusal;
        if (isToken) log.info(`${refusal.message} Trying again with a new token.`);
        break;
      }
      case 'not-sent':
        failures += 1;
        if (lost === undefined) uploads.startedNothing();
        await waitToSendAgain(context, log, attempted.reason, failures);
        break;
      case 'unclear': {
        failures += 1;
        lost = { ...moment, reason: attempted.reason };
        const found = await findLost(context, log, lost);
        if (found !== undefined) return found;
        if (!attempted.settled || failures > context.pace.uploadRetries)
          throw uncertain(attempted.reason, 'No task of it has appeared.');
        uploads.startedNothing();
        log.info('No task has appeared, so nothing has started. Uploading again.');
        break;
      }
    }
  }
}

/** If a reply names a task that cannot be ours, the fate of the upload is unknown. */
function misnamed(attempted: Attempt, moment: UploadMoment): Attempt {
  if (attempted.kind !== 'accepted') return attempted;
  const why = whyNotOurs(attempted.task, moment);
  if (why === undefined) return attempted;
  const happened = `ISC answered 202 and named task ${attempted.task.id}, but ${why}.`;
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
  { connection }: StartContext,
  moment: UploadMoment,
  busy: Extract<Attempt, { kind: 'busy' }>,
): Promise<Answered> {
  try {
    const task = await getTask(connection, busy.taskId, 'brief');
    const hasStarted = isRunning(task) || completionStatusOf(task.completionStatus ?? '') === 'SUCCESS';
    if (!hasStarted || busyTextOf(task) !== undefined) return busy;
    return whyNotOurs(task, moment) === undefined ? { kind: 'accepted', task, proof: 'adopted' } : busy;
  } catch (failure) {
    // A task that cannot be read does not contradict the reply.
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) return busy;
    throw failure;
  }
}

/** Our own earlier attempt may keep the source busy; the task of this attempt does not. */
async function ownOrBusy(
  context: StartContext,
  lost: LostUpload,
  busy: Extract<Attempt, { kind: 'busy' }>,
): Promise<Answered> {
  const others = new Set([...(lost.before ?? []), busy.taskId]);
  const ours = await lookForTask(context, others, lost);
  return ours === undefined || busyTextOf(ours) !== undefined
    ? busy
    : { kind: 'accepted', task: ours, proof: 'adopted' };
}

/** The task of an upload that ended without a clear answer; `undefined` if none has appeared. */
async function findLost(
  context: StartContext,
  log: StartLog,
  lost: LostUpload,
): Promise<Answered | undefined> {
  log.info(`The upload ended without a clear answer: ${lost.reason.message} Looking for its task.`);
  const ours = await searchForTask(context, lost);
  if (ours === undefined) return undefined;
  const busyText = busyTextOf(ours);
  if (busyText !== undefined) return { kind: 'busy', text: busyText, taskId: ours.id };
  log.info(
    `Task ${ours.id} has appeared since the upload, so the step follows it. Only its result shows whether it belongs to this upload.`,
  );
  return { kind: 'accepted', task: ours, proof: 'adopted' };
}

/**
 * The task of an upload that was refused, if one has appeared. Without a list of tasks from before the upload, the
 * refusal is believed.
 */
async function findOnce(context: StartContext, lost: LostUpload): Promise<Answered | undefined> {
  if (lost.before === undefined) return undefined;
  const ours = await lookForTask(context, lost.before, lost);
  if (ours === undefined || (busyTextOf(ours) !== undefined && !isRunning(ours))) return undefined;
  return { kind: 'accepted', task: ours, proof: 'adopted' };
}

async function waitForRoom(context: StartContext, log: StartLog, refusal: HttpRefusal): Promise<void> {
  const asked = refusal.retryAfterMs ?? context.pace.retryMs.at(-1) ?? 0;
  const ms = Math.max(context.pace.shortestWaitMs, asked);
  const said = `${refusal.message} Trying again in ${ms / 1000} s.`;
  await pauseBefore(context, log, refusal, ms, said);
}

/** @throws `reason` if the upload has failed too often. */
async function waitToSendAgain(
  context: StartContext,
  log: StartLog,
  reason: Error,
  failures: number,
): Promise<void> {
  const wait = context.pace.retryMs[failures - 1];
  if (wait === undefined) throw reason;
  const ms = Math.max(context.pace.shortestWaitMs, wait);
  const said = `The upload did not get through: ${reason.message} Nothing has started; uploading again.`;
  await pauseBefore(context, log, reason, ms, said);
}

/** Logs and then waits `ms` milliseconds. Does not start a wait that would outlast the deadline. */
async function pauseBefore(
  { clock, deadline }: StartContext,
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
