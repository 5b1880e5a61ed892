import { json, type Reply } from '../replies.js';
import type { Account, Repository } from './repository.js';
import { FORBIDDEN, INVALID, NOT_FOUND, type Caller, type GitHubRequest } from './request.js';

const MAX_COMMENT = 65_536;

/** Adds a comment to a pull request. */
export function comments(
  { body: given, method }: GitHubRequest,
  repository: Repository,
  { may, account }: Caller,
  number: number,
): Reply {
  const pull = repository.pull(number);
  if (may.pullRequests === 'none') return FORBIDDEN;
  if (pull === undefined || method !== 'POST') return NOT_FOUND;
  const { body } = JSON.parse(given) as { body?: unknown };
  if (may.pullRequests !== 'write') return FORBIDDEN;
  if (!isBody(body)) return INVALID;
  const { id, node_id, user } = repository.comment(pull, body, account);
  return json(201, { id, node_id, body, user });
}

/** Changes a comment; false if the token may not, or there is none. */
export function updated(
  repository: Repository,
  { may, account }: Caller,
  nodeId: string,
  body: string,
): boolean {
  const comment = repository.findComment(Number(/^IC_(\d+)$/.exec(nodeId)?.[1]));
  if (may.pullRequests !== 'write' || comment === undefined || !isBody(body)) return false;
  repository.edit(comment, body, account);
  return true;
}

const PER_PAGE = 100;

/** The comments of a pull request after a cursor; null if there is no such pull request. */
export function listed(
  repository: Repository,
  { account }: Caller,
  number: number,
  after: string | null,
): object | null {
  const pull = repository.pull(number);
  if (pull === undefined) return null;
  const from = Number(after ?? 0);
  const page = pull.comments.slice(from, from + PER_PAGE);
  const hasNextPage = from + page.length < pull.comments.length;
  const nodes = page.map(({ body, editor, node_id: id, user }) => ({
    ...{ id, body, viewerDidAuthor: user.login === account.login },
    ...{ author: actor(user), editor: editor === undefined ? null : actor(editor) },
  }));
  return { comments: { nodes, pageInfo: { hasNextPage, endCursor: String(from + page.length) } } };
}

/** GraphQL omits the suffix of a bot's login. */
function actor({ login, type }: Account): object {
  return { __typename: type, login: login.replace('[bot]', '') };
}

function isBody(given: unknown): given is string {
  return typeof given === 'string' && given !== '' && given.length <= MAX_COMMENT;
}
