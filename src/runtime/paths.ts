/** Paths as questions about text: nothing here looks at a disk, so that Windows can be asked about on every system. */
import path, { type PlatformPath } from 'node:path';

/** True if `file` is `folder` or lies below it; both absolute and without links. */
export function isInside(folder: string, file: string, platform: PlatformPath = path): boolean {
  const way = platform.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${platform.sep}`) && !platform.isAbsolute(way);
}

/** The way from `folder` to `file` with forward slashes, as git, GitHub and annotations write it on every system. */
export function slashPath(folder: string, file: string, platform: PlatformPath = path): string {
  return platform.relative(folder, file).replaceAll(platform.sep, '/');
}

/** The file as reports name it: relative to the workspace where it lies inside, as it was written otherwise. */
export function shownPath(
  workspace: string,
  file: string,
  written: string,
  platform: PlatformPath = path,
): string {
  return isInside(workspace, file, platform) ? slashPath(workspace, file, platform) : written;
}

/**
 * The pattern `written` below the workspace, for @actions/glob. A folder's own name may hold what means something in a
 * pattern: in brackets these characters have no special meaning.
 */
export function patternIn(workspace: string, written: string, platform: PlatformPath = path): string {
  return platform.resolve(workspace.replace(/[*?[]/g, '[$&]'), written);
}
