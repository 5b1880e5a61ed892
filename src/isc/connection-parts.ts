/** The parts of a connection to a tenant. */
import type { ApiVersion, Credentials } from '../model/settings.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Pace } from '../runtime/pace.js';
import type { Operation } from './operations.js';
import type { RequestBudget } from '../http/request-budget.js';
import type { Transport } from '../http/transport.js';

/** Events of the connection. */
export interface ConnectionEvents {
  /** A token has arrived: mask it before anything else happens. */
  readonly onSecret: (secret: string) => void;
  /** An attempt failed and is retried; called once per attempt. */
  readonly onRetry: (message: string) => void;
  /** ISC marked this operation as deprecated; called only once. */
  readonly onDeprecated: (operation: Operation) => void;
  readonly onDebug: (message: string) => void;
}

export interface ConnectionParts {
  /** Origin of the tenant's API, without a trailing slash. */
  readonly baseUrl: string;
  readonly apiVersion: ApiVersion;
  readonly credentials: Credentials;
  readonly transport: Transport<Operation>;
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
  readonly events: ConnectionEvents;
  /** Removes secrets from the text of a reply before anything is read from it or cut. */
  readonly redact: (text: string) => string;
  /** From 0 to 1. */
  readonly random: () => number;
}
