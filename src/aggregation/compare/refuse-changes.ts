/** Compares a plan with `max-changes`, and describes what would change. */
import { StepFailure } from '../../model/failure.js';
import type { Plan, PlannedValues } from '../../model/outcome.js';
import { allowsAll, isDefault, type AccountLimit } from '../../model/limit.js';
import { columnsInUse, hasCompared, type ValueChanges } from '../../model/value-changes.js';
import { count, counted, enumerated } from '../../runtime/wording.js';
import { changeGate, type ChangeGate } from './change-gate.js';

/**
 * Why the file must not be sent because of what it changes: REJECTED over the limit, FAILED if a limit that the
 * workflow has set cannot be enforced; `undefined` if it may be sent.
 */
export function refuseChanges(
  plan: Pick<Plan, 'accountsNow' | 'values'>,
  limit: AccountLimit,
): StepFailure | undefined {
  const gate = gateOf(plan, limit);
  if (gate.kind === 'allowed' || (gate.kind === 'unknown' && isDefault(limit))) return undefined;
  return new StepFailure(gate.message, {
    status: gate.kind === 'over' ? 'REJECTED' : 'FAILED',
    next: `Nothing has been sent. ${gate.next}`,
  });
}

/** A sentence for the log where the default of `max-changes` cannot be enforced, which stops nothing. */
export function unheldDefault(
  plan: Pick<Plan, 'accountsNow' | 'values'>,
  limit: AccountLimit,
): string | undefined {
  if (!isDefault(limit)) return undefined;
  const gate = gateOf(plan, limit);
  return gate.kind === 'unknown' ? `${gate.message} ${gate.next}` : undefined;
}

function gateOf(
  { accountsNow, values }: Pick<Plan, 'accountsNow' | 'values'>,
  limit: AccountLimit,
): ChangeGate {
  if (values.kind === 'compared') return changeGate(values.changes, limit);
  if (allowsAll(limit) || accountsNow === 0) return { kind: 'allowed' };
  return {
    kind: 'unknown',
    message: `${values.why} So max-changes: ${limit.written} cannot be enforced.`.trim(),
    next: 'Set max-changes: 100% for a source whose values cannot be compared.',
  };
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
  return [`Of these columns, identity profiles${by} read ${named(read)}.`];
}

function named(columns: readonly string[]): string {
  return enumerated(columns.slice(0, MAX_NAMED).map((column) => `"${column}"`));
}
