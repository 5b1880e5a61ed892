/** The single comment on a pull request, found by its marker and kept up to date. */
import { wordsOf } from '../model/failure.js';
import type { Clock } from '../runtime/clock.js';
import { GitHubFailure } from './failure.js';

/** The part of GitHub's API for issue comments that is needed, for one pull request. */
export interface CommentsApi {
  /** Oldest first, page by page as they are read. */
  list(): AsyncIterable<PullRequestComment>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
}

export interface PullRequestComment {
  readonly id: number;
  readonly body: string;
  /** False if somebody else wrote it: it is then never changed. `undefined` if GitHub does not say who we are. */
  readonly authorIsMe: boolean | undefined;
  /** The author's login; `undefined` if the account no longer exists. */
  readonly author?: string | undefined;
  /** GitHub's id of the comment for GraphQL. */
  readonly nodeId?: string | undefined;
}

/** A comment that is ready to be written. */
export interface FinishedComment {
  /** The body's first line, by which the comment is found again. */
  readonly marker: string;
  readonly body: string;
  readonly mode: 'update or create' | 'update only';
}

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
 * Updates the comment with this marker, or creates it unless the mode is update only. Never throws: returns what went
 * wrong as one sentence for a warning, or `undefined`, also if the workflow is cancelled.
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
    `The comment on the pull request could not be written: ${wordsOf(error).replace(/\.$/, '')}. If GitHub refused it, ` +
    'the job needs the permission "pull-requests: write", which a pull request from a fork does not get. The job ' +
    'summary has the same content.'
  );
}

async function findComment(api: CommentsApi, marker: string): Promise<number | undefined> {
  for await (const { id, body, authorIsMe } of api.list()) {
    if (authorIsMe !== false && body.startsWith(marker)) return id;
  }
  return undefined;
}
