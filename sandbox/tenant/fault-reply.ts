import type { Fault } from './faults.js';
import { quoteIn, type Quotable } from './quote.js';
import type { Reply } from './replies.js';

/** The reply of a fault in place of the tenant's own, with what it quotes from the request. */
export function replyOf(fault: Extract<Fault, { kind: 'reply' }>, quotable: Quotable): Reply {
  const type = typeof fault.body === 'string' ? 'text/html' : 'application/json';
  return {
    status: fault.status,
    headers: fault.body === undefined ? { ...fault.headers } : { 'Content-Type': type, ...fault.headers },
    body: fault.body === undefined ? '' : bodyOf(quoteIn(fault.body, quotable)),
  };
}

/** A scripted body as sent: a string unchanged, anything else as JSON. */
export function bodyOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
