import type { Counts } from '../../model/task.js';
import type { Outcome } from '../../model/outcome.js';
import { numberTable } from './markdown.js';
import { count, counted, NOT_GIVEN } from '../../runtime/wording.js';

/** What was planned beside what ISC says it did; `undefined` where neither is known. */
export function countsTable({ plan, counts, csv }: Outcome): string | undefined {
  const done = Object.values(counts).some((value) => value !== undefined);
  if (plan === undefined && !done) return undefined;
  const rows: readonly (readonly [string, number | undefined, string])[] = [
    ['Created', plan?.created, count(counts.created)],
    ['Deleted', plan?.deleted, count(counts.deleted)],
    ['Kept', plan?.kept, keptOf(counts)],
    ['Total', plan === undefined ? undefined : csv?.accounts, count(counts.total)],
  ];
  if (plan === undefined)
    return numberTable(
      ['Accounts', 'ISC'],
      rows.map(([name, , isc]) => [name, isc]),
    );
  if (!done)
    return numberTable(
      ['Accounts', 'Planned'],
      rows.map(([name, planned]) => [name, count(planned)]),
    );
  return numberTable(
    ['Accounts', 'Planned', 'ISC'],
    rows.map(([name, planned, isc]) => [name, count(planned), isc]),
  );
}

/** One sentence where ISC deleted another number of accounts than was planned. */
export function deletionSurprise({ plan, counts }: Outcome): string | undefined {
  if (plan === undefined || counts.deleted === undefined || counts.deleted === plan.deleted) return undefined;
  return `⚠️ ISC reports ${counted(counts.deleted, 'deleted account')}; ${count(plan.deleted)} were planned.`;
}

/** ISC counts kept accounts as updated or unchanged ("optimized"). */
function keptOf({ updated, unchanged }: Counts): string {
  if (updated === undefined && unchanged === undefined) return NOT_GIVEN;
  return `${count(updated)} updated, ${count(unchanged)} unchanged`;
}
