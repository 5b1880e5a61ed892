import type { Fault } from './faults.js';
import { quoteIn, type Quotable } from './quote.js';
import type { Reply } from './replies.js';

/** The reply that a fault gives instead of the tenant's own, with what it quotes of the request. */
export function replyOf(fault: Extract<Fault, { kind: 'reply' }>, quotable: Quotable): Reply {
  const type = typeof fault.body === 'string' ? 'text/html' : 'application/json';
  return {
    status: fault.status,
    headers: fault.body === undefined ? { ...fault.headers } : { 'Content-Type': type, ...fault.headers },
    body: fault.body === undefined ? '' : bodyOf(quoteIn(fault.body, quotable)),
  };
}

/** A scripted body as it goes out: a string as it is, anything else as JSON. */
export function bodyOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
