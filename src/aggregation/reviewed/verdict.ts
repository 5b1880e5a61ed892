import type { AuthoredComment } from '../../github/comments-holding.js';
import { countOf, missingFrom } from './deletion-set.js';
import { findHiddenPlans, type FoundPlan } from './hidden-plan.js';
import { planKeys } from './keys.js';
import type { Refusal } from './refusal.js';
import type { ReviewedPlan } from './reviewed-plan.js';

/** The merged pull request, as far as the verdict depends on it. */
export interface MergedPullRequest {
  readonly number: number;
  /** Full hash of the last commit of its branch when it was merged. */
  readonly head: string;
  /** Comments that may contain a hidden plan. */
  readonly comments: readonly AuthoredComment[];
}

/** What this step is about to do to one source. */
export interface AboutToHappen {
  readonly repositoryId: string;
  readonly tenant: string;
  readonly sourceId: string;
  readonly fileSha256: string;
  /** Native identities that would be deleted. */
  readonly deletions: readonly string[];
}

export type Verdict =
  | {
      readonly approved: true;
      readonly pullRequest: number;
      /** The number of reviewed deletions, which include all those now. */
      readonly reviewed: number;
    }
  | {
      readonly approved: false;
      readonly refusal: Refusal;
      /** Unreviewed deletions, if they are the reason; only shown with `show-ids`. */
      readonly others: readonly string[];
    };

/**
 * Whether the plan in a comment of the merged pull request approves what is about to happen. One approving plan is
 * enough, since each is complete. If none approves, the reason is that of the closest plan.
 */
export function verdictOn(about: AboutToHappen, merged: MergedPullRequest, secret: string): Verdict {
  let nearest = refused({ kind: 'no-plan', number: merged.number });
  for (const comment of merged.comments) {
    for (const found of findHiddenPlans(comment.body, secret)) {
      const verdict = judge(found, comment, about, merged, secret);
      if (verdict.approved) return verdict;
      if (nearness(verdict) > nearness(nearest)) nearest = verdict;
    }
  }
  return nearest;
}

/** From plans for another source to the plan that nearly approves. */
const NEARNESS: readonly Refusal['kind'][] = [
  'no-plan',
  'another-source',
  'another-tenant',
  'another-repository',
  'another-format',
  'edited',
  'another-secret',
  'another-pull-request',
  'another-author',
  'edited-by',
  'another-head',
  'file-changed',
  'not-reviewed',
];

function nearness({ refusal }: Extract<Verdict, { approved: false }>): number {
  return NEARNESS.indexOf(refusal.kind);
}

function judge(
  found: FoundPlan,
  { otherAuthor, otherEditor }: AuthoredComment,
  about: AboutToHappen,
  { number, head }: MergedPullRequest,
  secret: string,
): Verdict {
  if (found.kind === 'edited' || found.kind === 'another-format')
    return refused({ kind: found.kind, number });
  // What a plan with another secret says about itself is not certain, but it is refused in any case.
  const { sourceId, tenant } = found.kind === 'authentic' ? found.plan : found;
  if (sourceId !== about.sourceId) return refused({ kind: 'another-source', number, sourceId });
  if (tenant !== about.tenant) return refused({ kind: 'another-tenant', number, tenant });
  if (found.kind === 'another-secret') return refused({ kind: 'another-secret', number });
  const { plan } = found;
  if (plan.repositoryId !== about.repositoryId) return refused({ kind: 'another-repository', number });
  if (plan.pullRequest !== number) {
    return refused({ kind: 'another-pull-request', number, planned: plan.pullRequest });
  }
  if (otherAuthor !== undefined) return refused({ kind: 'another-author', number, author: otherAuthor });
  if (otherEditor !== undefined) return refused({ kind: 'edited-by', number, editor: otherEditor });
  if (plan.head !== head) return refused({ kind: 'another-head', number, planned: plan.head, head });
  if (plan.fileSha256 !== about.fileSha256) return refused({ kind: 'file-changed', number });
  return deletionsAgainst(plan, about.deletions, secret);
}

function deletionsAgainst(plan: ReviewedPlan, deletions: readonly string[], secret: string): Verdict {
  const { deletions: key } = planKeys(secret, plan.tenant, plan.sourceId);
  const others = missingFrom(plan.deletions, key, deletions);
  const reviewed = countOf(plan.deletions);
  const number = plan.pullRequest;
  if (others.length === 0) return { approved: true, pullRequest: number, reviewed };
  const counts = { deletions: deletions.length, reviewed, others: others.length };
  return { approved: false, refusal: { kind: 'not-reviewed', number, ...counts }, others };
}

function refused(refusal: Refusal): Extract<Verdict, { approved: false }> {
  return { approved: false, refusal, others: [] };
}
