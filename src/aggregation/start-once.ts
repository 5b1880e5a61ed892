import { tooLong } from '../isc/http/attempts.js';
import { ConnectionFailure } from '../isc/http/connection-failure.js';
import type { Connection } from '../isc/http/connection.js';
import { Refusal } from '../isc/http/refusal.js';
import { isRateLimit } from '../isc/http/retry.js';
import { type Aggregation, type Attempt, busyTextOf, loadAccounts } from '../isc/load-accounts.js';
import type { Place } from '../isc/sources.js';
import { listAggregations } from '../isc/tasks.js';
import { StepFailure } from '../model/failure.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Pace } from '../runtime/pace.js';

/** What starting needs from its surroundings. */
export interface StartParts {
  readonly connection: Connection;
  readonly place: Place;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
  readonly log: { readonly info: (message: string) => void };
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
 * @throws Refusal, ConnectionFailure; StepFailure if nobody can tell whether the aggregation has started; the
 * deadline's reason.
 */
export async function startOnce(
  parts: StartParts,
  source: Source,
  aggregation: Aggregation,
  before: ReadonlySet<string> | undefined,
): Promise<Started> {
  const { connection, log, pace } = parts;
  const since = connection.serverNow() - CLOCK_TOLERANCE_MS;
  let unclear: Error | undefined;
  for (let failures = 1; ; failures += 1) {
    const attempt = await loadAccounts(connection, parts.place, aggregation);
    switch (attempt.kind) {
      case 'accepted':
      case 'failed-at-once':
        return attempt;
      case 'busy': {
        if (unclear === undefined) return attempt;
        // What keeps the source busy may be our own earlier attempt; the task of this one is not it.
        const others = new Set([...(before ?? []), attempt.taskId ?? '']);
        const ours = await look(parts, source, others, since, unclear);
        return ours === undefined || busyTextOf(ours) !== undefined
          ? attempt
          : { kind: 'accepted', task: ours };
      }
      case 'refused':
        if (!isRateLimit(attempt.refusal)) throw attempt.refusal;
        failures -= 1;
        await waitForRoom(parts, attempt.refusal);
        break;
      case 'not-sent': {
        const wait = pace.retryMs[failures - 1];
        if (wait === undefined) throw attempt.reason;
        const said = `The upload did not get through: ${attempt.reason.message} Nothing has started; sending it again.`;
        await waitToSendAgain(parts, attempt.reason, wait, said);
        break;
      }
      case 'unclear': {
        unclear = attempt.reason;
        log.info(`The upload ended without a clear answer: ${attempt.reason.message} Looking for its task.`);
        const ours = await search(parts, source, before, since, attempt.reason);
        const busyText = busyTextOf(ours);
        if (busyText !== undefined) return { kind: 'busy', text: busyText, taskId: ours?.id };
        if (ours !== undefined) {
          log.info(`ISC had started the aggregation all the same: task ${ours.id} is followed.`);
          return { kind: 'accepted', task: ours };
        }
        if (!attempt.settled || failures > pace.uploadRetries)
          throw uncertain(attempt.reason, 'no task of it has appeared');
        log.info('No task of it has appeared: nothing has started. Sending it again.');
        break;
      }
    }
  }
}

/** A 429 is given before the body is processed: the request may be repeated. */
async function waitForRoom(parts: StartParts, refusal: Refusal): Promise<void> {
  const wait = refusal.retryAfterMs ?? parts.pace.retryMs.at(-1) ?? 0;
  const said = `${refusal.message} Nothing has started; trying again in ${wait / 1000} s.`;
  await waitToSendAgain(parts, refusal, wait, said);
}

/** Waits `ms` milliseconds after saying so; a wait that the deadline would end is not begun. */
async function waitToSendAgain(
  { clock, deadline, log }: StartParts,
  reason: Error,
  ms: number,
  said: string,
): Promise<void> {
  const left = deadline.at - clock.now();
  if (ms >= left) throw tooLong(reason, ms, left);
  log.info(said);
  await clock.sleep(ms, deadline.signal);
}

/** Looks for our task several times, since a task may appear some time after its request. */
async function search(
  parts: StartParts,
  source: Source,
  before: ReadonlySet<string> | undefined,
  since: number,
  reason: Error,
): Promise<Task | undefined> {
  if (before === undefined) throw uncertain(reason, 'the tasks of the source cannot be read');
  for (const wait of parts.pace.searchMs) {
    await parts.clock.sleep(wait, parts.deadline.signal);
    const ours = await look(parts, source, before, since, reason);
    if (ours !== undefined) return ours;
  }
  return undefined;
}

/**
 * Our task, if there is exactly one that can be it: not one of `others`, and created since our request, which ended
 * for an unclear `reason`. One that is new beside the others, but not by the server's clock, leaves it open: to take
 * it may be a false verdict, to pass it over a second aggregation.
 */
async function look(
  parts: StartParts,
  source: Source,
  others: ReadonlySet<string>,
  since: number,
  reason: Error,
): Promise<Task | undefined> {
  const tasks = await tasksOf(parts, source, reason);
  const unknown = tasks.filter(({ id }) => !others.has(id));
  const candidates = unknown.filter(({ created }) => created === undefined || created >= since);
  // Of a running task and one that it kept from starting, either may be ours: taking the wrong one would be a false verdict.
  if (candidates.length > 1) {
    throw uncertain(reason, `several tasks may be it: ${candidates.map(({ id }) => id).join(', ')}`);
  }
  const [ours] = candidates;
  if (ours !== undefined) return ours;
  // Older ones may have been left out of `others`, since ISC lists only so many.
  const newest = Math.max(...tasks.filter(({ id }) => others.has(id)).map(({ created }) => created ?? since));
  const puzzling = unknown.find(({ created }) => created !== undefined && created > newest);
  if (puzzling === undefined) return undefined;
  throw uncertain(reason, `task ${puzzling.id} is new, but was created earlier by the clock of the server`);
}

async function tasksOf(
  { connection, deadline, place }: StartParts,
  source: Source,
  reason: Error,
): Promise<readonly Task[]> {
  try {
    return await listAggregations(connection, place.apiVersion, source);
  } catch (failure) {
    deadline.signal.throwIfAborted();
    if (failure instanceof Refusal || failure instanceof ConnectionFailure) {
      throw uncertain(reason, failure.message);
    }
    throw failure;
  }
}

function uncertain(reason: Error, why: string): StepFailure {
  return new StepFailure(
    `It is not known whether ISC has started the aggregation. ${reason.message} Whether it did cannot be found out: ${why}.`,
    {
      next: 'Look at the aggregations of the source in ISC. Run the step again only if none has started or it is over.',
      cause: reason,
    },
  );
}
