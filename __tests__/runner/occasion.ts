import { type Commit, changesBetween } from '../../sandbox/tenant/github/history.js';
import type { PullRequest } from '../../sandbox/tenant/github/repository.js';
import { pullRequest, push } from '../action/github.js';
import type { Strings } from '../support/workflow.js';

/** Why a workflow runs, and on which commit. */
export interface Occasion {
  /** `github.event_name` */
  readonly event: string;
  /** `github.event` */
  readonly payload: Readonly<Record<string, unknown>>;
  /** `github.ref` */
  readonly ref: string;
  /** `github.sha`: what is checked out unless the step names another one. */
  readonly commit: Commit;
  /** What filters on paths look at. */
  readonly changed: readonly string[];
  /** Filled in by whoever starts a workflow by hand. */
  readonly inputs: Strings;
  /** True for the pull request of a fork: no secrets, and a token that can only read. */
  readonly isFromFork: boolean;
}

const REPOSITORY = 'acme/identity';
const plain = { payload: {}, changed: [], inputs: {}, isFromFork: false } as const;

/** A push that moves a branch from one commit to another. */
export function pushOf(before: Commit, after: Commit, branch = 'main'): Occasion {
  return {
    ...plain,
    ...push(before, after),
    ref: `refs/heads/${branch}`,
    commit: after,
    changed: pathsBetween(before, after),
  };
}

/** A pull request as it is now; `from` names the repository of its branch. */
export function pullRequestOf(pull: PullRequest, from = REPOSITORY): Occasion {
  const { base, head, number } = pull;
  const changed = pathsBetween(base, head);
  return {
    ...plain,
    ...pullRequest(number, base, head, changed.length, from),
    ref: `refs/pull/${number}/merge`,
    // GitHub merges the branch for the run: a commit of its own, with the files of the branch.
    commit: pull.trial(),
    changed,
    isFromFork: from !== REPOSITORY,
  };
}

/** The same pull request for a workflow that runs on the base branch's own version. */
export function pullRequestTargetOf(pull: PullRequest): Occasion {
  return {
    ...pullRequestOf(pull),
    event: 'pull_request_target',
    ref: 'refs/heads/main',
    commit: pull.base,
    isFromFork: false,
  };
}

/** A merge queue that tries a merge. */
export function mergeGroupOf(base: Commit, head: Commit): Occasion {
  return {
    ...plain,
    event: 'merge_group',
    payload: { merge_group: { base_sha: base.sha, head_sha: head.sha } },
    ref: 'refs/heads/gh-readonly-queue/main/pr-1',
    commit: head,
  };
}

/** The hour of a schedule has come. */
export function scheduled(schedule: string, tip: Commit): Occasion {
  return { ...plain, event: 'schedule', payload: { schedule }, ref: 'refs/heads/main', commit: tip };
}

/** Somebody starts the workflow by hand, on a branch. */
export function byHand(tip: Commit, inputs: Strings = {}, branch = 'main'): Occasion {
  return {
    ...plain,
    event: 'workflow_dispatch',
    payload: { inputs },
    ref: `refs/heads/${branch}`,
    commit: tip,
    inputs,
  };
}

function pathsBetween(before: Commit, after: Commit): readonly string[] {
  return changesBetween(before.tree, after.tree).map(({ filename }) => filename);
}
