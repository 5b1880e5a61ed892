import type { Plan } from '../../model/outcome.js';
import { count, counted } from '../../runtime/wording.js';
import { isAtLeast, THRESHOLDS } from './thresholds.js';

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
    `Only ${count(shared)} of the ${counted(accountsNow, 'account')} on the source ${shared === 1 ? 'is' : 'are'} in the file. ` +
    'Check that this is the right file for this source and complete, and how the export formats native identities.'
  );
}
