/** The comments of a pull request that may hold a plan, and whose they are. */
import type { GitHubApi } from './api.js';
import type { PullRequestComment } from './comments.js';

/** A comment of a pull request, with its author and last editor if they are not the owner of this step's token. */
export type AuthoredComment = Omit<PullRequestComment, 'id'>;

/** The comments of a pull request that contain `mark`, oldest first. Throws GitHubFailure, or the signal's reason. */
export async function commentsHolding(
  api: Pick<GitHubApi, 'comments'>,
  pullRequest: number,
  mark: string,
): Promise<readonly AuthoredComment[]> {
  const holding: AuthoredComment[] = [];
  for await (const { body, otherAuthor, otherEditor } of api.comments(pullRequest).list()) {
    if (body.includes(mark)) holding.push({ body, otherAuthor, otherEditor });
  }
  return holding;
}
