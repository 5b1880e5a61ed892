/** Small questions about paths. */
import { isAbsolute, relative, sep } from 'node:path';

/** True if `path` is `folder` or lies below it; both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The path as annotations need it: relative to the workspace, with forward slashes on every system. */
export function shownPath(workspace: string, path: string, written: string): string {
  return isInside(workspace, path) ? relative(workspace, path).replaceAll(sep, '/') : written;
}
