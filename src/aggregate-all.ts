import { aggregateSource } from './aggregate.js';
import type { Clock } from './clock.js';
import type { Deadline } from './deadline.js';
import { TaskFollower } from './follow.js';
import { Connection } from './isc/connection.js';
import { purposeOf } from './isc/operations.js';
import { RequestBudget } from './isc/request-budget.js';
import { getTask, getTasks } from './isc/tasks.js';
import { Transport } from './isc/transport.js';
import { KnownSoFar } from './known.js';
import type { Outcome } from './outcome.js';
import type { Pace } from './pace.js';
import type { Log } from './report/log.js';
import { labelOf, type Settings, type Target } from './settings.js';
import { Turns } from './turns.js';
import { USER_AGENT } from './version.js';

/** Files read or sent at once: more would not be faster on a runner of two to four cores. */
const FILES_AT_ONCE = 4;

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
  const turns = new Turns(FILES_AT_ONCE);
  try {
    return await Promise.all(
      targets.map(async (target) => {
        if (parts.untouched.has(target)) return new KnownSoFar(target, () => clock.now()).outcome('SKIPPED');
        const own = targets.length === 1 ? log : log.forSource(labelOf(target));
        const story = { ...parts, place: settings, connection, follower, turns, log: own };
        return aggregateSource(story, target);
      }),
    );
  } finally {
    transport.close();
  }
}
