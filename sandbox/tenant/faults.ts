/** Scripted faults: what goes wrong, and with which request. */
import { type Quotable, quoteIn } from './quote.js';
import type { Reply } from './replies.js';
import type { ForeignAggregation } from './model.js';
import type { Operation } from './routes.js';

/** What can go wrong with one request. "Processed" means: carried out as if nothing were wrong. */
export type Fault =
  /** Processed and answered as usual: for use with `meanwhile`. */
  | { readonly kind: 'pass' }
  /**
   * Not processed; answered with this reply. With `beforeBody` it is sent while the body is still arriving, and the
   * connection is closed.
   */
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A string is sent unchanged, anything else as JSON. May quote the request: see `quote`. */
      readonly body?: unknown;
      readonly beforeBody?: boolean;
    }
  /** Processed; answered with this reply all the same, as by a gateway that gave up. */
  | {
      readonly kind: 'processed-reply';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Processed at once and answered `ms` milliseconds later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is reset; nothing is read or processed. */
  | { readonly kind: 'reset-before-reading' }
  /** Processed, then the connection is reset. */
  | { readonly kind: 'reset-after-processing' }
  /** Processed; the reply ends in the middle of its body. */
  | { readonly kind: 'cut-reply' }
  /** Never answered, never processed. */
  | { readonly kind: 'no-reply' }
  /** Processed and never answered. */
  | { readonly kind: 'no-reply-after-processing' }
  /** Processed and answered with the right status and this body. */
  | { readonly kind: 'replace-body'; readonly body: unknown }
  /** Not processed; redirected with 307 or another `status`. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Processed; the body of the reply comes in pieces of `bytes` bytes, `pauseMs` milliseconds apart. */
  | { readonly kind: 'slow-body'; readonly bytes: number; readonly pauseMs: number };

/** The kinds of faults by name, as `POST /_sandbox/scenario` takes them. */
export const FAULT_KINDS = [
  'pass',
  'reply',
  'processed-reply',
  'delay',
  'reset-before-reading',
  'reset-after-processing',
  'cut-reply',
  'no-reply',
  'no-reply-after-processing',
  'replace-body',
  'redirect',
  'slow-body',
] as const satisfies readonly Fault['kind'][];

/** Which requests meet a fault. */
export interface ScriptedFault {
  readonly operation: Operation | 'any';
  /** How many requests meet it; 1 if absent, `Infinity` for all from then on. */
  readonly times?: number;
  /** How many pass before; 0 if absent. */
  readonly skip?: number;
  readonly fault: Fault;
  /** Somebody else starts this aggregation when such a request arrives, before it is processed. */
  readonly meanwhile?: ForeignAggregation;
}

/** The fault that a request meets. */
export type MetFault = Pick<ScriptedFault, 'fault' | 'meanwhile'>;

/** The pending faults, in the order in which they were scripted. */
export class FaultScript {
  readonly #entries: (ScriptedFault & { times: number; skip: number })[] = [];

  /** Adds a fault after the existing ones. */
  add(scripted: ScriptedFault): void {
    this.#entries.push({ ...scripted, times: scripted.times ?? 1, skip: scripted.skip ?? 0 });
  }

  /** Takes the fault for this request, if any: the first one that matches and has let enough requests pass. */
  take(operation: Operation | undefined): MetFault | undefined {
    for (const entry of this.#entries) {
      if (entry.times <= 0) continue;
      if (entry.operation !== 'any' && entry.operation !== operation) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      return entry;
    }
    return undefined;
  }

  /** Removes all faults. */
  clear(): void {
    this.#entries.length = 0;
  }
}

/**
 * The reply of a fault in place of the tenant's own, with what it quotes from the request. `{{date+5}}` in a header is the
 * HTTP date in five seconds from `now` (milliseconds since the epoch).
 */
export function replyOf(
  fault: Extract<Fault, { kind: 'reply' | 'processed-reply' }>,
  quotable: Quotable,
  now: number,
): Reply {
  const headers = Object.fromEntries(
    Object.entries(fault.headers ?? {}).map(([name, value]): [string, string] => [
      name,
      value.replace(/\{\{date\+(\d+)\}\}/, (_whole, seconds: string) =>
        new Date(now + Number(seconds) * 1_000).toUTCString(),
      ),
    ]),
  );
  const type = typeof fault.body === 'string' ? 'text/html' : 'application/json';
  return {
    status: fault.status,
    headers: fault.body === undefined ? headers : { 'Content-Type': type, ...headers },
    body: fault.body === undefined ? '' : bodyOf(quoteIn(fault.body, quotable)),
  };
}

/** A scripted body as sent: a string unchanged, anything else as JSON. */
export function bodyOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
