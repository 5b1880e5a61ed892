/** The comments of a pull request: read with who wrote them, written, and brought up to date. */
import { type JsonObject, listOf, objectOf, textOf } from '../model/json.js';
import type { CommentsApi, PullRequestComment } from './comments.js';
import { type GitHubConnection, GitHubFailure } from './connect.js';

/**
 * By GraphQL, since the REST API says neither who owns an app's token (`GET /user` refuses GITHUB_TOKEN) nor who has
 * edited a comment. `gh pr comment --edit-last` asks the same.
 */
const COMMENTS = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    comments(first: 100, after: $after) {
      nodes { id body viewerDidAuthor author { __typename login } editor { __typename login } }
      pageInfo { hasNextPage endCursor }
    }
  } }
}`;

/** By the id of GraphQL: those of the REST API no longer fit into the numbers that GraphQL answers with. */
const UPDATE = `mutation ($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id } }
}`;

/** More pages than any pull request has, in case a server always names a next page. */
const MAX_PAGES = 200;

/** The comments of one pull request. Each operation throws GitHubFailure, or the connection's reason to stop. */
export function pullRequestComments(connection: GitHubConnection, number: number): CommentsApi {
  const { graphQl, rest } = connection;
  return {
    list: () => listComments(connection, number),
    create: async (body) => {
      await rest(`POST /repos/{owner}/{repo}/issues/${number}/comments`, { body });
    },
    update: async (id, body) => {
      const query = { query: UPDATE, variables: { id, body } };
      await graphQl({ ...query, about: 'change the comment' });
    },
  };
}

async function* listComments(
  { graphQl }: Pick<GitHubConnection, 'graphQl'>,
  number: number,
): AsyncIterable<PullRequestComment> {
  const about = 'say what comments the pull request has';
  let after: string | null = null;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const data: JsonObject = await graphQl({ query: COMMENTS, variables: { number, after }, about });
    const comments = objectOf(objectOf(objectOf(data['repository'])?.['pullRequest'])?.['comments']);
    if (!Array.isArray(comments?.['nodes'])) throw new GitHubFailure(`GitHub does not ${about}.`);
    for (const node of listOf(comments['nodes'])) yield* decodeComment(node);
    const { endCursor, hasNextPage } = objectOf(comments['pageInfo']) ?? {};
    after = textOf(endCursor) ?? null;
    if (hasNextPage !== true || after === null) return;
  }
}

/** One comment; none for what has no id or text. @throws GitHubFailure if GitHub does not say whether it is ours. */
export function* decodeComment(node: unknown): Iterable<PullRequestComment> {
  const comment = objectOf(node);
  const id = textOf(comment?.['id']);
  const body = textOf(comment?.['body']);
  if (comment === undefined || id === undefined || body === undefined) return;
  const isMine = comment['viewerDidAuthor'];
  if (typeof isMine !== 'boolean') throw new GitHubFailure('GitHub does not say who wrote a comment.');
  const author = actorOf(comment['author']);
  const editor = actorOf(comment['editor']);
  const isOther = editor !== undefined && (editor.type !== author?.type || editor.login !== author.login);
  yield {
    ...{ id, body },
    otherAuthor: isMine ? undefined : (author?.login ?? 'a deleted account'),
    otherEditor: isOther ? editor.login : undefined,
  };
}

function actorOf(value: unknown): { readonly type: string; readonly login: string } | undefined {
  const actor = objectOf(value);
  const login = textOf(actor?.['login']);
  return login === undefined ? undefined : { type: textOf(actor?.['__typename']) ?? '', login };
}
