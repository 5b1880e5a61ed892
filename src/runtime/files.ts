/** Files: how messages and GitHub write their paths, their size, and why one cannot be read. */
import { failureFor, type StepFailure } from '../model/failure.js';
import type { CsvLocation } from '../model/settings.js';
import { stat } from 'node:fs/promises';
import path, { type PlatformPath } from 'node:path';

/**
 * The failure for a file that existed when the inputs were read but cannot be read now; `cause` is from the file
 * system.
 */
export function unreadableFile(csv: CsvLocation, cause: unknown): StepFailure {
  const { code, message } = cause as NodeJS.ErrnoException;
  return failureFor('file-unreadable', { file: csv.shown, why: code ?? message }, cause);
}

/** The size of a file in bytes; 0 if there is none, or none that can be read: the check reports that. Never rejects. */
export async function fileSize(csv: CsvLocation | undefined): Promise<number> {
  if (csv === undefined) return 0;
  return stat(csv.path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** True if `file` is `folder` or below it; both absolute and without links. */
export function isInside(folder: string, file: string, platform: PlatformPath = path): boolean {
  const way = platform.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${platform.sep}`) && !platform.isAbsolute(way);
}

/** The path from `folder` to `file` with forward slashes, as git, GitHub and annotations use it on every system. */
export function slashPath(folder: string, file: string, platform: PlatformPath = path): string {
  return platform.relative(folder, file).replaceAll(platform.sep, '/');
}

/** The file as reports name it: relative to the workspace if it is inside, otherwise as written. */
export function shownPath(
  workspace: string,
  file: string,
  written: string,
  platform: PlatformPath = path,
): string {
  return isInside(workspace, file, platform) ? slashPath(workspace, file, platform) : written;
}

/**
 * The pattern `written` below the workspace, for @actions/glob. A folder's name may contain pattern characters, which
 * lose their meaning in brackets.
 */
export function patternIn(workspace: string, written: string, platform: PlatformPath = path): string {
  return platform.resolve(workspace.replace(/[*?[]/g, '[$&]'), written);
}
