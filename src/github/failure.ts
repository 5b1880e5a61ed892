/** What went wrong with a request to GitHub, in words for people. */
import { wordsOf } from '../model/failure.js';
import { objectOf, textOf } from '../runtime/json.js';

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
  const reason = wordsOf(error);
  const headers = objectOf(objectOf(response)?.['headers']);
  // Not every 500 is an answer: findings/octokit-lost-connections.sh. Only a real one has a response.
  if (headers === undefined) return new GitHubFailure(`GitHub cannot be reached: ${reason}`, error);
  const id = textOf(headers['x-github-request-id']);
  const said = `GitHub answered ${String(status)}: ${reason}${id === undefined ? '' : ` (request ${id})`}.`;
  return new GitHubFailure(said + adviceFor(status, permission), error);
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
