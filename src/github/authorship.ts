import { listOf, objectOf, textOf } from '../runtime/json.js';
import type { Ask } from './connect.js';
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
  ask: Ask,
  commentNodeId: string,
  apiUrl: string | undefined,
): Promise<Authorship> {
  const parameters = { ...graphQlBase(apiUrl), query: QUERY, variables: { id: commentNodeId } };
  const { data } = await ask('POST /graphql', parameters, 'pull-requests: read');
  const reply = objectOf(data);
  const comment = objectOf(objectOf(reply?.['data'])?.['node']);
  const isMine = comment?.['viewerDidAuthor'];
  if (comment === undefined || typeof isMine !== 'boolean') {
    const words = listOf(reply?.['errors']).flatMap((error) => textOf(objectOf(error)?.['message']) ?? []);
    throw new GitHubFailure(`GitHub does not say who wrote a comment: ${words[0] ?? 'no reason given'}`);
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

/** On a GitHub Enterprise Server, `…/api/graphql` is next to `…/api/v3`; elsewhere it is part of the same API. */
function graphQlBase(apiUrl: string | undefined): { readonly baseUrl?: string } {
  if (apiUrl === undefined || apiUrl === '') return {};
  return { baseUrl: apiUrl.replace(/\/+$/, '').replace(/\/v3$/, '') };
}

function actorOf(value: unknown): { readonly type: string; readonly login: string } | undefined {
  const actor = objectOf(value);
  const login = textOf(actor?.['login']);
  return login === undefined ? undefined : { type: textOf(actor?.['__typename']) ?? '', login };
}
