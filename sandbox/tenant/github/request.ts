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

export const UNAUTHORIZED = refusal(401, 'Bad credentials');
export const FORBIDDEN = refusal(403, 'Resource not accessible by integration');
export const NOT_FOUND = refusal(404, 'Not Found');
export const INVALID = refusal(422, 'Validation Failed');

function refusal(status: number, message: string): Reply {
  return json(status, { message, documentation_url: 'https://docs.github.com/rest' });
}
