import { assertNever } from '../../src/model/status.js';
import { aggregate, type AggregationResult } from './aggregation.js';
import { mergeRows, type MergedRows } from './merge-rows.js';
import type { AggregationCounts, SandboxAccount, SandboxSource } from './model.js';

/** What an upload delivered: accounts, a number of lines if they were only counted, or why ISC stops reading it. */
export type Delivery =
  | { readonly kind: 'accounts'; readonly merged: MergedRows }
  | { readonly kind: 'counted'; readonly lines: number }
  | { readonly kind: 'unreadable'; readonly text: string };

/** The counts of an aggregation that has done nothing. */
export const UNTOUCHED: AggregationCounts = {
  total: 0,
  optimized: 0,
  ignored: 0,
  created: 0,
  updated: 0,
  deleted: 0,
};

/** The result of a delivery; `undefined`: the source reads the accounts of the application behind it. */
export function resultOf(
  source: SandboxSource,
  now: ReadonlyMap<string, SandboxAccount>,
  delivery: Delivery | undefined,
  optimization: boolean,
): AggregationResult {
  switch (delivery?.kind) {
    case undefined: {
      const held = source.remoteAccounts ?? [...now.values()].map((account) => account.attributes);
      return aggregate(source, now, mergeRows(held, source), optimization);
    }
    case 'accounts':
      return aggregate(source, now, delivery.merged, optimization);
    case 'counted':
      return nothingDone(delivery.lines);
    case 'unreadable':
      return {
        ...nothingDone(0),
        completionStatus: 'ERROR',
        messages: [{ type: 'ERROR', text: delivery.text }],
      };
    default:
      return assertNever(delivery);
  }
}

/** An aggregation that found `total` accounts and changed none. */
export function nothingDone(total: number): AggregationResult {
  return {
    counts: { ...UNTOUCHED, total, optimized: total },
    completionStatus: 'SUCCESS',
    messages: [],
    written: new Map(),
    deleted: [],
  };
}

/** True for an end after which the accounts have changed, in any letter case. */
export function endsWell(completionStatus: string | null): boolean {
  return ['SUCCESS', 'WARNING'].includes(completionStatus?.toUpperCase() ?? '');
}
