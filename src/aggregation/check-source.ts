import { finding } from '../csv/findings-collector.js';
import type { Finding } from '../model/finding.js';
import type { Source } from '../model/source.js';

/** What the source itself leaves unprotected (docs/isc-api.md#the-source): warnings that belong to no file. */
export function checkSource(source: Pick<Source, 'deleteThreshold' | 'file'>): readonly Finding[] {
  if (source.file.deletionDisabled) {
    const message =
      'Deletion detection is switched off for this source: accounts that are absent from the file stay in ISC.';
    return [finding('deletion-disabled', message)];
  }
  if (source.deleteThreshold !== undefined && source.deleteThreshold > 0) return [];
  const state =
    source.deleteThreshold === undefined ? 'has no delete threshold' : 'has a delete threshold of 0';
  return [finding('no-delete-threshold', `The source ${state}: ISC itself does not stop mass deletions.`)];
}
