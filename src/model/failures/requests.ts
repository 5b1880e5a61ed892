/** Failures of requests to ISC: what it refuses, and what keeps a request from being answered. */
import type { FailureRow, StateOfIsc } from './row.js';

/** Before, while, and after a file is sent. */
const ANY: readonly [StateOfIsc, ...StateOfIsc[]] = ['nothing-sent', 'nothing-started', 'goes-on', 'unclear'];
const REFUSED = 'ISC refused to {purpose} ({answer}): {said}';
const FORBIDDEN = 'ISC does not let this credential {purpose} ({answer})';
const BETWEEN = 'Something between this runner and ISC';
const NO_REPLY = 'Request to {purpose}: {happened}';

/** Answers that are refusals. {answer}: the HTTP status with its name; {said}: the server's words, detail code and tracking id. */
export const REFUSALS = {
  'token-refused': {
    happened: 'ISC refused to issue a token ({answer}): {said}',
    states: ['nothing-sent', 'goes-on', 'nothing-started', 'unclear'],
    next: 'Check `client-id` and `client-secret`: a personal access token or API client of {host}, with the grant type client credentials, not revoked or expired.',
  },
  'no-token-service': {
    example: 'ISC refused to issue a token (404 Not Found)',
    happened: REFUSED,
    states: ['nothing-sent'],
    next: 'There is no token service at {host}. Check `tenant` or `base-url`.',
  },
  'token-rejected': {
    example: 'ISC refused to … (401 Unauthorized)',
    happened: REFUSED,
    states: ANY,
    next: 'ISC did not accept the token although it was renewed. Check that the credential has not been revoked or expired, and that it belongs to {host}.',
  },
  'schema-forbidden': {
    example: "ISC does not let this credential show the source's account schema (403 Forbidden)",
    happened: `${FORBIDDEN}: {said}`,
    states: ['nothing-sent', 'nothing-started'],
    next: 'The plan is unknown. Probably the scope `{scope}` is missing: create a personal access token with it. API clients cannot read schemas. If the token has it, its owner may no longer manage this source.',
  },
  'accounts-forbidden': {
    example: "ISC does not let this credential list the source's accounts (403 Forbidden)",
    happened: `${FORBIDDEN}: {said}`,
    states: ['nothing-sent', 'nothing-started'],
    next: 'The plan is unknown. Probably the scope `{scope}` is missing: create a token with it. If the token has it, its owner may no longer manage this source.',
  },
  'entitlements-forbidden': {
    happened: `${FORBIDDEN}: {said}`,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'Probably the scope `{scope}` is missing: create a personal access token with it. API clients can neither load nor list entitlements. If the token has it, its owner may no longer manage this source.',
  },
  'task-forbidden': {
    example: 'ISC does not let this credential show the task (403 Forbidden)',
    happened: `${FORBIDDEN}: {said}`,
    states: ['goes-on'],
    next: 'Probably the scope `{scope}` is missing: create a token with it. Without it only `wait: false` works.',
  },
  forbidden: {
    example: 'ISC does not let this credential … (403 Forbidden)',
    happened: `${FORBIDDEN}: {said}`,
    states: ['nothing-sent', 'nothing-started'],
    next: 'Probably the scope `{scope}` is missing: create a token with it. If the token has it, its owner may no longer manage this source.',
  },
  'file-refused': {
    example: 'ISC refused to start the aggregation (400 Bad Request)',
    happened: REFUSED,
    states: ['nothing-started'],
    next: "ISC did not accept the file. If it names columns, the heading must contain exactly the attributes of the source's account schema.",
  },
  'request-refused': {
    example: 'ISC refused to … (400 Bad Request)',
    happened: REFUSED,
    states: ['nothing-sent', 'goes-on'],
    next: 'ISC did not understand the request. Check `source-id` or `source-name` and `api-version`; if they are right, run the step with `dry-run: true` and {report}',
  },
  'not-found': {
    example: 'ISC refused to show the source (404 Not Found)',
    happened: REFUSED,
    states: ['nothing-sent', 'nothing-started'],
    next: 'Check `source-id` (the 32 hexadecimal digits in the address of the source in the admin UI), `api-version`, and that the source is one of {host}.',
  },
  'operation-unknown': {
    example: 'ISC refused to … (404 Not Found)',
    happened: REFUSED,
    states: ['nothing-sent'],
    next: 'Check `api-version` and the tenant: {host} does not have this operation.',
  },
  'task-not-shown': {
    happened: 'ISC has accepted the aggregation and does not show its task ({answer}): {said}',
    states: ['in-words'],
    next: 'It may still be running on {host}.',
  },
  'operation-off': {
    example: 'ISC refused to … (410 Gone)',
    happened: REFUSED,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'ISC has switched this operation off. Use a newer release of this action.',
  },
  'version-off': {
    example: 'ISC refused to … with this `api-version` (410 Gone)',
    happened: 'ISC refused to {purpose} with this `api-version` ({answer}): {said}',
    states: ['nothing-sent'],
    next: 'This version of the API is switched off. Set `api-version: v1`.',
  },
  'file-too-large': {
    example: 'ISC refused to start the aggregation (413 Payload Too Large)',
    happened: REFUSED,
    states: ['nothing-started'],
    next: 'The file is too large for ISC. Split the source or shorten the file.',
  },
  'rate-limit': {
    example: 'ISC refused to … (429 Too Many Requests)',
    happened: REFUSED,
    states: ANY,
    next: 'Something else uses up the limit of this credential (100 requests in 10 s). Give the step a credential of its own, or run fewer steps at once. More time is not the cure.',
  },
  'server-error': {
    example: 'ISC answered the request to … with 500 Internal Server Error',
    happened: 'ISC answered the request to {purpose} with {answer}: {said}',
    states: ['nothing-sent', 'unclear', 'nothing-started', 'goes-on'],
    next: 'The problem is on the server. Check the status page of the tenant, and run the step again later. If it persists, {support}.',
  },
  'other-refusal': {
    example: 'ISC refused to … (409 Conflict)',
    happened: REFUSED,
    states: ANY,
    next: 'If the text above does not help, {support}.',
  },
  'gateway-forbids': {
    example: 'Something between this runner and ISC refused the request to … (403 Forbidden)',
    happened: `${BETWEEN} refused the request to {purpose} ({answer}){said}`,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'A proxy, firewall or gateway rejects the request; this is not about the scopes of the credential. Ask whoever runs it to let this runner reach the tenant.',
  },
  'gateway-file-too-large': {
    example: 'Something between this runner and ISC refused the request to … (413 Payload Too Large)',
    happened: `${BETWEEN} refused the request to {purpose} ({answer}){said}`,
    states: ['nothing-started'],
    next: 'The file is larger than a proxy or gateway between this runner and ISC accepts. Ask whoever runs it to raise its limit, or split the source.',
  },
  'gateway-rate-limit': {
    example: 'Something between this runner and ISC refused the request to … (429 Too Many Requests)',
    happened: `${BETWEEN} refused the request to {purpose} ({answer}){said}`,
    states: ANY,
    next: 'A gateway between this runner and ISC limits the requests. Run fewer steps at once.',
  },
  'gateway-error': {
    example: 'Something between this runner and ISC answered the request to … with 502 Bad Gateway',
    happened: `${BETWEEN} answered the request to {purpose} with {answer}{said}`,
    states: ['nothing-sent', 'unclear', 'goes-on'],
    next: 'A gateway between this runner and ISC gets no answer from ISC, or is faulty itself. Check the status page of the tenant, and run the step again later.',
  },
  'gateway-refusal': {
    example: 'Something between this runner and ISC refused the request to … (404 Not Found)',
    happened: `${BETWEEN} refused the request to {purpose} ({answer}){said}`,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'Check that `tenant` or `base-url` is the API address of the tenant, and that no proxy or firewall between this runner and ISC changes the request.',
  },
} as const satisfies Record<string, FailureRow>;

