/** Where one CSV file is, and that it may be read. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve } from 'node:path';
import { isInside, shownPath } from '../runtime/paths.js';
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
 * The File Upload Utility's convention: it takes the first 32 characters of a file's name, without blanks in front, for the
 * source id. A further hexadecimal digit makes a longer number, which is no source id.
 */
const NAMED_FILE = /^\s*([0-9a-f]{32})(?![0-9a-f])/i;

/** The source id that a file's name begins with, in lower case; `undefined` where it begins with none. */
function sourceIdInName(fileName: string): string | undefined {
  return NAMED_FILE.exec(fileName)?.[1]?.toLowerCase();
}
