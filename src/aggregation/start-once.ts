/** Starts exactly one aggregation, also where replies are lost. */
import { tooLong } from '../isc/http/attempts.js';
import type { HttpRefusal } from '../isc/http/refusal.js';
import { isRateLimit } from '../isc/http/retry.js';
import { loadAccounts, type Aggregation, type Attempt } from '../isc/load-accounts.js';
import type { Source } from '../model/source.js';
import { busyTextOf } from '../model/task.js';
import { lookForTask, searchForTask, uncertain, type Lost, type StartTenant } from './lost-task.js';

/** What starting says in the log. */
export interface StartLog {
  readonly info: (message: string) => void;
}

/** How the start ended, where it did not fail. */
export type Started = Extract<Attempt, { kind: 'accepted' | 'busy' | 'failed-at-once' }>;

/** The `Date` of a reply is exact to the second only, and clocks differ between ISC's servers. */
const CLOCK_TOLERANCE_MS = 2_000;

/**
 * Starts one aggregation, exactly once. The request is not idempotent: after an unclear end the tasks of the
 * source are searched for one that can only be ours; the request is sent again only when it is certain that
 * nothing has started (docs/reliability.md).
 *
 * @param before ids of the aggregations that were there before; `undefined` where ISC does not show them.
 * @throws HttpRefusal, ConnectionFailure; StepFailure if nobody can tell whether the aggregation has started; the
 * deadline's reason.
 */
export async function startOnce(
  tenant: StartTenant,
  source: Source,
  log: StartLog,
  aggregation: Aggregation,
  before: ReadonlySet<string> | undefined,
): Promise<Started> {
  const since = tenant.connection.serverNow() - CLOCK_TOLERANCE_MS;
  let lost: Lost | undefined;
  let failures = 0;
  for (;;) {
    const attempt = await loadAccounts(tenant.connection, aggregation);
    switch (attempt.kind) {
      case 'accepted':
      case 'failed-at-once':
        return attempt;
      case 'busy':
        return lost === undefined ? attempt : ownOrBusy(tenant, source, lost, attempt);
      case 'refused':
        if (!isRateLimit(attempt.refusal)) throw attempt.refusal;
        await waitForRoom(tenant, log, attempt.refusal);
        break;
      case 'not-sent':
        failures += 1;
        await waitToSendAgain(tenant, log, attempt.reason, failures);
        break;
      case 'unclear': {
        failures += 1;
        lost = { before, since, reason: attempt.reason };
        const found = await findLost(tenant, source, log, lost);
        if (found !== undefined) return found;
        if (!attempt.settled || failures > tenant.pace.uploadRetries)
          throw uncertain(attempt.reason, 'no task of it has appeared');
        log.info('No task of it has appeared: nothing has started. Sending it again.');
        break;
      }
    }
  }
}

/** What keeps the source busy may be our own earlier attempt; the task of this one is not it. */
async function ownOrBusy(
  tenant: StartTenant,
  source: Source,
  { before, since, reason }: Lost,
  busy: Extract<Attempt, { kind: 'busy' }>,
): Promise<Started> {
  const others = new Set([...(before ?? []), busy.taskId ?? '']);
  const ours = await lookForTask(tenant, source, others, { since, reason });
  return ours === undefined || busyTextOf(ours) !== undefined ? busy : { kind: 'accepted', task: ours };
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
  log.info(`ISC had started the aggregation nevertheless: task ${ours.id} is followed.`);
  return { kind: 'accepted', task: ours };
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
  const said = `The upload did not get through: ${reason.message} Nothing has started; sending it again.`;
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
