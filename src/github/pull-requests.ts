/** The pull requests that GitHub associates with a commit. */
import { countOf, listOf, objectOf, textOf } from '../runtime/json.js';
import type { GitHubConnection } from './connect.js';
import { GitHubFailure } from './failure.js';

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
