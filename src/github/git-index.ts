import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathsInIndex } from './git-index-format.js';

/** Which files git tracks in a checkout, or why that cannot be told (a sentence). */
export type GitIndex =
  | {
      readonly kind: 'read';
      /** Whether git tracks this path from the root of the checkout, with forward slashes. Case-sensitive. */
      readonly has: (path: string) => boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Reads git's index of the checkout in `workspace`, whose `.git` is a folder or, in a worktree or a submodule, a file that
 * names one. Runs no git, and never throws: without `.git` (GitHub's archive, where the runner has no git), without an
 * index, and for one that cannot be understood, nobody can tell what is tracked.
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

/** A path as the index has it, a character a byte; macOS spells letters with marks in a second way. */
function namesOf(path: string): readonly string[] {
  return [path, path.normalize('NFC')].map((name) => Buffer.from(name).toString('latin1'));
}
