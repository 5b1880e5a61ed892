import { StepFailure } from '../failure.js';

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
  readonly fault: ConnectionFault;
  /** True if not all of the request's body had left this process: then the server cannot have acted on it. */
  readonly bodyIncomplete: boolean;

  constructor(
    fault: ConnectionFault,
    message: string,
    details: { next?: string; cause?: unknown; bodyIncomplete?: boolean } = {},
  ) {
    super(message, { next: details.next ?? adviceFor(fault), cause: details.cause });
    this.name = 'ConnectionFailure';
    this.fault = fault;
    this.bodyIncomplete = details.bodyIncomplete ?? false;
  }
}

/** Which fault an error of Node's network layer is, by its code or, for the proxy tunnel, by its text. */
export function faultOf(error: unknown): ConnectionFault {
  const { code, message } = error as NodeJS.ErrnoException;
  if (message.startsWith('tunneling socket could not be established')) return 'proxy';
  if (code === undefined) return 'lost';
  if (CERTIFICATE_CODES.test(code)) return 'certificate';
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code))
    return 'refused';
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
