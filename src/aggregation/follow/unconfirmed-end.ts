/** An end without any count says nothing about the file: the accounts are listed and held against it. */
import type { Failure } from '../../model/failure.js';
import { wordsFor } from '../../model/failures/table.js';
import { proofOf, type SeenOf } from '../../model/proof.js';
import type { Counts } from '../../model/task.js';
import type { Job } from '../context.js';
import type { End } from '../outcome.js';
import type { Verdict } from '../prepare/check.js';
import { lookAtStored, type Stored } from './looks.js';
import { differencesInWords, unseenInWords } from './stored-words.js';

/** True if ISC gives any count of its own. */
export function hasCounts(counts: Counts): boolean {
  return Object.values(counts).some((value) => value !== undefined);
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
  look: typeof lookAtStored = lookAtStored,
): Promise<End> {
  const stored = await storedBy(context, source, verdict, look);
  const failed = (failure: Failure): End => ({ kind: 'end', status: 'FAILED', failure });
  switch (proofOf('end', seenIn(stored))) {
    case 'proven':
      return end;
    case 'contradicted':
      return failed({
        ...wordsFor('not-as-the-file', { task: taskId, status: end.status, differences: wordsOf(stored) }),
        cause: undefined,
      });
    case 'unknown': {
      const words = wordsFor('unconfirmed', { task: taskId, status: end.status, why: wordsOf(stored) });
      log.warning(`${words.message} Check the source in ISC.`);
      return context.settings.failOnWarning ? failed({ ...words, cause: undefined }) : end;
    }
  }
}

async function storedBy(
  context: Job['context'],
  source: Job['source'],
  verdict: Verdict,
  look: typeof lookAtStored,
): Promise<Stored> {
  if (verdict.kind === 'stop') return { kind: 'unknown', stop: verdict };
  return verdict.file === undefined
    ? { kind: 'same', unseen: { why: undefined, columns: [], accounts: 0 } }
    : look(context, source, verdict.file);
}

function seenIn(stored: Stored): SeenOf<'end'> {
  if (stored.kind === 'differs') return 'no counts, list not as the file';
  if (stored.kind === 'unknown') return 'no counts, no list';
  return unseenInWords(stored.unseen) === undefined
    ? 'no counts, list as the file'
    : 'no counts, values not shown';
}

function wordsOf(stored: Stored): string {
  if (stored.kind === 'unknown') return stored.stop.failure.message;
  if (stored.kind === 'differs') return differencesInWords(stored.differences);
  return `${unseenInWords(stored.unseen) ?? ''}.`;
}
