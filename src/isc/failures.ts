/** Failed requests to ISC in words: refusals and requests without a usable reply, with what to do about each. */
import { STATUS_CODES } from 'node:http';
import { Refusal, NoReply, type ConnectionFault } from '../http/failure.js';
import type { Reply } from '../http/transport.js';
import type { ApiVersion } from '../model/settings.js';
import type { REFUSALS, FAULTS } from '../model/failures/requests.js';
import { wordsFor, type FailureWords } from '../model/failures/table.js';
import { readErrorBody, type ErrorBody } from './error-body.js';
import { purposeOf, scopeFor, type Operation } from './operations.js';
import { REPORT_IT } from './unexpected.js';

/** Where a refusal comes from. */
export interface RefusedBy {
  /** The tenant's host, for messages about what ISC does not know. */
  readonly host?: string;
  readonly apiVersion?: ApiVersion;
  /** Removes from the server's message what must not be shown. */
  readonly edit?: ((text: string) => string) | undefined;
}

/** ISC, or something between this runner and ISC, has answered with a refusal. */
export class HttpRefusal extends Refusal {
  readonly operation: Operation;

  /** @param retryAfterMs as ISC asks, in milliseconds. */
  constructor(operation: Operation, reply: Reply, retryAfterMs: number | undefined, by: RefusedBy = {}) {
    const { message, next } = wordsOfRefusal(operation, reply, by);
    super(reply.status, retryAfterMs, message, next);
    this.name = 'HttpRefusal';
    this.operation = operation;
  }
}

/** True for a 400: ISC does not accept the request. */
export function isBadRequest(failure: unknown): boolean {
  return failure instanceof HttpRefusal && failure.httpStatus === 400;
}

type RefusalKind = keyof typeof REFUSALS;

/** What the operations have in common whose refusal has a row of its own. */
interface RefusedOperation {
  readonly operation: Operation;
  readonly isV1: boolean;
}

/** The row of a refusal by ISC, by HTTP status and operation; a 5xx is no refusal: the server could not answer. */
const ISC_ROWS: Readonly<Record<number, (by: RefusedOperation) => RefusalKind>> = {
  400: ({ operation }) => (STARTS.includes(operation) ? 'file-refused' : 'request-refused'),
  401: () => 'token-rejected',
  403: ({ operation }) => FORBIDDEN[operation] ?? 'forbidden',
  404: ({ operation }) => NOT_FOUND[operation] ?? 'operation-unknown',
  410: ({ isV1 }) => (isV1 ? 'operation-off' : 'version-off'),
  413: () => 'file-too-large',
  429: () => 'rate-limit',
};

/** The operations that take a file. */
const STARTS: readonly Operation[] = ['load-accounts', 'load-entitlements'];

const FORBIDDEN: Partial<Record<Operation, RefusalKind>> = {
  schema: 'schema-forbidden',
  'entitlement-schema': 'schema-forbidden',
  entitlements: 'entitlements-forbidden',
  'load-entitlements': 'entitlements-forbidden',
  accounts: 'accounts-forbidden',
  task: 'task-forbidden',
  progress: 'task-forbidden',
};

const NOT_FOUND: Partial<Record<Operation, RefusalKind>> = {
  token: 'no-token-service',
  source: 'not-found',
  schema: 'not-found',
  'entitlement-schema': 'not-found',
  'load-accounts': 'not-found',
  'load-entitlements': 'not-found',
  task: 'task-not-shown',
};

/** The row of an answer that is not from ISC: a page of a proxy, firewall or load balancer. */
const GATEWAY_ROWS: Readonly<Record<number, RefusalKind>> = {
  403: 'gateway-forbids',
  413: 'gateway-file-too-large',
  429: 'gateway-rate-limit',
};

function kindOf(operation: Operation, status: number, from: ErrorBody['from'], isV1: boolean): RefusalKind {
  if (from === 'gateway')
    return GATEWAY_ROWS[status] ?? (status >= 500 ? 'gateway-error' : 'gateway-refusal');
  if (operation === 'token' && [400, 401, 403].includes(status)) return 'token-refused';
  return ISC_ROWS[status]?.({ operation, isV1 }) ?? (status >= 500 ? 'server-error' : 'other-refusal');
}

function wordsOfRefusal(operation: Operation, { status, text }: Reply, by: RefusedBy): FailureWords {
  const body = readErrorBody(text, by.edit);
  const name = STATUS_CODES[status];
  const answer = name === undefined ? String(status) : `${status} ${name}`;
  return wordsFor(kindOf(operation, status, body.from, by.apiVersion === 'v1'), {
    answer,
    said: body.from === 'gateway' ? saidByGateway(body, answer) : saidByIsc(body),
    purpose: purposeOf(operation),
    scope: scopeFor(operation) ?? '',
    host: by.host ?? 'the tenant',
    support:
      body.trackingId === undefined ? 'ask SailPoint support' : 'give the trackingId to SailPoint support',
    report: REPORT_IT,
  });
}

/** "text. [detailCode …, trackingId …]": sentences, since others follow. */
function saidByIsc({ detailCode, text, trackingId }: ErrorBody): string {
  const ids = [
    ...(detailCode === undefined ? [] : [`detailCode ${detailCode}`]),
    ...(trackingId === undefined ? [] : [`trackingId ${trackingId}`]),
  ];
  const said = text === '' ? 'the reply says nothing more.' : sentence(text);
  return `${said}${ids.length === 0 ? '' : ` [${ids.join(', ')}]`}`;
}

/** ": text." or only "."; its pages usually repeat the status. */
function saidByGateway({ text }: ErrorBody, answer: string): string {
  const words = text.replace(answer, '').trim();
  return words === '' ? '.' : `: ${sentence(words)}`;
}

function sentence(text: string): string {
  return /[.!?…]["')\]]?$/.test(text) ? text : `${text}.`;
}

type FaultKind = keyof typeof FAULTS;

/** A request to ISC without a usable reply. This failure alone does not show what ISC did with the request. */
export class ConnectionFailure extends NoReply {
  /** The operation requested: an upload may also fail because of the token that it needs. */
  readonly operation: Operation;

  /** @param happened one or more sentences; `cause`: the error of Node's network layer, if there is one. */
  constructor(operation: Operation, fault: ConnectionFault, happened: string, cause?: unknown) {
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
    const values = { happened, purpose: purposeOf(operation), report: REPORT_IT };
    const { message, next } = wordsFor(faultKind(fault, code), values);
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
function faultKind(fault: ConnectionFault, code: string): FaultKind {
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
