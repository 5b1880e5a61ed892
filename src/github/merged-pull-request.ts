import type { Clock } from '../runtime/clock.js';
import type { GitHubApi } from './api.js';
import type { AssociatedPullRequest } from './associated-pull-request.js';

/** The commit at the end of a branch after a push. */
export interface PushedCommit {
  readonly commit: string;
  readonly branch: string;
}

/** What GitHub knows about a pushed commit: the one pull request whose merge it is, or why there is none. */
export type MergeSearch =
  | { readonly kind: 'merge'; readonly number: number; readonly head: string }
  | { readonly kind: 'no-pull-request' }
  | { readonly kind: 'several-pull-requests'; readonly numbers: readonly number[] }
  | { readonly kind: 'another-branch'; readonly number: number; readonly branch: string }
  | { readonly kind: 'not-its-merge'; readonly number: number };

/** GitHub associates a commit with its pull request shortly after the push. Milliseconds between attempts. */
const ASK_AGAIN_MS = [1_000, 2_000, 4_000];

/**
 * Finds the pull request whose merge is the pushed commit: merged into this branch by a merge commit, a squash or a
 * rebase. In all three cases GitHub names its last commit as `merge_commit_sha`. Retries briefly if it is not known
 * yet. Throws GitHubFailure, or the signal's reason.
 */
export async function findMergedPullRequest(
  api: Pick<GitHubApi, 'pullRequestsOf'>,
  pushed: PushedCommit,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<MergeSearch> {
  for (const waitMs of [...ASK_AGAIN_MS, undefined]) {
    const pulls: AssociatedPullRequest[] = [];
    for await (const page of api.pullRequestsOf(pushed.commit)) pulls.push(...page);
    const search = mergeAmong(pulls, pushed);
    if (waitMs === undefined || search.kind === 'merge' || search.kind === 'several-pull-requests')
      return search;
    await clock.sleep(waitMs, signal);
  }
  return { kind: 'no-pull-request' };
}

/** The one whose merge is the pushed commit, of all pull requests that GitHub associates with that commit. */
export function mergeAmong(
  pulls: readonly AssociatedPullRequest[],
  { commit, branch }: PushedCommit,
): MergeSearch {
  const merged = pulls.filter(({ isMerged }) => isMerged);
  const here = merged.filter(({ into }) => into === branch);
  const exact = here.filter(({ mergeCommit }) => mergeCommit === commit);
  const [found] = exact;
  if (exact.length > 1) return { kind: 'several-pull-requests', numbers: exact.map(({ number }) => number) };
  if (found?.head !== undefined) return { kind: 'merge', number: found.number, head: found.head };
  const [near] = here;
  if (near !== undefined) return { kind: 'not-its-merge', number: near.number };
  const [elsewhere] = merged;
  if (elsewhere?.into === undefined) return { kind: 'no-pull-request' };
  return { kind: 'another-branch', number: elsewhere.number, branch: elsewhere.into };
}
