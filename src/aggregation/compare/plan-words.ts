/** A plan in the words of the log. */
import { standingsOf, type Limits } from '../../model/limit-standing.js';
import type { Plan, PlannedValues } from '../../model/outcome.js';
import { AUTHORITATIVE, deletionsInWords, lossesInWords } from '../../model/people.js';
import type { Source } from '../../model/source.js';
import { columnsInUse, hasCompared, type ValueChanges } from '../../model/value-changes.js';
import { count, counted, enumerated } from '../../model/words.js';

/** The lines of the log about a plan: whose accounts go first, and how it stands against its limits last. */
export function planInWords(
  plan: Plan,
  { authoritative }: Pick<Source, 'authoritative'>,
  limits: Limits,
): readonly string[] {
  const { accountsNow, created, deleted, deletedPeople, kept, notes, values } = plan;
  return [
    ...(deleted === 0
      ? []
      : [`${deletionsInWords(deleted, deletedPeople)}.`, ...lossesInWords(deletedPeople)]),
    ...(deleted > 0 && authoritative === true ? [AUTHORITATIVE] : []),
    `Plan: create ${count(created)}, delete ${count(deleted)} and keep ${count(kept)} of ${counted(accountsNow, 'account')} now on the source.`,
    ...notes,
    ...valuesInWords(values),
    ...standingsOf(plan, limits).map(({ words }) => `${words}.`),
  ];
}

/** The lines of the log about the values of a plan. */
export function valuesInWords(values: PlannedValues): readonly string[] {
  if (values.kind === 'not-compared') return values.why === '' ? [] : [values.why];
  const { affected, affectedInNotation, columns, compared } = values.changes;
  if (!hasCompared(values.changes)) return ['Values could not be compared: ISC does not show them.'];
  if (compared === 0) return [];
  const inBoth = `${counted(compared, 'account')} in the file and on the source`;
  return [
    affected === 0
      ? `Values: nothing would change in ${inBoth}.`
      : `Values: ${count(affected)} of ${inBoth} would change, in ${counted(columns.length, 'column')}${affectedInNotation === 0 ? '' : ` (${count(affectedInNotation)} only in notation)`}.`,
    ...profileUseInWords(values.changes),
  ];
}

/** Maximum number of columns and profiles that the log names. */
const MAX_NAMED = 10;

function profileUseInWords(changes: ValueChanges): readonly string[] {
  const read = columnsInUse(changes);
  if (read.length === 0) return [];
  const profiles = changes.profileUse?.profiles ?? [];
  const by = profiles.length === 0 ? '' : ` (${enumerated(profiles.slice(0, MAX_NAMED))})`;
  return [`Identity profiles${by} read ${named(read)}.`];
}

function named(columns: readonly string[]): string {
  return enumerated(columns.slice(0, MAX_NAMED).map((column) => `"${column}"`));
}
