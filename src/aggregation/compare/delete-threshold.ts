import { finding } from '../../csv/findings-collector.js';
import type { Finding } from '../../model/finding.js';
import type { Plan } from '../../model/outcome.js';
import { count, counted } from '../../runtime/wording.js';
import { isMoreThan } from './thresholds.js';

/**
 * The finding that the plan exceeds the source's own delete threshold: ISC would accept the file and skip every
 * deletion (docs/isc-api.md, "The source"). `thresholdPercent`: 0 and `undefined` protect nothing. Where the file and the
 * source use different identities (`isMistake`), a higher threshold is never the answer.
 */
export function checkDeleteThreshold(
  { accountsNow, created, deleted, kept }: Pick<Plan, 'accountsNow' | 'created' | 'deleted' | 'kept'>,
  thresholdPercent: number | undefined,
  isMistake = false,
): readonly Finding[] {
  if (thresholdPercent === undefined || thresholdPercent <= 0) return [];
  if (!isMoreThan(deleted, thresholdPercent, accountsNow)) {
    return isMoreThan(deleted, thresholdPercent, kept + created)
      ? [ofFileAlone(deleted, thresholdPercent, kept + created)]
      : [];
  }
  const message =
    `The file deletes ${count(deleted)} of the ${counted(accountsNow, 'account')}, more than the delete threshold of the source ` +
    `(${thresholdPercent}%): ISC would take the file and skip every deletion, and all these accounts would keep their access. ` +
    (isMistake
      ? 'Leave the threshold as it is, and check the native identities in the export.'
      : 'If the deletions are intended, raise the delete threshold of the source in ISC for this run.');
  return [finding('delete-threshold', message)];
}

/** It is not documented of what the threshold is a share (docs/isc-api.md#the-source): where only one reading is over it. */
function ofFileAlone(deleted: number, thresholdPercent: number, fileAccounts: number): Finding {
  const message =
    `The file deletes ${counted(deleted, 'account')} and has ${count(fileAccounts)}. Where ISC measures the delete threshold of the ` +
    `source (${thresholdPercent}%) by the accounts of the file, that is more than it allows: ISC would then skip every deletion or end the aggregation.`;
  return { ...finding('delete-threshold', message), severity: 'warning' };
}
