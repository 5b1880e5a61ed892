/** A request to ISC without a usable reply: what happened, and what to do about it. */
import { NoReply, type ConnectionFault } from '../http/failure.js';
import type { FAULTS } from '../model/failures/requests.js';
import { wordsFor } from '../model/failures/table.js';
import { type Operation, purposeOf } from './operations.js';
import { REPORT_IT } from './unexpected.js';

type FaultKind = keyof typeof FAULTS;

/** A request to ISC without a usable reply. This failure alone does not show what ISC did with the request. */
export class ConnectionFailure extends NoReply {
  /** The operation requested: an upload may also fail because of the token that it needs. */
  readonly operation: Operation;

  /** @param happened one or more sentences; `cause`: the error of Node's network layer, if there is one. */
  constructor(operation: Operation, fault: ConnectionFault, happened: string, cause?: unknown) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
    const values = { happened, purpose: purposeOf(operation), report: REPORT_IT };
    const { message, next } = wordsFor(kindOf(fault, code), values);
    super(fault, message, next, cause);
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

/** The row of a fault; `code` is that of Node's network layer, if there is one. */
function kindOf(fault: ConnectionFault, code: string): FaultKind {
  if (fault === 'certificate') return certificateKind(code);
  return fault === 'lost' && /^(EPROTO|ERR_SSL_)/.test(code) ? 'tls-broken' : ROWS[fault];
}

const ROWS: Readonly<Record<Exclude<ConnectionFault, 'certificate'>, FaultKind>> = {
  refused: 'unreachable',
  lost: 'no-answer',
  timeout: 'no-answer',
  proxy: 'proxy-down',
  'proxy-refusal': 'proxy-refuses',
  redirect: 'redirected',
  'too-large': 'reply-too-large',
  unreadable: 'reply-unreadable',
  shape: 'reply-unreadable',
};

/** By Node's code for the problem that OpenSSL, or Node's own check of the name, found. */
function certificateKind(code: string): FaultKind {
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return 'certificate-expired';
  return /ALTNAME|HOSTNAME_MISMATCH/.test(code) ? 'certificate-of-another-name' : 'certificate-untrusted';
}
