import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { CsvLocation } from '../model/settings.js';
import type { Problems } from './reader.js';

/**
 * Where the file written as `written` is: a readable regular file, relative to the workspace unless the
 * path is absolute. A symbolic link must not lead a relative path out of the workspace: whoever can commit
 * a link could otherwise have any file of the runner uploaded. What is wrong becomes a problem of `input`.
 */
export async function locateCsv(
  input: string,
  written: string,
  workspace: string,
  problems: Problems,
): Promise<CsvLocation | undefined> {
  const path = resolve(workspace, written);
  try {
    const [real, realWorkspace] = await Promise.all([realpath(path), realpath(workspace)]);
    if (!isAbsolute(written) && !isInside(realWorkspace, real)) {
      problems.add(
        input,
        `"${written}" leads out of the workspace. Write an absolute path if that is what you want.`,
      );
      return undefined;
    }
    if (!(await stat(real)).isFile()) {
      problems.add(input, `"${written}" is not a file. All CSV files of a folder: "folder/*.csv".`);
      return undefined;
    }
    await access(real, constants.R_OK);
    return { path: real, name: basename(path), shown: shownPath(workspace, path, written) };
  } catch (error) {
    problems.add(input, `"${written}" ${reasonOf(error)}`);
    return undefined;
  }
}

/** True if `path` is `folder` or lies below it; both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The path as annotations need it: relative to the workspace, with forward slashes on every system. */
export function shownPath(workspace: string, path: string, written: string): string {
  return isInside(workspace, path) ? relative(workspace, path).replaceAll(sep, '/') : written;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return 'does not exist. Paths are relative to the workspace; is there a checkout step before this one?';
  }
  if (code === 'EACCES' || code === 'EPERM') return 'must not be read by this runner (permission denied).';
  if (code === 'ELOOP') return 'is a symbolic link that leads back to itself.';
  return `cannot be read (${code ?? 'unknown reason'}).`;
}
