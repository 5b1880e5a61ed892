import type { GitHubApi } from './api.js';

/** A comment of a pull request, and who has had a hand in it. */
export interface AuthoredComment {
  readonly body: string;
  /** Somebody else's login; `undefined` where the author is the owner of this step's token. */
  readonly otherAuthor: string | undefined;
  /** The login of whoever else edited it last; `undefined` where nobody else did. */
  readonly otherEditor: string | undefined;
}

/** Each costs a request, and anybody who may comment can post as many as they like; the newest count. */
const MAX_ASKED = 20;

/**
 * The comments of a pull request with `mark` in them, oldest first. Throws GitHubFailure, or the signal's reason.
 */
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
