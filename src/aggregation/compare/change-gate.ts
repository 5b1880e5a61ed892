import { allowsAll, mostAllowed, percentFor, type AccountLimit } from '../../model/limit.js';
import type { ColumnChanges, NotComparedWhy, ValueChanges } from '../../model/value-changes.js';
import { count, counted, enumerated } from '../../runtime/wording.js';

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** Whether the file may change that many accounts. */
export type ChangeGate =
  | { readonly kind: 'allowed' }
  /** A value would be changed, emptied or filled in more accounts than `max-changes` allows. */
  | { readonly kind: 'over'; readonly message: string; readonly next: string }
  /** The values of so many accounts are hidden that the limit, which the workflow has set, cannot be enforced. */
  | { readonly kind: 'unknown'; readonly message: string; readonly next: string };

/**
 * The gate of `max-changes`: closed if the file changes, empties or fills a value in more accounts than the limit allows, of
 * those both in the file and on the source. Exactly at the limit passes, and so does a file that has no account in
 * common with the source.
 */
export function changeGate(changes: ValueChanges, limit: AccountLimit): ChangeGate {
  const { affected, columns, compared, unseen } = changes;
  if (allowsAll(limit)) return { kind: 'allowed' };
  const kept = compared + unseen;
  const most = mostAllowed(limit, kept);
  const allows = `max-changes: ${limit.written} allows ${count(most)}`;
  if (affected > most) {
    return {
      kind: 'over',
      message:
        `The file would change, empty or fill values of ${count(affected)} of the ${counted(kept, 'account')} that are in the file and on ` +
        `the source; ${allows}. Most changes are in ${inWords(columns)}.`,
      next:
        'Check these columns in the export. If the changes are intended, set ' +
        `max-changes: ${affected} (or ${percentFor(affected, kept)}%) for this run; add columns that change by nature to ignore-columns.`,
    };
  }
  const hidden = hiddenIn(changes);
  if (hidden === undefined || Math.min(kept, affected + hidden.accounts) <= most) return { kind: 'allowed' };
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

/** `undefined` if every change is visible. */
function hiddenIn({ compared, notCompared, unseen }: ValueChanges): Hidden | undefined {
  const kept = compared + unseen;
  const named = (why: NotComparedWhy): readonly string[] =>
    notCompared.flatMap((one) => (one.why === why ? [`"${one.column}"`] : []));
  const unreadable = named('unreadable');
  if (unreadable.length > 0) {
    return {
      accounts: kept,
      message: `ISC shows something other than text in ${enumerated(unreadable)}`,
      next: 'Add these columns to ignore-columns, so that they are not compared.',
    };
  }
  const absent = named('not-shown');
  if (absent.length > 0) {
    return {
      accounts: kept,
      message: `ISC shows ${enumerated(absent, MAX_NAMED)} in no account of the source`,
      next: `Add ${absent.length === 1 ? 'this column' : 'these columns'} to ignore-columns until ISC shows ${absent.length === 1 ? 'it' : 'them'}, or set max-changes: 100%.`,
    };
  }
  if (unseen === 0) return undefined;
  const message = `ISC does not show the values of ${count(unseen)} of the ${counted(kept, 'account')} that are in the file and on the source`;
  const next = 'Set max-changes: 100% for a source whose values ISC does not show.';
  return { accounts: unseen, message, next };
}

function inWords(columns: readonly ColumnChanges[]): string {
  return enumerated(
    columns.slice(0, MAX_NAMED).map(({ column, changed, emptied, filled }) => {
      const parts = [
        changed > 0 ? `${count(changed)} changed` : [],
        emptied > 0 ? `${count(emptied)} emptied` : [],
        filled > 0 ? `${count(filled)} filled` : [],
      ];
      return `"${column}" (${parts.flat().join(', ')})`;
    }),
  );
}
