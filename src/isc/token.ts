/** One access token for the whole step, requested with the client's credentials and renewed in time. */
import type { Clock } from '../runtime/clock.js';
import { countOf, objectOf, textOf } from '../model/json.js';
import { TOKEN_PATH } from './addresses.js';
import type { ConnectionParts } from './paced-transport.js';
import { parseJson } from './json-reply.js';
import type { Operation } from './operations.js';
import type { HttpRefusal } from './failures.js';
import type { Reply, Request } from '../http/transport.js';
import { type Decoded, lacking } from './unexpected.js';

/** A token from the token service. */
export interface Token {
  readonly value: string;
  /** Seconds of validity from its arrival. */
  readonly expiresInSeconds: number;
}

/** Renewed this long before it expires, or a fifth of its life before if that is shorter. */
const MARGIN_MS = 60_000;

/** Keeps one token for the whole step: requested once, renewed before it expires (a long wait outlasts one). */
export class TokenKeeper {
  readonly #request: () => Promise<Token>;
  readonly #clock: Clock;
  #current: Promise<{ value: string; renewAt: number }> | undefined;

  constructor(request: () => Promise<Token>, clock: Clock) {
    this.#request = request;
    this.#clock = clock;
  }

  /** A token that is currently valid. Concurrent callers share one request; throws what the request throws. */
  async get(): Promise<string> {
    const pending = (this.#current ??= this.#renew());
    const token = await pending;
    if (this.#clock.now() < token.renewAt) return token.value;
    if (this.#current === pending) this.#current = undefined;
    return (await (this.#current ??= this.#renew())).value;
  }

  /** Forgets `value` if it is still the current token: ISC answered it with 401. */
  async refuse(value: string): Promise<void> {
    const pending = this.#current;
    if ((await pending)?.value === value && this.#current === pending) this.#current = undefined;
  }

  #renew(): Promise<{ value: string; renewAt: number }> {
    const renewal = this.#request().then(({ value, expiresInSeconds }) => {
      const life = expiresInSeconds * 1000;
      return { value, renewAt: this.#clock.now() + life - Math.min(MARGIN_MS, life / 5) };
    });
    // A failure concerns only the current callers; the next one tries again.
    renewal.catch(() => {
      if (this.#current === renewal) this.#current = undefined;
    });
    return renewal;
  }
}

/** What a token request needs of the connection. */
interface TokenExchange {
  readonly exchange: (makeRequest: () => Request<Operation>) => Promise<Reply>;
  readonly onSecret: (secret: string) => void;
  readonly refusalOf: (reply: Reply) => HttpRefusal;
  readonly decoded: (reply: Reply, decode: (json: unknown) => Decoded<Token>) => Token;
}

/** Seconds, if a reply does not say: the vendor's own example (docs/isc-api.md#token). */
const DEFAULT_LIFE_SECONDS = 749;

/**
 * One attempt. @throws HttpRefusal, ConnectionFailure, the deadline's reason, or the failure of missing credentials.
 */
export async function requestToken(
  credentials: ConnectionParts['credentials'],
  tenant: TokenExchange,
): Promise<Token> {
  if (credentials.kind === 'missing') throw credentials.failure;
  const { clientId, clientSecret } = credentials;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const reply = await tenant.exchange(() => ({
    operation: 'token',
    method: 'POST',
    path: TOKEN_PATH,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    over: 'kept connection',
  }));
  // Masked before anything can be logged, whatever the status is.
  const secret = textOf(objectOf(parseJson(reply.text))?.['access_token']);
  if (secret !== undefined) tenant.onSecret(secret);
  if (reply.status !== 200) throw tenant.refusalOf(reply);
  return tenant.decoded(reply, (json) => {
    const value = textOf(objectOf(json)?.['access_token']);
    // A token that cannot be sent in a header is invalid.
    if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
      return lacking('access_token', objectOf(json)?.['access_token']);
    }
    return { value, expiresInSeconds: countOf(objectOf(json)?.['expires_in']) ?? DEFAULT_LIFE_SECONDS };
  });
}
