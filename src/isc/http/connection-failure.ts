import { StepFailure, wordsOf } from '../../model/failure.js';
import { adviceFor } from './connection-advice.js';
import { purposeOf, type Operation } from './operations.js';

/** How an exchange with the server failed before there was a whole reply. */
export type ConnectionFault =
  | 'refused' // nobody answers at the address, or its name is unknown
  | 'lost' // the connection broke before or within the reply
  | 'timeout'
  | 'certificate'
  | 'proxy' // there is no way through it at the moment
  | 'proxy-refusal' // it says no to this runner, and will again
  | 'redirect'
  | 'unreadable' // a whole reply that is not JSON, as when a gateway has cut or replaced it
  | 'shape'; // JSON, but not what the operation promises

/** An exchange without a usable reply. What the server did with the request is not known from it alone. */
export class ConnectionFailure extends StepFailure {
  /** What was asked for: an upload may also fail by the token that it needs. */
  readonly operation: Operation;
  readonly fault: ConnectionFault;

  constructor(operation: Operation, fault: ConnectionFault, happened: string, cause?: unknown) {
    super(`Request to ${purposeOf(operation)}: ${happened}`, { next: adviceFor(fault, cause), cause });
    this.name = 'ConnectionFailure';
    this.operation = operation;
    this.fault = fault;
  }
}

/**
 * Which fault an error of Node's network layer is, by its code and system call or, for the proxy tunnel, by its
 * text. `refused` promises that nothing was sent: an established connection can end with the same codes.
 */
export function faultOf(error: unknown): ConnectionFault {
  const { code, errors, syscall } = error as NodeJS.ErrnoException & { errors?: unknown };
  const [isTunnel, proxyStatus] =
    /^tunneling socket could not be established(?:, statusCode=(\d+))?/.exec(wordsOf(error)) ?? [];
  if (isTunnel !== undefined) return proxyStatus?.startsWith('4') === true ? 'proxy-refusal' : 'proxy';
  // Node tries all addresses of a host and puts the errors together.
  if (syscall === 'connect' || syscall === 'getaddrinfo' || errors !== undefined) return 'refused';
  if (code === undefined) return 'lost';
  if (CERTIFICATE_CODES.test(code)) return 'certificate';
  return code === 'ETIMEDOUT' ? 'timeout' : 'lost';
}

/**
 * OpenSSL's verification errors as Node names them, and Node's own for a name that does not match: found before anything
 * is sent. Other errors of TLS can break a connection at any time.
 */
const CERTIFICATE_CODES =
  /^(ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|CRL_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH)/;
