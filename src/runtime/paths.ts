/** Functions on paths as text: nothing here reads a disk, so that Windows paths can be tested on every system. */
import path, { type PlatformPath } from 'node:path';

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
