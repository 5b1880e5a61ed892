import { GitHubFailure } from '../../github/failure.js';
import { commentsHolding } from '../../github/comments-holding.js';
import { findMergedPullRequest } from '../../github/merged-pull-request.js';
import type { GitHubApi } from '../../github/api.js';
import type { Occasion } from '../../github/occasion.js';
import { assertNever } from '../../model/status.js';
import type { Clock } from '../../runtime/clock.js';
import { CommentRoom, MOST_DELETIONS } from './capacity.js';
import { hashedDeletions } from './deletion-set.js';
import { hiddenPlan, HIDDEN_PLAN_MARK } from './hidden-plan.js';
import { planKeys } from './keys.js';
import type { Refusal } from './refusal.js';
import type { PlanFacts } from './reviewed-plan.js';
import { verdictOn, type MergedPullRequest } from './verdict.js';

/** A plan over `max-deletions`, and the native identities that it deletes. */
export interface PlanToReview extends Pick<
  PlanFacts,
  'sourceId' | 'fileSha256' | 'created' | 'deleted' | 'kept'
> {
  readonly deletions: readonly string[];
}

/** The result for a plan over `max-deletions`. */
export type ReviewAnswer =
  /** On a pull request: merging it approves these deletions; `hidden` is the line for its comment. */
  | { readonly kind: 'to-approve'; readonly hidden: string }
  /** After the merge: all deletions are among the reviewed ones. */
  | { readonly kind: 'approved'; readonly pullRequest: number; readonly reviewed: number }
  /** `others`: the unreviewed deletions, if they are the reason; only shown with `show-ids`. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly others: readonly string[] };

export interface ReviewParts {
  readonly occasion: Occasion;
  readonly dryRun: boolean;
  readonly comment: boolean;
  /** Origin of the tenant's API. */
  readonly tenant: string;
  /** `plan-key`, or the client secret. */
  readonly secret: string;
  /** Opened only if a request is needed. */
  readonly openGitHub: () => Promise<Pick<GitHubApi, 'pullRequestsOf' | 'comments'>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Called for each source whose plan is over the limit. Throws only the signal's reason. */
export type Review = (plan: PlanToReview) => Promise<ReviewAnswer>;

/**
 * Reviewed deletions for all sources of the step: GitHub is asked once, for the first plan that needs it
 * (docs/reviewed-deletions.md).
 */
export function reviewWith(parts: ReviewParts): Review {
  const { occasion } = parts;
  const room = new CommentRoom();
  let search: Promise<MergedPullRequest | Refusal> | undefined;
  return async (plan) => {
    switch (occasion.kind) {
      case 'pull-request':
        return onPullRequest(parts, occasion, plan, room);
      case 'push': {
        search ??= mergedOrRefused(parts, occasion);
        const merged = await search;
        if ('kind' in merged) return refused(merged);
        return afterMerge(parts, occasion.repositoryId, merged, plan);
      }
      case 'merge-queue':
      case 'another-event':
      case 'unknown-run':
        return refused(occasion);
      default:
        return assertNever(occasion);
    }
  };
}

function onPullRequest(
  { clock, comment, dryRun, secret, tenant }: ReviewParts,
  { repositoryId, number, head }: Extract<Occasion, { kind: 'pull-request' }>,
  { deletions, ...counted }: PlanToReview,
  room: CommentRoom,
): ReviewAnswer {
  if (!dryRun) return refused({ kind: 'another-event', event: 'a pull request' });
  if (!comment) return refused({ kind: 'no-comment' });
  const tooMany = refused({ kind: 'too-many', deletions: deletions.length, most: MOST_DELETIONS });
  if (deletions.length > MOST_DELETIONS) return tooMany;
  const keys = planKeys(secret, tenant, counted.sourceId);
  const plan = {
    ...{ repositoryId, pullRequest: number, head, tenant, ...counted },
    plannedAt: new Date(clock.now()).toISOString(),
    deletions: hashedDeletions(keys.deletions, deletions),
  };
  const hidden = hiddenPlan(plan, secret);
  return room.take(hidden.length) ? { kind: 'to-approve', hidden } : tooMany;
}

function afterMerge(
  { secret, tenant }: ReviewParts,
  repositoryId: string,
  merged: MergedPullRequest,
  { deletions, fileSha256, sourceId }: PlanToReview,
): ReviewAnswer {
  const verdict = verdictOn({ repositoryId, tenant, sourceId, fileSha256, deletions }, merged, secret);
  if (!verdict.approved) return { kind: 'refused', refusal: verdict.refusal, others: verdict.others };
  return { kind: 'approved', pullRequest: verdict.pullRequest, reviewed: verdict.reviewed };
}

async function mergedOrRefused(
  { clock, openGitHub, signal }: ReviewParts,
  { commit, branch }: Extract<Occasion, { kind: 'push' }>,
): Promise<MergedPullRequest | Refusal> {
  try {
    const api = await openGitHub();
    const search = await findMergedPullRequest(api, { commit, branch }, { clock, signal });
    switch (search.kind) {
      case 'merge':
        return {
          number: search.number,
          head: search.head,
          comments: await commentsHolding(api, search.number, HIDDEN_PLAN_MARK),
        };
      case 'no-pull-request':
      case 'not-its-merge':
        return { ...search, commit };
      case 'another-branch':
        return { ...search, pushed: branch };
      case 'several-pull-requests':
        return search;
      default:
        return assertNever(search);
    }
  } catch (error) {
    if (error instanceof GitHubFailure) return { kind: 'github-failed', reason: error.message };
    throw error;
  }
}

function refused(refusal: Refusal): ReviewAnswer {
  return { kind: 'refused', refusal, others: [] };
}
