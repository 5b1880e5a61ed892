import { wordsOf } from '../model/failure.js';

/** What is needed of GitHub's API for issue comments, for the one pull request at hand. */
export interface CommentsApi {
  /** Oldest first, page by page as they are read. */
  list(): AsyncIterable<PullRequestComment>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
}

export interface PullRequestComment {
  readonly id: number;
  readonly body: string;
  /** False where somebody else wrote it: that one is never touched. `undefined` where GitHub does not say who we are. */
  readonly authorIsMe: boolean | undefined;
  /** The author's login; `undefined` where the account is gone. */
  readonly author?: string | undefined;
  /** GitHub's id of the comment for GraphQL. */
  readonly nodeId?: string | undefined;
}

/**
 * Brings the comment with this marker (the body's first line) up to date, or creates it unless it is only to be
 * updated. Never throws: comes back with what went wrong as one sentence for a warning, or `undefined`.
 */
export async function publishComment(
  open: () => Promise<CommentsApi>,
  marker: string,
  body: string,
  mode: 'update or create' | 'update only',
): Promise<string | undefined> {
  try {
    const api = await open();
    const id = await findComment(api, marker);
    if (id !== undefined) await api.update(id, body);
    else if (mode === 'update or create') await api.create(body);
    return undefined;
  } catch (error) {
    const reason = wordsOf(error);
    return (
      `The comment on the pull request could not be written: ${reason.replace(/\.$/, '')}. Where GitHub refuses it, ` +
      'the job needs the permission "pull-requests: write", which a pull request from a fork does not get. The job ' +
      'summary says the same.'
    );
  }
}

async function findComment(api: CommentsApi, marker: string): Promise<number | undefined> {
  for await (const { id, body, authorIsMe } of api.list()) {
    if (authorIsMe !== false && body.startsWith(marker)) return id;
  }
  return undefined;
}
