/** ISC's refusals in words: what was refused, what ISC says, and what to do about it. */
import { STATUS_CODES } from 'node:http';
import { Refusal } from '../http/failure.js';
import type { Reply } from '../http/transport.js';
import type { ApiVersion } from '../model/settings.js';
import { readErrorBody, type ErrorBody } from './error-body.js';
import { purposeOf, scopeFor, type Operation } from './operations.js';
import { REPORT_IT } from './tenant-report/title.js';

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
    const body = readErrorBody(reply.text, by.edit);
    const { status } = reply;
    const next = body.from === 'gateway' ? adviceForGateway(status) : adviceFor(operation, status, body, by);
    super(status, retryAfterMs, describe(operation, status, body), next);
    this.name = 'HttpRefusal';
    this.operation = operation;
  }
}

/** True for a 400: ISC does not accept the request. */
export function isBadRequest(failure: unknown): boolean {
  return failure instanceof HttpRefusal && failure.httpStatus === 400;
}

/**
 * "ISC refused to start the aggregation (400 Bad Request): text. [detailCode …, trackingId …]": sentences, since others
 * follow. A 5xx is no refusal: the server, or what stands before it, was not able to answer.
 */
function describe(operation: Operation, status: number, body: ErrorBody): string {
  const ids = [
    ...(body.detailCode === undefined ? [] : [`detailCode ${body.detailCode}`]),
    ...(body.trackingId === undefined ? [] : [`trackingId ${body.trackingId}`]),
  ];
  const name = STATUS_CODES[status];
  const answer = name === undefined ? String(status) : `${status} ${name}`;
  if (body.from === 'gateway') {
    const words = body.text.replace(answer, '').trim();
    return `${answeredByGateway(operation, status, answer)}${words === '' ? '.' : `: ${sentence(words)}`}`;
  }
  const said = body.text === '' ? 'the reply says nothing more.' : sentence(body.text);
  return `${answeredByIsc(operation, status, answer)}: ${said}${ids.length === 0 ? '' : ` [${ids.join(', ')}]`}`;
}

function answeredByGateway(operation: Operation, status: number, answer: string): string {
  return status >= 500
    ? `Something between this runner and ISC answered the request to ${purposeOf(operation)} with ${answer}`
    : `Something between this runner and ISC refused the request to ${purposeOf(operation)} (${answer})`;
}

function answeredByIsc(operation: Operation, status: number, answer: string): string {
  if (status >= 500) return `ISC answered the request to ${purposeOf(operation)} with ${answer}`;
  if (status !== 403 || operation === 'token') return `ISC refused to ${purposeOf(operation)} (${answer})`;
  const isForPlan = operation === 'accounts' || operation === 'schema';
  return `ISC does not let this credential ${purposeOf(operation)} (${answer})${isForPlan ? ', so the plan is unknown' : ''}`;
}

function sentence(text: string): string {
  return /[.!?…]["')\]]?$/.test(text) ? text : `${text}.`;
}

/** What to do about an answer that is not from ISC: a page of a proxy, firewall or load balancer. */
function adviceForGateway(status: number): string {
  switch (status) {
    case 403:
      return 'A proxy, firewall or gateway rejects the request; this is not about the scopes of the credential. Ask whoever runs it to let this runner reach the tenant.';
    case 413:
      return 'The file is larger than a proxy or gateway between this runner and ISC accepts. Ask whoever runs it to raise its limit, or split the source.';
    case 429:
      return 'A gateway between this runner and ISC limits the requests. Run fewer steps at once.';
    default:
      return status >= 500
        ? 'A gateway between this runner and ISC gets no answer from ISC, or is faulty itself. Check the status page of the tenant, and run the step again later.'
        : 'Check that tenant or base-url is the API address of the tenant, and that no proxy or firewall between this runner and ISC changes the request.';
  }
}

/** What to do about it, by operation and HTTP status. */
function adviceFor(operation: Operation, status: number, body: ErrorBody, by: RefusedBy): string {
  const host = by.host ?? 'the tenant';
  if (operation === 'token' && [400, 401, 403].includes(status)) {
    return `Check client-id and client-secret: a personal access token or API client of ${host}, with the grant type client credentials, not revoked and not expired (personal access tokens expire).`;
  }
  const support =
    body.trackingId === undefined ? 'ask SailPoint support' : 'give the trackingId to SailPoint support';
  switch (status) {
    case 400:
      return operation === 'load-accounts'
        ? "ISC did not accept the file. If it names columns, the heading must contain exactly the attributes of the source's account schema."
        : `ISC did not understand the request. Check source-id or source-name and api-version; if they are right, run the step with dry-run: true and ${REPORT_IT}`;
    case 401:
      return `ISC did not accept the token although it was renewed. Check that the credential has not been revoked or expired, and that it belongs to ${host}.`;
    case 403:
      return adviceForForbidden(operation);
    case 404:
      return adviceForNotFound(operation, host);
    case 410:
      return by.apiVersion === 'v1'
        ? 'ISC has switched this operation off. Use a newer release of this action.'
        : 'This version of the API is switched off. Set api-version to v1.';
    case 413:
      return 'The file is too large for ISC. Split the source or shorten the file.';
    case 429:
      return RATE_LIMIT_ADVICE;
    default:
      return status >= 500
        ? `The problem is on the server. Check the status page of the tenant, and run the step again later. If it persists, ${support}.`
        : `If the text above does not help, ${support}.`;
  }
}

/** The limit is one credential's (docs/isc-api.md#who-may-do-what), and this action keeps it by itself. */
export const RATE_LIMIT_ADVICE =
  'The limit of this credential (100 requests in 10 s) is used up, by whatever else uses it: this step alone keeps it. Give the step a credential of its own, or run fewer steps at once. More time is not the cure.';

/** The missing scope is the probable cause, not a fact: ISC answers 403 for both. */
function adviceForForbidden(operation: Operation): string {
  const scope = scopeFor(operation) ?? '';
  switch (operation) {
    case 'schema':
      return `Probably the scope ${scope} is missing: create a personal access token with it. API clients cannot read schemas. If the token has it, its owner may no longer manage this source.`;
    case 'task':
    case 'progress':
      return `Probably the scope ${scope} is missing: create a token with it. Without it a step can only start an aggregation, with wait: false.`;
    case 'token':
    case 'source':
    case 'source-by-name':
    case 'connections':
    case 'accounts':
    case 'load-accounts':
    case 'tasks':
      return `Probably the scope ${scope} is missing: create a token with it. If the token has it, its owner may no longer manage this source.`;
  }
}

function adviceForNotFound(operation: Operation, host: string): string {
  switch (operation) {
    case 'token':
      return `There is no token service at ${host}. Check tenant or base-url.`;
    case 'source':
    case 'schema':
    case 'load-accounts':
      return `Check source-id (the 32 hexadecimal digits in the address of the source in the admin UI), api-version, and that the source is one of ${host}.`;
    case 'task':
      return `${host} does not show the task. Look at the aggregations of the source in ISC: this one may still be running.`;
    case 'source-by-name':
    case 'accounts':
    case 'connections':
    case 'tasks':
    case 'progress':
      return `Check api-version and the tenant: ${host} does not have this operation.`;
  }
}
