import { StepFailure } from '../../model/failure.js';
import type { DeletionReview } from '../../model/outcome.js';
import { counted } from '../../runtime/wording.js';
import type { Comparison } from '../compare/compare.js';
import type { BrokenLimit } from '../compare/limits.js';
import { MOST_DELETIONS } from './capacity.js';
import type { Refusal } from './refusal.js';
import { wordsFor } from './refusal-words.js';
import type { Review } from './review.js';

/** The result of a review of deletions, and whether it stops the file. */
export interface Reviewed {
  /** `undefined` if it adds nothing to the failure. */
  readonly review: DeletionReview | undefined;
  readonly failure: StepFailure | undefined;
}

/** A plan that exceeds `max-deletions`, and what it is about. */
export interface OverLimit {
  readonly comparison: Comparison;
  readonly limit: BrokenLimit;
  readonly sourceId: string;
  /** `undefined` if the file was not read. */
  readonly fileSha256: string | undefined;
  readonly showIds: boolean;
}

/** Maximum number of ids of unreviewed deletions, with `show-ids`. */
const MAX_SHOWN_IDS = 50;

/**
 * Asks `review` (`undefined` without `reviewed-plan`) about a plan over the limit. Throws what the review throws.
 */
export async function reviewOverLimit(
  review: Review | undefined,
  { comparison, limit, sourceId, fileSha256, showIds }: OverLimit,
): Promise<Reviewed> {
  const { deletions, plan } = comparison;
  if (review === undefined || fileSha256 === undefined) {
    return { review: undefined, failure: rejected(limit.message, limit.next) };
  }
  if (plan === undefined) return tooMany(limit);
  const answer = await review({
    ...{ sourceId, fileSha256, deletions },
    ...{ created: plan.created, deleted: plan.deleted, kept: plan.kept },
  });
  switch (answer.kind) {
    case 'to-approve':
      return {
        review: { kind: 'to-approve', hidden: answer.hidden, deletions: deletions.length },
        failure: undefined,
      };
    case 'approved':
      return { review: answer, failure: undefined };
    case 'refused': {
      const otherIds = showIds ? answer.others.slice(0, MAX_SHOWN_IDS) : [];
      return {
        review: otherIds.length === 0 ? undefined : { kind: 'refused', otherIds },
        failure: refused(limit, answer.refusal),
      };
    }
  }
}

/** The log line for a plan over the limit that does not stop the file. */
export function reviewInWords(review: DeletionReview | undefined): string | undefined {
  switch (review?.kind) {
    case 'to-approve':
      return `Over max-deletions: merging the pull request approves exactly these ${counted(review.deletions, 'deletion')}.`;
    case 'approved':
      return `Over max-deletions: all of the deletions are among the ${review.reviewed} that pull request #${review.pullRequest} showed.`;
    case 'not-approvable':
    case 'refused':
    case undefined:
      return undefined;
  }
}

/** The two counts alone decided, so there are more deletions than a comment can contain. */
function tooMany(limit: BrokenLimit): Reviewed {
  return { review: undefined, failure: refused(limit, { kind: 'too-many', most: MOST_DELETIONS }) };
}

function refused(limit: BrokenLimit, refusal: Refusal): StepFailure {
  const { message, next } = wordsFor(refusal);
  return rejected(`${limit.message} ${message}`, next);
}

function rejected(message: string, next: string): StepFailure {
  return new StepFailure(message, { status: 'REJECTED', next: `Nothing was sent. ${next}` });
}
