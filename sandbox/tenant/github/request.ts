/** A request to the simulated GitHub, and the permissions of its token. */
import { json, type Reply } from '../replies.js';
import type { Account } from './repository.js';

/** The permissions of the job's token (`permissions` in a workflow). */
export interface Permissions {
  readonly contents: 'none' | 'read';
  readonly pullRequests: 'none' | 'read' | 'write';
  readonly issues: 'none' | 'read' | 'write';
}

/** The owner of the token, and its permissions. */
export interface Caller {
  readonly may: Permissions;
  readonly account: Account;
}

/** A request to the repository, once its token has been accepted. */
export interface GitHubRequest {
  readonly method: string;
  /** After `/repos/{owner}/{repo}`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The full address, for links to other pages. */
  readonly url: URL;
}

/** One page of a list, with the `Link` header that names the next one. */
export function paged<T>(
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

/** What GitHub replies to a token that it does not know. */
export const UNAUTHORIZED = refusal(401, 'Bad credentials');

/** What GitHub replies if the token lacks the permission. */
export const FORBIDDEN = refusal(403, 'Resource not accessible by integration');

/** What GitHub replies for something that is not there, or that the token may not see. */
export const NOT_FOUND = refusal(404, 'Not Found');

/** What GitHub replies to a body that it cannot use. */
export const INVALID = refusal(422, 'Validation Failed');

function refusal(status: number, message: string): Reply {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' });
}
