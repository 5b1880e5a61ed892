/** Starts exactly one aggregation, even if replies are lost. */
import { ConnectionFailure, HttpRefusal } from '../../isc/failures.js';
import { isRateLimit } from '../../http/retry.js';
import { startAggregation, startOperation, type Aggregation, type Attempt } from '../../isc/load-accounts.js';
import { getTask } from '../../isc/tasks.js';
import { attempt, type Stop } from '../../model/failure.js';
import { completionStatusOf } from '../../model/status.js';
import {
  busyTextOf,
  isRunning,
  NO_TASK,
  type Task,
  type TaskFate,
  type UploadMoment,
  whyNotOurs,
} from '../../model/task.js';
import { proofOf, type SeenOf } from '../../model/proof.js';
import type { UploadCount } from '../common/upload-count.js';
import {
  lookForTask,
  requireNoStart,
  searchForTask,
  unclearUpload,
  type LostUpload,
  type StartContext,
} from './lost-upload.js';
import { withUploadCount, waitForRoom, waitToSendAgain, type StartLog } from './upload-waits.js';

/** A start that ISC has answered. */
export type Answer =
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
export type UploadEnd =
  | Answer
  /**
   * Nothing was sent any more, because the comparison is too old by now. `lost`: an earlier upload that has started
   * nothing as far as a list of tasks can prove that.
   */
  | { readonly kind: 'too-late'; readonly lost: LostUpload | undefined }
  /** It could not be completed. `fate` says whether an aggregation may have been started all the same. */
  | { readonly kind: 'stopped'; readonly stop: Stop; readonly fate: TaskFate };

/** What a start counts. */
type Uploads = Pick<
  UploadCount,
  'take' | 'startedNothing' | 'wasBusy' | 'wasUnauthorized' | 'mayHaveStarted'
>;

/**
 * Starts exactly one aggregation. The request is not idempotent: after an unclear end, the step searches the source's
 * tasks for one that can only be ours, and sends the request again only if it is proven that nothing has started
 * (docs/reliability.md). Never throws: a refusal, a failure, an uncertain end and the deadline are `stopped`.
 *
 * @param uploads counts uploads, and stops the start if there are too many.
 * @param sendUntil after this time, in milliseconds since the epoch, nothing is sent.
 */
export async function startOnce(
  context: StartContext,
  log: StartLog,
  aggregation: Aggregation,
  moment: UploadMoment,
  uploads: Uploads,
  sendUntil = Infinity,
): Promise<UploadEnd> {
  const upload = { aggregation, moment, uploads, sendUntil };
  const started = await attempt(() => uploadUntilAnswered(context, log, upload));
  if (started.kind === 'done') return started.value;
  const fate: TaskFate = uploads.mayHaveStarted ? { kind: 'perhaps', task: undefined } : NO_TASK;
  return { kind: 'stopped', stop: started, fate };
}

interface Upload {
  readonly aggregation: Aggregation;
  readonly moment: UploadMoment;
  readonly uploads: Uploads;
  readonly sendUntil: number;
}

async function uploadUntilAnswered(
  context: StartContext,
  log: StartLog,
  upload: Upload,
): Promise<Exclude<UploadEnd, { kind: 'stopped' }>> {
  const { moment, uploads } = upload;
  let lost: LostUpload | undefined;
  let isOpen = false;
  let failures = 0;
  const since = context.clock.now();
  for (;;) {
    const sent = await sendOnce(context, upload, isOpen);
    if (sent.kind === 'too-late') return { ...sent, lost };
    const attempted = misnamed(sent, moment);
    switch (attempted.kind) {
      case 'accepted':
        return { ...attempted, proof: 'answered' };
      case 'failed-at-once':
        return attempted;
      case 'busy': {
        const started = await (lost === undefined
          ? runningOrBusy(context, moment, attempted)
          : ownOrBusy(context, lost, attempted));
        if (started.kind === 'busy') uploads.wasBusy();
        return started;
      }
      case 'not-sent':
        failures += 1;
        requireNoStart('not sent completely', attempted.reason, NOT_PROVEN);
        if (!isOpen) uploads.startedNothing();
        await waitToSendAgain(context, log, attempted.reason, { failures, since });
        break;
      case 'refused': {
        const { refusal } = attempted;
        if (proofOf('start', seenAt(refusal)) === 'proven') {
          if (!isOpen) uploads.startedNothing();
          throw refusal;
        }
        // A gateway may answer so although ISC has processed the request.
        lost = { ...moment, reason: refusal };
        const isToken = !isRateLimit(refusal);
        // After the second 401 nothing is sent any more, so a single look is enough.
        const isLast = isToken && uploads.wasUnauthorized() > 1;
        const waited = isToken ? (isLast ? Infinity : 0) : await waitForRoom(context, log, refusal);
        const found = await findLost(context, log, lost, waited);
        if (found !== undefined) return noted(found, uploads);
        if (!isOpen) uploads.startedNothing();
        if (isLast) throw refusal;
        if (isToken) log.info(`${refusal.message} Trying again with a new token.`);
        break;
      }
      case 'unclear': {
        failures += 1;
        isOpen = true;
        lost = { ...moment, reason: attempted.reason };
        const found = await findLost(context, log, lost, 0);
        if (found !== undefined) return noted(found, uploads);
        if (!attempted.settled || failures > context.pace.uploadRetries)
          throw unclearUpload(
            withUploadCount(context, attempted.reason, { failures, since }),
            'No task of it has appeared.',
          );
        uploads.startedNothing();
        log.info('No task has appeared, so nothing has started. Uploading again.');
        break;
      }
    }
  }
}

