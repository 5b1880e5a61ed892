/** How many reviewed deletions fit into the single comment of a pull request. */
import type { Outcome } from '../../model/outcome.js';
import type { Refusal } from './refusal.js';
import { wordsFor } from './refusal-words.js';

/** Maximum number of deletions of one source in a comment: 11 characters each. */
export const MOST_DELETIONS = 4_000;

/**
 * Characters of a comment for the hidden plans of all sources. GitHub accepts 65,536 in total; the rest is for readers.
 */
const ROOM = 44_000;

/** The hidden plans of one step share one comment. Those that do not fit, in the order of the inputs, are REJECTED. */
export function withinOneComment(outcomes: readonly Outcome[]): readonly Outcome[] {
  let taken = 0;
  return outcomes.map((outcome) => {
    const { review } = outcome;
    if (review?.kind !== 'to-approve') return outcome;
    taken += review.hidden.length;
    if (taken <= ROOM) return outcome;
    taken -= review.hidden.length;
    return rejected(outcome, { kind: 'too-many', deletions: review.deletions, most: MOST_DELETIONS });
  });
}

function rejected(outcome: Outcome, refusal: Refusal): Outcome {
  const { message, next } = wordsFor(refusal);
  return {
    ...outcome,
    status: 'REJECTED',
    review: undefined,
    failure: { message, next: `Nothing has been sent. ${next}`, cause: undefined },
  };
}
