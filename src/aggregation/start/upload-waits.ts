/** The waits before a file is sent again: as long as ISC asks, or longer each time that it did not get through. */
import { timesAsked, waitTooLong } from '../../http/attempts.js';
import type { HttpRefusal } from '../../isc/failures.js';
import type { StartContext } from './lost-upload.js';

/** What a start writes to the log. */
export interface StartLog {
  readonly info: (message: string) => void;
}

/** Waits as long as ISC asks; returns how long that was, in milliseconds. */
export async function waitForRoom(
  context: StartContext,
  log: StartLog,
  refusal: HttpRefusal,
): Promise<number> {
  const asked = refusal.retryAfterMs ?? context.pace.retryMs.at(-1) ?? 0;
  const ms = Math.max(context.pace.shortestWaitMs, asked);
  const said = `${refusal.message} Trying again in ${ms / 1000} s.`;
  await pauseBefore(context, log, refusal, ms, said);
  return ms;
}

/** Uploads that failed, and since when, in milliseconds since the epoch. */
export interface UploadFailures {
  readonly failures: number;
  readonly since: number;
}

/** The failure, which says how often the upload was sent if it was sent again. */
export function withUploadCount(
  { clock }: StartContext,
  reason: Error,
  { failures, since }: UploadFailures,
): Error {
  if (failures > 1) reason.message = `${reason.message} ${timesAsked(failures, clock.now() - since)}`;
  return reason;
}

/** Waits until a file that did not get through may be sent again. @throws `reason` if the upload has failed too often. */
export async function waitToSendAgain(
  context: StartContext,
  log: StartLog,
  reason: Error,
  tried: UploadFailures,
): Promise<void> {
  const wait = context.pace.retryMs[tried.failures - 1];
  if (wait === undefined) throw withUploadCount(context, reason, tried);
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
  if (ms >= left) throw waitTooLong(reason, ms, left);
  log.info(said);
  await clock.sleep(ms, deadline.signal);
}
