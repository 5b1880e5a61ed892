/** The plan, and its words in the log: which accounts a file would create, delete and keep. */
import type { Identities } from '../../csv/identities.js';
import type { Account } from '../../isc/decode-account.js';
import type { Plan, PlannedValues } from '../../model/outcome.js';
import { count, counted, enumerated } from '../../model/words.js';
import { accountKey, type Source } from '../../model/source.js';
import { type Person, AUTHORITATIVE, deletionsInWords, lossesInWords } from '../../model/people.js';
import { DeletedTally, PeopleTable } from './people.js';
import { standingsOf, type Limits } from '../../model/limit-standing.js';
import { columnsInUse, hasCompared, type ValueChanges } from '../../model/value-changes.js';

/** How many ids a plan includes with `show-ids`. */
export const MAX_SHOWN_IDS = 50;

/** What a plan depends on besides the ids. */
export interface PlanOptions {
  /** ISC does not delete accounts that are missing from the file. */
  readonly deletionDisabled: boolean;
  /** Native identities that differ only in letter case are one account. */
  readonly ignoresLetterCase: boolean;
  /** ISC may store different identities than the file has. */
  readonly hasBuildMapRule?: boolean;
  /** Whether the plan includes the first ids. */
  readonly showIds: boolean;
  /** Called with each account of the source, and its number in the file, if it is there. */
  readonly onAccount?: ((account: Account, number: number | undefined) => void) | undefined;
  /** Called with each account that would be created. */
  readonly onCreation?: ((identity: string) => void) | undefined;
  /** Called with each account that would be deleted, and whose it is. Equal people are one object. */
  readonly onDeletion?: ((identity: string, person: Person) => void) | undefined;
}

/**
 * Compares the file with the native identities now on the source, exactly, unless the source ignores letter case. Pages
 * may arrive in any order; each account is to come once. Memory grows with the accounts to be deleted. Throws what
 * `pages` throws.
 */
export async function planFrom(
  file: Identities,
  pages: AsyncIterable<readonly Account[]>,
  options: PlanOptions,
): Promise<Omit<Plan, 'values'>> {
  const { deletionDisabled, hasBuildMapRule = false, ignoresLetterCase, showIds } = options;
  const { onAccount, onCreation, onDeletion } = options;
  /** By number of the account in the file, 1 if the source has it, and the keys of those that the file does not have. */
  let isThere = new Uint8Array(0);
  const others = new Set<string>();
  const deletedIds: string[] = [];
  let inBoth = 0;
  const doubles = { all: 0, absent: 0 };
  const people = new PeopleTable();
  const deletedPeople = new DeletedTally(people);
  for await (const page of pages) {
    if (isThere.length < file.size) isThere = new Uint8Array(file.size);
    for (const account of page) {
      const { identity: id, ownership } = account;
      const number = file.numberOf(id);
      const isFirst =
        number === undefined
          ? others.size < others.add(accountKey(id, { ignoresLetterCase })).size
          : isThere[number] === 0;
      if (!isFirst) {
        // ISC should have one account per native identity. If it has more, all of them are deleted together.
        if (ignoresLetterCase) continue;
        doubles.all += 1;
        if (number === undefined) {
          doubles.absent += 1;
          if (!deletionDisabled) deletedPeople.add(ownership);
        }
        continue;
      }
      onAccount?.(account, number);
      if (number !== undefined) {
        isThere[number] = 1;
        inBoth += 1;
      } else if (!deletionDisabled) {
        deletedPeople.add(ownership);
        onDeletion?.(id, people.personOf(people.numberOf(ownership.person)));
        if (showIds && deletedIds.length < MAX_SHOWN_IDS) deletedIds.push(id);
      }
    }
  }
  const createdIds: string[] = [];
  const mayShow = showIds ? MAX_SHOWN_IDS : 0;
  if (onCreation !== undefined || mayShow > 0) {
    let number = 0;
    for (const id of file.keys()) {
      if (isThere[number] !== 1) {
        onCreation?.(id);
        if (createdIds.length < mayShow) createdIds.push(id);
      }
      number += 1;
    }
  }
  const accountsNow = inBoth + others.size + doubles.all;
  const absent = others.size + doubles.absent;
  const deleted = deletionDisabled ? 0 : absent;
  return {
    created: file.size - inBoth,
    deleted,
    kept: accountsNow - deleted,
    accountsNow,
    deletedPeople: deletedPeople.counts,
    createdIds,
    deletedIds,
    notes: [...(deletionDisabled ? [notDeleted(absent)] : []), ...(hasBuildMapRule ? [UNCERTAIN] : [])],
  };
}

const UNCERTAIN =
  'The plan is uncertain: the source has a BuildMap rule, so ISC may store other ids than those of the file.';

function notDeleted(absent: number): string {
  return `Deletion detection is switched off for this source: accounts that are missing from the file (${count(absent)} now) stay in ISC.`;
}

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
