/** Compares a file with the accounts now on its source. */
import type { Identities } from '../../csv/identities.js';
import type { AccountsNow } from '../../isc/accounts.js';
import type { Finding, Rule } from '../../model/finding.js';
import type { Plan, PlanRow } from '../../model/outcome.js';
import type { Person } from '../../model/people.js';
import { mostAllowed, type AccountLimit } from '../../model/limit.js';
import { accountKey, type Source } from '../../model/source.js';
import { deletionsOverByCount, type BrokenLimit } from './limits.js';
import { beginValues, withSpellingOf, type ValuesToCompare, type ValueTaker } from './compare-values.js';
import { checkDeleteThreshold, endsEarly, unknownIdentities } from './plan-findings.js';
import { planFrom } from './plan.js';
import { ProtectedAccounts, type Protection } from './protected-accounts.js';
import { findReformatted, reformattedFinding } from './reformatted-identities.js';

/** What of the settings decides how far accounts are listed, and what is kept of them. */
export interface CompareOptions {
  /** `max-deletions`. */
  readonly limit: AccountLimit;
  /** Whether the plan includes the first ids. */
  readonly showIds: boolean;
  /**
   * With `reviewed-plan`, the maximum number of deletions that a review can cover. The deletions are then kept,
   * and the accounts of a very large source are listed too if there may be so few.
   */
  readonly mostReviewed: number | undefined;
  /** Native identities that the file must not delete. */
  readonly protectedAccounts?: readonly string[];
  /** Whether the accounts of a very large source are listed, even if their number alone rejects the file. */
  readonly needsRows?: boolean;
  /** The time of the run, in milliseconds since 1970. */
  readonly nowMs?: number;
  /** Rules whose findings only warn. */
  readonly warnOnly?: readonly Rule[];
}

/** What the file would do to the source. */
export interface Comparison {
  /** `undefined` if the two counts alone decide about a very large source, whose accounts are then not listed. */
  readonly plan: Plan | undefined;
  /** Why the two counts alone reject the file. */
  readonly byCount: BrokenLimit | undefined;
  /** What is wrong with all native identities, so that a higher limit is never the answer. */
  readonly mistake: string | undefined;
  /** What the comparison finds wrong with the file as a whole. */
  readonly findings: readonly Finding[];
  /** Native identities that would be deleted: all of them with `mostReviewed`, otherwise none. */
  readonly deletions: readonly string[];
  /** Whose they are, in the same order. */
  readonly deletedPeople: readonly Person[];
  /** True if all deletions lie behind the last account of a file that is in order. */
  readonly endedEarly: boolean;
  /** What the file would do to `protected-accounts`. */
  readonly protection: Protection;
  /** The rows of the plan file. */
  readonly rows: () => readonly PlanRow[];
}

/**
 * Compares the file with the accounts now on the source.
 *
 * @throws HttpRefusal or ConnectionFailure; StepFailure if ISC does not list all accounts.
 */
