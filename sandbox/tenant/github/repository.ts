/** A repository of the simulated GitHub. */
import { createHash } from 'node:crypto';
import { ancestry, type Commit, type Tree } from './history.js';

/** An author: an app, such as GITHUB_TOKEN, or a person. */
export interface Account {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

/** A comment on a pull request: `id` for REST, `node_id` for GraphQL. */
export interface Comment {
  readonly id: number;
  readonly node_id: string;
  body: string;
  readonly user: Account;
  /** The last editor, whom GitHub shows only in GraphQL. */
  editor: Account | undefined;
}

/** An issue; a pull request is none here. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  state: 'open' | 'closed';
  /** The issue's own text, and then the comments. */
  readonly texts: string[];
}

/** A pull request from its first commit until after its merge. */
export interface PullRequest {
  readonly number: number;
  readonly base: Commit;
  /** Name of the branch that it will be merged into. */
  readonly into: string;
  head: Commit;
  readonly comments: Comment[];
  /** The merge of both branches that GitHub makes for the runs of the pull request: their GITHUB_SHA. */
  readonly trial: () => Commit;
  /** The commits that the merge added to the branch, the last one last; `undefined` before the merge. */
  merged: readonly Commit[] | undefined;
}

/** The three ways in which GitHub's button can merge a pull request. */
export type MergeKind = 'merge' | 'squash' | 'rebase';

/** A repository in memory: commits, pull requests and their comments. */
export class Repository {
  readonly #commits = new Map<string, Commit>();
  readonly #pulls = new Map<number, PullRequest>();
  readonly issues: Issue[] = [];
  /** The last commit of each branch that a test asks about, by its name. */
  readonly branches = new Map<string, Commit>();
  #lastId = 0;

  /** Adds a commit with the parent's files plus `changes`; `undefined` removes a file. */
  commit(parent: Commit | undefined, changes: Readonly<Record<string, string | undefined>>): Commit {
    const entries = Object.entries({ ...parent?.tree, ...changes }).filter(
      ([, content]) => content !== undefined,
    );
    const tree = Object.fromEntries(entries) as Tree;
    const sha = createHash('sha1')
      .update(JSON.stringify([parent?.sha, this.#commits.size, tree]))
      .digest('hex');
    const commit = { sha, parent, tree };
    this.#commits.set(sha, commit);
    return commit;
  }

  /** Forgets a commit, as GitHub eventually does if no branch contains it. */
  forget(commit: Commit): void {
    this.#commits.delete(commit.sha);
  }

  /** The commit of a full hash or of a branch, as a revision names it; `undefined` for one that is not known. */
  find(revision: string): Commit | undefined {
    const branch = /^refs\/heads\/(.+)$/.exec(revision)?.[1];
    return branch === undefined ? this.#commits.get(revision) : this.branches.get(branch);
  }

  /** The hash of a file's object, as Git computes it. */
  blob(content: string): string {
    return createHash('sha1')
      .update(`blob ${Buffer.byteLength(content)}\0`)
      .update(content)
      .digest('hex');
  }

  open(base: Commit, head: Commit, into = 'main'): PullRequest {
    const number = this.#nextNumber();
    const trial = (): Commit => this.commit(pull.base, difference(pull.base, pull.head));
    const pull: PullRequest = { number, base, into, head, trial, comments: [], merged: undefined };
    this.#pulls.set(pull.number, pull);
    return pull;
  }

  /** Opens an issue. */
  openIssue(title: string, body: string, labels: readonly string[]): Issue {
    const number = this.#nextNumber();
    const issue: Issue = { number, title, labels, state: 'open', texts: [body] };
    this.issues.push(issue);
    return issue;
  }

  /** Issues and pull requests share their numbers. */
  #nextNumber(): number {
    return this.#pulls.size + this.issues.length + 1;
  }

  pull(number: number): PullRequest | undefined {
    return this.#pulls.get(number);
  }

  /**
   * Merges the pull request onto `tip`, the last commit of its branch, and returns the new last commit. A merge commit
   * and a squashed one do not differ here; a rebase creates each commit again.
   */
  merge(pull: PullRequest, kind: MergeKind, tip: Commit = pull.base): Commit {
    const own = this.#ownCommits(pull);
    const steps = kind === 'rebase' ? own : own.slice(-1);
    const before = kind === 'rebase' ? undefined : pull.base;
    let last = tip;
    const merged = steps.map((commit) => {
      last = this.commit(last, difference(before ?? commit.parent, commit));
      return last;
    });
    pull.merged = merged;
    return last;
  }

  /** Pull requests that brought this commit to a branch, or that contain it. */
  pullsOf(sha: string): readonly PullRequest[] {
    return [...this.#pulls.values()].filter((pull) =>
      [...this.#ownCommits(pull), ...(pull.merged ?? [])].some((commit) => commit.sha === sha),
    );
  }

  #ownCommits(pull: PullRequest): readonly Commit[] {
    const behind = new Set(ancestry(pull.base));
    return ancestry(pull.head)
      .filter((commit) => !behind.has(commit))
      .reverse();
  }

  comment(pull: PullRequest, body: string, user: Account): Comment {
    this.#lastId += 1;
    const id = this.#lastId;
    const comment: Comment = { id, node_id: `IC_${id}`, body, user, editor: undefined };
    pull.comments.push(comment);
    return comment;
  }

  /** Changes a comment, as its author or anybody with write access can. */
  edit(comment: Comment, body: string, by: Account): void {
    comment.body = body;
    comment.editor = by;
  }

  findComment(id: number): Comment | undefined {
    return [...this.#pulls.values()].flatMap((pull) => pull.comments).find((comment) => comment.id === id);
  }
}

/** The changes that turn the files of one commit into those of another. */
function difference(from: Commit | undefined, to: Commit): Record<string, string | undefined> {
  const gone = Object.keys(from?.tree ?? {}).filter((path) => !(path in to.tree));
  return { ...to.tree, ...Object.fromEntries(gone.map((path) => [path, undefined])) };
}
