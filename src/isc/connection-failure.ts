import { StepFailure, wordsOf } from '../failure.js';
import { purposeOf, type Operation } from './operations.js';

/** How an exchange with the server failed before there was a whole reply. */
export type ConnectionFault =
  | 'refused' // nobody answers at the address, or its name is unknown
  | 'lost' // the connection broke before or within the reply
  | 'timeout'
  | 'certificate'
  | 'proxy'
  | 'redirect'
  | 'unreadable' // a whole reply that is not JSON, as when a gateway has cut or replaced it
  | 'shape'; // JSON, but not what the operation promises

/** An exchange without a usable reply. What the server did with the request is not known from it alone. */
export class ConnectionFailure extends StepFailure {
  /** What was asked for: an upload may also fail by the token that it needs. */
  readonly operation: Operation;
  readonly fault: ConnectionFault;

  constructor(operation: Operation, fault: ConnectionFault, happened: string, cause?: unknown) {
    super(`Request to ${purposeOf(operation)}: ${happened}`, { next: adviceFor(fault), cause });
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
  if (wordsOf(error).startsWith('tunneling socket could not be established')) return 'proxy';
  // Node tries all addresses of a host and puts the errors together.
  if (syscall === 'connect' || syscall === 'getaddrinfo' || errors !== undefined) return 'refused';
  if (code === undefined) return 'lost';
  if (CERTIFICATE_CODES.test(code)) return 'certificate';
  return code === 'ETIMEDOUT' ? 'timeout' : 'lost';
}

/** OpenSSL's verification errors as Node names them, and Node's own for a name that does not match. */
const CERTIFICATE_CODES =
  /^(ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|CRL_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH|ERR_SSL_)/;

function adviceFor(fault: ConnectionFault): string {
  switch (fault) {
    case 'refused':
      return 'Check tenant or base-url for a typing error, and that this runner may reach the address (proxy, firewall, private network).';
    case 'lost':
    case 'timeout':
      return 'Run the step again. If it stays so, look at the network between this runner and the tenant (proxy, firewall) and at the status page of the tenant.';
    case 'certificate':
      return 'If your company inspects TLS, give the path of its CA certificate in the environment variable NODE_EXTRA_CA_CERTS of this step. Never switch the verification off.';
    case 'proxy':
      return 'Check https_proxy, http_proxy and no_proxy of this runner: the proxy refuses the way to the tenant. 407 means that it wants other credentials.';
    case 'redirect':
      return 'Redirects are not followed, since the token would go with them. Set base-url to the API address of the tenant itself.';
    case 'unreadable':
    case 'shape':
      return 'Check that base-url is the API address of the tenant and not of a login page or a proxy. If it is, run the step again; report it if it stays so.';
  }
}
