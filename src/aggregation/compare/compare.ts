import type { Identities } from '../../csv/check-file.js';
import { listAccounts } from '../../isc/accounts.js';
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
}

/** What the file would do to the source, and whether it may. */
export interface Comparison {
  /** `undefined` where the two numbers alone decide about a very large source: its accounts are not listed then. */
  readonly plan: Plan | undefined;
  readonly gate: Gate;
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
  { limit, showIds }: CompareOptions,
): Promise<Comparison> {
  const now = await listAccounts(connection, source.id);
  const { deletionDisabled } = source.file;
  const byCount = rejectByCount(now.total, identities.size, limit, { deletionDisabled });
  if (byCount !== undefined) return { plan: undefined, gate: byCount };
  const plan = await planFrom(identities, now.pages(), { deletionDisabled, showIds });
  return { plan, gate: gate(plan, limit) };
}
