import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside, slashPath } from '../runtime/paths.js';
import type { CsvLocation } from '../model/settings.js';
import type { GitIndex } from './git-index.js';

/** Where a file is in the repository, with forward slashes, or why that cannot be told (a sentence). */
export type RepositoryPath =
  { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Looks for the file in the checkout, whose root must be the workspace; `index` is that checkout's. GitHub lists what
 * commits touch: about a file that is not of them (fetched or made by an earlier step, of another repository, behind a
 * link) it can say nothing, and where git's index cannot be read, nobody can tell whether the file is one of those.
 */
export async function repositoryPath(
  csv: CsvLocation,
  workspace: string,
  index: GitIndex,
): Promise<RepositoryPath> {
  const root = await realpath(workspace).catch(() => workspace);
  if (!isInside(root, csv.path)) return unknown(`${csv.shown} is outside the workspace.`);
  const path = slashPath(root, csv.path);
  if (path !== csv.shown) {
    // Systems that ignore letter case find the file under any spelling; GitHub lists it under its own.
    const isSpelling = path.toLowerCase() === csv.shown.toLowerCase();
    const why = isSpelling ? `has the name ${path} in the repository` : 'is reached through a symbolic link';
    return unknown(`${csv.shown} ${why}.`);
  }
  const inner = await innerRepository(root, dirname(csv.path));
  if (inner !== undefined) {
    return unknown(
      `${csv.shown} is part of the checkout in ${slashPath(root, inner)}, not of one in the workspace itself.`,
    );
  }
  if (index.kind === 'unknown') return index;
  if (!index.has(path)) return unknown(`${csv.shown} is not a file of the commit.`);
  return { kind: 'inside', path };
}

function unknown(reason: string): RepositoryPath {
  return { kind: 'unknown', reason };
}

/** The folder below the workspace that holds the file's own repository: a checkout with `path`, or a submodule. */
async function innerRepository(root: string, from: string): Promise<string | undefined> {
  for (let folder = from; folder !== root; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
