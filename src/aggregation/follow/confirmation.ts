/** Ends that prove nothing by themselves, confirmed by what ISC has stored: adopted tasks, and ends without counts. */
import { type Failure, failureFor, stop, StepFailure, type Stop } from '../../model/failure.js';
import { proofOf, type SeenOf } from '../../model/proof.js';
import type { Source } from '../../model/source.js';
import type { Counts, Task } from '../../model/task.js';
import { count, counted } from '../../model/words.js';
import type { ReadyFile, Verdict } from '../prepare/ready-file.js';
import {
  differencesInWords,
  lookAtStored,
  type LookAt,
  type LookContext,
  type StoredAccounts,
  unseenInWords,
} from './stored-accounts.js';
import { wordsFor } from '../../model/failures/table.js';
import type { Job } from '../common/context.js';
import type { End } from '../outcome.js';

/** Whether a task is ours; `perhaps`: that could not be determined. */
export type Confirmation =
  { readonly kind: 'ours' } | { readonly kind: 'not-ours' | 'perhaps'; readonly failure: StepFailure };

/**
 * Holds the source's accounts and their values against our file, after a task that was found by searching instead of
 * being named by a clear reply. Its success alone proves nothing about our file, since another step may have started
 * it, and neither do accounts whose values cannot be compared. For a source that takes no file, it does not matter who
 * started the task. Never throws.
 */
export async function confirmAdopted(
  context: LookContext,
  source: Source,
  task: Task,
  verdict: Verdict,
  look: LookAt = (file) => lookAtStored(context, source, file),
): Promise<Confirmation> {
  if (verdict.kind === 'stop') return unknown(task, verdict);
  const { file } = verdict;
  const otherCount = file === undefined ? undefined : countOfAnother(task, file);
  const stored = file === undefined || otherCount !== undefined ? undefined : await look(file);
  const words = stored === undefined ? '' : storedInWords(stored);
  switch (proofOf('ours', seenOf(otherCount, stored))) {
    case 'proven':
      return { kind: 'ours' };
    case 'contradicted':
      return notOurs(task, otherCount ?? words);
    case 'unknown':
      return stored?.kind === 'unknown'
        ? unknown(task, stored.stop)
        : perhaps(task, `the accounts are those of the file, but ${words}`);
  }
}

/** Some tenants count the accounts that they removed as well. */
function countOfAnother({ counts }: Task, { identities }: ReadyFile): string | undefined {
  const { deleted = 0, total } = counts;
  if (identities === undefined || total === undefined) return undefined;
  const { size } = identities;
  if (total === size || total === size + deleted) return undefined;
  return `ISC counted ${counted(total, 'account')}, but the file has ${count(size)}`;
}

/** What was seen of a task. `otherCount`: how ISC counted another file; `stored`: `undefined` where nothing was listed. */
function seenOf(otherCount: string | undefined, stored: StoredAccounts | undefined): SeenOf<'ours'> {
  if (otherCount !== undefined) return 'another count than the file';
  return stored === undefined ? 'no file' : seenIn(stored);
}

/** What a list of the accounts shows, whichever claim it is to prove. */
function seenIn(stored: StoredAccounts): SeenOf<'ours'> & SeenOf<'end'> {
  if (stored.kind === 'differs') return 'list not as the file';
  if (stored.kind === 'unknown') return 'no list';
  return unseenInWords(stored.unseen) === undefined ? 'list as the file' : 'values not shown';
}

/** Where the deadline or the runner cut in, that is the failure. */
function unknown(task: Task, { failure }: Stop): Confirmation {
  const { cause, message, next, status } = failure;
  if (status === 'FAILED') return perhaps(task, message, cause);
  return { kind: 'perhaps', failure: new StepFailure(message, { status, next, cause }) };
}

/** `why` is a sentence. */
function perhaps(task: Task, why: string, cause?: unknown): Confirmation {
  return { kind: 'perhaps', failure: failureFor('perhaps-of-another', { task: task.id, why }, cause) };
}

