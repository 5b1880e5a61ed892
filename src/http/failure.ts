/** How a request can fail: without a usable reply, or with a refusal. What to do about it is said by the caller. */
import { StepFailure, thrownMessage } from '../model/failure.js';

/** How a request failed before there was a complete, usable reply. */
export type ConnectionFault =
  | 'refused' // no answer at the address, or the host name is unknown
  | 'lost' // the connection broke before or during the reply
  | 'timeout'
  | 'certificate'
  | 'proxy' // it cannot reach the server at the moment
  | 'proxy-refusal' // it refuses this runner, and will again
  | 'redirect'
  | 'unreadable' // a complete reply that is not JSON, for example because a gateway truncated or replaced it
  | 'too-large' // a reply larger than the limit
  | 'shape'; // JSON, but not in the operation's documented form

/** A request without a usable reply. This failure alone does not show what the server did with the request. */
export class NoReply extends StepFailure {
  readonly fault: ConnectionFault;

  /** @param next what a person can do about it. */
  constructor(fault: ConnectionFault, message: string, next: string, cause?: unknown) {
    super(message, { next, cause });
    this.name = 'NoReply';
    this.fault = fault;
  }
}

/** Makes the failure of one operation: a sentence of what happened, and the error of Node's network layer, if any. */
export type ExplainNoReply<O extends string> = (
  operation: O,
  fault: ConnectionFault,
  happened: string,
  cause?: unknown,
) => NoReply;

/** The server, or something between it and this runner, has answered with a status that is no success. */
export class Refusal extends StepFailure {
  readonly httpStatus: number;
  /** Milliseconds that the server asks to wait before the next attempt; `undefined` if it does not say. */
  readonly retryAfterMs: number | undefined;

  /** @param next what a person can do about it. */
  constructor(httpStatus: number, retryAfterMs: number | undefined, message: string, next: string) {
    super(message, { next });
    this.name = 'Refusal';
    this.httpStatus = httpStatus;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The fault behind an error of Node's network layer, by its code and system call or, for the proxy tunnel, by its text.
 * `refused` guarantees that nothing was sent: an established connection can end with the same codes.
 */
export function faultOf(error: unknown): ConnectionFault {
  const { code, errors, syscall } = error as NodeJS.ErrnoException & { errors?: unknown };
  const [isTunnel, proxyStatus] =
    /^tunneling socket could not be established(?:, statusCode=(\d+))?/.exec(thrownMessage(error)) ?? [];
  if (isTunnel !== undefined) return proxyStatus?.startsWith('4') === true ? 'proxy-refusal' : 'proxy';
  // Node tries all addresses of a host and combines the errors.
  if (syscall === 'connect' || syscall === 'getaddrinfo' || errors !== undefined) return 'refused';
  if (code === undefined) return 'lost';
  if (CERTIFICATE_CODES.test(code)) return 'certificate';
  return code === 'ETIMEDOUT' ? 'timeout' : 'lost';
}

/**
 * OpenSSL's verification errors as Node names them, and Node's own for a name that does not match. They occur before
 * anything is sent. Other TLS errors can break a connection at any time.
 */
const CERTIFICATE_CODES =
  /^(ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|CRL_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH)/;
