/** Replies, and refusals with ISC's messages. */

/** A complete reply before it is sent, so that a fault can still change it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON reply. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A reply that is not JSON. */
export function text(status: number, contentType: string, body: string): Reply {
  return { status, headers: { 'Content-Type': contentType }, body };
}

/** Why a request is refused, in ISC's words. */
export interface HttpRefusal {
  readonly status: 400 | 403 | 404 | 410 | 413 | 500;
  readonly detailCode: string;
  readonly text: string;
}

/** The request is invalid; `detailCode` if ISC has a more precise one (docs/isc-api.md#errors). */
export function badRequest(textOfIt: string, detailCode = '400.1 Bad Request Content'): HttpRefusal {
  return { status: 400, detailCode, text: textOfIt };
}

/** The resource at the address does not exist. */
export function notFound(textOfIt: string): HttpRefusal {
  return { status: 404, detailCode: '404 Not found', text: textOfIt };
}

/** The request is larger than the server accepts. */
export function tooLarge(textOfIt: string): HttpRefusal {
  return { status: 413, detailCode: '413 Request Entity Too Large', text: textOfIt };
}

/** For a token that lacks a scope or an authority; it says no more, like the real one. */
export const FORBIDDEN: HttpRefusal = {
  status: 403,
  detailCode: '403 Forbidden',
  text: 'The server understood the request but refuses to authorize it.',
};

/** For an upload that the service breaks at. */
export const INTERNAL_FAULT: HttpRefusal = {
  status: 500,
  detailCode: '500.0 Internal Fault',
  text: 'An internal fault occurred.',
};

/** Thrown by an operation that refuses; `refuse` turns it into a reply. */
export class Refused extends Error {
  readonly refusal: HttpRefusal;

  constructor(refusal: HttpRefusal) {
    super(refusal.text);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** ISC's error body, with the same text in two locales (docs/isc-api.md#errors). */
export function refuse(refusal: HttpRefusal, trackingId: string): Reply {
  return json(refusal.status, {
    detailCode: refusal.detailCode,
    trackingId,
    messages: [
      { locale: 'und', localeOrigin: 'REQUEST', text: refusal.text },
      { locale: 'en-US', localeOrigin: 'DEFAULT', text: refusal.text },
    ],
    causes: [],
  });
}

/** 401 of every operation except the token's. */
export function unauthorized(error: string): Reply {
  return json(401, { error });
}

/** 429 with the seconds to wait. */
export function tooMany(retryAfterSeconds: number): Reply {
  return json(429, { message: 'Rate limit exceeded' }, { 'Retry-After': String(retryAfterSeconds) });
}