/** Requests without a usable reply. {happened}: one or more sentences. */
export const FAULTS = {
  unreachable: {
    example: '… cannot be reached',
    happened: NO_REPLY,
    states: ['nothing-sent', 'goes-on'],
    next: 'Check `tenant` or `base-url` for typos, and that this runner may reach the address (proxy, firewall, private network).',
  },
  'no-answer': {
    example: 'The connection to … was lost; … did not send a complete reply',
    happened: NO_REPLY,
    states: ANY,
    next: 'Run the step again. If that does not help, check the network between this runner and the tenant (proxy, firewall) and the status page of the tenant.',
  },
  'tls-broken': {
    example: 'The connection to … was lost: wrong version number (EPROTO)',
    happened: NO_REPLY,
    states: ['nothing-sent', 'goes-on'],
    next: 'Check that `base-url` is the https address of the tenant, with the right port, and that no proxy or firewall on the way breaks TLS.',
  },
  'certificate-expired': {
    example: 'The TLS certificate of … is not trusted: certificate has expired',
    happened: NO_REPLY,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'Check the clock of this runner. If it is right, the certificate must be renewed by whoever runs the server or the TLS inspection of your company. Never turn certificate verification off.',
  },
  'certificate-of-another-name': {
    example: "The TLS certificate of … is not trusted: Hostname/IP does not match certificate's altnames",
    happened: NO_REPLY,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'Check `tenant` or `base-url` for typos: the server at this address has a certificate for other names. Never turn certificate verification off.',
  },
  'certificate-untrusted': {
    example: 'The TLS certificate of … is not trusted: unable to verify the first certificate',
    happened: NO_REPLY,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'If your company inspects TLS, give the path of its CA certificate in the environment variable `NODE_EXTRA_CA_CERTS` of this step. Never turn certificate verification off.',
  },
  'proxy-down': {
    example: 'This runner cannot reach its proxy; the proxy cannot reach …',
    happened: NO_REPLY,
    states: ['nothing-sent', 'goes-on'],
    next: 'Check that `https_proxy` (or `http_proxy`) of this step is the address of a proxy that runs. If the runner reaches the tenant without one, add the host of the tenant to `no_proxy`.',
  },
  'proxy-refuses': {
    example: 'The proxy does not allow this runner to reach …',
    happened: NO_REPLY,
    states: ['nothing-sent', 'goes-on'],
    next: 'With 407, the proxy wants a login: give it in `https_proxy`, from a secret, as in `http://name:password@proxy.example:3128`, percent-encoded. Otherwise ask whoever runs the proxy.',
  },
  redirected: {
    example: '… answered 302, a redirect to …',
    happened: NO_REPLY,
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: 'Redirects are not followed, because the token would be sent along. Set `base-url` to the API address of the tenant itself.',
  },
  'reply-too-large': {
    example: 'The reply is larger than …',
    happened: NO_REPLY,
    states: ['nothing-sent', 'unclear', 'goes-on'],
    next: 'Check that `base-url` is the API address of the tenant: replies of ISC to this action are never that large.',
  },
  'reply-unreadable': {
    example: 'ISC answered 200 with something that is not JSON',
    happened: NO_REPLY,
    states: ['nothing-sent', 'unclear', 'goes-on'],
    next: 'Check that `base-url` is the API address, not that of a login page. If it is and this stays so, {report}',
  },
} as const satisfies Record<string, FailureRow>;
