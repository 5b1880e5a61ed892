/** The numbers of a source: planned beside ISC's own, and all limits with theirs. */
import type { Counts } from '../../model/task.js';
import { changedAccounts, type Outcome, type Plan } from '../../model/outcome.js';
import { forMarkdown } from '../../runtime/escape.js';
import { list, numberTable, paragraphs } from './markdown.js';
import { count, counted, NOT_GIVEN } from '../../model/words.js';
import { isOverLimit, mayBeOverLimit, type Standing, standingsOf } from '../../model/limit-standing.js';
import { kindOf, saidOf } from '../../model/object-kind.js';

/** The planned numbers beside those that ISC reports; `undefined` if neither is known. */
export function countsTable({ counts, csv, plan, target, verification }: Outcome): string | undefined {
  const done = Object.values(counts).some((value) => value !== undefined);
  if (plan === undefined && !done) return undefined;
  const rows: readonly (readonly [string, string, string])[] = [
    ['Created', count(plan?.created), count(counts.created)],
    ['Deleted', count(plan?.deleted), count(counts.deleted)],
    ['Kept', plannedKept(plan), keptOf(counts)],
    // ISC's total: the accounts that it has read.
    [
      target.csv === undefined ? 'Read from the source' : 'In the file',
      count(csv?.accounts),
      count(counts.total),
    ],
  ];
  const objects = saidOf(target.objectType, 'Accounts');
  if (plan === undefined)
    return numberTable(
      [objects, 'ISC'],
      rows.map(([name, , isc]) => [name, isc]),
    );
  if (!done)
    return numberTable(
      [objects, 'Planned'],
      rows.map(([name, planned]) => [name, planned]),
    );
  if (verification?.kind !== 'listed') return numberTable([objects, 'Planned', 'ISC'], rows);
  const { changed, extra, missing } = verification;
  const found = csv === undefined ? NOT_GIVEN : count(csv.accounts - missing);
  return numberTable(
    [objects, 'Planned', 'ISC says', 'Found there'],
    [
      ...rows.slice(0, -1).map((row) => [...row, NOT_GIVEN]),
      ...rows.slice(-1).map((row) => [...row, found]),
      ['On the source and not in the file', count(0), NOT_GIVEN, count(extra)],
      ['With other values than the file', count(0), NOT_GIVEN, count(changed)],
    ],
  );
}

/** What the accounts are after the aggregation; `undefined` without `verify`. */
export function verificationSentence({ verification }: Outcome): string | undefined {
  if (verification === undefined) return undefined;
  if (verification.kind === 'unknown') {
    return `⚠️ What ISC has stored could not be verified: ${forMarkdown(verification.why, MAX_WHY)}`;
  }
  const { differs, isForeseen, unseen } = verification;
  const beside = unseen === undefined ? '' : ` Not held against the file: ${forMarkdown(unseen, MAX_WHY)}.`;
  if (differs === undefined) return `🔎 Verified: ISC lists the accounts as the file says.${beside}`;
  const said = forMarkdown(differs, MAX_WHY);
  return isForeseen
    ? `⚠️ **ISC has not stored what the file says:** ${said}.${beside}`
    : `🔎 What the rule of the source has made of the file: ${said}.${beside}`;
}

const MAX_WHY = 1_000;

/** One sentence if ISC deleted a different number of accounts than planned. */
export function deletionSurprise({ plan, counts, target }: Outcome): string | undefined {
  if (plan === undefined || counts.deleted === undefined || counts.deleted === plan.deleted) return undefined;
  return `⚠️ ISC reports ${counted(counts.deleted, `deleted ${kindOf(target.objectType)}`)}; ${count(plan.deleted)} were planned.`;
}

/** If values were compared, with the number of accounts that would change. */
function plannedKept(plan: Plan | undefined): string {
  if (plan === undefined) return NOT_GIVEN;
  const changed = changedAccounts(plan.values);
  if (changed === undefined) return count(plan.kept);
  const part = changed === 0 ? 'none' : changed === plan.kept ? 'all' : count(changed);
  return `${count(plan.kept)}, ${part} of them changed`;
}

/** ISC counts kept accounts as updated or unchanged ("optimized"). */
function keptOf({ updated, unchanged }: Counts): string {
  if (updated === undefined && unchanged === undefined) return NOT_GIVEN;
  return `${count(updated)} updated, ${count(unchanged)} unchanged`;
}

/** `undefined` without a plan. */
export function limitsSection({ plan, target }: Pick<Outcome, 'plan' | 'target'>): string | undefined {
  if (plan === undefined) return undefined;
  const entries = standingsOf(plan, target).map(
    (standing) => `${markOf(standing)}${saidOf(target.objectType, inCode(standing))}.`,
  );
  return paragraphs(['**Limits**', list(entries, entries.length, 'limits')]);
}

function markOf(standing: Standing): string {
  if (isOverLimit(standing)) return '⛔ ';
  return mayBeOverLimit(standing) ? '⚠️ ' : '';
}

/** Limits are numbers and names of inputs, which need no escaping. */
function inCode({ limit, words }: Standing): string {
  return words.replace(`${limit.name} is`, `\`${limit.name}\` is`);
}
