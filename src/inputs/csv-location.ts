/** Locates one CSV file, and checks that it may be read. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve } from 'node:path';
import { isInside, shownPath } from '../runtime/paths.js';
import type { CsvLocation } from '../model/settings.js';
import type { Problems } from './reader.js';

/**
 * Locates the file given as `written`: a readable regular file, relative to the workspace unless the path is absolute.
 * A symbolic link must not lead a relative path out of the workspace; otherwise anyone who can commit a link could have
 * any file of the runner uploaded. Problems are added to those of `input`.
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
        `"${written}" leads out of the workspace. If that is intended, give an absolute path.`,
      );
      return undefined;
    }
    if (!(await stat(real)).isFile()) {
      problems.add(input, `"${written}" is not a file. For all CSV files in a folder, give "folder/*.csv".`);
      return undefined;
    }
    await access(real, constants.R_OK);
    const name = basename(path);
    return {
      path: real,
      name,
      shown: shownPath(workspace, path, written),
      inWorkspace: isInside(workspace, path),
      sourceId: sourceIdInName(name),
    };
  } catch (error) {
    problems.add(input, `"${written}" ${reasonOf(error)}`);
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return 'does not exist. Paths are relative to the workspace. Is there a checkout step before this one?';
  }
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read by this runner (permission denied).';
  if (code === 'ELOOP') return 'is a symbolic link that points back to itself.';
  return `cannot be read (${code ?? 'unknown reason'}).`;
}

/**
 * The File Upload Utility's convention: the first 32 characters of a file name, after leading spaces, are the source
 * id. With a further hexadecimal digit it is a longer number, not a source id.
 */
const NAMED_FILE = /^\s*([0-9a-f]{32})(?![0-9a-f])/i;

/** The source id at the beginning of a file name, in lower case; `undefined` if there is none. */
function sourceIdInName(fileName: string): string | undefined {
  return NAMED_FILE.exec(fileName)?.[1]?.toLowerCase();
}
