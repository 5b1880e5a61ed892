/** Compares a file with the accounts now on its source, and asks the gate whether it may be sent. */
import type { Identities } from '../../csv/check-file.js';
import { listAccounts, type ListOptions } from '../../isc/accounts.js';
import type { Connection } from '../../isc/http/connection.js';
import type { Plan } from '../../model/outcome.js';
import type { DeletionLimit } from '../../model/settings.js';
import type { Source } from '../../model/source.js';
import { gate, rejectByCount, type Gate } from './gate.js';
import { planFrom } from './plan.js';

export interface CompareOptions {
  readonly limit: DeletionLimit;
  /** Whether the plan names the first ids. */
  readonly showIds: boolean;
  /**
   * With `reviewed-deletions`, the most that a review can be about: the deletions are kept, and the accounts of a very
   * large source are listed too where there may be so few.
   */
  readonly mostReviewed: number | undefined;
  /** Told how many accounts have been listed so far, and of how many where that is known. */
  readonly onProgress?: ListOptions['onProgress'];
}

/** What the file would do to the source, and whether it may. */
export interface Comparison {
  /** `undefined` where the two numbers alone decide about a very large source: its accounts are not listed then. */
  readonly plan: Plan | undefined;
  readonly gate: Gate;
  /** Native identities that would be deleted, all of them where `mostReviewed` is given, and none otherwise. */
  readonly deletions: readonly string[];
}

/**
 * Compares the file with the accounts now on the source and holds the plan against `max-deletions`.
 *
 * @throws HttpRefusal if the credential may not list accounts; ConnectionFailure; StepFailure if ISC does not list them all.
 */
export async function compareWithTenant(
  connection: Connection,
  source: Source,
  identities: Identities,
  { limit, mostReviewed, onProgress, showIds }: CompareOptions,
): Promise<Comparison> {
  const now = await listAccounts(connection, source.id, onProgress === undefined ? {} : { onProgress });
  const { deletionDisabled, hasBuildMapRule, ignoresLetterCase } = source.file;
  // Of accounts that differ only in letter case several can be kept by one of the file: the numbers alone prove nothing.
  const byCount =
    ignoresLetterCase || now.total === undefined
      ? undefined
      : rejectByCount(now.total, identities.size, limit, { deletionDisabled });
  const leastDeleted = (now.total ?? 0) - identities.size;
  if (byCount !== undefined && (mostReviewed === undefined || leastDeleted > mostReviewed)) {
    return { plan: undefined, gate: byCount, deletions: [] };
  }
  const deletions: string[] = [];
  const onDeletion = mostReviewed === undefined ? undefined : (id: string): void => void deletions.push(id);
  const options = { deletionDisabled, hasBuildMapRule, ignoresLetterCase, onDeletion, showIds };
  const plan = await planFrom(identities, now.pages(), options);
  return { plan, gate: gate(plan, limit), deletions };
}
