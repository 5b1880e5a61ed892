/** The plan: which accounts a file would create, delete and keep. */
import type { Identities } from '../../csv/check-file.js';
import type { Account } from '../../isc/account-page.js';
import type { Plan } from '../../model/outcome.js';
import { count } from '../../runtime/wording.js';
import { accountKey } from '../../model/source.js';
import type { Person } from '../../model/people.js';
import { DeletedTally, PeopleTable } from './people.js';

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
  /** Called with each account of the source, once. */
  readonly onAccount?: ((account: Account) => void) | undefined;
  /** Called with each account that would be created. */
  readonly onCreation?: ((identity: string) => void) | undefined;
  /** Called with each account that would be deleted, and whose it is. Equal people are one object. */
  readonly onDeletion?: ((identity: string, person: Person) => void) | undefined;
}

/**
 * Compares the file with the native identities now on the source, exactly, unless the source ignores letter case. Pages
 * may arrive in any order and, since accounts change meanwhile, overlap: each account counts once. Memory grows with
 * the ids on the source. Throws what `pages` throws.
 */
export async function planFrom(
  file: Identities,
  pages: AsyncIterable<readonly Account[]>,
  options: PlanOptions,
): Promise<Omit<Plan, 'values'>> {
  const { deletionDisabled, hasBuildMapRule = false, ignoresLetterCase, showIds } = options;
  const { onAccount, onCreation, onDeletion } = options;
  /** The id of the first account of each native identity. */
  const now = new Map<string, string>();
  const deletedIds: string[] = [];
  let inBoth = 0;
  const doubles = { all: 0, absent: 0 };
  const people = new PeopleTable();
  const deletedPeople = new DeletedTally(people);
  for await (const page of pages) {
    for (const account of page) {
      const { identity: id } = account;
      const key = accountKey(id, { ignoresLetterCase });
      const first = now.get(key);
      if (first !== undefined) {
        // ISC should have one account per native identity. If it has more, all of them are deleted together.
        if (ignoresLetterCase || first === account.id) continue;
        doubles.all += 1;
        if (!file.has(id)) {
          doubles.absent += 1;
          if (!deletionDisabled) deletedPeople.add(account.ownership);
        }
        continue;
      }
      now.set(key, account.id);
      onAccount?.(account);
      if (file.has(id)) inBoth += 1;
      else if (!deletionDisabled) {
        deletedPeople.add(account.ownership);
        onDeletion?.(id, people.personOf(people.numberOf(account.ownership.person)));
        if (showIds && deletedIds.length < MAX_SHOWN_IDS) deletedIds.push(id);
      }
    }
  }
  const isThere = (id: string): boolean => now.has(accountKey(id, { ignoresLetterCase }));
  if (onCreation !== undefined) for (const id of file.keys()) if (!isThere(id)) onCreation(id);
  const accountsNow = now.size + doubles.all;
  const absent = now.size - inBoth + doubles.absent;
  const deleted = deletionDisabled ? 0 : absent;
  return {
    created: file.size - inBoth,
    deleted,
    kept: accountsNow - deleted,
    accountsNow,
    deletedPeople: deletedPeople.counts,
    createdIds: showIds ? firstMissing(file.keys(), isThere) : [],
    deletedIds,
    notes: [...(deletionDisabled ? [notDeleted(absent)] : []), ...(hasBuildMapRule ? [UNCERTAIN] : [])],
  };
}

function firstMissing(ids: Iterable<string>, isThere: (id: string) => boolean): readonly string[] {
  const missing: string[] = [];
  for (const id of ids) {
    if (missing.length === MAX_SHOWN_IDS) break;
    if (!isThere(id)) missing.push(id);
  }
  return missing;
}

const UNCERTAIN =
  'The plan is uncertain: the source has a BuildMap rule, so ISC may store other ids than those of the file.';

function notDeleted(absent: number): string {
  return `Deletion detection is switched off for this source: accounts that are missing from the file (${count(absent)} now) stay in ISC.`;
}
