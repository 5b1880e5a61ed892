import { createHash } from 'node:crypto';
import { ancestry, changesBetween, mergeBase, type Commit, type FileChange, type Tree } from './history.js';

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' };
}

export interface PullRequest {
  readonly number: number;
  readonly base: Commit;
  head: Commit;
  readonly comments: Comment[];
}

/** A comparison as GitHub words it. */
export interface Comparison {
  readonly status: 'ahead' | 'behind' | 'diverged' | 'identical';
  readonly commits: readonly Commit[];
  readonly files: readonly FileChange[];
}

/** A repository in memory: commits, pull requests and their comments. */
export class Repository {
  readonly #commits = new Map<string, Commit>();
  readonly #pulls = new Map<number, PullRequest>();
  #lastId = 0;

  /** Adds a commit whose files are the parent's with `changes`; `undefined` takes a file away. */
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

  /** Forgets a commit, as GitHub does in time with one that no branch holds any more. */
  forget(commit: Commit): void {
    this.#commits.delete(commit.sha);
  }

  open(base: Commit, head: Commit): PullRequest {
    const pull: PullRequest = { number: this.#pulls.size + 1, base, head, comments: [] };
    this.#pulls.set(pull.number, pull);
    return pull;
  }

  pull(number: number): PullRequest | undefined {
    return this.#pulls.get(number);
  }

  comment(pull: PullRequest, body: string, user: Comment['user']): Comment {
    this.#lastId += 1;
    const comment = { id: this.#lastId, body, user };
    pull.comments.push(comment);
    return comment;
  }

  findComment(id: number): Comment | undefined {
    return [...this.#pulls.values()].flatMap((pull) => pull.comments).find((comment) => comment.id === id);
  }

  /** From the merge base to `head`; `undefined` for commits that are not there or have nothing in common. */
  compare(baseSha: string, headSha: string): Comparison | undefined {
    const base = this.#commits.get(baseSha);
    const head = this.#commits.get(headSha);
    if (base === undefined || head === undefined) return undefined;
    const common = mergeBase(base, head);
    if (common === undefined) return undefined;
    const ahead = ancestry(head).slice(0, ancestry(head).indexOf(common)).reverse();
    const isBehind = common !== base;
    const status = isBehind
      ? ahead.length > 0
        ? 'diverged'
        : 'behind'
      : ahead.length > 0
        ? 'ahead'
        : 'identical';
    return { status, commits: ahead, files: changesBetween(common.tree, head.tree) };
  }

  filesOf(pull: PullRequest): readonly FileChange[] {
    return this.compare(pull.base.sha, pull.head.sha)?.files ?? [];
  }
}
