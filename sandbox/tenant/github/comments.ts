import { json, type Reply } from '../replies.js';
import type { Account, Comment, Repository } from './repository.js';
import { FORBIDDEN, INVALID, NOT_FOUND, paged, type Caller, type GitHubRequest } from './request.js';

const MAX_COMMENT = 65_536;

/** Lists the comments of a pull request, or adds one. */
export function comments(
  request: GitHubRequest,
  repository: Repository,
  { may, account }: Caller,
  number: number,
): Reply {
  const pull = repository.pull(number);
  if (may.pullRequests === 'none') return FORBIDDEN;
  if (pull === undefined) return NOT_FOUND;
  if (request.method === 'GET') {
    const { page, link } = paged(request, pull.comments);
    return json(200, page.map(shown), link);
  }
  const body = bodyOf(request);
  if (may.pullRequests !== 'write') return FORBIDDEN;
  return body === undefined ? INVALID : json(201, shown(repository.comment(pull, body, account)));
}

/** Changes a comment. */
export function update(
  request: GitHubRequest,
  repository: Repository,
  { may, account }: Caller,
  id: number,
): Reply {
  const comment = repository.findComment(id);
  const body = bodyOf(request);
  if (may.pullRequests !== 'write') return FORBIDDEN;
  if (comment === undefined) return NOT_FOUND;
  if (body === undefined) return INVALID;
  repository.edit(comment, body, account);
  return json(200, shown(comment));
}

/** A comment as in the REST API: without its editor. */
function shown({ id, node_id, body, user }: Comment): object {
  return { id, node_id, body, user };
}

/** The answer of GraphQL about who wrote a comment, and who edited it last. */
export function authorship({ body }: GitHubRequest, repository: Repository, { may, account }: Caller): Reply {
  const { variables } = JSON.parse(body) as { variables?: { id?: string } };
  const comment = repository.findComment(Number(/^IC_(\d+)$/.exec(variables?.id ?? '')?.[1]));
  if (may.pullRequests === 'none' || comment === undefined) {
    const message = `Could not resolve to a node with the global id of '${variables?.id ?? ''}'.`;
    return json(200, { data: { node: null }, errors: [{ type: 'NOT_FOUND', path: ['node'], message }] });
  }
  const viewerDidAuthor = comment.user.login === account.login;
  const [author, editor] = [actor(comment.user), comment.editor === undefined ? null : actor(comment.editor)];
  return json(200, { data: { node: { viewerDidAuthor, author, editor } } });
}

/** GraphQL omits the suffix of a bot's login. */
function actor({ login, type }: Account): object {
  return { __typename: type, login: login.replace('[bot]', '') };
}

function bodyOf({ body }: GitHubRequest): string | undefined {
  const given = (JSON.parse(body) as { body?: unknown }).body;
  return typeof given === 'string' && given !== '' && given.length <= MAX_COMMENT ? given : undefined;
}
