/** ISC's refusals in words: what was refused, what ISC says, and what to do about it. */
import { STATUS_CODES } from 'node:http';
import { Refusal } from '../http/failure.js';
import { readErrorBody, type ErrorBody } from './error-body.js';
import { purposeOf, scopeFor, type Operation } from './operations.js';
import type { Reply } from '../http/transport.js';
import { REPORT_IT } from './tenant-report/title.js';

/** ISC, or something between this runner and ISC, has answered with a refusal. */
export class HttpRefusal extends Refusal {
  readonly operation: Operation;

  /** @param retryAfterMs as ISC asks; @param edit removes from the server's message what must not be shown. */
  constructor(
    operation: Operation,
    reply: Reply,
    retryAfterMs: number | undefined,
    edit?: (text: string) => string,
  ) {
    const body = readErrorBody(reply.text, edit);
    const next =
      body.from === 'gateway' ? adviceForGateway(reply.status) : adviceFor(operation, reply.status);
    super(reply.status, retryAfterMs, describe(operation, reply.status, body), next);
    this.name = 'HttpRefusal';
    this.operation = operation;
  }
}

/** True for a 400: ISC does not accept the request. */
export function isBadRequest(failure: unknown): boolean {
  return failure instanceof HttpRefusal && failure.httpStatus === 400;
}

/**
 * "ISC refused to start the aggregation (403 Forbidden): text. [detailCode …, trackingId …]": sentences, since others
 * follow.
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
    return `Something between this runner and ISC refused the request to ${purposeOf(operation)} (${answer})${words === '' ? '.' : `: ${sentence(words)}`}`;
  }
  const said = body.text === '' ? 'the reply says nothing more.' : sentence(body.text);
  return `ISC refused to ${purposeOf(operation)} (${answer}): ${said}${ids.length === 0 ? '' : ` [${ids.join(', ')}]`}`;
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
        ? 'A gateway between this runner and ISC gets no answer from ISC, or is faulty itself. Run the step again later, and check the status page of the tenant.'
        : 'Check that tenant or base-url is the API address of the tenant, and that no proxy or firewall between this runner and ISC changes the request.';
  }
}

/** What to do about it, by operation and HTTP status. */
function adviceFor(operation: Operation, status: number): string {
  if (operation === 'token' && [400, 401, 403].includes(status)) {
    return 'Check client-id and client-secret: a personal access token or API client of this tenant, not expired, with the grant type client credentials.';
  }
  switch (status) {
    case 400:
      return operation === 'load-accounts'
        ? "ISC did not accept the file. If it names columns, the heading must contain exactly the attributes of the source's account schema."
        : `ISC did not understand the request. Check source-id or source-name and api-version; if they are right, run the step with dry-run: true and ${REPORT_IT}`;
    case 401:
      return 'ISC did not accept the token although it was renewed. Check that the credential has not been revoked and belongs to this tenant.';
    case 403:
      return adviceForForbidden(operation);
    case 404:
      return adviceForNotFound(operation);
    case 410:
      return 'This version of the API is switched off. Set api-version to v1.';
    case 413:
      return 'The file is too large for ISC. Split the source or shorten the file.';
    case 429:
      return 'The rate limit of this client is used up (100 requests in 10 s). Run fewer steps at once with one credential, or give them separate ones.';
    default:
      return status >= 500
        ? 'The problem is on the server. Run the step again later. If it persists, give the trackingId to SailPoint support.'
        : 'If the text above does not help, give the trackingId to SailPoint support.';
  }
}

function adviceForForbidden(operation: Operation): string {
  const scope = scopeFor(operation) ?? '';
  switch (operation) {
    case 'schema':
      return `The credential lacks the scope ${scope}, or is not a personal access token: schemas need a user context. With csv-checks: off and max-deletions: 100% together the file is uploaded without being checked.`;
    case 'accounts':
      return `The credential lacks the scope ${scope}. With csv-checks: off and max-deletions: 100% together the file is uploaded without being compared.`;
    case 'task':
      return `The credential lacks the scope ${scope}. An aggregation that has started continues; check it in ISC. With wait: false the step does not follow it.`;
    case 'token':
    case 'source':
    case 'source-by-name':
    case 'connections':
    case 'load-accounts':
    case 'tasks':
    case 'progress':
      return `The credential lacks the scope ${scope}, or its owner may not manage this source.`;
  }
}

function adviceForNotFound(operation: Operation): string {
  switch (operation) {
    case 'token':
      return 'There is no token service at this address. Check tenant or base-url.';
    case 'source':
    case 'schema':
    case 'load-accounts':
      return 'Check source-id (the 32 hexadecimal digits in the address of the source in the admin UI), the tenant, and api-version.';
    case 'task':
      return 'ISC no longer knows the task. Check the source in ISC before you run the step again: the aggregation may still be running.';
    case 'source-by-name':
    case 'accounts':
    case 'connections':
    case 'tasks':
    case 'progress':
      return 'Check the tenant and api-version: the operation does not exist there.';
  }
}
