/** A plan over its limits, as the review of a pull request decides about it. */
import { failureFor, type StepFailure } from '../../model/failure.js';
import { isInactive } from '../../model/people.js';
import type { PlanReview } from '../../model/outcome.js';
import { enumerated } from '../../model/words.js';
import type { Comparison } from '../compare/compare.js';
import type { BrokenLimit } from '../compare/limits.js';
import { refusalWords, type ReviewRefusal } from './refusal.js';
import { MOST_DELETIONS, type Review } from './review.js';

/** The result of a review, and whether it stops the file. */
export interface ReviewResult {
  /** `undefined` if it adds nothing to the failure. */
  readonly review: PlanReview | undefined;
  readonly failure: StepFailure | undefined;
}

/** A plan over at least one limit that a review can lift, and over no other. */
export interface PlanOverLimit {
  readonly comparison: Pick<Comparison, 'plan' | 'deletions' | 'deletedPeople'>;
  readonly limits: readonly BrokenLimit[];
  readonly sourceId: string;
  readonly objectType: string;
  readonly fileSha256: string;
  readonly showIds: boolean;
}

/** Maximum number of ids of unreviewed deletions, with `show-ids`. */
const MAX_SHOWN_IDS = 50;

/** Asks `review` about a plan over its limits. Throws what the review throws. */
export async function reviewOverLimit(
  review: Review,
  { comparison, fileSha256, limits, objectType, showIds, sourceId }: PlanOverLimit,
): Promise<ReviewResult> {
  const { deletedPeople, plan } = comparison;
  // The two counts alone decided, so there are more deletions than a comment can contain.
  if (plan === undefined) {
    return { review: undefined, failure: refused(limits, { kind: 'too-many', most: MOST_DELETIONS }) };
  }
  const deletions = comparison.deletions.map((identity, index) => ({
    identity,
    isInactive: isInactive(deletedPeople[index]),
  }));
  const answer = await review.ask({ sourceId, objectType, fileSha256, plan, deletions });
  const over = limits.map(({ input }) => input);
  switch (answer.kind) {
    case 'to-approve':
      return { review: { kind: 'to-approve', over, hidden: answer.hidden }, failure: undefined };
    case 'approved':
      return { review: { kind: 'approved', over, pullRequest: answer.pullRequest }, failure: undefined };
    case 'refused': {
      const otherIds = showIds ? answer.others.slice(0, MAX_SHOWN_IDS) : [];
      return {
        review: otherIds.length === 0 ? undefined : { kind: 'refused', otherIds },
        failure: refused(limits, answer.refusal),
      };
    }
  }
}

/** The log line for a plan over its limits that does not stop the file. */
export function reviewInWords(review: PlanReview | undefined): string | undefined {
  switch (review?.kind) {
    case 'to-approve':
      return `Over ${enumerated(review.over)}: merging the pull request approves exactly this plan.`;
    case 'approved':
      return `Over ${enumerated(review.over)}: the plan is no more than what pull request #${review.pullRequest} showed.`;
    case 'not-approvable':
    case 'refused':
    case undefined:
      return undefined;
  }
}

function refused(limits: readonly BrokenLimit[], refusal: ReviewRefusal): StepFailure {
  const { message, next } = refusalWords(refusal);
  const all = limits.map((limit) => limit.message).join(' ');
  return failureFor('not-approved', { limits: all, why: message, advice: next });
}
