import { STATUS_CODES } from 'node:http';
import { StepFailure } from '../../model/failure.js';
import { readErrorBody, type ErrorBody } from './error-body.js';
import { purposeOf, scopeFor, type Operation } from './operations.js';
import type { Reply } from './transport.js';

/** ISC has answered, and the answer is no. */
export class HttpRefusal extends StepFailure {
  readonly operation: Operation;
  readonly httpStatus: number;
  /** Milliseconds that ISC asks to wait before the next attempt; `undefined` where it does not say. */
  readonly retryAfterMs: number | undefined;

  /** @param edit takes out of the server's words what must not be shown. */
  constructor(
    operation: Operation,
    reply: Reply,
    retryAfterMs: number | undefined,
    edit?: (text: string) => string,
  ) {
    const body = readErrorBody(reply.text, edit);
    super(describe(operation, reply.status, body), { next: adviceFor(operation, reply.status) });
    this.name = 'HttpRefusal';
    this.operation = operation;
    this.httpStatus = reply.status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** "ISC refused to start the aggregation (403 Forbidden): text. detailCode …, trackingId …" */
function describe(operation: Operation, status: number, body: ErrorBody): string {
  const ids = [
    ...(body.detailCode === undefined ? [] : [`detailCode ${body.detailCode}`]),
    ...(body.trackingId === undefined ? [] : [`trackingId ${body.trackingId}`]),
  ];
  const said = body.text === '' ? 'the reply says nothing more.' : body.text;
  const name = STATUS_CODES[status];
  const answer = name === undefined ? String(status) : `${status} ${name}`;
  return `ISC refused to ${purposeOf(operation)} (${answer}): ${said}${ids.length === 0 ? '' : ` [${ids.join(', ')}]`}`;
}

/** What to do about it, by operation and HTTP status. */
function adviceFor(operation: Operation, status: number): string {
  if (operation === 'token' && [400, 401, 403].includes(status)) {
    return 'Check client-id and client-secret: a personal access token or API client of this tenant, not expired, with the grant type client credentials.';
  }
  switch (status) {
    case 400:
      return operation === 'load-accounts'
        ? "ISC has not taken the file. If it names columns: the heading must hold exactly the attributes of the source's account schema."
        : 'ISC did not understand the request. Check source-id or source-name and api-version; if they are right, report it with the group "How this tenant answered" of the log of a dry run, which holds no names and no secrets.';
    case 401:
      return 'ISC did not accept the token although it was renewed. Check that the credential has not been revoked and belongs to this tenant.';
    case 403:
      return adviceForForbidden(operation);
    case 404:
      return adviceForNotFound(operation);
    case 410:
      return 'This version of the API is switched off. Set api-version to v1.';
    case 413:
      return 'The file is too large for ISC or for a gateway before it. Split the source or shorten the file.';
    case 429:
      return 'The rate limit of this client is used up (100 requests in 10 s). Run fewer steps at once with one credential, or give them separate ones.';
    default:
      return status >= 500
        ? 'The fault is on the server. Run the step again later; if it stays so, give the trackingId to the support of SailPoint.'
        : 'Give the trackingId to the support of SailPoint if the text above does not help.';
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
      return `The credential lacks the scope ${scope}. An aggregation that has started goes on; look at it in ISC. With wait: false the step does not follow it.`;
    case 'token':
    case 'source':
    case 'source-by-name':
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
      return 'Check source-id (the 32 digits in the address of the source in the admin UI), the tenant, and api-version.';
    case 'task':
      return 'ISC does not know the task any more. Look at the source in ISC before you start again: the aggregation may go on.';
    case 'source-by-name':
    case 'accounts':
    case 'tasks':
    case 'progress':
      return 'Check the tenant and api-version: the operation does not exist there.';
  }
}
