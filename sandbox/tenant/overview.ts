/** What a tenant has received and holds, in numbers. */
import type { AggregationCounts, SourceKind } from './model.js';
import type { RequestRecord } from './request-record.js';
import { phaseOf } from './task.js';
import type { RateLimit } from './rate-limit.js';
import type { Tenant } from './tenant.js';

/**
 * What the tenant has received and the state of its sources, in numbers: no accounts, secrets or individual requests.
 */
export interface Overview {
  readonly requests: number;
  readonly peakRequestsIn10s: number;
  readonly operations: readonly OperationOverview[];
  readonly uploads: readonly UploadOverview[];
  readonly sources: readonly SourceOverview[];
  /** The earliest first. */
  readonly aggregations: readonly AggregationOverview[];
}

/** The requests for one operation. */
export interface OperationOverview {
  /** `other`: an address that the tenant does not know. */
  readonly operation: string;
  readonly requests: number;
  /** How often each HTTP status was the reply; `none`: no reply was sent. */
  readonly replies: Readonly<Record<string, number>>;
}

/** A file that arrived with a request to load accounts. */
export interface UploadOverview {
  readonly sourceName: string;
  readonly filename: string;
  readonly bytes: number;
  /** Lines of the file, including the heading. */
  readonly lines: number;
  /** HTTP status of the reply; `null`: no reply was sent. */
  readonly status: number | null;
}

/** A source on the page, with the number of accounts that it has now. */
export interface SourceOverview {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly accounts: number;
}

/** An aggregation on the page: that of an upload, and those that the tenant began itself. */
export interface AggregationOverview {
  readonly sourceName: string;
  readonly launcher: string;
  /** `null`: it is still running, or has ended without one. */
  readonly completionStatus: string | null;
  readonly isOver: boolean;
  readonly counts: AggregationCounts;
}

/** A tenant and what it has received. */
export interface Seen {
  readonly tenant: Tenant;
  readonly requests: readonly RequestRecord[];
  readonly rateLimit: RateLimit;
}

/** The current overview. */
export function overviewOf({ tenant, requests, rateLimit }: Seen): Overview {
  const now = tenant.now();
  return {
    requests: requests.length,
    peakRequestsIn10s: rateLimit.peak,
    operations: operationsOf(requests),
    uploads: requests.flatMap((record) =>
      (record.body?.files ?? []).map(({ filename, bytes, lines }) => ({
        sourceName: nameOfSource(record, (id) => tenant.source(id)?.name),
        filename,
        bytes,
        lines,
        status: record.status ?? null,
      })),
    ),
    sources: tenant.sources().map(({ id, name, kind }) => {
      return { id, name, kind, accounts: tenant.accounts(id).length };
    }),
    aggregations: tenant
      .tasks()
      .toReversed()
      .map((task) => {
        const isOver = phaseOf(task, now) === 'final';
        const { sourceName, launcher, counts } = task;
        return {
          sourceName,
          launcher,
          completionStatus: isOver ? task.completionStatus : null,
          isOver,
          counts,
        };
      }),
  };
}

function operationsOf(records: readonly RequestRecord[]): readonly OperationOverview[] {
  const replies = new Map<string, Record<string, number>>();
  for (const { operation = 'other', status = 'none' } of records) {
    const counts = replies.get(operation) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    replies.set(operation, counts);
  }
  return [...replies].map(([operation, counts]) => {
    const requests = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { operation, requests, replies: counts };
  });
}

/** The source whose id is the second to last part of the path, as in `/sources/v1/{id}/load-accounts`. */
function nameOfSource({ path }: RequestRecord, nameOf: (id: string) => string | undefined): string {
  const id = path.split('/').at(-2) ?? '';
  return nameOf(id) ?? id;
}
