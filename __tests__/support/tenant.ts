import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '../../src/runtime/clock.js';
import { Deadline } from '../../src/runtime/deadline.js';
import { Connection } from '../../src/isc/connection.js';
import { connectionFailure } from '../../src/isc/failures.js';
import { RequestBudget } from '../../src/http/request-budget.js';
import { Transport } from '../../src/http/transport.js';
import { PACE, type Pace } from '../../src/runtime/pace.js';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import type { Operation } from '../../src/isc/operations.js';
import type { ApiVersion, Credentials, CsvLocation } from '../../src/model/settings.js';

/** Every wait is a few milliseconds; the limits of a request are only there to end a hang. A test of a limit sets its own. */
export const FAST: Pace = {
  ...PACE,
  requestMs: 30_000,
  optionalRequestMs: 30_000,
  uploadIdleMs: 30_000,
  retryMs: [1, 1, 1],
  longestRetryMs: 5,
  firstLookMs: 5,
  longestLookMs: 20,
  unknownTaskMs: 50,
  searchMs: [1, 5, 10, 20, 40],
  storedMs: [5, 15],
  shortestWaitMs: 1,
  busyMs: 10,
};

/** What a connection has reported. */
export interface Heard {
  readonly secrets: string[];
  readonly retries: string[];
  readonly deprecated: string[];
  readonly debug: string[];
}

export interface Connected {
  readonly connection: Connection;
  readonly transport: Transport<Operation>;
  readonly deadline: Deadline;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly heard: Heard;
  /** Ends whatever is still under way. */
  readonly close: () => void;
}

/** A connection over real sockets to whatever listens at `url`. */
export function connect(
  url: string,
  options: {
    pace?: Partial<Pace>;
    clock?: Clock;
    /** The clock of a request's limit; the real one if absent. */
    limitClock?: Clock;
    apiVersion?: ApiVersion;
    /** The address as the settings name it, where it is not that of the socket. */
    baseUrl?: string;
    /** From now on, in milliseconds; none if absent. */
    deadlineMs?: number;
    credentials?: Credentials;
  } = {},
): Connected {
  const pace = { ...FAST, ...options.pace };
  const clock = options.clock ?? systemClock;
  const deadline = new Deadline();
  if (options.deadlineMs !== undefined) deadline.limit(clock, clock.now(), options.deadlineMs);
  const transport = new Transport(
    url,
    'test-agent',
    pace,
    options.limitClock ?? systemClock,
    connectionFailure,
  );
  const heard: Heard = { secrets: [], retries: [], deprecated: [], debug: [] };
  const connection = new Connection({
    baseUrl: options.baseUrl ?? url,
    apiVersion: options.apiVersion ?? 'v1',
    credentials: options.credentials ?? {
      kind: 'given',
      clientId: DEFAULT_CLIENT.id,
      clientSecret: DEFAULT_CLIENT.secret,
    },
    transport,
    budget: new RequestBudget(clock),
    clock,
    pace,
    deadline,
    random: () => 1,
    redact: (text) => text,
    events: {
      onSecret: (secret) => heard.secrets.push(secret),
      onRetry: (message) => heard.retries.push(message),
      onDeprecated: (operation) => heard.deprecated.push(operation),
      onDebug: (message) => heard.debug.push(message),
    },
  });
  return {
    connection,
    transport,
    deadline,
    clock,
    pace,
    heard,
    close: () => {
      transport.close();
      deadline.clear();
    },
  };
}

/** A folder for the files of a test. */
export class Files {
  readonly folder = mkdtempSync(join(tmpdir(), 'aggregation-'));

  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): CsvLocation {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return { path, name, shown: `data/${name}`, inWorkspace: true, sourceId: undefined };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What `promise` is rejected with; fails if it is not rejected. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const value = await promise.then(
    (resolved) => ({ resolved }),
    (reason: unknown) => ({ reason }),
  );
  if ('reason' in value) return value.reason as Error;
  throw new Error(`Did not fail: ${JSON.stringify(value.resolved)}`);
}
