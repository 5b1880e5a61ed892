import { aggregateSource, type StoryParts } from './aggregate.js';
import type { Clock } from './clock.js';
import type { Deadline } from './deadline.js';
import { findSources } from './find-sources.js';
import { TaskFollower } from './follow.js';
import { Connection } from './isc/connection.js';
import { purposeOf } from './isc/operations.js';
import { RequestBudget } from './isc/request-budget.js';
import { getTask, getTasks, listFree } from './isc/tasks.js';
import type { Source } from './isc/model.js';
import { Transport } from './isc/transport.js';
import { KnownSoFar } from './known.js';
import type { Outcome } from './outcome.js';
import type { Pace } from './pace.js';
import type { Log } from './report/log.js';
import { labelOf, type Settings, type Target } from './settings.js';
import { Turns } from './turns.js';
import { USER_AGENT } from './version.js';

/**
 * Sources that are checked, compared and started at once: enough for the rate limit to be what they wait for, few enough
 * for memory. The next one comes when one has started, so that the first tasks run while the last files are checked.
 */
const STARTS_AT_ONCE = 8;

/** Requests for details of running tasks that are under way at once. */
const DETAILS_AT_ONCE = 5;

export interface AllParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly random: () => number;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly keepSecret: (secret: string) => void;
  readonly onTask: (taskId: string) => void;
  /** Targets that are only reported as SKIPPED: nothing is asked or sent for them. */
  readonly untouched: ReadonlySet<Target>;
}

/** The stories of all sources, side by side over one connection; the outcomes in the order of the inputs. */
export async function aggregateAll(parts: AllParts): Promise<readonly Outcome[]> {
  const { clock, deadline, log, pace, settings } = parts;
  const { apiVersion, baseUrl, targets } = settings;
  const transport = new Transport(baseUrl, USER_AGENT, pace);
  const connection = new Connection({
    credentials: settings,
    transport,
    budget: new RequestBudget(clock),
    clock,
    pace,
    deadline,
    random: parts.random,
    events: {
      onSecret: parts.keepSecret,
      onRetry: (message) => {
        log.info(message);
      },
      onDebug: (message) => {
        log.debug(message);
      },
      onDeprecated: (operation) => {
        log.warning(
          `ISC marks the operation to ${purposeOf(operation)} as deprecated in api-version ${apiVersion}. Set api-version to v1 in time.`,
        );
      },
    },
  });
  const follower = new TaskFollower({
    looks: {
      one: (id) => getTask(connection, apiVersion, id),
      several: (ids) => getTasks(connection, apiVersion, ids),
    },
    clock,
    pace,
    deadline,
  });
  const turns = new Turns(STARTS_AT_ONCE);
  const details = new Turns(DETAILS_AT_ONCE);
  const several = targets.length > 1;
  try {
    const asked = targets.filter((target) => !parts.untouched.has(target));
    const sources = await findSources(connection, settings, asked);
    const free = await freeOf(connection, settings, sources.all);
    return await Promise.all(
      targets.map(async (target) => {
        if (parts.untouched.has(target)) return new KnownSoFar(target, () => clock.now()).outcome('SKIPPED');
        const story: StoryParts = {
          ...parts,
          place: settings,
          connection,
          follower,
          turns,
          details,
          log: several ? log.forSource(labelOf(target)) : log,
          findSource: sources.of,
          freeAtStart: free,
        };
        return aggregateSource(story, target);
      }),
    );
  } finally {
    transport.close();
  }
}

/**
 * Asks in one request which sources are free, instead of each for itself. Without an answer each looks for itself, and
 * says what is wrong.
 */
async function freeOf(
  connection: Connection,
  { apiVersion, dryRun }: Settings,
  sources: readonly Source[],
): Promise<ReadonlySet<string>> {
  if (dryRun || sources.length < 2) return new Set();
  return listFree(connection, apiVersion, sources).catch(() => new Set<string>());
}
