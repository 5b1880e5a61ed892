/** The pull request whose merge was pushed. */
import type { Clock } from '../runtime/clock.js';
import type { GitHubApi } from './api.js';
import type { AssociatedPullRequest } from './pull-requests.js';

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
  /** `mergeCommit`: the merge that GitHub names for it. */
  | { readonly kind: 'not-its-merge'; readonly number: number; readonly mergeCommit: string };

/** GitHub associates a commit with its pull request shortly after the push. Milliseconds between attempts. */
const ASK_AGAIN_MS = [1_000, 2_000, 4_000];

/**
 * Finds the pull request whose merge is the pushed commit: merged into this branch by a merge commit, a squash or a
 * rebase. In all three cases GitHub names its last commit as the merge. Retries briefly if it is not known yet. Throws
 * GitHubFailure, or the signal's reason.
 */
export async function findMergedPullRequest(
  api: Pick<GitHubApi, 'pullRequestsOf'>,
  pushed: PushedCommit,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<MergeSearch> {
  for (const waitMs of [...ASK_AGAIN_MS, undefined]) {
    const search = mergeAmong(await api.pullRequestsOf(pushed.commit), pushed);
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
  if (found !== undefined) return { kind: 'merge', number: found.number, head: found.head };
  const [near] = here;
  if (near?.mergeCommit !== undefined) {
    return { kind: 'not-its-merge', number: near.number, mergeCommit: near.mergeCommit };
  }
  const [elsewhere] = merged;
  if (elsewhere === undefined) return { kind: 'no-pull-request' };
  return { kind: 'another-branch', number: elsewhere.number, branch: elsewhere.into };
}
