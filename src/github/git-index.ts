import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathsInIndex } from './git-index-format.js';

/** Which files git tracks in a checkout, or why that is not known (a sentence). */
export type GitIndex =
  | {
      readonly kind: 'read';
      /** Whether git tracks this path from the root of the checkout, with forward slashes. Case-sensitive. */
      readonly has: (path: string) => boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Reads git's index of the checkout in `workspace`, whose `.git` is a folder or, in a worktree or a submodule, a file
 * that names one. Does not run git, and never throws. It is not known what is tracked without `.git` (GitHub's archive,
 * if the runner has no git), without an index, or with an index that cannot be read.
 */
export async function readGitIndex(workspace: string): Promise<GitIndex> {
  const index = await readIndexFile(join(workspace, '.git'));
  if (index === undefined) {
    return {
      kind: 'unknown',
      reason: 'The workspace has no Git index: nothing was checked out there with Git.',
    };
  }
  const paths = pathsInIndex(index);
  if (paths === undefined) {
    return {
      kind: 'unknown',
      reason:
        "Git's index of the workspace cannot be read: it is damaged, split, sparse or of an unknown version.",
    };
  }
  return { kind: 'read', has: (path) => namesOf(path).some((name) => paths.has(name)) };
}

async function readIndexFile(git: string): Promise<Buffer | undefined> {
  const index = await readFile(join(git, 'index')).catch(() => undefined);
  if (index !== undefined) return index;
  const pointer = await readFile(git, 'utf8').catch(() => '');
  const folder = /^gitdir: (.+?)[\r\n]*$/.exec(pointer)?.[1];
  if (folder === undefined) return undefined;
  return readFile(join(resolve(git, '..', folder), 'index')).catch(() => undefined);
}

/** A path as in the index, one character per byte. macOS has a second spelling for letters with diacritics. */
function namesOf(path: string): readonly string[] {
  return [path, path.normalize('NFC')].map((name) => Buffer.from(name).toString('latin1'));
}
