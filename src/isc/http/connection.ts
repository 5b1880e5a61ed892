/** The tenant as the rest of the code sees it: token, rate limit, retries and deadline around the transport. */
import type { ApiVersion } from '../../model/settings.js';
import { pageOfSource, pathOf, type Service } from './addresses.js';
import { Attempts } from './attempts.js';
import { ConnectionFailure } from './connection-failure.js';
import type { ConnectionParts } from './connection-parts.js';
import { decodeReply, parseJson } from './json-reply.js';
import { Habits, type LearnedHabits } from './habits.js';
import type { Operation } from './operations.js';
import { PacedTransport } from './paced-transport.js';
import { HttpRefusal } from './refusal.js';
import { isRateLimit, type Patience, readRetryAfter } from './retry.js';
import { requestToken } from './request-token.js';
import { TokenKeeper } from './token.js';
import type { Reply, UploadBody } from './transport.js';
import type { Decoded } from './unexpected.js';
import { ReplyRecord } from '../tenant-report/reply-record.js';

/** A body to send, with the headers that describe it. */
export interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: UploadBody | string | undefined;
}

/** The tenant as the operations see it: authenticated, within the rate limit and the deadline, with retries for reads. */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #attempts: Attempts;
  readonly #tokens: TokenKeeper;
  #deprecationShown = false;
  readonly #paced: PacedTransport;
  readonly #habits: Habits;
  /** How the tenant has answered, for the report of it. */
  readonly record = new ReplyRecord();

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#habits = new Habits(parts.apiVersion, parts.events.onDebug);
    this.#paced = new PacedTransport(parts, this.record);
    this.#attempts = new Attempts(parts);
    this.#tokens = new TokenKeeper(
      () =>
        this.#attempts.run('brief', () =>
          requestToken(parts.credentials, {
            exchange: (makeRequest) => this.#paced.exchange(makeRequest),
            onSecret: parts.events.onSecret,
            refusalOf: (reply) => this.refusalOf('token', reply),
            decoded: (reply, decode) => this.#decoded('token', reply, decode),
          }),
        ),
      parts.clock,
    );
  }

  /** The version of the API that all operations are asked in. */
  get apiVersion(): ApiVersion {
    return this.#parts.apiVersion;
  }

  /** The path of an operation in this version of the API; `rest` as `pathOf` takes it. */
  path(service: Service, rest?: string): string {
    return pathOf(this.#parts.apiVersion, service, rest);
  }

  /** The page of a source for people, where its address is known. */
  pageOfSource(sourceId: string): string | undefined {
    return pageOfSource(this.#parts.baseUrl, sourceId);
  }

  /** What the tenant has shown of itself so far. */
  get learned(): LearnedHabits {
    return this.#habits.learned;
  }

  /** Remembers a habit of the tenant for the rest of the step. */
  learn(habits: Partial<LearnedHabits>): void {
    this.#habits.learn(habits);
  }

  /** The server's idea of now, in milliseconds since the epoch, from the `Date` of its last reply (to the second). */
  serverNow(): number {
    return this.#paced.serverNow();
  }

  /** True while there is room in the budget for what is merely nice to know. */
  get hasRoom(): boolean {
    return this.#parts.budget.hasRoom;
  }

  /**
   * Reads by GET, again where the retry policy says so; `decode` makes a value of the parsed JSON.
   *
   * @throws HttpRefusal, ConnectionFailure or the deadline's reason.
   */
  async read<T>(
    operation: Operation,
    path: string,
    decode: (json: unknown, reply: Reply) => Decoded<T>,
    patience: Patience = 'brief',
  ): Promise<T> {
    const limitMs = patience === 'never' ? this.#parts.pace.optionalRequestMs : undefined;
    return this.#attempts.run(patience, async () => {
      const reply = await this.#authorized(operation, 'GET', path, () => NOTHING, limitMs);
      if (reply.status !== 200) throw this.refusalOf(operation, reply);
      return this.#decoded(operation, reply, decode);
    });
  }

  /**
   * Sends by POST, once: whether it may be repeated is not for the connection to say. Only a 401 is answered
   * with one more attempt, with a new token and a new body. Gives the reply whatever its status.
   *
   * @throws ConnectionFailure or the deadline's reason.
   */
  async send(operation: Operation, path: string, makeBody: () => Sending): Promise<Reply> {
    const reply = await this.#authorized(operation, 'POST', path, makeBody);
    this.record.saw(operation, parseJson(reply.text));
    return reply;
  }

  /**
   * Makes the failure of a reply, with the wait that ISC asks for; a 429 makes the whole step pause. `edit` may take
   * out of the server's words what must not be shown.
   */
  refusalOf(operation: Operation, reply: Reply, edit?: (text: string) => string): HttpRefusal {
    const retryAfter = readRetryAfter(reply.headers['retry-after'], this.serverNow());
    const refusal = new HttpRefusal(operation, reply, retryAfter, edit);
    if (isRateLimit(refusal) && retryAfter !== undefined && !this.#attempts.isBeyondTheEnd(retryAfter)) {
      this.#parts.budget.pause(retryAfter);
    }
    return refusal;
  }

  #decoded<T>(operation: Operation, reply: Reply, decode: (json: unknown, reply: Reply) => Decoded<T>): T {
    try {
      return decodeReply(operation, reply, (json) => {
        this.record.saw(operation, json);
        return decode(json, reply);
      });
    } catch (failure) {
      if (failure instanceof ConnectionFailure) this.record.sawUnexpected();
      throw failure;
    }
  }

  async #authorized(
    operation: Operation,
    method: 'GET' | 'POST',
    path: string,
    makeBody: () => Sending,
    limitMs?: number,
  ): Promise<Reply> {
    const exchange = (token: string): Promise<Reply> =>
      this.#exchange(operation, method, path, makeBody, token, limitMs);
    const token = await this.#tokens.get();
    const reply = await exchange(token);
    if (reply.status !== 401) return reply;
    await this.#tokens.refuse(token);
    this.#parts.events.onDebug(`${operation}: 401, the token is renewed once`);
    return exchange(await this.#tokens.get());
  }

  async #exchange(
    operation: Operation,
    method: 'GET' | 'POST',
    path: string,
    makeBody: () => Sending,
    token: string,
    limitMs: number | undefined,
  ): Promise<Reply> {
    const reply = await this.#paced.exchange(() => {
      const { body, headers } = makeBody();
      return {
        operation,
        method,
        path,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          // Needed by some operations before 2026 and ignored by the others (docs/isc-api.md#addresses).
          'x-sailpoint-experimental': 'true',
          ...headers,
        },
        body,
        over: method === 'POST' ? 'fresh connection' : 'kept connection',
        limitMs,
      };
    });
    if (reply.headers['x-deprecated'] === 'true' && !this.#deprecationShown) {
      this.#deprecationShown = true;
      this.#parts.events.onDeprecated(operation);
    }
    return reply;
  }
}

/** What a GET sends besides its headers. */
const NOTHING: Sending = { headers: {}, body: undefined };
