import { listOf, objectOf, textOf } from '../runtime/json.js';
import type { Ask } from './connect.js';
import { GitHubFailure } from './failure.js';

/** Who has written a comment. */
export interface Authorship {
  /** The owner of the token that is asked with. */
  readonly authorIsMe: boolean;
  readonly author: string;
  /** The login of whoever edited it last, where that was somebody else than its author. */
  readonly otherEditor: string | undefined;
}

/**
 * The REST API tells neither whose a token of an app is (`GET /user` is refused to GITHUB_TOKEN) nor who has edited a
 * comment; GraphQL tells both, as `gh pr comment --edit-last` uses it.
 */
const QUERY = `query ($id: ID!) { node(id: $id) { ... on IssueComment {
  viewerDidAuthor author { __typename login } editor { __typename login }
} } }`;

/** Who has written the comment and edited it last. Throws GitHubFailure where GitHub does not say it. */
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

/** Next to `…/api/v3` of a GitHub Enterprise Server is `…/api/graphql`; elsewhere it is part of the same API. */
function graphQlBase(apiUrl: string | undefined): { readonly baseUrl?: string } {
  if (apiUrl === undefined || apiUrl === '') return {};
  return { baseUrl: apiUrl.replace(/\/+$/, '').replace(/\/v3$/, '') };
}

function actorOf(value: unknown): { readonly type: string; readonly login: string } | undefined {
  const actor = objectOf(value);
  const login = textOf(actor?.['login']);
  return login === undefined ? undefined : { type: textOf(actor?.['__typename']) ?? '', login };
}
