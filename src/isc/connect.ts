import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import { TaskFollower } from '../aggregation/follow.js';
import { Connection } from './http/connection.js';
import { purposeOf } from './http/operations.js';
import { RequestBudget } from './http/request-budget.js';
import { getTask, getTasks } from './tasks.js';
import { Transport } from './http/transport.js';
import type { Pace } from '../runtime/pace.js';
import type { Log } from '../runtime/log.js';
import type { Settings } from '../model/settings.js';
import { USER_AGENT } from '../runtime/version.js';

export interface TenantParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly random: () => number;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly keepSecret: (secret: string) => void;
}

/** The tenant as all sources of the step share it: one connection, one budget of requests, one follower. */
export interface Tenant {
  readonly connection: Connection;
  readonly follower: TaskFollower;
  /** Closes the connections that are kept open. */
  readonly close: () => void;
}

/** Prepares the way to the tenant; nothing is sent before it is needed. */
export function openTenant(parts: TenantParts): Tenant {
  const { clock, deadline, log, pace, settings } = parts;
  const { apiVersion } = settings;
  const transport = new Transport(settings.baseUrl, USER_AGENT, pace);
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
  const looks = {
    one: (id: string) => getTask(connection, apiVersion, id),
    several: (ids: readonly string[]) => getTasks(connection, apiVersion, ids),
  };
  return {
    connection,
    follower: new TaskFollower({ looks, clock, pace, deadline }),
    close: () => {
      transport.close();
    },
  };
}
