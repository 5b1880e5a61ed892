/** The tenant as the rest of the code sees it: token, rate limit, retries and deadline around the transport. */
import type { Clock } from '../../runtime/clock.js';
import type { Deadline } from '../../runtime/deadline.js';
import { countOf, objectOf, textOf } from '../../runtime/json.js';
import type { Pace } from '../../runtime/pace.js';
import type { ApiVersion } from '../../model/settings.js';
import { PAGE_SIZE, pageOfSource, pathOf, TOKEN_PATH, type Service } from './addresses.js';
import { Attempts } from './attempts.js';
import { ConnectionFailure } from './connection-failure.js';
import { decodeReply, parseJson } from './json-reply.js';
import type { Operation } from './operations.js';
import { HttpRefusal } from './refusal.js';
import type { RequestBudget } from './request-budget.js';
import { isRateLimit, type Patience, readRetryAfter } from './retry.js';
import { type Token, TokenKeeper } from './token.js';
import type { Reply, Request, Transport, UploadBody } from './transport.js';
import { lacking, type Decoded } from './unexpected.js';
import { ReplyRecord } from '../tenant-report/reply-record.js';

/** What the connection lets others know while it works. */
export interface ConnectionEvents {
  /** A token has arrived: mask it before anything else happens. */
  readonly onSecret: (secret: string) => void;
  /** An attempt failed and is repeated; said once for each attempt. */
  readonly onRetry: (message: string) => void;
  /** ISC marked this operation as deprecated; said once in all. */
  readonly onDeprecated: (operation: Operation) => void;
  readonly onDebug: (message: string) => void;
}

export interface ConnectionParts {
  /** Origin of the tenant's API, without a trailing slash. */
  readonly baseUrl: string;
  readonly apiVersion: ApiVersion;
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  readonly transport: Transport;
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
  readonly events: ConnectionEvents;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** What a tenant has shown of itself where tenants differ (docs/isc-api.md): learned once, used for the rest of the step. */
export interface LearnedHabits {
  /** The field that names the source in a filter of accounts. */
  readonly sourceField: 'sourceId' | 'source.id';
  /** True once a filter with that field has been answered. */
  readonly sourceFieldIsCertain: boolean;
  /** The detail level that brings the attributes of accounts. */
  readonly accountDetail: 'SLIM' | 'FULL';
  /** The most accounts to ask for in a page: fewer where a page would be too large. */
  readonly accountPage: number;
  /** True if the other field was refused. */
  readonly fieldsRefused: boolean;
  /** The most that `offset + limit` may be for accounts; `undefined` while no limit was met. */
  readonly accountWindow: number | undefined;
  /** How many accounts a page holds where it is fewer than were asked for. */
  readonly shorterPage: number | undefined;
  /** What has been seen of `X-Total-Count`. */
  readonly accountCount: 'given' | 'absent' | 'not the number of accounts listed' | undefined;
}

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
  #learned: LearnedHabits;
  #serverAhead = 0;
  /** How the tenant has answered, for the report of it. */
  readonly record = new ReplyRecord();

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#learned = {
      sourceField: parts.apiVersion === 'v2026' ? 'source.id' : 'sourceId',
      sourceFieldIsCertain: false,
      fieldsRefused: false,
      accountDetail: 'SLIM',
      accountPage: PAGE_SIZE,
      accountWindow: undefined,
      shorterPage: undefined,
      accountCount: undefined,
    };
    this.#attempts = new Attempts(parts);
    this.#tokens = new TokenKeeper(() => this.#requestToken(), parts.clock);
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
    return this.#learned;
  }

  /** Remembers a habit of the tenant for the rest of the step. */
  learn(habits: Partial<LearnedHabits>): void {
    const changed = Object.entries(habits).filter(
      ([name, value]) => this.#learned[name as keyof LearnedHabits] !== value,
    );
    for (const [name, value] of changed) this.#parts.events.onDebug(`tenant: ${name} is ${String(value)}`);
    this.#learned = { ...this.#learned, ...habits };
  }

  /** The server's idea of now, in milliseconds since the epoch, from the `Date` of its last reply (to the second). */
  serverNow(): number {
    return this.#parts.clock.now() + this.#serverAhead;
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
    const reply = await this.#timed(() => {
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

  async #requestToken(): Promise<Token> {
    const { clientId, clientSecret } = this.#parts.credentials;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    return this.#attempts.run('brief', async () => {
      const reply = await this.#timed(() => ({
        operation: 'token',
        method: 'POST',
        path: TOKEN_PATH,
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
        over: 'kept connection',
      }));
      // Masked before anything can be logged, whatever the status says.
      const secret = textOf(objectOf(parseJson(reply.text))?.['access_token']);
      if (secret !== undefined) this.#parts.events.onSecret(secret);
      if (reply.status !== 200) throw this.refusalOf('token', reply);
      return this.#decoded('token', reply, (json) => {
        const value = textOf(objectOf(json)?.['access_token']);
        // A token that cannot be sent in a header is no token.
        if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
          return lacking('access_token', objectOf(json)?.['access_token']);
        }
        return { value, expiresInSeconds: countOf(objectOf(json)?.['expires_in']) ?? DEFAULT_LIFE_SECONDS };
      });
    });
  }

  /** Makes the request only when its turn has come: a body reads its file from then on. */
  async #timed(makeRequest: () => Request): Promise<Reply> {
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
        this.record.answered(request.operation, status, clock.now() - before);
      });
    const date = Date.parse(reply.headers.date ?? '');
    if (!Number.isNaN(date)) this.#serverAhead = date - clock.now();
    events.onDebug(
      `${request.operation}: ${request.method} ${request.path} -> ${reply.status} in ${clock.now() - before} ms`,
    );
    return reply;
  }
}

/** What a GET sends besides its headers. */
const NOTHING: Sending = { headers: {}, body: undefined };

/** Seconds, for a reply that does not say: the vendor's own example (docs/isc-api.md#token). */
const DEFAULT_LIFE_SECONDS = 749;
