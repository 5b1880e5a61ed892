/** The sources of a step, side by side: what they share, and the order in which they start. */
import { stat } from 'node:fs/promises';
import { openConnection, type ConnectParts } from '../isc/connect.js';
import type { Connection } from '../isc/http/connection.js';
import { getTask, getTasks, listRecent } from '../isc/tasks.js';
import { tenantReport } from '../isc/tenant-report/report.js';
import { REPORT_TITLE } from '../isc/tenant-report/title.js';
import type { Outcome } from '../model/outcome.js';
import { labelOf, type Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Log } from '../runtime/log.js';
import { Semaphore } from '../runtime/semaphore.js';
import { findSources, type FoundSources } from './find-sources.js';
import { TaskFollower } from './follow.js';
import { aggregateSource } from './one-source.js';
import { OutcomeBuilder } from './outcome-builder.js';
import { RecentAggregations } from './recent-aggregations.js';
import { withinOneComment } from './reviewed/capacity.js';
import type { Review } from './reviewed/review.js';
import { lastDurationOf, startOrder } from './start-order.js';
import type { Tenant } from './tenant.js';

/**
 * Sources that are checked, compared and started at once: enough for the rate limit to be what they wait for, few enough
 * for memory. The next one comes when one has started, so that the first tasks run while the last files are checked.
 */
const STARTS_AT_ONCE = 8;

/** Requests for details of running tasks that are under way at once. */
const DETAILS_AT_ONCE = 5;

/** What the step brings to the work on its sources. */
export interface AllSourcesParts extends ConnectParts {
  readonly onTask: (taskId: string) => void;
  /** Targets that are only reported as SKIPPED: nothing is asked or sent for them. */
  readonly untouched: ReadonlySet<Target>;
  /** Asked about plans over `max-deletions`; `undefined` without `reviewed-deletions`. */
  readonly review: Review | undefined;
}

/** The stories of all sources, side by side over one connection; the outcomes in the order of the inputs. */
export async function aggregateAll(parts: AllSourcesParts): Promise<readonly Outcome[]> {
  const { clock, log, settings, untouched } = parts;
  const { targets } = settings;
  const { connection, close } = openConnection(parts);
  try {
    const asked = targets.filter((target) => !untouched.has(target));
    const sources = await findSources(connection, asked);
    const tenant = tenantOf(parts, connection, sources.all);
    const outcomes = new Map<Target, Promise<Outcome>>();
    for (const target of await inStartOrder(asked, sources, tenant)) {
      const own = targets.length > 1 ? log.forSource(labelOf(target)) : log;
      outcomes.set(target, aggregateSource(tenant, target, sources.of, own));
    }
    const ended = await Promise.all(
      targets.map(async (target) => {
        const outcome = await outcomes.get(target);
        return outcome ?? new OutcomeBuilder(target, () => clock.now()).outcome('SKIPPED');
      }),
    );
    return withinOneComment(ended);
  } finally {
    close();
    reportTenant(parts, connection);
  }
}

/** How the tenant answered: what helps others on tenants like it, and whoever has to find out why this one is different. */
function reportTenant({ log, settings }: AllSourcesParts, connection: Connection): void {
  const { apiVersion, learned, record } = connection;
  if (record.operations.size === 0) return;
  if (!settings.dryRun && !log.isDebug && !record.isUnexpected) return;
  log.group(REPORT_TITLE, tenantReport({ apiVersion, learned, record }));
}

function tenantOf(
  { clock, deadline, log, onTask, pace, review, settings }: AllSourcesParts,
  connection: Connection,
  sources: readonly Source[],
): Tenant {
  const looks = {
    one: (id: string) => getTask(connection, id),
    several: (ids: readonly string[]) => getTasks(connection, ids),
  };
  const recent = new RecentAggregations({
    list: async () => (settings.dryRun || sources.length < 2 ? undefined : listRecent(connection, sources)),
    clock,
    freshMs: pace.busyMs,
  });
  return {
    settings,
    connection,
    clock,
    pace,
    deadline,
    follower: new TaskFollower({ looks, clock, pace, deadline }),
    claims: new Map(),
    recent,
    starts: new Semaphore(STARTS_AT_ONCE),
    details: new Semaphore(DETAILS_AT_ONCE),
    warnOfUnseenTasks: onlyOnce(log),
    onTask,
    review,
  };
}

function onlyOnce(log: Pick<Log, 'warning'>): (message: string) => void {
  let warned = false;
  return (message) => {
    if (!warned) log.warning(message);
    warned = true;
  };
}

/** The targets in the order in which they are started. */
async function inStartOrder(
  targets: readonly Target[],
  sources: FoundSources,
  { recent }: Pick<Tenant, 'recent'>,
): Promise<readonly Target[]> {
  // A single one is found when its own story begins.
  if (targets.length < 2) return targets;
  const expected = targets.map(async (target) => {
    // One that cannot be found tells so in its own story.
    const source = await sources.of(target).catch(() => undefined);
    const last = source && (await recent.aggregationsOf(source));
    return { target, lastMs: last && lastDurationOf(last), bytes: await bytesOf(target) };
  });
  return startOrder(await Promise.all(expected)).map(({ target }) => target);
}

/** 0 where there is no file, or none that can be read: what is wrong with it comes to light when it is checked. */
async function bytesOf({ csv }: Target): Promise<number> {
  if (csv === undefined) return 0;
  return stat(csv.path).then(
    ({ size }) => size,
    () => 0,
  );
}
