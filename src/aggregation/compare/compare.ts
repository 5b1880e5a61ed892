/** Compares a file with the accounts now on its source. */
import type { Identities } from '../../csv/check-file.js';
import type { AccountsNow } from '../../isc/accounts.js';
import type { Finding, Rule } from '../../model/finding.js';
import type { Plan } from '../../model/outcome.js';
import { mostAllowed, type AccountLimit } from '../../model/limit.js';
import type { Source } from '../../model/source.js';
import { deletionsOverByCount, type BrokenLimit } from './limits.js';
import { beginValues, spelledAsIn, type ValuesToCompare } from './compare-values.js';
import { checkDeleteThreshold } from './delete-threshold.js';
import { planFrom } from './plan.js';
import { reformatted, reformattedFinding } from './reformatted.js';
import { unknownIdentities } from './unknown-identities.js';

export interface CompareOptions {
  readonly limit: AccountLimit;
  /** Whether the plan includes the first ids. */
  readonly showIds: boolean;
  /**
   * With `reviewed-plan`, the maximum number of deletions that a review can cover. The deletions are then kept,
   * and the accounts of a very large source are listed too if there may be so few.
   */
  readonly mostReviewed: number | undefined;
  /** The time of the run, in milliseconds since 1970. */
  readonly nowMs?: number;
  /** Rules whose findings only warn. */
  readonly warnOnly?: readonly Rule[];
}

/** What the file would do to the source. */
export interface Comparison {
  /** `undefined` if the two counts alone decide about a very large source, whose accounts are then not listed. */
  readonly plan: Plan | undefined;
  /** Why the two counts alone reject the file. */
  readonly byCount: BrokenLimit | undefined;
  /** What is wrong with all native identities, so that a higher limit is never the answer. */
  readonly mistake: string | undefined;
  /** What the comparison finds wrong with the file as a whole. */
  readonly findings: readonly Finding[];
  /** Native identities that would be deleted: all of them with `mostReviewed`, otherwise none. */
  readonly deletions: readonly string[];
}

/**
 * Compares the file with the accounts now on the source.
 *
 * @throws HttpRefusal or ConnectionFailure; StepFailure if ISC does not list all accounts.
 */
export async function compareWithTenant(
  now: AccountsNow,
  source: Source,
  identities: Identities,
  toCompare: ValuesToCompare,
  { limit, mostReviewed, nowMs, showIds, warnOnly = [] }: CompareOptions,
): Promise<Comparison> {
  const values = beginValues(source, toCompare, { warnOnly, ...(nowMs === undefined ? {} : { nowMs }) });
  const { deletionDisabled, hasBuildMapRule, ignoresLetterCase } = source.file;
  // If letter case is ignored, one account of the file can keep several on the source, so the counts alone prove
  // nothing.
  const byCount =
    ignoresLetterCase || now.total === undefined
      ? undefined
      : deletionsOverByCount(now.total, identities.size, limit, { deletionDisabled });
  const leastDeleted = (now.total ?? 0) - identities.size;
  if (byCount !== undefined && (mostReviewed === undefined || leastDeleted > mostReviewed)) {
    return { plan: undefined, byCount, mistake: undefined, findings: [], deletions: [] };
  }
  const deletions: string[] = [];
  const creations: string[] = [];
  const options = {
    ...{ deletionDisabled, hasBuildMapRule, ignoresLetterCase, showIds, onAccount: values.take },
    onCreation: (id: string): void => void creations.push(id),
    onDeletion: (id: string): void => void deletions.push(id),
  };
  const counted = await planFrom(identities, now.pages(), options);
  const result = values.result(showIds);
  const renamed = reformatted(deletions, creations, values.isSamePerson);
  const isRenamed = renamed?.severity === 'error';
  const unknown = isRenamed ? undefined : unknownIdentities(counted);
  const mistake = isRenamed ? RENAMED : unknown;
  // Whoever allows these deletions, by the limit or by a review, must know that the file knows none of the accounts.
  const isSaid = mostReviewed === undefined && counted.deleted > mostAllowed(limit, counted.accountsNow);
  const notes = unknown === undefined || isSaid ? counted.notes : [...counted.notes, unknown];
  return {
    plan: { ...counted, notes, values: spelledAsIn(identities, result.values, source.file) },
    byCount: undefined,
    mistake,
    findings: [
      ...(renamed === undefined ? [] : [reformattedFinding(renamed)]),
      ...result.findings,
      ...checkDeleteThreshold(counted, source.deleteThreshold, mistake !== undefined),
    ],
    deletions: mostReviewed === undefined ? [] : deletions,
  };
}

const RENAMED = 'Check the export: the native identities are formatted differently than before.';
