/** The requests to GitHub that this action makes, and how their replies are read. */
import { countOf, listOf, objectOf, textOf, type JsonObject } from '../runtime/json.js';
import type { CommentsApi, PullRequestComment } from './comments.js';
import { associatedPullRequests, type AssociatedPullRequest } from './associated-pull-request.js';
import { authorshipOf, type Authorship } from './authorship.js';
import { GitHubFailure } from './failure.js';
import type { Log } from '../runtime/log.js';
import { connect, GITHUB_REQUEST_MS, type Ask, type ConnectParts } from './connect.js';

/** A file that commits touch. */
export interface ChangedFile {
  readonly name: string;
  /** Its previous name, if it was renamed. */
  readonly previousName: string | undefined;
}

/** Some of the files of a comparison. */
export interface ComparisonPage {
  /** False if `base` has commits that `head` does not have, as after a force push. */
  readonly isStraight: boolean;
  readonly files: readonly ChangedFile[];
}

/** The requests of this action to GitHub. Each operation throws GitHubFailure, or the given signal's reason. */
export interface GitHubApi {
  /**
   * The changes from the merge base of both commits to `head`. GitHub lists at most 300 files, all of them on the first
   * page (its reference of "Compare two commits").
   */
  compare(base: string, head: string): AsyncIterable<ComparisonPage>;
  /** The files of a pull request, at most 3,000 (its reference of "List pull requests files"). */
  pullRequestFiles(number: number): AsyncIterable<readonly ChangedFile[]>;
  comments(pullRequest: number): CommentsApi;
  /** Pull requests of a commit: merged ones that brought it to the default branch, and others that contain it. */
  pullRequestsOf(commit: string): AsyncIterable<readonly AssociatedPullRequest[]>;
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
  const ask = await connect(parts);
  return {
    compare: async function* (base, head) {
      const route = `GET /repos/{owner}/{repo}/compare/${base}...${head}`;
      for await (const page of pages(ask, route, 'contents: read')) {
        const comparison = objectOf(page);
        const files = filesOf(comparison?.['files']);
        yield { isStraight: !['behind', 'diverged'].includes(String(comparison?.['status'])), files };
        if (files.length === 0) return;
      }
    },
    pullRequestFiles: async function* (number) {
      const route = `GET /repos/{owner}/{repo}/pulls/${number}/files`;
      for await (const page of pages(ask, route, READ_PULLS)) yield filesOf(page);
    },
    comments: (number) => ({
      list: async function* () {
        const route = `GET /repos/{owner}/{repo}/issues/${number}/comments`;
        for await (const page of pages(ask, route)) {
          for (const comment of listOf(page)) yield* commentOf(comment, parts.token);
        }
      },
      create: async (body) => {
        const route = `POST /repos/{owner}/{repo}/issues/${number}/comments`;
        await ask(route, { body });
      },
      update: async (id, body) => {
        const route = `PATCH /repos/{owner}/{repo}/issues/comments/${id}`;
        await ask(route, { body });
      },
    }),
    pullRequestsOf: async function* (commit) {
      const route = `GET /repos/{owner}/{repo}/commits/${commit}/pulls`;
      for await (const page of pages(ask, route, READ_PULLS)) yield associatedPullRequests(page);
    },
    authorship: (id) => authorshipOf(ask, id, parts.env['GITHUB_API_URL']),
  };
}

const READ_PULLS = 'pull-requests: read';

async function* pages(ask: Ask, route: string, permission?: string): AsyncIterable<unknown> {
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const reply = await ask(route, { per_page: PER_PAGE, page }, permission);
    yield reply.data;
    if (!/\brel="?next\b/.test(reply.link)) return;
  }
}

/** @throws GitHubFailure if it is not a list of files: a truncated reply must not look like one without files. */
function filesOf(value: unknown): ChangedFile[] {
  if (!Array.isArray(value)) throw new GitHubFailure('GitHub answered without a list of files.');
  return value.map((entry) => {
    const file = objectOf(entry);
    const name = textOf(file?.['filename']);
    if (name === undefined) throw new GitHubFailure('GitHub listed a file without a name.');
    return { name, previousName: textOf(file?.['previous_filename']) };
  });
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
