/** Requests an access token with the client's credentials (docs/isc-api.md#token). */
import { countOf, objectOf, textOf } from '../runtime/json.js';
import { TOKEN_PATH } from './addresses.js';
import type { ConnectionParts } from './connection-parts.js';
import { parseJson } from './json-reply.js';
import type { Operation } from './operations.js';
import type { HttpRefusal } from './refusal.js';
import type { Token } from './token.js';
import type { Reply, Request } from '../http/transport.js';
import { lacking, type Decoded } from './unexpected.js';

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
