import type { Fault } from '../../sandbox/tenant/faults.js';
import type { Operation } from '../../sandbox/tenant/routes.js';
import type { Status } from '../../src/model/status.js';

/** The operations of a step, in the order in which it first asks for them. */
export const STEP_OPERATIONS = [
  'token',
  'getSource',
  'listSources',
  'getSchemas',
  'listTasks',
  'listAccounts',
  'getConnections',
  'loadAccounts',
  'getTask',
  'getAggregationStatus',
] as const satisfies readonly Operation[];

/** Those that a step with a file of entitlements asks for in place of those for accounts, in this order. */
export const ENTITLEMENT_OPERATIONS = [
  'listEntitlements',
  'loadEntitlements',
] as const satisfies readonly Operation[];

/** The columns of the matrix. */
export const MATRIX_OPERATIONS = [...STEP_OPERATIONS, ...ENTITLEMENT_OPERATIONS] as const;
export type StepOperation = (typeof MATRIX_OPERATIONS)[number];

export const UPLOADS: readonly StepOperation[] = ['loadAccounts', 'loadEntitlements'];

/** What happens to a request, as the rows of the matrix; `refused` needs a gateway that stops listening. */
export const FAULTS = {
  'refused connection': 'refused',
  'reset before the request is read': { kind: 'reset-before-reading' },
  'reset after it was processed': { kind: 'reset-after-processing' },
  'cut reply': { kind: 'cut-reply' },
  'no reply': { kind: 'no-reply' },
  '401': { kind: 'reply', status: 401, body: { error: 'JWT validation failed: JWT is expired' } },
  '403': { kind: 'reply', status: 403, body: problem('403 Forbidden') },
  '404': { kind: 'reply', status: 404, body: problem('404 Not found') },
  '409': { kind: 'reply', status: 409, body: problem('409 Conflict') },
  '410': { kind: 'reply', status: 410, body: problem('410 Gone') },
  '429 with Retry-After': {
    kind: 'reply',
    status: 429,
    headers: { 'retry-after': '10' },
    body: { message: 'Rate limit exceeded' },
  },
  '429 without Retry-After': { kind: 'reply', status: 429, body: { message: 'Rate limit exceeded' } },
  '500': { kind: 'reply', status: 500, body: problem('500.0 Internal fault') },
  '502 HTML': {
    kind: 'reply',
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><h1>Bad gateway</h1></html>',
  },
  '503': { kind: 'reply', status: 503, body: '' },
  '504': { kind: 'reply', status: 504, body: '' },
  '401 after it was processed': {
    kind: 'processed-reply',
    status: 401,
    body: { error: 'JWT validation failed: JWT is expired' },
  },
  '429 after it was processed': {
    kind: 'processed-reply',
    status: 429,
    headers: { 'retry-after': '10' },
    body: { message: 'Rate limit exceeded' },
  },
  '503 after it was processed': { kind: 'processed-reply', status: 503, body: '' },
  'malformed JSON': { kind: 'replace-body', body: '{"id": "1", ' },
  '200 with an empty body': { kind: 'reply', status: 200, body: '' },
  'reply of the wrong shape': { kind: 'replace-body', body: { unexpected: true } },
} as const satisfies Record<string, Fault | 'refused'>;
export type FaultName = keyof typeof FAULTS;

/** Faults that differ from another one only in what the tenant has done before it replies. */
const AFTER_PROCESSING: Partial<Record<FaultName, FaultName>> = {
  '401 after it was processed': '401',
  '429 after it was processed': '429 with Retry-After',
  '503 after it was processed': '503',
};

/** The fault that is played at an operation for this one: a read leaves nothing behind, so only its reply counts. */
export function playedFault(operation: StepOperation, fault: FaultName): FaultName {
  return UPLOADS.includes(operation) ? fault : (AFTER_PROCESSING[fault] ?? fault);
}

/** How a step must end: its status, and how many aggregations the tenant has then. */
export interface Ending {
  readonly status: Status;
  readonly aggregations: 0 | 1;
}

/** The ending if the fault comes once, and if it lasts. */
export interface Expectation {
  readonly once: Ending;
  readonly lasting: Ending;
}

