/** The values of the file held against those of the accounts as they are listed, and what that comes to. */
import type { FileValues } from '../../csv/row-values.js';
import type { Finding } from '../../model/finding.js';
import type { PlannedValues } from '../../model/outcome.js';
import { accountKey, type Source } from '../../model/source.js';
import type { Account } from '../../isc/account-page.js';
import { diagnoseValues } from './diagnoses.js';
import { summed } from './summed.js';
import { ValueComparison } from './values.js';

/** The values of a file, or why they are not compared (a sentence; '' where nobody asked for it). */
export type ValuesToCompare =
  | { readonly kind: 'values'; readonly file: FileValues; readonly ignored: readonly string[] }
  | { readonly kind: 'none'; readonly why: string };

/** Takes the accounts of the source one after the other. */
export interface ValueTaker {
  /** `undefined` if nothing is compared, so that the attributes need not be asked for. */
  readonly take: ((account: Account) => void) | undefined;
  readonly result: (showIds: boolean) => {
    readonly values: PlannedValues;
    readonly findings: readonly Finding[];
  };
}

/** Begins to compare. */
export function beginValues(source: Source, values: ValuesToCompare): ValueTaker {
  if (values.kind === 'none') {
    const none = { values: { kind: 'not-compared', why: values.why } as const, findings: [] };
    return { take: undefined, result: () => none };
  }
  const comparison = new ValueComparison(values.file);
  const take = (account: Account): void => {
    comparison.take(accountKey(account.identity, source.file), account);
  };
  return {
    // A file of native identities alone has nothing to compare, and neither has one whose columns are all ignored.
    take: values.file.columns.length === 0 ? undefined : take,
    result: (showIds) => ({
      values: { kind: 'compared', changes: summed(comparison, { ignored: values.ignored, showIds }) },
      findings: diagnoseValues(comparison),
    }),
  };
}
