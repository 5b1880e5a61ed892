/** The requests to GitHub that this action makes, and how their replies are read. */
import { countOf, listOf, objectOf, textOf, type JsonObject } from '../runtime/json.js';
import type { Log } from '../runtime/log.js';
import { authorshipOf, type Authorship } from './authorship.js';
import type { CommentsApi, PullRequestComment } from './comments.js';
import { connect, GITHUB_REQUEST_MS, type ConnectParts, type GitHubConnection } from './connect.js';
import { gitObjects, type GitObjects } from './git-objects.js';
import { pullRequestsOf, type AssociatedPullRequest } from './pull-requests.js';

/** The requests of this action to GitHub. Each operation throws GitHubFailure, or the given signal's reason. */
export interface GitHubApi {
  /** The objects of these revisions (`<commit>`, `<commit>:<path>`), in one request of at most 10 s. */
  objects(expressions: readonly string[]): Promise<GitObjects>;
  comments(pullRequest: number): CommentsApi;
  /** Pull requests of a commit: merged ones that brought it to a branch, and others that contain it. */
  pullRequestsOf(commit: string): Promise<readonly AssociatedPullRequest[]>;
  /** Requested for one comment at a time, since only GraphQL returns it and the token's owner. */
  authorship(commentNodeId: string): Promise<Authorship>;
}

/** Opens the API for one purpose; `signal` ends every request at once, with its reason. */
export type OpenGitHub = (token: string, signal: AbortSignal) => Promise<GitHubApi>;

const PER_PAGE = 100;
/** More pages than any list here can have, in case a server always names a next page. */
const MAX_PAGES = 200;

/** Access to GitHub at the addresses from the runner, for a step that may or may not need it. */
export function gitHubOf(env: ConnectParts['env'], log: Pick<Log, 'debug'>): OpenGitHub {
  const onDebug = (message: string): void => {
    log.debug(message);
  };
  return (token, signal) => openGitHub({ env, token, signal, requestMs: GITHUB_REQUEST_MS, onDebug });
}

/** GitHub's API of the repository that the workflow runs for (GITHUB_API_URL, GITHUB_REPOSITORY). */
export async function openGitHub(parts: ConnectParts): Promise<GitHubApi> {
  const connection = await connect(parts);
  const { rest } = connection;
  return {
    objects: (expressions) => gitObjects(connection, expressions),
    comments: (number) => ({
      list: async function* () {
        const route = `GET /repos/{owner}/{repo}/issues/${number}/comments`;
        for await (const page of pages(rest, route)) {
          for (const comment of listOf(page)) yield* commentOf(comment, parts.token);
        }
      },
      create: async (body) => {
        const route = `POST /repos/{owner}/{repo}/issues/${number}/comments`;
        await rest(route, { body });
      },
      update: async (id, body) => {
        const route = `PATCH /repos/{owner}/{repo}/issues/comments/${id}`;
        await rest(route, { body });
      },
    }),
    pullRequestsOf: (commit) => pullRequestsOf(connection, commit),
    authorship: (id) => authorshipOf(connection, id),
  };
}

async function* pages(rest: GitHubConnection['rest'], route: string): AsyncIterable<unknown> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const reply = await rest(route, { per_page: PER_PAGE, page });
    yield reply.data;
    if (!/\brel="?next\b/.test(reply.link)) return;
  }
}

function* commentOf(value: unknown, token: string): Iterable<PullRequestComment> {
  const comment: JsonObject = objectOf(value) ?? {};
  const id = countOf(comment['id']);
  if (id === undefined) return;
  const user = objectOf(comment['user']);
  const authorIsMe = mayBeMe(token, textOf(user?.['type']));
  const nodeId = textOf(comment['node_id']);
  yield { id, body: textOf(comment['body']) ?? '', authorIsMe, author: textOf(user?.['login']), nodeId };
}

/** App tokens, including GITHUB_TOKEN, begin with `ghs_` and write as a Bot; people's tokens write as a User. */
function mayBeMe(token: string, authorType: string | undefined): boolean | undefined {
  const mine = token.startsWith('ghs_')
    ? 'Bot'
    : /^(?:ghp|gho|ghu|github_pat)_/.test(token)
      ? 'User'
      : undefined;
  return mine === undefined || authorType === undefined || authorType === mine ? undefined : false;
}
