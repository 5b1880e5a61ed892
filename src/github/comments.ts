/**
 * The comments of a pull request: read with who wrote them, the single one of this action, and those that hold a plan.
 */
import { thrownMessage } from '../model/failure.js';
import type { Clock } from '../runtime/clock.js';
import { GitHubFailure, type GitHubConnection } from './connect.js';
import { type JsonObject, listOf, objectOf, textOf } from '../model/json.js';

/** The part of GitHub's API for issue comments that is needed, for one pull request. */
export interface CommentsApi {
  /** Oldest first, page by page as they are read. */
  list(): AsyncIterable<PullRequestComment>;
  create(body: string): Promise<void>;
  update(id: string, body: string): Promise<void>;
}

/** A comment as GitHub returns it, with who else had a hand in it. */
export interface PullRequestComment {
  /** GitHub's id of the comment for GraphQL. */
  readonly id: string;
  readonly body: string;
  /** The author's login; `undefined` if the author is the owner of this step's token. Only such are changed. */
  readonly otherAuthor: string | undefined;
  /** The login of the last editor, if that is not the author; otherwise `undefined`. */
  readonly otherEditor: string | undefined;
}

/**
 * How the comment of a step is found again: by hidden words in its first line. `place` stands for workflow and job,
 * `entries` for tenant and sources, or is `undefined` if the inputs are so wrong that these cannot be told.
 */
export interface CommentMarker {
  readonly place: string;
  readonly entries: string | undefined;
}

/** A comment that is ready to be written. */
export interface FinishedComment {
  readonly marker: CommentMarker;
  readonly body: string;
  readonly mode: 'update or create' | 'update only';
}

/** What writing a comment works with. */
export interface CommentParts {
  /** Opens the comments of the pull request; the signal ends every request at once. */
  readonly open: (signal: AbortSignal) => Promise<CommentsApi>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Fires when the workflow is cancelled: no comment is written then. */
  readonly cancelling: AbortSignal;
}

/**
 * For all requests of the comment together. They may run after the deadline of the step, but must not delay its end for
 * long.
 */
export const COMMENT_MS = 60_000;

/**
 * Updates this token's own comment with this marker, or creates it unless the mode is update only. Never throws: returns
 * what went wrong as one sentence for a warning, or `undefined`, also if the workflow is cancelled.
 */
export async function writeComment(
  { cancelling, clock, open }: CommentParts,
  { body, marker, mode }: FinishedComment,
): Promise<string | undefined> {
  if (isAborted(cancelling)) return undefined;
  const late = new AbortController();
  const written = new AbortController();
  clock.sleep(COMMENT_MS, written.signal).then(
    () => {
      late.abort(new GitHubFailure(`GitHub did not answer all requests within ${COMMENT_MS / 1000} s.`));
    },
    () => undefined,
  );
  try {
    const api = await open(AbortSignal.any([cancelling, late.signal]));
    const id = await findComment(api, marker);
    if (id !== undefined) await api.update(id, body);
    else if (mode === 'update or create') await api.create(body);
    return undefined;
  } catch (error) {
    return isAborted(cancelling) ? undefined : problemOf(error);
  } finally {
    written.abort();
  }
}

/** As a call, since it changes while the comment is being written. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function problemOf(error: unknown): string {
  return (
    `The comment on the pull request could not be written: ${thrownMessage(error).replace(/\.$/, '')}. If GitHub refused it, ` +
    'the job needs the permission "pull-requests: write", which a pull request from a fork does not get. The job ' +
    'summary has the same content.'
  );
}

/** The first line of a comment with this marker. */
export function markerLine({ entries, place }: CommentMarker): string {
  return `${opening(place)}${entries ?? UNKNOWN} -->`;
}

const UNKNOWN = 'unknown';

function opening(place: string): string {
  return `<!-- sailpoint-source-aggregation ${place} `;
}

/**
 * The comment with exactly this marker. Otherwise one for unknown entries or, if these are unknown now, for any entries
 * of the same place, as long as there is only one that it can be: the plan in it does not hold any more.
 */
async function findComment(api: CommentsApi, marker: CommentMarker): Promise<string | undefined> {
  const line = markerLine(marker);
  const near =
    marker.entries === undefined ? opening(marker.place) : markerLine({ ...marker, entries: undefined });
  const found: string[] = [];
  for await (const { id, body, otherAuthor } of api.list()) {
    if (otherAuthor !== undefined) continue;
    if (body.startsWith(line)) return id;
    if (body.startsWith(near)) found.push(id);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** A comment of a pull request, with its author and last editor if they are not the owner of this step's token. */
export type AuthoredComment = Omit<PullRequestComment, 'id'>;

/** The comments of a pull request that contain `mark`, oldest first. Throws GitHubFailure, or the signal's reason. */
export async function commentsHolding(
  api: { comments(pullRequest: number): Pick<CommentsApi, 'list'> },
  pullRequest: number,
  mark: string,
): Promise<readonly AuthoredComment[]> {
  const holding: AuthoredComment[] = [];
  for await (const { body, otherAuthor, otherEditor } of api.comments(pullRequest).list()) {
    if (body.includes(mark)) holding.push({ body, otherAuthor, otherEditor });
  }
  return holding;
}

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
