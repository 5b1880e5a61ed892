/** The tenant as the rest of the code sees it: the transport with token, rate limit, retries and deadline. */
import type { ApiVersion } from '../model/settings.js';
import { pageOfSource, pathOf, type Service } from './addresses.js';
import { Attempts } from '../http/attempts.js';
import { ConnectionFailure, HttpRefusal } from './failures.js';
import { type ConnectionParts, PacedTransport } from './paced-transport.js';
import { decodeReply, parseJson } from './json-reply.js';
import { Habits, type LearnedHabits } from './habits.js';
import type { Operation } from './operations.js';
import { isRateLimit, type Patience, readRetryAfter } from '../http/retry.js';
import { requestToken, TokenKeeper } from './token.js';
import type { Reply, UploadBody } from '../http/transport.js';
import type { Decoded } from './unexpected.js';
import { ReplyRecord } from './reply-record.js';

/** A body to send, with the headers that describe it. */
export interface Payload {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: UploadBody | string | undefined;
}

/**
 * The tenant as the operations see it: authenticated, within the rate limit and the deadline, with retries for reads.
 */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #attempts: Attempts;
  readonly #tokens: TokenKeeper;
  #deprecationShown = false;
  readonly #paced: PacedTransport;
  readonly #habits: Habits;
  readonly #asked = new Map<string, Promise<unknown>>();
  /** How the tenant has answered, for its report. */
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

  /** The API version of all operations. */
  get apiVersion(): ApiVersion {
    return this.#parts.apiVersion;
  }

  /** The path of an operation in this version of the API; `rest` as for `pathOf`. */
  path(service: Service, rest?: string): string {
    return pathOf(this.#parts.apiVersion, service, rest);
  }

  /** The tenant's host, with its port if it is not the usual one. */
  get host(): string {
    return new URL(this.#parts.baseUrl).host;
  }

  /** The page of a source in the UI, if its address is known. */
  pageOfSource(sourceId: string): string | undefined {
    return pageOfSource(this.#parts.baseUrl, sourceId);
  }

  /** What is known about the tenant's habits so far. */
  get learned(): LearnedHabits {
    return this.#habits.learned;
  }

  /** The filter field by which the accounts of this source were found; `undefined` as long as none was. */
  sourceFieldOf(sourceId: string): LearnedHabits['sourceField'] | undefined {
    return this.#habits.fieldOf(sourceId);
  }

  /** Remembers by which filter field the accounts of a source were found. */
  foundBy(sourceId: string, field: LearnedHabits['sourceField']): void {
    this.#habits.foundBy(sourceId, field);
  }

  /** Remembers a habit of the tenant for the rest of the step. */
  remember(habits: Partial<LearnedHabits>): void {
    this.#habits.remember(habits);
  }

  /**
   * What is asked for once in a step, by the words that name it: the reply is remembered for all who ask. What failed
   * may be asked again.
   */
  once<T>(name: readonly string[], ask: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(name);
    const known = this.#asked.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const asked = ask();
    this.#asked.set(key, asked);
    asked.catch(() => this.#asked.delete(key));
    return asked;
  }

  /** The server's current time, in milliseconds since the epoch, from the `Date` of its last reply (to the second). */
  serverNow(): number {
    return this.#paced.serverNow();
  }

  /** True while the budget has room for optional requests. */
  get hasRoom(): boolean {
    return this.#parts.budget.hasRoom;
  }

  /**
   * Reads with GET, and retries by the retry policy; `decode` converts the parsed JSON to a value.
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
   * Sends with POST, once: the caller decides whether it may be repeated. After a 401 the next attempt has a new token.
   * Returns the reply whatever its status.
   *
   * @throws ConnectionFailure or the deadline's reason.
   */
  async send(operation: Operation, path: string, makeBody: () => Payload): Promise<Reply> {
    const reply = await this.#authorized(operation, 'POST', path, makeBody);
    this.record.saw(operation, parseJson(reply.text));
    return reply;
  }

  /**
   * Creates the failure for a reply, with the wait that ISC asks for; a 429 pauses the whole step. `edit` can remove
   * from the server's message what must not be shown.
   */
  refusalOf(operation: Operation, reply: Reply, edit?: (text: string) => string): HttpRefusal {
    const retryAfter = readRetryAfter(reply.headers['retry-after'], this.serverNow());
    const { apiVersion, host } = this;
    const refusal = new HttpRefusal(operation, reply, retryAfter, { host, apiVersion, edit });
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
    makeBody: () => Payload,
    limitMs?: number,
  ): Promise<Reply> {
    const exchange = (token: string): Promise<Reply> =>
      this.#exchange(operation, method, path, makeBody, token, limitMs);
    const token = await this.#tokens.get();
    const reply = await exchange(token);
    if (reply.status !== 401) return reply;
    await this.#tokens.refuse(token);
    // Something between this runner and ISC may answer so after ISC has processed the request.
    if (method === 'POST') return reply;
    this.#parts.events.onDebug(`${operation}: 401, the token is renewed once`);
    return exchange(await this.#tokens.get());
  }

  async #exchange(
    operation: Operation,
    method: 'GET' | 'POST',
    path: string,
    makeBody: () => Payload,
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
          // Some operations before 2026 need it; the others ignore it (docs/isc-api.md#addresses).
          'x-sailpoint-experimental': 'true',
          ...headers,
        },
        body,
        over: method === 'POST' ? 'fresh connection' : 'kept connection',
        limitMs,
      };
    }, method === 'POST');
    if (reply.headers['x-deprecated'] === 'true' && !this.#deprecationShown) {
      this.#deprecationShown = true;
      this.#parts.events.onDeprecated(operation);
    }
    return reply;
  }
}

/** What a GET sends besides its headers. */
const NOTHING: Payload = { headers: {}, body: undefined };
