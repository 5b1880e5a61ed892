/** Assembles the connection to the tenant. */
import type { Settings } from '../model/settings.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Log } from '../runtime/log.js';
import type { Pace } from '../runtime/pace.js';
import type { Secrets } from '../runtime/secrets.js';
import { USER_AGENT } from '../runtime/version.js';
import { Connection } from './connection.js';
import { purposeOf } from './operations.js';
import { RequestBudget } from '../http/request-budget.js';
import { connectionFailure } from './failures.js';
import { Transport } from '../http/transport.js';

/** What a connection to the tenant needs of the step. */
export interface TenantParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly random: () => number;
  readonly deadline: Deadline;
  readonly log: Log;
  readonly keepSecret: (secret: string) => void;
  readonly secrets: Pick<Secrets, 'redact'>;
}

/** The one connection that all sources of the step share, with its single request budget. */
export interface OpenConnection {
  readonly connection: Connection;
  /** Closes the kept-alive sockets. */
  readonly close: () => void;
}

/** Prepares access to the tenant; sends nothing before it is needed. */
export function openConnection(parts: TenantParts): OpenConnection {
  const { clock, deadline, keepSecret, log, pace, random, secrets, settings } = parts;
  const transport = new Transport(settings.baseUrl, USER_AGENT, pace, clock, connectionFailure);
  const connection = new Connection({
    baseUrl: settings.baseUrl,
    apiVersion: settings.apiVersion,
    credentials: settings.credentials,
    transport,
    budget: new RequestBudget(clock),
    clock,
    pace,
    deadline,
    random,
    redact: (text) => secrets.redact(text),
    events: {
      onSecret: keepSecret,
      onRetry: (message) => {
        log.info(message);
      },
      onDebug: (message) => {
        log.debug(message);
      },
      onDeprecated: (operation) => {
        log.warning(
          `ISC marks the operation to ${purposeOf(operation)} as deprecated in api-version ${settings.apiVersion}. Plan to set api-version to v1.`,
        );
      },
    },
  });
  return {
    connection,
    close: () => {
      transport.close();
    },
  };
}
