/** From a file that may be sent to a task that is ours, or a start that came to an end at once. */
import { oldestTaskFromNow, startOnce } from './start-once.js';
import { busyByReply, waitUntilFree } from './wait-until-free.js';
import type { ReadyFile } from './check-file.js';
import { compare } from './check-and-compare.js';
import type { Job, Settled } from './job.js';

/** Waits for a source that is busy grow up to this many times the first one. */
const LONGEST_BUSY_WAIT = 12;

/** Compares and starts when no other aggregation runs; compares again after each wait, which may have changed the accounts. */
export async function startWhenFree(job: Job, file: ReadyFile | undefined): Promise<Settled> {
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

/** ISC has not started ours, whatever it said at first. */
export async function waitForOther({ log, tenant, uploads }: Job, text: string): Promise<void> {
  const { clock, deadline, pace } = tenant;
  log.info(`ISC has not started the aggregation: ${text} Waiting for the other aggregation to finish.`);
  // Where its tasks cannot be seen, only an upload shows whether the source is free: less and less often.
  const ms = pace.busyMs * Math.min(LONGEST_BUSY_WAIT, 2 ** (uploads.sent - 1));
  await clock.sleep(ms, deadline.signal);
}
