/** The pull requests of a commit, and the one whose merge was pushed. */
import { countOf, listOf, objectOf, textOf } from '../model/json.js';
import { type GitHubConnection, GitHubFailure } from './connect.js';
import type { Clock } from '../runtime/clock.js';

/** A pull request that brought a commit to a branch, or contains it. */
export interface AssociatedPullRequest {
  readonly number: number;
  readonly isMerged: boolean;
  /** The commit at the end of the branch after the merge, however it was merged; `undefined` before. Full hash. */
  readonly mergeCommit: string | undefined;
  /** Full hash of the last commit of its own branch. */
  readonly head: string;
  /** Name of the branch that it was, or will be, merged into. */
  readonly into: string;
}

const QUERY = `query ($owner: String!, $repo: String!, $commit: String!) {
  repository(owner: $owner, name: $repo) { object(expression: $commit) { ... on Commit {
    associatedPullRequests(first: 100) {
      nodes { number state headRefOid baseRefName mergeCommit { oid } }
    }
  } } }
}`;

/**
 * The pull requests that GitHub associates with a commit; none if it does not know the commit yet. By GraphQL, since
 * newer versions of the REST API no longer name the merge. Throws GitHubFailure, also if a field that is asked for is not
 * there: a pull request without its merge must not look like one with another merge.
 */
export async function pullRequestsOf(
  { graphQl }: Pick<GitHubConnection, 'graphQl'>,
  commit: string,
): Promise<readonly AssociatedPullRequest[]> {
  const about = 'say which pull requests belong to the commit';
  const data = await graphQl({
    ...{ query: QUERY, variables: { commit }, permission: 'pull-requests: read', about },
  });
  const repository = objectOf(data['repository']);
  if (repository === undefined) throw new GitHubFailure(`GitHub does not ${about}.`);
  const object = objectOf(repository['object']);
  if (object === undefined) return [];
  const nodes = objectOf(object['associatedPullRequests'])?.['nodes'];
  if (!Array.isArray(nodes)) throw lacking('associatedPullRequests');
  return listOf(nodes).map(pullRequestFrom);
}

function pullRequestFrom(value: unknown): AssociatedPullRequest {
  const pull = objectOf(value);
  const number = countOf(pull?.['number']);
  if (pull === undefined || number === undefined) throw lacking('number');
  const [state, head, into] = ['state', 'headRefOid', 'baseRefName'].map((name) => {
    const text = textOf(pull[name]);
    if (text === undefined) throw lacking(name, number);
    return text;
  });
  const isMerged = state === 'MERGED';
  const mergeCommit = textOf(objectOf(pull['mergeCommit'])?.['oid']);
  if (isMerged && mergeCommit === undefined) throw lacking('mergeCommit', number);
  return { number, isMerged, mergeCommit, head: head ?? '', into: into ?? '' };
}

function lacking(field: string, number?: number): GitHubFailure {
  const whose = number === undefined ? 'the pull requests of the commit' : `pull request #${number}`;
  return new GitHubFailure(`GitHub answered without the field ${field} of ${whose}.`);
}

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
  api: { pullRequestsOf(commit: string): Promise<readonly AssociatedPullRequest[]> },
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
