/** Commits, and what changed between them. */

/** The files of a commit: path → content, or any stand-in for it. */
export type Tree = Readonly<Record<string, string>>;

/** A commit with all its files, and the one before it: `undefined` for the first one. */
export interface Commit {
  readonly sha: string;
  readonly parent: Commit | undefined;
  readonly tree: Tree;
}

/** A file of a comparison, as GitHub lists it. */
export interface FileChange {
  readonly filename: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  readonly previous_filename?: string;
}

/** Commits from `commit` back to the first one. */
export function ancestry(commit: Commit): readonly Commit[] {
  const line: Commit[] = [];
  for (let one: Commit | undefined = commit; one !== undefined; one = one.parent) line.push(one);
  return line;
}

/**
 * The differences between two trees, by path; a file that disappeared while another one with the same content appeared
 * was renamed.
 */
export function changesBetween(before: Tree, after: Tree): readonly FileChange[] {
  const removed = new Map(Object.entries(before).filter(([path]) => !(path in after)));
  const changes: FileChange[] = [];
  for (const [filename, content] of Object.entries(after)) {
    if (filename in before) {
      if (before[filename] !== content) changes.push({ filename, status: 'modified' });
      continue;
    }
    const from = [...removed].find(([, old]) => old === content)?.[0];
    if (from === undefined) changes.push({ filename, status: 'added' });
    else {
      removed.delete(from);
      changes.push({ filename, status: 'renamed', previous_filename: from });
    }
  }
  const gone = [...removed.keys()].map((filename): FileChange => ({ filename, status: 'removed' }));
  return [...changes, ...gone].sort((a, b) => (a.filename < b.filename ? -1 : 1));
}