const ok: Ending = { status: 'SUCCESS', aggregations: 1 };
const notStarted: Ending = { status: 'FAILED', aggregations: 0 };
const outOfTime: Ending = { status: 'TIMED_OUT', aggregations: 0 };
const unseen: Ending = { status: 'FAILED', aggregations: 1 };
const unseenInTime: Ending = { status: 'TIMED_OUT', aggregations: 1 };

/** What the table in __tests__/faults/README.md says of each cell. */
export function expected(operation: StepOperation, fault: FaultName): Expectation {
  switch (operation) {
    case 'getAggregationStatus':
      // Only for display: the step continues without it. A host that is gone for good is also gone for the task.
      return { once: ok, lasting: fault === 'refused connection' ? unseenInTime : ok };
    case 'getConnections':
      // Also only for display; if the host is gone, the upload is what fails.
      return { once: ok, lasting: fault === 'refused connection' ? notStarted : ok };
    case 'loadAccounts':
    case 'loadEntitlements':
      return expectedOfUpload(fault);
    case 'getTask':
      return expectedOfRead(fault, unseen, unseenInTime);
    case 'listTasks':
      // Without the right to see tasks, the step starts without queueing.
      return fault === '403' ? { once: ok, lasting: ok } : expectedOfRead(fault, notStarted, outOfTime);
    case 'token':
      return fault === '401' || fault === '401 after it was processed'
        ? { once: notStarted, lasting: notStarted }
        : expectedOfRead(fault, notStarted, outOfTime);
    case 'getSource':
    case 'listSources':
    case 'getSchemas':
    case 'listEntitlements':
      return expectedOfRead(fault, notStarted, outOfTime);
    case 'listAccounts':
      // The other field for the source in the filter is tried next, and this tenant takes that one.
      return fault === 'reply of the wrong shape'
        ? { once: ok, lasting: notStarted }
        : expectedOfRead(fault, notStarted, outOfTime);
  }
}

/** A read is repeated unless the answer will stay the same; the step searches for a task until the deadline. */
function expectedOfRead(fault: FaultName, failed: Ending, late: Ending): Expectation {
  const patient = failed.aggregations === 1 ? late : failed;
  switch (fault) {
    case '404':
      // A task that ISC has named may be unknown to it for a while; after that its source's list shows it.
      return failed.aggregations === 1 ? { once: ok, lasting: ok } : { once: failed, lasting: failed };
    case '403':
    case '409':
    case '410':
    case 'reply of the wrong shape':
      return { once: failed, lasting: failed };
    case '401': // renewed once
    case '401 after it was processed':
    case '500': // repeated a few times
      return { once: ok, lasting: failed };
    case '429 with Retry-After':
    case '429 without Retry-After':
    case '429 after it was processed':
      return { once: ok, lasting: late };
    case 'refused connection':
    case 'reset before the request is read':
    case 'reset after it was processed':
    case 'cut reply':
    case 'no reply':
    case '502 HTML':
    case '503':
    case '503 after it was processed':
    case '504':
    case 'malformed JSON':
    case '200 with an empty body':
      return { once: ok, lasting: patient };
  }
}

/** The upload is repeated only when it is proven that nothing has started; a task that has started is found. */
function expectedOfUpload(fault: FaultName): Expectation {
  switch (fault) {
    case 'reset after it was processed':
    case 'cut reply':
    case '401 after it was processed':
    case '429 after it was processed':
    case '503 after it was processed':
    case 'malformed JSON':
    case 'reply of the wrong shape':
      return { once: ok, lasting: ok };
    case 'refused connection':
    case 'reset before the request is read':
    case '401':
    case '500':
    case '502 HTML':
    case '503':
    // The accounts are compared again after each wait, three times at most.
    case '429 with Retry-After':
    case '429 without Retry-After':
      return { once: ok, lasting: notStarted };
    case 'no reply':
    case '504':
    case '200 with an empty body':
    case '403':
    case '404':
    case '409':
    case '410':
      return { once: notStarted, lasting: notStarted };
  }
}

function problem(code: string): object {
  const text = 'The server said no.';
  return {
    detailCode: code,
    trackingId: 'fb26de2a0ff44ecf8cb8aa36e3a5d1f1',
    messages: [
      { locale: 'en-US', localeOrigin: 'DEFAULT', text },
      { locale: 'en-US', localeOrigin: 'REQUEST', text },
    ],
    causes: [],
  };
}
