/** Whether the plan in a comment of a merged pull request approves what is about to happen. */
import type { AuthoredComment } from '../../github/comments.js';
import { moreThan, type FileEffect } from './excess.js';
import {
  fileHash,
  findHiddenPlans,
  planKeys,
  type FoundPlan,
  type PlanFacts,
  type ReviewedPlan,
} from './hidden-plan.js';
import type { ReviewRefusal } from './refusal.js';

/** The merged pull request, as far as the verdict depends on it. */
export interface MergedPullRequest {
  readonly number: number;
  /** Full hash of the last commit of its branch when it was merged. */
  readonly head: string;
  /** Comments that may contain a hidden plan. */
  readonly comments: readonly AuthoredComment[];
}

/** What this step is about to do to one source; `base` is the branch that was pushed to. */
export type AboutToHappen = FileEffect &
  Pick<PlanFacts, 'repositoryId' | 'base' | 'tenant' | 'sourceId' | 'objectType'> & {
    /** SHA-256 of the whole file, in lower-case hexadecimal. */
    readonly fileSha256: string;
  };

/** Whether a merged pull request approves a plan. */
export type ReviewVerdict =
  /** The plan is no more than the reviewed one. */
  | { readonly kind: 'approved'; readonly pullRequest: number }
  /** `others`: the unreviewed deletions, if they are a reason; only shown with `show-ids`. */
  | { readonly kind: 'refused'; readonly refusal: ReviewRefusal; readonly others: readonly string[] };

/**
 * Whether the merged pull request approves what is about to happen. Of several plans for it, in comments of this step's own author,
 * the newest alone counts. If there is none, the reason is that of the closest plan.
 */
export function verdictOn(about: AboutToHappen, merged: MergedPullRequest, secret: string): ReviewVerdict {
  let newest: ReviewedPlan | undefined;
  let nearest: ReviewRefusal = { kind: 'no-plan', number: merged.number };
  for (const comment of merged.comments) {
    for (const found of findHiddenPlans(comment.body, secret)) {
      const judged = judge(found, comment, about, merged);
      if (judged.kind === 'for-this') {
        if (newest === undefined || newest.plannedAt <= judged.plan.plannedAt) newest = judged.plan;
      } else if (NEARNESS.indexOf(judged.kind) > NEARNESS.indexOf(nearest.kind)) {
        nearest = judged;
      }
    }
  }
  return newest === undefined ? refused(nearest) : heldAgainst(newest, about, secret);
}

/** From plans for another source to the plan that nearly counts. */
const NEARNESS: readonly ReviewRefusal['kind'][] = [
  'no-plan',
  'another-source',
  'another-type',
  'another-tenant',
  'another-repository',
  'another-format',
  'edited',
  'another-secret',
  'another-pull-request',
  'another-author',
  'edited-by',
  'another-head',
];

/** A plan that was made for what is about to happen, by this step's own author. */
interface ForThis {
  readonly kind: 'for-this';
  readonly plan: ReviewedPlan;
}

function judge(
  found: FoundPlan,
  { otherAuthor, otherEditor }: AuthoredComment,
  about: AboutToHappen,
  { number, head }: MergedPullRequest,
): ForThis | ReviewRefusal {
  if (found.kind === 'edited' || found.kind === 'another-format') return { kind: found.kind, number };
  // What a plan with another secret says about itself is not certain, but it is refused in any case.
  const { objectType, sourceId, tenant } = found.kind === 'authentic' ? found.plan : found.subject;
  if (sourceId !== about.sourceId) return { kind: 'another-source', number, sourceId };
  if (objectType !== about.objectType) return { kind: 'another-type', number, objectType };
  if (tenant !== about.tenant) return { kind: 'another-tenant', number, tenant };
  if (found.kind === 'another-secret') return { kind: 'another-secret', number };
  const { plan } = found;
  if (plan.repositoryId !== about.repositoryId) return { kind: 'another-repository', number };
  if (plan.pullRequest !== number) {
    return { kind: 'another-pull-request', number, planned: plan.pullRequest };
  }
  if (otherAuthor !== undefined) return { kind: 'another-author', number, author: otherAuthor };
  if (otherEditor !== undefined) return { kind: 'edited-by', number, editor: otherEditor };
  if (plan.head !== head) return { kind: 'another-head', number, planned: plan.head, head };
  return { kind: 'for-this', plan };
}

function heldAgainst(plan: ReviewedPlan, about: AboutToHappen, secret: string): ReviewVerdict {
  const number = plan.pullRequest;
  if (plan.base !== about.base) {
    return refused({ kind: 'another-base', number, planned: plan.base, base: about.base });
  }
  const keys = planKeys(secret, plan);
  if (plan.fileHash !== fileHash(keys, about.fileSha256)) return refused({ kind: 'file-changed', number });
  const { excess, others } = moreThan(plan, about, keys);
  return excess.length === 0
    ? { kind: 'approved', pullRequest: number }
    : refused({ kind: 'more-than-reviewed', number, excess }, others);
}

function refused(refusal: ReviewRefusal, others: readonly string[] = []): ReviewVerdict {
  return { kind: 'refused', refusal, others };
}