export async function compareWithTenant(
  now: AccountsNow,
  source: Source,
  identities: Identities,
  toCompare: ValuesToCompare,
  options: CompareOptions,
): Promise<Comparison> {
  const { limit, mostReviewed, needsRows = false, nowMs, showIds, warnOnly = [] } = options;
  const guard = new ProtectedAccounts(options.protectedAccounts ?? [], source.file);
  const values = beginValues(source, toCompare, { warnOnly, ...(nowMs === undefined ? {} : { nowMs }) });
  const { deletionDisabled, hasBuildMapRule, ignoresLetterCase } = source.file;
  // If letter case is ignored, one account of the file can keep several on the source, so the counts alone prove
  // nothing.
  const byCount =
    ignoresLetterCase || now.total === undefined
      ? undefined
      : deletionsOverByCount(now.total, identities.size, limit, { deletionDisabled });
  const leastDeleted = (now.total ?? 0) - identities.size;
  if (byCount !== undefined && !needsRows && (mostReviewed === undefined || leastDeleted > mostReviewed)) {
    return { ...NOTHING_COMPARED, byCount };
  }
  const deletions: string[] = [];
  const deletedPeople: Person[] = [];
  const creations: string[] = [];
  const counted = await planFrom(identities, now.pages(), {
    ...{ deletionDisabled, hasBuildMapRule, ignoresLetterCase, showIds },
    onAccount: (account, number) => {
      guard.sawOnSource(account.identity);
      values.take?.(account, number);
    },
    onCreation: (id) => void creations.push(id),
    onDeletion: (id, person) => {
      guard.sawDeletion(id);
      deletions.push(id);
      deletedPeople.push(person);
    },
  });
  const result = values.result(showIds);
  const renamed = findReformatted(deletions, creations, values.isSamePerson);
  const isRenamed = renamed?.severity === 'error';
  const unknown = isRenamed ? undefined : unknownIdentities(counted);
  const mistake = isRenamed ? RENAMED : unknown;
  // Whoever allows these deletions, by the limit or by a review, must know that the file knows none of the accounts.
  const isSaid = mostReviewed === undefined && counted.deleted > mostAllowed(limit, counted.accountsNow);
  const notes = unknown === undefined || isSaid ? counted.notes : [...counted.notes, unknown];
  return {
    plan: { ...counted, notes, values: withSpellingOf(identities, result.values, source.file) },
    byCount: undefined,
    mistake,
    findings: [
      ...(renamed === undefined ? [] : [reformattedFinding(renamed)]),
      ...result.findings,
      ...checkDeleteThreshold(counted, source.deleteThreshold, mistake !== undefined),
    ],
    deletions: mostReviewed === undefined ? [] : deletions,
    deletedPeople: mostReviewed === undefined ? [] : deletedPeople,
    endedEarly: endsEarly(identities.keys(), deletions),
    protection: guard.protection(identities),
    rows: () => rowsOf(source, identities, values, { creations, deletions, deletedPeople }),
  };
}

const NOTHING_COMPARED = {
  ...{ plan: undefined, mistake: undefined, endedEarly: false, protection: { deleted: [], nowhere: [] } },
  ...{ findings: [], deletions: [], deletedPeople: [], rows: () => [] },
} satisfies Omit<Comparison, 'byCount'>;

/** Each account that is created, deleted or changed, identities as the file spells them, or ISC where it has them alone. */
function rowsOf(
  source: Source,
  identities: Identities,
  values: ValueTaker,
  ids: { readonly creations: readonly string[]; readonly deletions: readonly string[] } & Pick<
    Comparison,
    'deletedPeople'
  >,
): readonly PlanRow[] {
  const about = { sourceId: source.id, sourceName: source.name, objectType: source.objectType };
  const rows: PlanRow[] = [];
  const add = (action: PlanRow['action'], nativeIdentity: string, rest: Partial<PlanRow> = {}): void => {
    rows.push({ ...about, action, nativeIdentity, person: undefined, columns: [], ...rest });
  };
  const spellings = new Map<string, string>();
  if (source.file.ignoresLetterCase) {
    for (const id of identities.keys()) spellings.set(accountKey(id, source.file), id);
  }
  for (const id of ids.creations) add('create', id);
  for (const [index, id] of ids.deletions.entries()) {
    add('delete', id, { person: rowPerson(ids.deletedPeople[index]) });
  }
  values.listChanged((key, person, columns) => {
    add('change', spellings.get(key) ?? key, { person: rowPerson(person), columns });
  });
  return rows;
}

function rowPerson(person: Person | undefined): PlanRow['person'] {
  if (person === undefined || person.kind === 'nobody') return person && 'nobody';
  const { lifecycleState } = person;
  return lifecycleState === undefined ? undefined : { lifecycleState };
}

const RENAMED = 'Check the export: the native identities are formatted differently than before.';
