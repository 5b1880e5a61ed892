/** Sends all requests, within the rate limit, and measures their time. */
import type { ReplyRecord } from './tenant-report/reply-record.js';
import type { ConnectionParts } from './connection-parts.js';
import type { Operation } from './operations.js';
import type { Reply, Request } from '../http/transport.js';

type Parts = Pick<ConnectionParts, 'budget' | 'clock' | 'deadline' | 'transport'> & {
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
   * Creates the request only when its turn has come, since a body reads its file from then on.
   *
   * @throws ConnectionFailure or the deadline's reason.
   */
  async exchange(makeRequest: () => Request<Operation>): Promise<Reply> {
    const { budget, clock, deadline, events, transport } = this.#parts;
    const answered = await budget.take(deadline.signal);
    const request = makeRequest();
    const before = clock.now();
    let status = 0;
    const reply = await transport
      .exchange(request, deadline.signal)
      .then((received) => {
        status = received.status;
        return received;
      })
      .finally(() => {
        answered();
        this.#record.answered(request.operation, status, clock.now() - before);
      });
    const date = Date.parse(reply.headers.date ?? '');
    if (!Number.isNaN(date)) this.#serverAhead = date - clock.now();
    events.onDebug(
      `${request.operation}: ${request.method} ${request.path} -> ${reply.status} in ${clock.now() - before} ms`,
    );
    return reply;
  }
}
