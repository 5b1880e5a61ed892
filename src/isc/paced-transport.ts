/** Sends all requests, within the rate limit, and measures their time. */
import type { ReplyRecord } from './tenant-report/reply-record.js';
import type { ConnectionParts } from './connection-parts.js';
import type { Operation } from './operations.js';
import type { Reply, Request } from '../http/transport.js';

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
 * True for replies of which no text is shown as it came: a token, which is itself a secret, and pages of accounts, which
 * are many and whose ids and values are cleaned where they are shown.
 */
function isData(operation: Operation, status: number): boolean {
  return status === 200 && (operation === 'token' || operation === 'accounts');
}
