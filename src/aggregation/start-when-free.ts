/** From a file that may be sent to a task that is ours, or to a start that failed at once. */
import { unlessChanged, type AccountsBefore } from './accounts-before.js';
import { oldestTaskFromNow, startOnce } from './start-once.js';
import { busyByReply, waitUntilFree } from './wait-until-free.js';
import type { ReadyFile } from './check-file.js';
import { compare } from './check-and-compare.js';
import type { Job, Settled } from './job.js';

/** Waits for a busy source grow up to this multiple of the first one. */
const LONGEST_BUSY_WAIT = 12;

/**
 * Compares and starts once no other aggregation is running. Lists the accounts and compares again after each wait,
 * since they may have changed.
 *
 * @param early the accounts listed before the file was read, if they were.
 */
export async function startWhenFree(
  job: Job,
  checked: ReadyFile | undefined,
  early: AccountsBefore | undefined,
): Promise<Settled> {
  const { tenant, source, target, log, uploads } = job;
  let [file, known] = [checked, early];
  for (;;) {
    const tasks = await waitUntilFree(tenant, source, log);
    file = await compare(job, file, tasks, unlessChanged(known, tasks));
    known = undefined;
    const aggregation = { sourceId: source.id, file, disableOptimization: target.disableOptimization };
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

/** ISC has not started our aggregation, whatever it said at first. */
export async function waitForOther({ log, tenant, uploads }: Job, text: string): Promise<void> {
  const { clock, deadline, pace } = tenant;
  log.info(`ISC has not started the aggregation: ${text} Waiting for the other aggregation to finish.`);
  // If tasks cannot be read, only an upload shows whether the source is free, so try less and less often.
  const ms = pace.busyMs * Math.min(LONGEST_BUSY_WAIT, 2 ** (uploads.sent - 1));
  await clock.sleep(ms, deadline.signal);
}
