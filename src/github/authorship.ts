/** Who wrote a comment, and who edited it last. */
import { objectOf, textOf } from '../runtime/json.js';
import type { GitHubConnection } from './connect.js';
import { GitHubFailure } from './failure.js';

/** Who wrote a comment. */
export interface Authorship {
  /** The author is the owner of the token in use. */
  readonly authorIsMe: boolean;
  readonly author: string;
  /** The login of the last editor, if that is not the author. */
  readonly otherEditor: string | undefined;
}

/**
 * The REST API says neither who owns an app's token (`GET /user` refuses GITHUB_TOKEN) nor who edited a comment.
 * GraphQL says both, as used by `gh pr comment --edit-last`.
 */
const QUERY = `query ($id: ID!) { node(id: $id) { ... on IssueComment {
  viewerDidAuthor author { __typename login } editor { __typename login }
} } }`;

/** Who wrote the comment and who edited it last. Throws GitHubFailure if GitHub does not say. */
export async function authorshipOf(
  { graphQl }: Pick<GitHubConnection, 'graphQl'>,
  commentNodeId: string,
): Promise<Authorship> {
  const about = 'who wrote a comment';
  const data = await graphQl({
    ...{ query: QUERY, variables: { id: commentNodeId } },
    ...{ permission: 'pull-requests: read', about },
  });
  const comment = objectOf(data['node']);
  const isMine = comment?.['viewerDidAuthor'];
  if (comment === undefined || typeof isMine !== 'boolean') {
    throw new GitHubFailure(`GitHub does not say ${about}.`);
  }
  const author = actorOf(comment['author']);
  const editor = actorOf(comment['editor']);
  const isOther = editor !== undefined && (editor.type !== author?.type || editor.login !== author.login);
  return {
    authorIsMe: isMine,
    author: author?.login ?? 'a deleted account',
    otherEditor: isOther ? editor.login : undefined,
  };
}

function actorOf(value: unknown): { readonly type: string; readonly login: string } | undefined {
  const actor = objectOf(value);
  const login = textOf(actor?.['login']);
  return login === undefined ? undefined : { type: textOf(actor?.['__typename']) ?? '', login };
}