class TooLate extends Error {}

/**
 * One attempt, unless the comparison is too old when its turn has come.
 *
 * @param isOpen true if an earlier attempt may have started an aggregation.
 */
async function sendOnce(
  { clock, connection, deadline }: StartContext,
  { aggregation, sendUntil, uploads }: Upload,
  isOpen: boolean,
): Promise<Attempt | { readonly kind: 'too-late' }> {
  try {
    return await startAggregation(connection, aggregation, () => {
      if (clock.now() > sendUntil) throw new TooLate();
      uploads.take();
    });
  } catch (failure) {
    if (failure instanceof TooLate) return { kind: 'too-late' };
    // But for a redirect, ISC did not get the whole body: its file has changed, or there was no connection for it.
    const seen: SeenOf<'start'> =
      failure instanceof ConnectionFailure && failure.fault === 'redirect'
        ? 'refused by a gateway, perhaps after it was processed'
        : 'not sent completely';
    const isProven = proofOf('start', seen) === 'proven';
    if (isProven && !isOpen && !deadline.signal.aborted) uploads.startedNothing();
    throw failure;
  }
}

/** What a refusal says about the start: the rate limit and a token may be checked by something before or behind ISC. */
function seenAt(refusal: HttpRefusal): SeenOf<'start'> {
  return refusal.httpStatus === 401 || isRateLimit(refusal)
    ? 'refused by a gateway, perhaps after it was processed'
    : 'refused before it was processed';
}

/** A task that was found, counted as busy if it was refused. */
function noted(found: Answer, uploads: Uploads): Answer {
  if (found.kind === 'busy') uploads.wasBusy();
  return found;
}

/** If a reply names a task that cannot be ours, the fate of the upload is unknown. */
function misnamed(attempted: Attempt, moment: UploadMoment): Attempt {
  if (attempted.kind !== 'accepted') return attempted;
  const why = whyNotOurs(attempted.task, moment);
  if (why === undefined) return attempted;
  const happened = `ISC answered 202 and named task ${attempted.task.id}, but ${why}.`;
  return {
    kind: 'unclear',
    reason: new ConnectionFailure(startOperation(moment.source), 'shape', happened),
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
): Promise<Answer> {
  if (busy.taskId === undefined) return busy;
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
): Promise<Answer> {
  const others = new Set(lost.before);
  if (busy.taskId !== undefined) others.add(busy.taskId);
  const sight = await lookForTask(context, others, lost);
  if (sight?.kind === 'unclear') requireNoStart(sight.seen, lost.reason, sight.why);
  return sight?.kind !== 'found' || busyTextOf(sight.task) !== undefined
    ? busy
    : { kind: 'accepted', task: sight.task, proof: 'adopted' };
}

/**
 * The task of an upload that ended without a clear answer; `undefined` if it is proven that none has started, as far as
 * lists of tasks can prove that.
 *
 * @throws StepFailure if that is not proven.
 */
async function findLost(
  context: StartContext,
  log: StartLog,
  lost: LostUpload,
  waited: number,
): Promise<Answer | undefined> {
  log.info(`The upload ended without a clear answer: ${lost.reason.message} Looking for its task.`);
  const search = await searchForTask(context, lost, waited);
  if (search.kind !== 'found') {
    requireNoStart(search.seen, lost.reason, search.kind === 'none' ? NOT_PROVEN : search.why);
    return undefined;
  }
  const { task } = search;
  const busyText = busyTextOf(task);
  if (busyText !== undefined && !isRunning(task)) return { kind: 'busy', text: busyText, taskId: task.id };
  log.info(
    `Task ${task.id} has appeared since the upload, so the step follows it. Only its result shows whether it belongs to this upload.`,
  );
  return { kind: 'accepted', task, proof: 'adopted' };
}

const NOT_PROVEN =
  'No task of it has appeared, but the list of tasks shows none from before either, or not the newest first, so a task may be missing from it.';
