/** What an aggregation does to the accounts of a source, computed at its start. */
import {
  type AggregationCounts,
  type AttributeValues,
  type SandboxAccount,
  type SandboxSource,
  type TaskText,
  assertNever,
} from './model.js';
import { isFlag, textOf } from './connector-attributes.js';
import { type MergedRows, mergeRows } from './merge-rows.js';
import { asRead, sameValues } from './stored-values.js';

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

/** What an aggregation would do to the accounts of a source. Nothing has changed yet. */
export interface AggregationResult {
  readonly counts: AggregationCounts;
  /** How the aggregation ends by itself. */
  readonly completionStatus: 'SUCCESS' | 'WARNING' | 'ERROR' | 'TERMINATED';
  readonly messages: readonly TaskText[];
  /** Accounts to create or to update, by native identity. */
  readonly written: ReadonlyMap<string, AttributeValues>;
  /** Native identities to delete. */
  readonly deleted: readonly string[];
}

/**
 * Compares what a source delivers with its accounts, as ISC does: creates new accounts, updates those whose values
 * differ, and deletes missing ones, unless deletion is turned off or more are missing than the delete threshold allows
 * (docs/isc-api.md#the-source): then it deletes none, or is cancelled. With `optimization`, unchanged accounts are left alone and counted as such. Accounts
 * are matched by their native identity, in any letter case with `isCaseInsensitiveMerge`.
 */
export function aggregate(
  source: SandboxSource,
  now: ReadonlyMap<string, SandboxAccount>,
  { accounts, ignored }: MergedRows,
  optimization: boolean,
): AggregationResult {
  const known = knownSpelling(source, now);
  const kept = new Set<string>();
  const written = new Map<string, AttributeValues>();
  let created = 0;
  for (const [delivered, attributes] of accounts) {
    const identity = known(delivered);
    const before = now.get(identity);
    if (before === undefined) created += 1;
    else kept.add(identity);
    if (
      optimization &&
      before !== undefined &&
      sameValues(before.attributes, attributes, source.schema.attributes)
    ) {
      continue;
    }
    written.set(identity, source.kind === 'file' ? asRead(attributes, source.schema.attributes) : attributes);
  }
  const absent = [...now.keys()].filter((identity) => !kept.has(identity));
  const skipped = whyNotDeleted(source, { absent: absent.length, now: now.size, scanned: accounts.size });
  const deleted = skipped === undefined ? absent : [];
  return {
    counts: {
      total: accounts.size,
      optimized: accounts.size - written.size,
      ignored,
      created,
      updated: written.size - created,
      deleted: deleted.length,
    },
    completionStatus: endAfter(source, skipped),
    messages: skipped === undefined ? [] : [skipped],
    written,
    deleted,
  };
}

/** Returns an identity in the spelling of an existing account of the source. */
function knownSpelling(
  source: SandboxSource,
  now: ReadonlyMap<string, SandboxAccount>,
): (identity: string) => string {
  if (!isFlag(source, 'isCaseInsensitiveMerge')) return (identity) => identity;
  const spelling = new Map([...now.keys()].map((identity) => [identity.toLowerCase(), identity]));
  return (identity) => spelling.get(identity.toLowerCase()) ?? identity;
}

function endAfter(
  source: SandboxSource,
  skipped: TaskText | undefined,
): 'SUCCESS' | 'WARNING' | 'TERMINATED' {
  if (skipped?.type !== 'WARN') return 'SUCCESS';
  return source.deletion.above === 'cancel' ? 'TERMINATED' : 'WARNING';
}

function whyNotDeleted(
  source: SandboxSource,
  { absent, now, scanned }: { readonly absent: number; readonly now: number; readonly scanned: number },
): TaskText | undefined {
  if (absent === 0) return undefined;
  if (isFlag(source, 'checkDeletedDisabled')) {
    return { type: 'INFO', text: 'Account deletion detection is disabled for this source.' };
  }
  const { above, measuredBy, zero } = source.deletion;
  const threshold = thresholdOf(source);
  const base = measuredBy === 'accounts' ? now : scanned;
  if (threshold === undefined) return undefined;
  const isAllowed = threshold === 0 ? zero === 'allows-all' : absent * 100 <= threshold * base;
  if (isAllowed) return undefined;
  const what = above === 'skip' ? 'The delete phase was skipped' : 'The aggregation was cancelled';
  return {
    type: 'WARN',
    text: `${what}: ${absent} of ${base} accounts would be deleted, which is above the delete threshold of ${threshold} percent.`,
  };
}

/** Percent; `undefined` if the source has none. */
function thresholdOf(source: SandboxSource): number | undefined {
  const written = textOf(source, 'deleteThresholdPercentage');
  const copies = [source.deleteThreshold, written === undefined ? undefined : Number(written)];
  if (source.deletion.copy === 'connector') copies.reverse();
  return copies.find((one) => one !== undefined);
}
