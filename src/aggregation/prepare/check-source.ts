/** What a source itself leaves unprotected or unclear, whatever the file says. */
import { enumerated } from '../../model/words.js';
import { finding } from '../../csv/findings-collector.js';
import type { Finding } from '../../model/finding.js';
import { ACCOUNT } from '../../model/object-kind.js';
import { kindFor } from '../kind.js';
import { mergesByOthers, type AccountSchema, type Source } from '../../model/source.js';

/**
 * What the source itself leaves unprotected or unclear (docs/isc-api.md#the-source): warnings that belong to no file.
 */
export function checkSource(
  source: Pick<Source, 'deleteThreshold' | 'file'>,
  schema: AccountSchema,
): readonly Finding[] {
  return [
    ...(kindFor({ objectType: schema.objectType ?? ACCOUNT }).hasThreshold ? checkDeletions(source) : []),
    ...checkMerging(source, schema),
    ...checkLeftOut(source),
    ...checkRule(source),
  ];
}

function checkDeletions(source: Pick<Source, 'deleteThreshold' | 'file'>): readonly Finding[] {
  if (source.file.deletionDisabled) {
    const message =
      'Deletion detection is switched off for this source: accounts that are missing from the file stay in ISC.';
    return [finding('deletion-disabled', message)];
  }
  if (source.deleteThreshold !== undefined && source.deleteThreshold > 0) return [];
  const state =
    source.deleteThreshold === undefined ? 'has no delete threshold' : 'has a delete threshold of 0';
  return [finding('no-delete-threshold', `The source ${state}: ISC itself does not stop mass deletions.`)];
}

/** Columns that are in the file are checked there, row by row. */
function checkMerging({ file }: Pick<Source, 'file'>, schema: AccountSchema): readonly Finding[] {
  const names = new Set(schema.attributes.map(({ name }) => name));
  const others = mergesByOthers(file, schema).filter((name) => !names.has(name));
  if (others.length === 0) return [];
  const columns = others.map((name) => `"${name}"`).join(', ');
  const message = `The source merges rows by ${columns}, which the account schema does not have: so it is not known which rows become one account. Make the native identity, or a column of the schema, the index column of the source: names are case-sensitive.`;
  return [finding('other-merge-column', message)];
}

function checkLeftOut({ file }: Pick<Source, 'file'>): readonly Finding[] {
  if (file.leavesOut.length === 0) return [];
  const message = `The source leaves out ${enumerated(file.leavesOut)} of every file: ISC may delete accounts that the plan keeps.`;
  return [finding('rows-left-out', message)];
}

/** Such a rule can rewrite, combine or drop columns (docs/isc-api.md#the-source). */
function checkRule({ file }: Pick<Source, 'file'>): readonly Finding[] {
  if (!file.hasBuildMapRule) return [];
  const message =
    'The source has a BuildMap rule, which can rewrite every row: ids and values of the file may not be what ISC stores, so the plan is uncertain: values are not compared, and max-changes is not held.';
  return [finding('build-map-rule', message)];
}
