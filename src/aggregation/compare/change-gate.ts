import { allowsAll, mostAllowed, percentFor, type AccountLimit } from '../../model/limit.js';
import type { ColumnChanges, ValueChanges } from '../../model/value-changes.js';
import { count, counted, enumerated } from '../../runtime/wording.js';

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** Whether the file may change that many accounts. */
export type ChangeGate =
  | { readonly kind: 'allowed' }
  /** A value would change or be emptied in more accounts than `max-changes` allows. */
  | { readonly kind: 'over'; readonly message: string; readonly next: string }
  /** The values of so many accounts are hidden that the limit, which the workflow has set, cannot be enforced. */
  | { readonly kind: 'unknown'; readonly message: string; readonly next: string };

/**
 * The gate of `max-changes`: closed if the file changes or empties a value in more accounts than the limit allows, of
 * those both in the file and on the source. Exactly at the limit passes, and so does a file that has no account in
 * common with the source.
 */
export function changeGate(changes: ValueChanges, limit: AccountLimit): ChangeGate {
  const { columns, compared, limited, unseen } = changes;
  if (allowsAll(limit)) return { kind: 'allowed' };
  const kept = compared + unseen;
  const most = mostAllowed(limit, kept);
  const allows = `max-changes: ${limit.written} allows ${count(most)}`;
  if (limited > most) {
    return {
      kind: 'over',
      message:
        `The file would change or empty values of ${count(limited)} of the ${counted(kept, 'account')} that are in the file and on ` +
        `the source; ${allows}. Most changes are in ${inWords(columns)}.`,
      next:
        'Check these columns in the export. If the changes are intended, set ' +
        `max-changes: ${limited} (or ${percentFor(limited, kept)}%) for this run; add columns that change by nature to ignore-columns.`,
    };
  }
  const hidden = hiddenIn(changes);
  if (hidden === undefined || Math.min(kept, limited + hidden.accounts) <= most) return { kind: 'allowed' };
  return {
    kind: 'unknown',
    message: `${hidden.message}, so max-changes: ${limit.written} cannot be enforced.`,
    next: hidden.next,
  };
}

/** Accounts in which a change would go unnoticed, and why. */
interface Hidden {
  readonly accounts: number;
  readonly message: string;
  readonly next: string;
}

/**
 * `undefined` if every change is visible. A column that no account has does not count as hidden: it can only be filled.
 */
function hiddenIn({ compared, comparedColumns, notCompared, unseen }: ValueChanges): Hidden | undefined {
  const kept = compared + unseen;
  const unreadable = notCompared.flatMap(({ column, why }) => (why === 'unreadable' ? [`"${column}"`] : []));
  if (unreadable.length > 0) {
    return {
      accounts: kept,
      message: `ISC shows something other than text in ${enumerated(unreadable)}`,
      next: 'Add these columns to ignore-columns, so that they are not compared.',
    };
  }
  const next = 'Set max-changes: 100% for a source whose values ISC does not show.';
  if (comparedColumns === 0 && notCompared.some(({ why }) => why === 'not-shown')) {
    const message = 'ISC shows none of the columns of the file in the accounts of the source';
    return { accounts: kept, message, next };
  }
  if (unseen === 0) return undefined;
  const message = `ISC does not show the values of ${count(unseen)} of the ${counted(kept, 'account')} that are in the file and on the source`;
  return { accounts: unseen, message, next };
}

function inWords(columns: readonly ColumnChanges[]): string {
  // What is only filled does not count towards the limit.
  const lost = ({ changed, emptied }: ColumnChanges): number => changed + emptied;
  const losing = columns.filter((column) => lost(column) > 0).toSorted((a, b) => lost(b) - lost(a));
  return enumerated(
    losing.slice(0, MAX_NAMED).map(({ column, changed, emptied }) => {
      const parts = [
        changed > 0 ? `${count(changed)} changed` : [],
        emptied > 0 ? `${count(emptied)} emptied` : [],
      ];
      return `"${column}" (${parts.flat().join(', ')})`;
    }),
  );
}
