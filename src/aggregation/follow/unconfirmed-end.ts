/** An end without any count says nothing about the file: the accounts are listed and held against it. */
import type { Failure } from '../../model/failure.js';
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

/** True if ISC has counted accounts: an aggregation that was refused has read none. */
export function hasRead(counts: Counts): boolean {
  return Object.values(counts).some((value) => typeof value === 'number' && value > 0);
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
): Promise<End> {
  const stored = await storedBy(context, source, verdict);
  const failed = (failure: Failure): End => ({ kind: 'end', status: 'FAILED', failure });
  switch (proofOf('end', seenIn(stored))) {
    case 'proven':
      return end;
    case 'contradicted':
      return failed({
        message: `ISC ended task ${taskId} with ${end.status} and without any count, but the source is not as the file says: ${wordsOf(stored)}. So the file was not aggregated, or not completely.`,
        next: 'Check the aggregation in ISC. If nothing there explains it, run the step again.',
        cause: undefined,
      });
    case 'unknown': {
      const message = `ISC ended task ${taskId} with ${end.status} and without any count, and that it has aggregated the file could not be confirmed: ${wordsOf(stored)}`;
      log.warning(`${message} Check the source in ISC.`);
      if (!context.settings.failOnWarning) return end;
      const next =
        'ISC has finished the aggregation. Check the source there; without fail-on-warning this is a warning.';
      return failed({ message, next, cause: undefined });
    }
  }
}

async function storedBy(context: Job['context'], source: Job['source'], verdict: Verdict): Promise<Stored> {
  if (verdict.kind === 'stop') return { kind: 'unknown', stop: verdict };
  return verdict.file === undefined
    ? { kind: 'same', unseen: { why: undefined, columns: [], accounts: 0 } }
    : lookAtStored(context, source, verdict.file);
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
