import type { Identities } from '../../csv/check-file.js';
import { listAccounts } from '../../isc/accounts.js';
import type { Connection } from '../../isc/http/connection.js';
import type { Place } from '../../isc/sources.js';
import { StepFailure } from '../../model/failure.js';
import type { DeletionLimit } from '../../model/settings.js';
import type { Source } from '../../model/source.js';
import type { Log } from '../../runtime/log.js';
import type { KnownSoFar } from '../outcome-builder.js';
import { gate, type Gate, rejectByCount } from './gate.js';
import { planFrom } from './plan.js';

export interface CompareParts {
  readonly connection: Connection;
  readonly place: Place;
  readonly log: Log;
  readonly showIds: boolean;
}

/**
 * Compares the file with the accounts now on the source and holds the plan against `max-deletions`. Where the two
 * numbers alone decide about a very large source, its accounts are not listed, and there is no plan.
 *
 * @throws StepFailure REJECTED if more accounts would go than the limit allows; Refusal if the credential may not
 * list accounts; ConnectionFailure.
 */
export async function compareWithTenant(
  { connection, log, place, showIds }: CompareParts,
  source: Source,
  identities: Identities,
  limit: DeletionLimit,
  known: KnownSoFar,
): Promise<void> {
  const now = await listAccounts(connection, place.apiVersion, source.id);
  const { deletionDisabled } = source.file;
  const byCount = rejectByCount(now.total, identities.size, limit, { deletionDisabled });
  if (byCount !== undefined) throw rejected(byCount.gate, byCount.plan.notes);

  const plan = await planFrom(identities, now.pages(), { deletionDisabled, showIds });
  known.learn({ plan });
  log.info(
    `Plan: ${plan.created} accounts to be created, ${plan.deleted} to be deleted, ${plan.kept} kept of ${plan.accountsNow} now on the source.`,
  );
  for (const note of plan.notes) log.info(note);
  const verdict = gate(plan, limit);
  if (!verdict.allowed) throw rejected(verdict, []);
}

function rejected(verdict: Extract<Gate, { allowed: false }>, notes: readonly string[]): StepFailure {
  return new StepFailure([verdict.message, ...notes].join(' '), {
    status: 'REJECTED',
    next: `Nothing has been sent. ${verdict.next}`,
  });
}
