/** Compares the values of the file with those of the accounts as they are listed. */
import type { Identities } from '../../csv/identities.js';
import type { FileValues } from '../../csv/values/row-values.js';
import type { Finding, Rule } from '../../model/finding.js';
import type { PlannedValues } from '../../model/outcome.js';
import type { Person } from '../../model/people.js';
import { accountKey, type FileFormat, type Source } from '../../model/source.js';
import type { Account } from '../../isc/decode-account.js';
import { cellFindings, cellFindingsBeside } from './cell-findings.js';
import { cutValueFinding } from './cell-faults.js';
import { diagnoseValues } from './diagnoses.js';
import { listChanged, summarizeChanges } from './summarize-changes.js';
import { ValueComparison } from './value-comparison.js';

/** The values of a file, or why they are not compared (a sentence; '' if no comparison was requested). */
export type ValuesToCompare =
  | {
      readonly kind: 'values';
      readonly file: FileValues;
      readonly ignored: readonly string[];
      /** False for a file that was read for an empty source: it can only be compared with no accounts. */
      readonly hasRows: boolean;
    }
  | { readonly kind: 'none'; readonly why: string };

/** Takes the accounts of the source one at a time. */
export interface ValueTaker {
  /** `undefined` if nothing is compared. `number`: that of the account in the file, if it is there. */
  readonly take: ((account: Account, number: number | undefined) => void) | undefined;
  /** True if an account to be deleted and one to be created have the same display name, as far as it is known. */
  readonly isSamePerson: (deleted: string, created: string) => boolean;
  /** Calls `take` with the key of each changed account, in the order of the file, its person and its changing columns. */
  readonly listChanged: (take: (key: string, person: Person, columns: readonly string[]) => void) => void;
  /** Call it once all accounts were taken. `showIds`: whether the changed accounts are named. */
  readonly result: (showIds: boolean) => {
    readonly values: PlannedValues;
    readonly findings: readonly Finding[];
  };
}

/** False if nothing is compared, so that the attributes of accounts need not be requested. */
export function needsAttributes(values: ValuesToCompare): boolean {
  // There is nothing to compare in a file with only native identities, or if all other columns are ignored.
  return values.kind === 'values' && values.file.columns.length > 0;
}

/** The values with the ids of changed accounts as the file spells them: they are compared by their keys. */
export function withSpellingOf(
  identities: Pick<Identities, 'keys'>,
  values: PlannedValues,
  format: Pick<FileFormat, 'ignoresLetterCase'>,
): PlannedValues {
  if (!format.ignoresLetterCase || values.kind === 'not-compared' || values.changes.ids.length === 0)
    return values;
  const { changes } = values;
  const spellings = new Map(changes.ids.map(({ identity }) => [identity, identity]));
  for (const identity of identities.keys()) {
    const key = accountKey(identity, format);
    if (spellings.has(key)) spellings.set(key, identity);
  }
  const ids = changes.ids.map((one) => ({ ...one, identity: spellings.get(one.identity) ?? one.identity }));
  return { kind: 'compared', changes: { ...changes, ids } };
}

/** How findings about values are judged. */
export interface ComparisonOptions {
  /** The time of the run, in milliseconds since 1970. Absent: no date is taken for the day of the run. */
  readonly nowMs?: number;
  /** Rules whose findings only warn: of a column the first one that stops is said. */
  readonly warnOnly?: readonly Rule[];
}

/** Begins to compare the values of a file; nothing is compared if there are `none`. */
export function beginValues(
  source: Source,
  values: ValuesToCompare,
  { nowMs, warnOnly = [] }: ComparisonOptions = {},
): ValueTaker {
  if (values.kind === 'none') {
    const none = { values: { kind: 'not-compared', why: values.why } as const, findings: [] };
    return { take: undefined, isSamePerson: () => false, listChanged: () => undefined, result: () => none };
  }
  const comparison = new ValueComparison(values.file, nowMs);
  return {
    take: needsAttributes(values)
      ? (account, number) => {
          comparison.take(number, accountKey(account.identity, source.file), account);
        }
      : undefined,
    isSamePerson: (deleted, created) =>
      comparison.hasSameDisplay(accountKey(deleted, source.file), accountKey(created, source.file)),
    listChanged: (onChanged) => {
      listChanged(comparison, onChanged);
    },
    result: (showIds) => {
      const { explained, findings } = diagnoseValues(comparison, warnOnly);
      const ofCells = values.hasRows ? cellFindingsBeside(comparison, explained) : cellFindings(values.file);
      return {
        values: {
          kind: 'compared',
          changes: summarizeChanges(comparison, { ignored: values.ignored, showIds }),
        },
        findings: [...cutValue(comparison), ...findings, ...ofCells],
      };
    },
  };
}

function cutValue({ file, isCut }: ValueComparison): readonly Finding[] {
  return isCut && file.openEnd !== undefined ? [cutValueFinding(file, file.openEnd)] : [];
}
