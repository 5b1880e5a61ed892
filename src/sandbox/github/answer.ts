import { json, type Reply } from '../replies.js';
import type { Repository } from './repository.js';

/** What the token of the job may do (`permissions` in a workflow). */
export interface Permissions {
  readonly contents: 'none' | 'read';
  readonly pullRequests: 'none' | 'read' | 'write';
}

export interface GitHubRequest {
  readonly method: string;
  /** Behind `/repos/{owner}/{repo}`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The whole address, for links to other pages. */
  readonly url: URL;
}

/** Bounds that GitHub documents in its REST reference. */
const MAX_COMPARED_FILES = 300;
const MAX_PULL_REQUEST_FILES = 3_000;
const MAX_COMMENT = 65_536;
const BOT = { login: 'github-actions[bot]', type: 'Bot' } as const;

/** GitHub's answer to one request about a repository. */
export function answer(request: GitHubRequest, repository: Repository, may: Permissions): Reply {
  const { method, path } = request;
  const [, base = '', head = ''] = /^\/compare\/(\w+)\.\.\.(\w+)$/.exec(path) ?? [];
  if (method === 'GET' && base !== '') return comparison(request, repository, may, base, head);
  const files = /^\/pulls\/(\d+)\/files$/.exec(path)?.[1];
  if (method === 'GET' && files !== undefined) return pullFiles(request, repository, may, Number(files));
  const list = /^\/issues\/(\d+)\/comments$/.exec(path)?.[1];
  if (list !== undefined) return comments(request, repository, may, Number(list));
  const comment = /^\/issues\/comments\/(\d+)$/.exec(path)?.[1];
  if (method === 'PATCH' && comment !== undefined) return update(request, repository, may, Number(comment));
  return NOT_FOUND;
}

function comparison(
  request: GitHubRequest,
  repository: Repository,
  may: Permissions,
  base: string,
  head: string,
): Reply {
  if (may.contents === 'none') return FORBIDDEN;
  const found = repository.compare(base, head);
  if (found === undefined) return NOT_FOUND;
  const { page, link } = paged(request, found.commits);
  const isFirst = Number(request.query.get('page') ?? 1) === 1;
  const files = isFirst ? found.files.slice(0, MAX_COMPARED_FILES) : [];
  const commits = page.map(({ sha }) => ({ sha }));
  return json(
    200,
    { url: request.url.href, status: found.status, total_commits: found.commits.length, commits, files },
    link,
  );
}

function pullFiles(request: GitHubRequest, repository: Repository, may: Permissions, number: number): Reply {
  if (may.pullRequests === 'none') return FORBIDDEN;
  const pull = repository.pull(number);
  if (pull === undefined) return NOT_FOUND;
  const { page, link } = paged(request, repository.filesOf(pull).slice(0, MAX_PULL_REQUEST_FILES));
  return json(200, page, link);
}

function comments(request: GitHubRequest, repository: Repository, may: Permissions, number: number): Reply {
  const pull = repository.pull(number);
  if (may.pullRequests === 'none') return FORBIDDEN;
  if (pull === undefined) return NOT_FOUND;
  if (request.method === 'GET') {
    const { page, link } = paged(request, pull.comments);
    return json(200, page, link);
  }
  const body = bodyOf(request);
  if (may.pullRequests !== 'write') return FORBIDDEN;
  return body === undefined ? INVALID : json(201, repository.comment(pull, body, BOT));
}

function update(request: GitHubRequest, repository: Repository, may: Permissions, id: number): Reply {
  const comment = repository.findComment(id);
  const body = bodyOf(request);
  if (may.pullRequests !== 'write') return FORBIDDEN;
  if (comment === undefined) return NOT_FOUND;
  if (body === undefined) return INVALID;
  comment.body = body;
  return json(200, comment);
}

function bodyOf({ body }: GitHubRequest): string | undefined {
  const given = (JSON.parse(body) as { body?: unknown }).body;
  return typeof given === 'string' && given !== '' && given.length <= MAX_COMMENT ? given : undefined;
}

/** One page of a list, and the `Link` header that names the next one. */
function paged<T>(
  { query, url }: GitHubRequest,
  all: readonly T[],
): { page: readonly T[]; link: Record<string, string> } {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const number = Number(query.get('page') ?? 1);
  const next = new URL(url);
  next.searchParams.set('page', String(number + 1));
  return {
    page: all.slice((number - 1) * size, number * size),
    link: number * size < all.length ? { Link: `<${next.href}>; rel="next"` } : {},
  };
}

export const UNAUTHORIZED = refusal(401, 'Bad credentials');
const FORBIDDEN = refusal(403, 'Resource not accessible by integration');
const NOT_FOUND = refusal(404, 'Not Found');
const INVALID = refusal(422, 'Validation Failed');

function refusal(status: number, message: string): Reply {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' });
}
