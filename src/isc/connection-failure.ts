/** A request to ISC without a usable reply: what happened, and what to do about it. */
import { NoReply, type ConnectionFault } from '../http/failure.js';
import { type Operation, purposeOf } from './operations.js';
import { REPORT_IT } from './tenant-report/title.js';

/** A request to ISC without a usable reply. This failure alone does not show what ISC did with the request. */
export class ConnectionFailure extends NoReply {
  /** The operation requested: an upload may also fail because of the token that it needs. */
  readonly operation: Operation;

  /** @param happened one or more sentences; `cause`: the error of Node's network layer, if there is one. */
  constructor(operation: Operation, fault: ConnectionFault, happened: string, cause?: unknown) {
    super(fault, `Request to ${purposeOf(operation)}: ${happened}`, adviceFor(fault, cause), cause);
    this.name = 'ConnectionFailure';
    this.operation = operation;
  }
}

/** Makes the failure of a request that a transport sent. */
export function connectionFailure(
  operation: Operation,
  fault: ConnectionFault,
  happened: string,
  cause?: unknown,
): ConnectionFailure {
  return new ConnectionFailure(operation, fault, happened, cause);
}

const RUN_AGAIN =
  'Run the step again. If that does not help, check the network between this runner and the tenant (proxy, firewall) and the status page of the tenant.';

const TLS_ADVICE =
  'Check that base-url is the https address of the tenant, with the right port, and that no proxy or firewall on the way breaks TLS.';

/** What a person can do about a connection fault; `cause` is the error of Node's network layer, if there is one. */
export function adviceFor(fault: ConnectionFault, cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  switch (fault) {
    case 'refused':
      return 'Check tenant or base-url for typos, and that this runner may reach the address (proxy, firewall, private network).';
    case 'lost':
      return /^(EPROTO|ERR_SSL_)/.test(code) ? TLS_ADVICE : RUN_AGAIN;
    case 'timeout':
      return RUN_AGAIN;
    case 'certificate':
      return `${certificateAdvice(code)} Never turn certificate verification off.`;
    case 'proxy':
      return 'Check that https_proxy (or http_proxy) of this step is the address of a proxy that runs. If the runner reaches the tenant without one, add the host of the tenant to no_proxy.';
    case 'proxy-refusal':
      return 'With 407, the proxy requires a user name and password, or different ones: give them in https_proxy, from a secret, as in http://name:password@proxy.example:3128 with special characters percent-encoded. Otherwise ask whoever runs the proxy to let this runner reach the tenant.';
    case 'redirect':
      return 'Redirects are not followed, because the token would be sent along. Set base-url to the API address of the tenant itself.';
    case 'too-large':
      return 'Check that base-url is the API address of the tenant: replies of ISC to this action are never that large.';
    case 'unreadable':
    case 'shape':
      return `Check that base-url is the API address of the tenant and not of a login page or a proxy. If it is, run the step again. If it keeps failing, ${REPORT_IT}`;
  }
}

/** By Node's code for the problem that OpenSSL, or Node's own check of the name, found. */
function certificateAdvice(code: string): string {
  if (/EXPIRED|NOT_YET_VALID/.test(code)) {
    return 'Check the clock of this runner. If it is right, the certificate must be renewed by whoever runs the server or the TLS inspection of your company.';
  }
  if (/ALTNAME|HOSTNAME_MISMATCH/.test(code)) {
    return 'Check tenant or base-url for typos: the server at this address has a certificate for other names.';
  }
  return 'If your company inspects TLS, give the path of its CA certificate in the environment variable NODE_EXTRA_CA_CERTS of this step.';
}
