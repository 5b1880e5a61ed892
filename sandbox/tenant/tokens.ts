/** Clients and their tokens. */
import { newToken } from './ids.js';

/** The caller: an API client or a personal access token, and its scopes. */
export interface SandboxClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** True for a personal access token: some operations accept no other. */
  readonly userContext: boolean;
}

/** What a request's token is: absent, never issued or forgotten, too old, or valid for its client. */
export type TokenCheck =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly client: SandboxClient }
  | { readonly kind: 'valid'; readonly client: SandboxClient };

/** The clients of the tenant and their tokens. */
export class Tokens {
  readonly #clients = new Map<string, SandboxClient>();
  readonly #tokens = new Map<string, { client: SandboxClient; expires: number }>();

  /** Adds a client, or changes the scopes of the client with this id (from its next token). */
  addClient(client: SandboxClient): void {
    this.#clients.set(client.id, client);
  }

  /** All clients. */
  clients(): readonly SandboxClient[] {
    return [...this.#clients.values()];
  }

  /** A token that is valid until `expires` (milliseconds since the epoch); `undefined` for wrong credentials. */
  issue(clientId: string, secret: string, expires: number): string | undefined {
    const client = this.#clients.get(clientId);
    if (client?.secret !== secret) return undefined;
    const token = newToken();
    this.#tokens.set(token, { client, expires });
    return token;
  }

  /** The owner of the token in an `Authorization` header. */
  check(authorization: string | undefined, now: number): TokenCheck {
    if (authorization === undefined) return { kind: 'none' };
    const held = this.#tokens.get(/^Bearer +(.+)$/i.exec(authorization)?.[1] ?? '');
    if (held === undefined) return { kind: 'unknown' };
    return { kind: held.expires > now ? 'valid' : 'expired', client: held.client };
  }

  /** Expires every token now, like a server that has changed its keys. */
  expireAll(): void {
    for (const held of this.#tokens.values()) held.expires = 0;
  }

  /** Every string that must never be shown: secrets and tokens. */
  secrets(): readonly string[] {
    return [...[...this.#clients.values()].map((client) => client.secret), ...this.#tokens.keys()];
  }
}
