/** The comments of a pull request that may hold a plan, and whose they are. */
import type { GitHubApi } from './api.js';

/** A comment of a pull request, with its author and last editor. */
export interface AuthoredComment {
  readonly body: string;
  /** The author's login; `undefined` if the author is the owner of this step's token. */
  readonly otherAuthor: string | undefined;
  /** The login of the last editor, if not the author; otherwise `undefined`. */
  readonly otherEditor: string | undefined;
}

/** Each costs a request, and anybody who may comment can post any number of them. Only the newest are checked. */
const MAX_ASKED = 20;

/** The comments of a pull request that contain `mark`, oldest first. Throws GitHubFailure, or the signal's reason. */
export async function commentsHolding(
  api: Pick<GitHubApi, 'comments' | 'authorship'>,
  pullRequest: number,
  mark: string,
): Promise<readonly AuthoredComment[]> {
  const others: AuthoredComment[] = [];
  const perhapsMine: { readonly body: string; readonly nodeId: string }[] = [];
  for await (const { body, authorIsMe, author, nodeId } of api.comments(pullRequest).list()) {
    if (!body.includes(mark)) continue;
    if (authorIsMe === false || nodeId === undefined) {
      others.push({ body, otherAuthor: author ?? 'somebody else', otherEditor: undefined });
    } else perhapsMine.push({ body, nodeId });
  }
  const asked: AuthoredComment[] = [];
  for (const { body, nodeId } of perhapsMine.slice(-MAX_ASKED)) {
    const { authorIsMe, author, otherEditor } = await api.authorship(nodeId);
    asked.push({ body, otherAuthor: authorIsMe ? undefined : author, otherEditor });
  }
  return [...others.slice(-MAX_ASKED), ...asked];
}
