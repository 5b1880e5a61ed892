/** Requests to GitHub's two APIs, for the repository that the workflow runs for, and what their failures mean. */
import { type JsonObject, listOf, objectOf, textOf } from '../model/json.js';
import { USER_AGENT } from '../runtime/version.js';
import { thrownMessage } from '../model/failure.js';

/** What a connection to GitHub needs of the step. */
export interface GitHubParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `github-token`. */
  readonly token: string;
  /** Ends every request at once, with its reason. */
  readonly signal: AbortSignal;
  /** Timeout for each request, in milliseconds. */
  readonly requestMs: number;
  readonly onDebug: (message: string) => void;
}

/** How requests are sent to GitHub. Each throws GitHubFailure, or the signal's reason. */
export interface GitHubConnection {
  /**
   * Sends one request to the REST API. `{owner}` and `{repo}` in the route stand for the repository; `permission` is the
   * one to advise if GitHub refuses, spelled as in a workflow file.
   */
  readonly rest: (
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    permission?: string,
  ) => Promise<{ readonly data: unknown; readonly link: string }>;
  /**
   * Sends one query to the GraphQL API, and returns `data`. The variables `owner` and `repo` stand for the repository.
   * Any of GraphQL's errors is a failure: an answer without some of its fields must not look like one that has none.
   */
  readonly graphQl: (query: GraphQlQuery) => Promise<JsonObject>;
}

/** A query, with the words for its refusal. */
export interface GraphQlQuery {
  readonly query: string;
  readonly variables: Readonly<Record<string, string | number | null>>;
  /** The one to advise if GitHub refuses, spelled as in a workflow file; absent if the caller advises it. */
  readonly permission?: string;
  /** The rest of a sentence for a refusal, "GitHub does not …", such as "say who wrote a comment". */
  readonly about: string;
  /** Milliseconds, if that is less than the connection's own limit. */
  readonly requestMs?: number;
}

/**
 * GitHub itself ends a request after 10 s ("Troubleshooting the REST API"); the rest is for the network. Milliseconds.
 */
export const GITHUB_REQUEST_MS = 20_000;

/**
 * The version of the REST API whose fields are read here. GitHub takes it until March 2028 at least, and newer ones lack
 * fields (its page "API Versions", "Breaking changes").
 */
const REST_VERSION = { 'x-github-api-version': '2022-11-28' };

/**
 * Opens access to GitHub for this repository. Loads GitHub's toolkit only now, since most steps do not need it and
 * start faster without it. Throws GitHubFailure without a repository or a token.
 */
export async function connect(parts: GitHubParts): Promise<GitHubConnection> {
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
  const send = async (
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    permission: string | undefined,
    limitMs = requestMs,
  ): Promise<{ data: unknown; link: string }> => {
    signal.throwIfAborted();
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort(new GitHubFailure(`GitHub did not answer within ${limitMs / 1000} s.`));
    }, limitMs);
    const either = AbortSignal.any([signal, late.signal]);
    try {
      const reply = await octokit.request(route, { ...parameters, request: { signal: either } });
      // Half an answer looks like a whole one: findings/octokit-lost-connections.sh.
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
  return {
    rest: (route, parameters, permission) => {
      const place = route.includes('{owner}') ? { owner, repo } : {};
      return send(route, { ...place, ...parameters, headers: REST_VERSION }, permission);
    },
    graphQl: async ({ about, permission, query, requestMs: limitMs, variables }) => {
      const given = { ...variables, ...(query.includes('$owner') ? { owner, repo } : {}) };
      const parameters = { ...graphQlBase(baseUrl), query, variables: given };
      const { data } = await send(
        'POST /graphql',
        parameters,
        permission,
        Math.min(requestMs, limitMs ?? requestMs),
      );
      return dataOf(data, about, permission);
    },
  };
}

/** @throws GitHubFailure for an answer without `data`, and for one with errors, in GitHub's own words. */
function dataOf(answer: unknown, about: string, permission: string | undefined): JsonObject {
  const reply = objectOf(answer);
  const data = objectOf(reply?.['data']);
  const [error] = listOf(reply?.['errors']).map((one) => objectOf(one) ?? {});
  if (data !== undefined && error === undefined) return data;
  const reason = textOf(error?.['message'])?.replace(/\.$/, '') ?? 'no reason given';
  const isRefused = ['FORBIDDEN', 'NOT_FOUND', 'INSUFFICIENT_SCOPES'].includes(String(error?.['type']));
  throw new GitHubFailure(
    `GitHub does not ${about}: ${reason}.${isRefused && permission !== undefined ? adviceToPermit(permission) : ''}`,
  );
}

/** On a GitHub Enterprise Server, `…/api/graphql` is next to `…/api/v3`; elsewhere it is part of the same API. */
function graphQlBase(apiUrl: string | undefined): { readonly baseUrl?: string } {
  if (apiUrl === undefined || apiUrl === '') return {};
  return { baseUrl: apiUrl.replace(/\/+$/, '').replace(/\/v3$/, '') };
}

/** Octokit prints deprecation notices to the console, bypassing our log's masking and escaping. */
function logOf(
  onDebug: (message: string) => void,
): Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void> {
  return { debug: onDebug, info: onDebug, warn: onDebug, error: onDebug };
}

/** A request to GitHub without a usable reply; the message is one sentence for people. */
export class GitHubFailure extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'GitHubFailure';
  }
}

/**
 * Turns an error of a request into a failure with GitHub's own message; `permission` is the one to advise if GitHub
 * refuses, spelled as in a workflow file.
 */
export function failureOf(error: unknown, permission: string | undefined): GitHubFailure {
  const { status, response } = objectOf(error) ?? {};
  const reason = thrownMessage(error);
  const headers = objectOf(objectOf(response)?.['headers']);
  // Not every 500 is an answer: findings/octokit-lost-connections.sh. Only a real one has a response.
  if (headers === undefined) return new GitHubFailure(`GitHub cannot be reached: ${reason}`, error);
  const id = textOf(headers['x-github-request-id']);
  const said = `GitHub answered ${String(status)}: ${reason.replace(/\.$/, '')}${id === undefined ? '' : ` (request ${id})`}.`;
  // GitHub says 403 of a limit, too (docs.github.com, "Rate limits for the REST API").
  const advice = /rate limit/i.test(reason) ? ' Run the job again later.' : adviceFor(status, permission);
  return new GitHubFailure(said + advice, error);
}

function adviceFor(status: unknown, permission: string | undefined): string {
  switch (status) {
    case 401:
      return ' Check github-token: it is wrong or no longer valid.';
    case 403:
    case 404:
      return permission === undefined ? '' : adviceToPermit(permission);
    default:
      return '';
  }
}

/** A sentence that begins with a space. */
export function adviceToPermit(permission: string): string {
  return ` Give the job the permission "${permission}".`;
}
