/** What an operation is given and gives back. */
import type { Body } from '../body.js';
import type { Quotable } from '../quote.js';
import type { Reply } from '../replies.js';
import type { ServedVersion } from '../routes.js';
import type { SandboxClient } from '../tokens.js';
import type { World } from '../world.js';

/** The input of an operation: an admitted request. */
export interface Call {
  readonly world: World;
  readonly client: SandboxClient;
  /** The id in the path; empty if there is none. */
  readonly id: string;
  readonly version: ServedVersion;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: Body;
  /** What a reply may repeat from the request. */
  readonly quotable: Quotable;
}

/** Carries out one operation; throws `Refused` for what ISC would refuse. */
export type Perform = (call: Call) => Reply | Promise<Reply>;
