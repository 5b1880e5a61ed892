import { stat } from 'node:fs/promises';
import { aggregateSource, type StoryParts } from './one-source.js';
import { findSources, type FoundSources } from './find-sources.js';
import { listRecent } from '../isc/tasks.js';
import { KnownSoFar } from './outcome-builder.js';
import type { Outcome } from '../model/outcome.js';
import { SharedLooks } from './recent-aggregations.js';
import { lastDurationOf, startOrder } from './start-order.js';
import { labelOf, type Target } from '../model/settings.js';
import { openTenant, type TenantParts } from '../isc/connect.js';
import { Turns } from '../runtime/semaphore.js';

/**
 * Sources that are checked, compared and started at once: enough for the rate limit to be what they wait for, few enough
 * for memory. The next one comes when one has started, so that the first tasks run while the last files are checked.
 */
const STARTS_AT_ONCE = 8;

/** Requests for details of running tasks that are under way at once. */
const DETAILS_AT_ONCE = 5;

export interface AllParts extends TenantParts {
  readonly onTask: (taskId: string) => void;
  /** Targets that are only reported as SKIPPED: nothing is asked or sent for them. */
  readonly untouched: ReadonlySet<Target>;
}

/** The stories of all sources, side by side over one connection; the outcomes in the order of the inputs. */
export async function aggregateAll(parts: AllParts): Promise<readonly Outcome[]> {
  const { clock, log, pace, settings } = parts;
  const { apiVersion, targets } = settings;
  const { connection, follower, close } = openTenant(parts);
  let warned = false;
  const warnOfUnseenTasks = (message: string): void => {
    if (!warned) log.warning(message);
    warned = true;
  };
  const turns = new Turns(STARTS_AT_ONCE);
  const details = new Turns(DETAILS_AT_ONCE);
  const several = targets.length > 1;
  try {
    const asked = targets.filter((target) => !parts.untouched.has(target));
    const sources = await findSources(connection, settings, asked);
    const looks = new SharedLooks({
      list: async () => {
        if (settings.dryRun || sources.all.length < 2) return undefined;
        return listRecent(connection, apiVersion, sources.all);
      },
      clock,
      freshMs: pace.busyMs,
    });
    const outcomes = new Map<Target, Promise<Outcome>>();
    for (const target of await inStartOrder(asked, sources, looks)) {
      const story: StoryParts = {
        ...parts,
        place: settings,
        connection,
        follower,
        turns,
        details,
        looks,
        log: several ? log.forSource(labelOf(target)) : log,
        warnOfUnseenTasks,
        findSource: sources.of,
      };
      outcomes.set(target, aggregateSource(story, target));
    }
    return await Promise.all(
      targets.map(async (target) => {
        const outcome = await outcomes.get(target);
        return outcome ?? new KnownSoFar(target, () => clock.now()).outcome('SKIPPED');
      }),
    );
  } finally {
    close();
  }
}

/** The targets in the order in which they are started. */
async function inStartOrder(
  targets: readonly Target[],
  sources: FoundSources,
  looks: SharedLooks,
): Promise<readonly Target[]> {
  // A single one is found when its own story begins.
  if (targets.length < 2) return targets;
  const expected = targets.map(async (target) => {
    // One that cannot be found tells so in its own story.
    const source = await sources.of(target).catch(() => undefined);
    const last = source && (await looks.aggregationsOf(source));
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
