import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside, slashPath } from '../runtime/paths.js';
import type { CsvLocation } from '../model/settings.js';
import type { GitIndex } from './git-index.js';

/** The path of a file in the repository, with forward slashes, or why it is not known (a sentence). */
export type RepositoryPath =
  { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Locates the file in the checkout, whose root must be the workspace; `index` is that checkout's. GitHub lists which
 * files commits touch, but says nothing about files outside the repository (fetched or created by an earlier step, in
 * another repository, behind a link). If git's index cannot be read, it is not known whether the file is one of those.
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
    // Case-insensitive systems find the file under any spelling; GitHub lists it under its own.
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

/** The folder below the workspace with the file's own repository: a checkout with `path`, or a submodule. */
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