function notOurs(task: Task, why: string): Confirmation {
  return { kind: 'not-ours', failure: failureFor('of-another', { task: task.id, why }) };
}

/** True if ISC's own counts prove that it has aggregated the file: any of them. */
export function isCounted(counts: Counts): boolean {
  const hasAny = Object.values(counts).some((value) => value !== undefined);
  return hasAny && proofOf('end', 'counts') === 'proven';
}

/** What is known of a task whose words are those of a refusal. */
export type RanOrRefused =
  | { readonly kind: 'ran' }
  /** `isClear`: nothing contradicts the words. */
  | { readonly kind: 'refused'; readonly isClear: boolean }
  /** A second upload could be a second aggregation. */
  | { readonly kind: 'unclear'; readonly stop: Stop };

/**
 * Whether a task whose words are those of a refusal has run all the same. A good end without counts contradicts such
 * words: then what ISC has stored decides. Never throws.
 *
 * @param file reads the file again for this comparison.
 */
export async function ranOrRefused(
  task: Task,
  endsWell: boolean,
  file: () => Promise<Verdict>,
  look: LookAt,
): Promise<RanOrRefused> {
  const isClear = isCounted(task.counts) || !endsWell;
  const verdict = isClear ? undefined : await file();
  // Nothing can be held against a source that takes no file.
  const isOfFile = verdict !== undefined && (verdict.kind === 'stop' || verdict.file !== undefined);
  const stored = isOfFile ? await storedBy(verdict, look) : undefined;
  const words = stored === undefined ? '' : storedInWords(stored);
  switch (proofOf('end', stored === undefined ? 'refused as busy' : seenIn(stored))) {
    case 'proven':
      return { kind: 'ran' };
    case 'contradicted':
      return { kind: 'refused', isClear };
    case 'unknown': {
      if (stored?.kind === 'unknown' && stored.stop.failure.status !== 'FAILED') {
        return { kind: 'unclear', stop: stored.stop };
      }
      const why = `its words are those of a refusal, and ${words}`;
      const status = task.completionStatus ?? '';
      return { kind: 'unclear', stop: stop(failureFor('unconfirmed', { task: task.id, status, why })) };
    }
  }
}

/**
 * The verdict on a good end without counts, by what ISC has stored: FAILED if that is not as the file says; where it
 * could not be found out, a warning, and FAILED with `fail-on-warning`. Never throws.
 *
 * @param verdict of the file, read again for this comparison.
 */
export async function endWithoutCounts(
  { context, log, source }: Pick<Job, 'context' | 'log' | 'source'>,
  taskId: string,
  verdict: Verdict,
  end: End,
  look: LookAt = (file) => lookAtStored(context, source, file),
): Promise<End> {
  const stored = await storedBy(verdict, look);
  const failed = (failure: Failure): End => ({ kind: 'end', status: 'FAILED', failure });
  switch (proofOf('end', seenIn(stored))) {
    case 'proven':
      return end;
    case 'contradicted':
      return failed({
        ...wordsFor('not-as-the-file', {
          task: taskId,
          status: end.status,
          differences: storedInWords(stored),
        }),
        cause: undefined,
      });
    case 'unknown': {
      const words = wordsFor('unconfirmed', { task: taskId, status: end.status, why: storedInWords(stored) });
      log.warning(`${words.message} ${words.next}`);
      return context.settings.failOnWarning
        ? failed({ ...words, cause: undefined })
        : { ...end, doubt: 'not-confirmed' };
    }
  }
}

async function storedBy(verdict: Verdict, look: LookAt): Promise<StoredAccounts> {
  if (verdict.kind === 'stop') return { kind: 'unknown', stop: verdict };
  return verdict.file === undefined
    ? { kind: 'same', unseen: { why: undefined, columns: [], accounts: 0 } }
    : look(verdict.file);
}

function storedInWords(stored: StoredAccounts): string {
  if (stored.kind === 'unknown') return stored.stop.failure.message;
  if (stored.kind === 'differs') return differencesInWords(stored.differences);
  return `${unseenInWords(stored.unseen) ?? ''}.`;
}
