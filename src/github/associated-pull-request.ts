import { countOf, listOf, objectOf, textOf } from '../runtime/json.js';

/** A pull request that brought a commit to a branch, or contains it. */
export interface AssociatedPullRequest {
  readonly number: number;
  readonly isMerged: boolean;
  /** The commit at the end of the branch after the merge, however it was merged. */
  readonly mergeCommit: string | undefined;
  /** Full hash of the last commit of its own branch. */
  readonly head: string | undefined;
  /** Name of the branch that it was, or will be, merged into. */
  readonly into: string | undefined;
}

/**
 * Reads a page of "List pull requests associated with a commit" (docs.github.com); ignores anything that is not a pull
 * request.
 */
export function associatedPullRequests(page: unknown): readonly AssociatedPullRequest[] {
  return listOf(page).flatMap((value) => [...pullRequestOf(value)]);
}

function* pullRequestOf(value: unknown): Iterable<AssociatedPullRequest> {
  const pull = objectOf(value);
  const number = countOf(pull?.['number']);
  if (pull === undefined || number === undefined) return;
  yield {
    number,
    isMerged: textOf(pull['merged_at']) !== undefined,
    mergeCommit: textOf(pull['merge_commit_sha']),
    head: textOf(objectOf(pull['head'])?.['sha']),
    into: textOf(objectOf(pull['base'])?.['ref']),
  };
}
