import type { Body } from '../body.js';
import type { Quotable } from '../quote.js';
import type { Reply } from '../replies.js';
import type { ServedVersion } from '../routes.js';
import type { SandboxClient } from '../tokens.js';
import type { World } from '../world.js';

/** What an operation is given: a request that was let in. */
export interface Call {
  readonly world: World;
  readonly client: SandboxClient;
  /** The id in the path; empty where there is none. */
  readonly id: string;
  readonly version: ServedVersion;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: Body;
  /** What of the request a reply may repeat. */
  readonly quotable: Quotable;
}

/** Does one operation; throws `Refused` for what ISC would refuse. */
export type Perform = (call: Call) => Reply | Promise<Reply>;
