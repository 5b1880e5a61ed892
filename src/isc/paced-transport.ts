/** Sends all requests, within the rate limit, and measures their time. */
import type { ReplyRecord } from './reply-record.js';
import type { Operation } from './operations.js';
import type { Reply, Request, Transport } from '../http/transport.js';
import type { ApiVersion, Credentials } from '../model/settings.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Pace } from '../runtime/pace.js';
import type { RequestBudget } from '../http/request-budget.js';

type Parts = Pick<ConnectionParts, 'budget' | 'clock' | 'deadline' | 'redact' | 'transport'> & {
  readonly events: Pick<ConnectionParts['events'], 'onDebug'>;
};

/** Sends requests one by one as the budget allows, and reads the server's time from the replies. */
export class PacedTransport {
  readonly #parts: Parts;
  readonly #record: ReplyRecord;
  #serverAhead = 0;

  constructor(parts: Parts, record: ReplyRecord) {
    this.#parts = parts;
    this.#record = record;
  }

  /** The server's current time, in milliseconds since the epoch, from the `Date` of its last reply (to the second). */
  serverNow(): number {
    return this.#parts.clock.now() + this.#serverAhead;
  }

  /**
   * Creates the request only when its turn has come, since a body reads its file from then on. An urgent one comes
   * before all others that wait.
   *
   * @throws ConnectionFailure or the deadline's reason.
   */
  async exchange(makeRequest: () => Request<Operation>, isUrgent = false): Promise<Reply> {
    const { budget, clock, deadline, events, redact, transport } = this.#parts;
    const answered = await budget.take(deadline.signal, isUrgent);
    const request = makeRequest();
    const before = clock.now();
    let status = 0;
    const received = await transport
      .exchange(request, deadline.signal)
      .then((reply) => {
        status = reply.status;
        return reply;
      })
      .finally(() => {
        answered();
        this.#record.answered(request.operation, status, clock.now() - before);
      });
    const reply = isData(request.operation, status) ? received : { ...received, text: redact(received.text) };
    const date = Date.parse(reply.headers.date ?? '');
    if (!Number.isNaN(date)) this.#serverAhead = date - clock.now();
    events.onDebug(
      `${request.operation}: ${request.method} ${request.path} -> ${reply.status} in ${clock.now() - before} ms`,
    );
    return reply;
  }
}

/**
 * True for replies of which no text is shown as it came: a token, which is itself a secret, and pages of accounts or entitlements, which
 * are many and whose ids and values are cleaned where they are shown.
 */
function isData(operation: Operation, status: number): boolean {
  return status === 200 && ['token', 'accounts', 'entitlements'].includes(operation);
}

/** What the connection says while requests are under way. */
export interface ConnectionEvents {
  /** A token has arrived: mask it before anything else happens. */
  readonly onSecret: (secret: string) => void;
  /** An attempt failed and is retried; called once per attempt. */
  readonly onRetry: (message: string) => void;
  /** ISC marked this operation as deprecated; called only once. */
  readonly onDeprecated: (operation: Operation) => void;
  readonly onDebug: (message: string) => void;
}

/** What a connection works with: all requests of the step share one budget and one deadline. */
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
