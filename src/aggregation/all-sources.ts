/** The sources of a step, in parallel: what they share, and the order in which they start. */
import { openConnection, type TenantParts } from '../isc/open-connection.js';
import type { Connection } from '../isc/connection.js';
import { getTask, getTasks, listRecent } from '../isc/tasks.js';
import { tenantReport } from '../isc/tenant-report.js';
import { REPORT_TITLE } from '../isc/unexpected.js';
import type { Outcome } from '../model/outcome.js';
import { ACCOUNT, saidOf, withType } from '../model/object-kind.js';
import { labelOf, type Target } from '../model/settings.js';
import { NO_TASK, isAggregationOf, busyTextOf, isOver, type Task } from '../model/task.js';
import type { Source } from '../model/source.js';
import type { Log } from '../runtime/log.js';
import { Semaphore } from '../runtime/semaphore.js';
import { fileSize } from '../runtime/files.js';
import { findSources, type FoundSources } from './find-sources.js';
import { TaskFollower } from './common/follower.js';
import { NO_FACTS, outcomeOf } from './outcome.js';
import { RecentAggregations } from './common/recent-aggregations.js';
import type { Review } from './reviewed/review.js';
import { afterEntitlements, entitlementsBefore } from './after-entitlements.js';
import type { StepContext, WritePlan } from './common/context.js';

/**
 * Sources that are checked, compared and started at a time: enough to make full use of the rate limit, few enough for
 * memory. The next one follows when one has started, so that the first tasks run while the last files are checked.
 */
const STARTS_AT_ONCE = 8;

/** Concurrent requests for details of running tasks. */
const DETAILS_AT_ONCE = 5;

/** What the step passes to the work on its sources. */
export interface AllSourcesParts extends TenantParts {
  readonly onTask: (taskId: string) => void;
  /**
   * Targets that are only reported as SKIPPED, without any request, each with the newer commit that makes it stale, or
   * `undefined` if the event's commits do not touch its file.
   */
  readonly skipped: ReadonlyMap<Target, string | undefined>;
  /** Writes the rows of a source to the plan file; `undefined` if none is asked for. */
  readonly onPlan: WritePlan | undefined;
  /** The review for plans over a limit; `undefined` without `reviewed-plan`. */
  readonly review: Review | undefined;
}

/** Aggregates all sources in parallel over one connection. Returns the outcomes in the order of the inputs. */
export async function aggregateAll(parts: AllSourcesParts): Promise<readonly Outcome[]> {
  const { log, settings, skipped } = parts;
  const { targets } = settings;
  const { connection, close } = openConnection(parts);
  try {
    const asked = targets.filter((target) => !skipped.has(target));
    const sources = await findSources(connection, asked);
    const context = contextOf(parts, connection, sources.all);
    const outcomes = new Map<Target, Promise<Outcome>>();
    for (const target of entitlementsFirst(await inStartOrder(asked, sources, context))) {
      const own = targets.length > 1 ? log.forSource(withType(labelOf(target), target)) : log;
      const beside = await entitlementsBefore(target, outcomes.keys(), sources);
      outcomes.set(
        target,
        afterEntitlements(context, target, sources, beside, new Map(outcomes), skipped, logOf(target, own)),
      );
    }
    return await Promise.all(
      targets.map(
        async (target) => (await outcomes.get(target)) ?? skippedOutcome(target, skipped.get(target)),
      ),
    );
  } finally {
    close();
    reportTenant(parts, connection);
  }
}

/** The log of a source, in the words of what is aggregated. */
function logOf({ csv, objectType }: Target, log: Log): Log {
  if (objectType === ACCOUNT) return log;
  const words = (message: string): string =>
    saidOf(objectType, message, csv === undefined ? [] : [csv.shown]);
  return {
    ...log,
    info: (message) => {
      log.info(words(message));
    },
    warning: (message, place) => {
      log.warning(words(message), place);
    },
  };
}

/** The outcome of a source whose file the event does not touch, or that has a newer commit. */
function skippedOutcome(target: Target, newerCommit: string | undefined): Outcome {
  const end = { kind: 'end', status: 'SKIPPED', failure: undefined } as const;
  const about = { target, source: undefined, durationMs: 0, uploads: 0, isSafeToRepeat: true };
  return { ...outcomeOf(about, { facts: NO_FACTS, fate: NO_TASK, end }), newerCommit };
}

/** Reports how the tenant answered, for users of similar tenants and to find out why a tenant is different. */
function reportTenant({ log, settings }: AllSourcesParts, connection: Connection): void {
  const { apiVersion, learned, record } = connection;
  if (record.operations.size === 0) return;
  if (!settings.dryRun && !log.isDebug && !record.isUnexpected) return;
  log.group(REPORT_TITLE, tenantReport({ apiVersion, learned, record }));
}

function contextOf(
  { clock, deadline, log, onPlan, onTask, pace, review, settings }: AllSourcesParts,
  connection: Connection,
  sources: readonly Source[],
): StepContext {
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
    onPlan,
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
  { recent }: Pick<StepContext, 'recent'>,
): Promise<readonly Target[]> {
  // A single source is found when its own work begins.
  if (targets.length < 2) return targets;
  const expected = targets.map(async (target) => {
    // A source that cannot be found is reported when its own work begins.
    const source = await sources.of(target).catch(() => undefined);
    const all = source && (await recent.aggregationsOf(source));
    const last = all?.filter((task) => isAggregationOf(task, target));
    return { target, lastMs: last && lastDurationOf(last), bytes: await fileSize(target.csv) };
  });
  return startOrder(await Promise.all(expected)).map(({ target }) => target);
}

/** What is known before the start about how long an aggregation will take. */
export interface Expectation {
  /** How long the last aggregation of this source took, in milliseconds; `undefined` if ISC lists none. */
  readonly lastMs: number | undefined;
  /** Size of the file; 0 if there is none. */
  readonly bytes: number;
}

/**
 * The order in which to start sources, so that the step ends soon after the longest aggregation. Sources of unknown
 * duration come first, since any may be the longest, with the largest file first; then the others, the longest first.
 * Equal ones stay in the given order.
 */
export function startOrder<T extends Expectation>(sources: readonly T[]): readonly T[] {
  const expectedMs = ({ lastMs }: T): number => lastMs ?? Number.MAX_VALUE;
  return sources.toSorted((a, b) => expectedMs(b) - expectedMs(a) || b.bytes - a.bytes);
}

/** The same targets, those about entitlements before those about accounts: accounts wait for them. */
export function entitlementsFirst<T extends Pick<Target, 'objectType'>>(targets: readonly T[]): readonly T[] {
  const isLate = ({ objectType }: T): number => (objectType === ACCOUNT ? 1 : 0);
  return targets.toSorted((a, b) => isLate(a) - isLate(b));
}

/**
 * The duration in milliseconds of the last aggregation that has ended, given those of one source, newest first. An
 * aggregation refused because another was running does not count.
 */
export function lastDurationOf(newestFirst: readonly Task[]): number | undefined {
  const last = newestFirst.find((task) => isOver(task) && busyTextOf(task) === undefined);
  if (last?.created === undefined || last.completed === undefined) return undefined;
  return last.completed - last.created;
}
