/** What the numbers of a plan alone say of its file: other identities, an early end, ISC's own threshold. */
import type { Plan } from '../../model/outcome.js';
import { count, counted, isOrAre } from '../../model/words.js';
import { isAtLeast, isMoreThan, THRESHOLDS } from './thresholds.js';
import { finding } from '../../csv/findings-collector.js';
import type { Finding } from '../../model/finding.js';

/**
 * What to check if the file and the source have no native identity in common, or hardly any: it is the wrong file, or
 * the identities are written in another way. `undefined` if they have, and for an empty source.
 */
export function unknownIdentities({
  accountsNow,
  deleted,
}: Pick<Plan, 'accountsNow' | 'deleted'>): string | undefined {
  const shared = accountsNow - deleted;
  if (isAtLeast(shared, THRESHOLDS.identitiesUnknown.percent, accountsNow)) return undefined;
  if (shared === 0) {
    return 'No native identity in the file exists on the source. Check that this is the right file for this source, and how the export formats native identities.';
  }
  return (
    `Only ${count(shared)} of the ${counted(accountsNow, 'account')} on the source ${isOrAre(shared)} in the file. ` +
    'Check that this is the right file for this source and complete, and how the export formats native identities.'
  );
}

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

/** With fewer accounts in the file, its order may be chance. */
const LEAST = 5;

/** The orders in which exports are sorted: by text, by text in any letter case, by number. */
const ORDERS: readonly ((one: string, other: string) => boolean)[] = [
  (one, other) => one < other,
  (one, other) => one.toLowerCase() < other.toLowerCase(),
  (one, other) => DIGITS.test(one) && DIGITS.test(other) && Number(one) < Number(other),
];
const DIGITS = /^\d{1,15}$/;

/** True if the file is in order, and all of the deleted ids come after its last one. False if nothing is deleted. */
export function endsEarly(file: Iterable<string>, deleted: readonly string[]): boolean {
  if (deleted.length === 0) return false;
  let last: string | undefined;
  let accounts = 0;
  let left = ORDERS;
  for (const id of file) {
    const before = last;
    if (before !== undefined) left = left.filter((isBefore) => isBefore(before, id));
    if (left.length === 0) return false;
    last = id;
    accounts += 1;
  }
  const end = last;
  if (end === undefined || accounts < LEAST) return false;
  return left.some((isBefore) => deleted.every((id) => isBefore(end, id)));
}
