/** Why a path or a glob finds nothing: the cause that can be seen, or else where the search ended. */
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { isInside, patternIn, slashPath } from '../runtime/files.js';
import { wouldMatch } from './glob-match.js';

const GLOB_SIGN = /[*?[]/;

/** What people write for a shell or another system. The first that fits is said. */
const BY_TEXT: readonly ((written: string) => string | undefined)[] = [
  (written) =>
    written.startsWith('~')
      ? 'Only a shell reads "~" as the home folder. Give a path relative to the workspace.'
      : undefined,
  (written) =>
    /\$\w|\$\{\w|%\w+%/.test(written)
      ? 'Only a shell replaces a variable in it. Write an expression, such as ${{ runner.temp }} for RUNNER_TEMP.'
      : undefined,
  (written) =>
    /\{.*,.*\}/.test(written)
      ? 'Braces are no pattern here, but part of a name. Use * or ?, or the input sources for several files.'
      : undefined,
  (written) =>
    sep === '/' && written.includes('\\')
      ? `A backslash is no separator on this runner. Write "${written.replaceAll('\\', '/')}".`
      : undefined,
  (written) => (/^(["']).*\1$/.test(written) ? 'The quotes count as part of it. Remove them.' : undefined),
];

/** Why there is no file at `written`, as a sentence; never empty. */
export async function whyMissing(written: string, workspace: string): Promise<string> {
  return (
    saidByText(written) ??
    (await whereSearchEnds(resolve(workspace, written), workspace)) ??
    'Paths are relative to the workspace.'
  );
}

/** Why the glob `written` matches no file, as a sentence; never empty. */
export async function whyUnmatched(written: string, workspace: string): Promise<string> {
  return (
    saidByText(written) ??
    (await brackets(written, workspace)) ??
    (await whereSearchEnds(resolve(workspace, folderBefore(written)), workspace)) ??
    (await otherCase(written, workspace)) ??
    `Nothing in ${inWords(resolve(workspace, folderBefore(written)), workspace)} fits.`
  );
}

function saidByText(written: string): string | undefined {
  for (const explain of BY_TEXT) {
    const cause = explain(written);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** The path before its first segment that is a pattern. */
function folderBefore(glob: string): string {
  const segments = glob.split(/[\\/]/);
  const first = segments.findIndex((segment) => GLOB_SIGN.test(segment));
  return segments.slice(0, first).join('/') || (glob.startsWith('/') ? '/' : '.');
}

/** A sentence if a folder or file has brackets in its name, which stand for one character in a pattern. */
async function brackets(glob: string, workspace: string): Promise<string | undefined> {
  const segments = glob.split(/[\\/]/);
  for (const [index, segment] of segments.entries()) {
    if (!GLOB_SIGN.test(segment)) continue;
    const isLiteral = segment.includes('[') && !/[*?]/.test(segment);
    const path = segments.slice(0, index + 1).join('/');
    if (!isLiteral || (await kindOf(resolve(workspace, path))) === 'nothing') return undefined;
    const escaped = segments.with(index, segment.replaceAll('[', '[[]')).join('/');
    return `Brackets stand for one of the characters in them. For "${segment}" itself write "${escaped}".`;
  }
  return undefined;
}

/** A sentence if the files of the folder fit but for letter case. */
async function otherCase(glob: string, workspace: string): Promise<string | undefined> {
  const folder = resolve(workspace, folderBefore(glob));
  const names = await namesIn(folder);
  const pattern = patternIn(workspace, glob);
  const found = names.find((name) => wouldMatch(pattern, join(folder, name)));
  if (found === undefined || (await kindOf(join(folder, found))) !== 'file') return undefined;
  return `Letter case counts on this runner: there is "${found}".`;
}

/**
 * A sentence about the first part of the path that is not there; `undefined` if it is all there, or if the search would
 * leave the workspace, whose surroundings are nobody's business.
 */
async function whereSearchEnds(path: string, workspace: string): Promise<string | undefined> {
  if (!isInside(workspace, path)) return undefined;
  let folder = workspace;
  for (const name of relative(workspace, path).split(sep)) {
    if (name === '') break;
    const kind = await kindOf(join(folder, name));
    if (kind === 'nothing') return nameMissing(name, folder, workspace);
    if (kind === 'file' && join(folder, name) !== path)
      return `${inWords(join(folder, name), workspace)} is a file.`;
    folder = join(folder, name);
  }
  return undefined;
}

async function nameMissing(name: string, folder: string, workspace: string): Promise<string> {
  const names = await namesIn(folder);
  if (names.length === 0 && folder === workspace) {
    return 'Paths are relative to the workspace, which is empty. Is there a checkout step before this one?';
  }
  if (names.includes(name)) return `${inWords(join(folder, name), workspace)} is a link that leads nowhere.`;
  const alike = names.find((other) => simple(other) === simple(name));
  if (alike === undefined) return `There is no "${name}" in ${inWords(folder, workspace)}.`;
  const what = alike.toLowerCase() === name.toLowerCase() ? 'Letter case counts' : 'Spaces and letters count';
  return `${what} on this runner: there is "${alike}".`;
}

function simple(name: string): string {
  return name.normalize('NFKC').toLowerCase().trim();
}

function inWords(path: string, workspace: string): string {
  return path === workspace ? 'the workspace' : `"${slashPath(workspace, path)}"`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  return stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => 'nothing',
  );
}
