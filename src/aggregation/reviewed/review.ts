/** Asks a pull request about a plan over its limits: it shows the plan, or has approved it. */
import { GitHubFailure } from '../../github/connect.js';
import { commentsHolding } from '../../github/comments.js';
import { findMergedPullRequest } from '../../github/pull-requests.js';
import type { GitHubApi } from '../../github/api.js';
import type { Occasion } from '../../github/event.js';
import type { PlannedValues } from '../../model/outcome.js';
import { assertNever } from '../../model/status.js';
import type { Clock } from '../../runtime/clock.js';
import {
  fileHash,
  columnHash,
  hashedDeletions,
  hiddenPlan,
  HIDDEN_PLAN_MARK,
  planKeys,
  type PlanFacts,
  type PlanKeys,
  type ReviewedChanges,
} from './hidden-plan.js';
import type { FileEffect } from './excess.js';
import type { ReviewRefusal } from './refusal.js';
import { verdictOn, type MergedPullRequest, type ReviewVerdict } from './verdict.js';

/** Maximum number of deletions of one source in a comment: 11 characters each. */
export const MOST_DELETIONS = 4_000;

/**
 * Characters of a comment for the hidden plans of all sources. GitHub accepts 65,536 in total; the rest is for readers.
 */
const ROOM = 44_000;

/** The room that the hidden plans of all sources of a step share, in the order in which they ask for it. */
export class CommentRoom {
  #left = ROOM;

  /** Reserves room for a hidden plan of so many characters; false if it does not fit any more. */
  take(characters: number): boolean {
    if (characters > this.#left) return false;
    this.#left -= characters;
    return true;
  }
}

/** A plan over at least one limit. */
export type PlanToReview = FileEffect &
  Pick<PlanFacts, 'sourceId' | 'objectType'> & {
    /** SHA-256 of the whole file, in lower-case hexadecimal. */
    readonly fileSha256: string;
  };

/** The result for it. `to-approve`: merging the pull request approves it; `hidden` is the line for the comment. */
export type ReviewAnswer = { readonly kind: 'to-approve'; readonly hidden: string } | ReviewVerdict;

/** What a review works with: the event that the step runs for, and the key of hidden plans. */
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

/** The review of a step with `reviewed-plan`. */
export interface Review {
  /** True if this run only shows what merging its pull request would approve. */
  readonly isBeforeMerge: boolean;
  /** Called for each source whose plan is over a limit. Throws only the signal's reason. */
  readonly ask: (plan: PlanToReview) => Promise<ReviewAnswer>;
}

/**
 * The review for all sources of the step: GitHub is asked once, for the first plan that needs it
 * (docs/reviewed-plans.md).
 */
export function reviewWith(parts: ReviewParts): Review {
  const { occasion } = parts;
  const room = new CommentRoom();
  let search: Promise<MergedPullRequest | ReviewRefusal> | undefined;
  const ask = async (plan: PlanToReview): Promise<ReviewAnswer> => {
    switch (occasion.kind) {
      case 'pull-request':
        return onPullRequest(parts, occasion, plan, room);
      case 'push': {
        search ??= mergedOrRefused(parts, occasion);
        const merged = await search;
        if ('kind' in merged) return refused(merged);
        return verdictOn(
          { ...plan, repositoryId: occasion.repositoryId, base: occasion.branch, tenant: parts.tenant },
          merged,
          parts.secret,
        );
      }
      case 'merge-queue':
      case 'another-event':
      case 'unknown-run':
        return refused(occasion);
      default:
        return assertNever(occasion);
    }
  };
  return { ask, isBeforeMerge: occasion.kind === 'pull-request' && parts.dryRun };
}

function onPullRequest(
  { clock, comment, dryRun, secret, tenant }: ReviewParts,
  { repositoryId, number, head, into }: Extract<Occasion, { kind: 'pull-request' }>,
  { deletions, fileSha256, objectType, plan, sourceId }: PlanToReview,
  room: CommentRoom,
): ReviewAnswer {
  if (!dryRun) return refused({ kind: 'another-event', event: 'a pull request' });
  if (!comment) return refused({ kind: 'no-comment' });
  const tooMany = refused({ kind: 'too-many', deletions: deletions.length, most: MOST_DELETIONS });
  if (deletions.length > MOST_DELETIONS) return tooMany;
  const keys = planKeys(secret, { tenant, sourceId, objectType });
  const reviewed = {
    ...{ repositoryId, pullRequest: number, head, base: into, tenant, sourceId, objectType },
    fileHash: fileHash(keys, fileSha256),
    ...{ created: plan.created, deleted: plan.deleted, changes: changesOf(plan.values, keys) },
    plannedAt: new Date(clock.now()).toISOString(),
    deletions: hashedDeletions(keys.deletions, deletions),
  };
  const hidden = hiddenPlan(reviewed, secret);
  return room.take(hidden.length) ? { kind: 'to-approve', hidden } : tooMany;
}

/** What a plan shows of values; `undefined` if they were not compared. */
export function changesOf(
  values: PlannedValues,
  keys: Pick<PlanKeys, 'columns'>,
): ReviewedChanges | undefined {
  if (values.kind === 'not-compared') return undefined;
  const { affected, columns, notCompared, unseen } = values.changes;
  return {
    accounts: affected,
    unseen,
    columns: Object.fromEntries(
      columns.map(({ changed, column, emptied, filled }) => [
        columnHash(keys, column),
        [changed, emptied, filled],
      ]),
    ),
    notCompared: notCompared.map(({ column }) => columnHash(keys, column)),
  };
}

async function mergedOrRefused(
  { clock, openGitHub, signal }: ReviewParts,
  { commit, branch }: Extract<Occasion, { kind: 'push' }>,
): Promise<MergedPullRequest | ReviewRefusal> {
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

function refused(refusal: ReviewRefusal): ReviewAnswer {
  return { kind: 'refused', refusal, others: [] };
}
