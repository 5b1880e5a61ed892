import { USER_AGENT } from '../runtime/version.js';
import { GitHubFailure, failureOf } from './failure.js';

export interface ConnectParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `github-token`. */
  readonly token: string;
  /** Ends every request at once, with its reason. */
  readonly signal: AbortSignal;
  /** Timeout for each request, in milliseconds. */
  readonly requestMs: number;
  readonly onDebug: (message: string) => void;
}

/**
 * Sends one request. `{owner}` and `{repo}` in the route stand for the repository; `permission` is the one to advise if
 * GitHub refuses. Throws GitHubFailure, or the signal's reason.
 */
export type Ask = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  permission?: string,
) => Promise<{ readonly data: unknown; readonly link: string }>;

/**
 * GitHub itself ends a request after 10 s ("Troubleshooting the REST API"); the rest is for the network. Milliseconds.
 */
export const GITHUB_REQUEST_MS = 20_000;

/**
 * Opens access to GitHub for this repository. Loads GitHub's toolkit only now, since most steps do not need it and
 * start faster without it (docs/performance.md).
 */
export async function connect(parts: ConnectParts): Promise<Ask> {
  const { env, token, onDebug, requestMs, signal } = parts;
  const [, owner = '', repo = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(env['GITHUB_REPOSITORY'] ?? '') ?? [];
  if (owner === '') throw new GitHubFailure('The runner has not set GITHUB_REPOSITORY.');
  if (token === '') throw new GitHubFailure('The input github-token is empty.');
  // Its main module would read the event's payload again, and fail if that is invalid.
  const { GitHub, getOctokitOptions } = await import('@actions/github/lib/utils');
  const baseUrl = env['GITHUB_API_URL'];
  const octokit = new GitHub({
    ...getOctokitOptions(token, { userAgent: USER_AGENT, log: logOf(onDebug) }),
    ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }),
  });
  return async (route, parameters, permission) => {
    signal.throwIfAborted();
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort(new GitHubFailure(`GitHub did not answer within ${requestMs / 1000} s.`));
    }, requestMs);
    const either = AbortSignal.any([signal, late.signal]);
    try {
      const place = route.includes('{owner}') ? { owner, repo } : {};
      const reply = await octokit.request(route, { ...place, ...parameters, request: { signal: either } });
      // Octokit treats a truncated body as text.
      either.throwIfAborted();
      onDebug(`GitHub: ${route} → ${reply.status}`);
      return { data: reply.data as unknown, link: reply.headers.link ?? '' };
    } catch (error) {
      either.throwIfAborted();
      const failure = failureOf(error, permission);
      onDebug(`GitHub: ${route} → ${failure.message}`);
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Octokit prints deprecation notices to the console, bypassing our log's masking and escaping. */
function logOf(
  onDebug: (message: string) => void,
): Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void> {
  return { debug: onDebug, info: onDebug, warn: onDebug, error: onDebug };
}
