/** The requests to GitHub that this action makes. */
import type { Log } from '../runtime/log.js';
import { type CommentsApi, pullRequestComments } from './comments.js';
import { connect, GITHUB_REQUEST_MS, type GitHubParts } from './connect.js';
import { gitObjects, type GitObjects } from './git-objects.js';
import { pullRequestsOf, type AssociatedPullRequest } from './pull-requests.js';

/** The requests of this action to GitHub. Each operation throws GitHubFailure, or the given signal's reason. */
export interface GitHubApi {
  /** The objects of these revisions (`<commit>`, `<commit>:<path>`), in one request of at most 10 s. */
  objects(expressions: readonly string[]): Promise<GitObjects>;
  comments(pullRequest: number): CommentsApi;
  /** Pull requests of a commit: merged ones that brought it to a branch, and others that contain it. */
  pullRequestsOf(commit: string): Promise<readonly AssociatedPullRequest[]>;
}

/** Opens the API for one purpose; `signal` ends every request at once, with its reason. */
export type OpenGitHub = (token: string, signal: AbortSignal) => Promise<GitHubApi>;

/** Access to GitHub at the addresses from the runner, for a step that may or may not need it. */
export function gitHubOf(env: GitHubParts['env'], log: Pick<Log, 'debug'>): OpenGitHub {
  const onDebug = (message: string): void => {
    log.debug(message);
  };
  return (token, signal) => openGitHub({ env, token, signal, requestMs: GITHUB_REQUEST_MS, onDebug });
}

/** GitHub's API of the repository that the workflow runs for (GITHUB_API_URL, GITHUB_REPOSITORY). */
export async function openGitHub(parts: GitHubParts): Promise<GitHubApi> {
  const connection = await connect(parts);
  return {
    objects: (expressions) => gitObjects(connection, expressions),
    comments: (number) => pullRequestComments(connection, number),
    pullRequestsOf: (commit) => pullRequestsOf(connection, commit),
  };
}
